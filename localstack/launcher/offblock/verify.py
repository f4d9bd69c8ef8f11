"""`verify`: do the four stores say the same as the raw payloads, day by day, and which flights differ where they do not?

Compared while no harvest runs. Needs the venv for its table.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from offblock import differing as by_flight
from offblock import pause
from offblock.cloud import STORES, Cloud
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.ports import Ports
from offblock.queues import until_quiet
from offblock.up import supervisor

HARVEST_SECONDS = 150.0  # more than the longest harvest, which a pause does not stop

Days = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Day:
    """One day of departures: flights by the raw payloads, the stores that say otherwise with what they count, and which flights these are."""

    day: str
    flights: int
    differs: dict[str, int]
    named: dict[str, by_flight.Difference] | None = None

    def as_json(self) -> dict:
        named = {} if self.named is None else {"named": {store: one.as_json() for store, one in self.named.items()}}
        return {"day": self.day, "flights": self.flights, "ok": not self.differs, "differs": self.differs} | named


def run(home: Home, ports: Ports, *, as_json: bool, first: str | None, last: str | None, patience: float) -> int:
    for name, day in (("--from", first), ("--to", last)):
        _check(name, day)
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    began = time.monotonic()
    bucket = read_json(home.run / "deployment.json").get("bucket", "offblock-data")
    with pause.paused(home, cloud):
        _say(as_json, "harvest paused; waiting until the loaders have done")
        while True:
            quiet = until_quiet(home, cloud, patience)
            _say(as_json, f"comparing ({quiet.text()})")
            looked = datetime.now(UTC)
            days = _compared(cloud, first, last)
            if not any(one.differs for one in days) or time.monotonic() - began > HARVEST_SECONDS or not _stored_since(cloud, bucket, looked):
                break
            _say(as_json, "a harvest that ran already stored something meanwhile; comparing again")
        still = cloud.depths()
        if any(one.differs for one in days):
            _say(as_json, "naming the flights that differ")
            found = by_flight.named(cloud, days)
            days = [replace(one, named=found.get(one.day)) for one in days]
    differing = [one for one in days if one.differs]
    seconds = time.monotonic() - began
    if as_json:
        print(json.dumps({"ok": not differing, "queues_empty": quiet.empty, "dead_letters": quiet.dead, "seconds": round(seconds, 1),
                          "waiting": sum(d.total for d in still.values()), "days": [one.as_json() for one in days],
                          "differing": [one.day for one in differing]}))
    else:
        _table(days)
        flights = sum(one.flights for one in days)
        print(f"{len(days)} days, {flights} flights compared in {seconds:.1f} s.", end=" ")
        print("All four stores agree with the raw payloads." if not differing else f"Differing days: {', '.join(one.day for one in differing)}")
        _flights(differing)
        if not quiet.empty:
            print(f"The queues were not empty ({quiet.text()}): a difference may be work not done yet. Run it again later, or: ./offblock logs load-{quiet.fullest}")
    return 1 if differing or not days and not quiet.empty else 0


def _compared(cloud: Cloud, first: str | None, last: str | None) -> list[Day]:
    with ThreadPoolExecutor(len(STORES) + 1) as pool:
        raw = pool.submit(digest_raw, cloud, first, last)
        stores = {store: pool.submit(digest_store, cloud, store, first, last) for store in STORES}
        return compare(raw.result(), {store: answer.result() for store, answer in stores.items()})


def _stored_since(cloud: Cloud, bucket: str, moment: datetime) -> bool:
    """The moments of storing are whole seconds."""
    since = moment - timedelta(seconds=2)
    return any(stored >= since for place in ("raw/", "seen/") for _, stored in cloud.objects(bucket, place))


def compare(raw: Days, stores: dict[str, Days]) -> list[Day]:
    """Every day that anyone knows, in order. A store differs where count or hash is not that of the raw payloads."""
    every = sorted(set(raw).union(*stores.values()))
    return [Day(day, raw.get(day, (0, ""))[0],
                {store: said.get(day, (0, ""))[0] for store, said in stores.items() if said.get(day) != raw.get(day)}) for day in every]


def digest_raw(cloud: Cloud, first: str | None, last: str | None) -> Days:
    """What the raw payloads say. Where there are many, the function tells some days and from which day to ask on."""
    days: Days = {}
    while True:
        said = cloud.invoke("offblock-digest-raw", {"from": first, "to": last})
        if not isinstance(said, dict):
            raise Fault("offblock-digest-raw gave no digest", "see: ./offblock logs digest-raw")
        days |= _days(said)
        onward = said.get("next")
        if onward is None:
            return days
        if first is not None and onward <= first:
            raise Fault(f"offblock-digest-raw does not get beyond {onward}", "see: ./offblock logs digest-raw")
        first = onward


def digest_store(cloud: Cloud, store: str, first: str | None, last: str | None) -> Days:
    query = {name: value for name, value in (("from", first), ("to", last)) if value}
    status, said = cloud.ask(f"ask-{store}", f"/v1/stores/{store}/digest", query=query)
    if status != 200 or not isinstance(said, dict):
        detail = said.get("detail", "") if isinstance(said, dict) else str(said)[:200]
        raise Fault(f"{store} could not tell its digest: {status} {detail}", f"see: ./offblock logs ask-{store}")
    return _days(said)


def _days(said: dict) -> Days:
    return {one["day"]: (int(one["count"]), one["hash"]) for one in said.get("days", []) if one["count"]}


def _check(name: str, day: str | None) -> None:
    try:
        if day is not None:
            date.fromisoformat(day)
    except ValueError as e:
        raise Fault(f"{name} {day} is no date", "write it as YYYY-MM-DD", code=2) from e


def _say(quietly: bool, text: str) -> None:
    if not quietly:
        print(text, file=sys.stderr, flush=True)


def _flights(differing: list[Day]) -> None:
    for one in differing:
        for store, difference in (one.named or {}).items():
            print("\n".join(difference.lines(one.day, store)))
    left = [one for one in differing if one.named is None]
    if left:
        print(f"The flights of {len(left)} more days are not named; ask for some days: ./offblock verify --from {left[0].day} --to {left[-1].day}")


def _table(days: list[Day]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("day", "flights", *STORES, box=None, pad_edge=False)
    shown = days if len(days) <= 60 else [one for one in days if one.differs]
    for one in shown:
        table.add_row(one.day, str(one.flights), *(f"[red]differs ({one.differs[s]})" if s in one.differs else "[green]ok" for s in STORES))
    if len(shown) < len(days):
        table.add_row("…", "", *("" for _ in STORES))
    Console().print(table)
