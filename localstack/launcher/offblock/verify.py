"""`verify`: do the four stores say the same as the raw payloads, day by day, and which flights differ where they do not?

Compared while no harvest runs. Needs the venv for its table.
"""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from offblock import differing as by_flight
from offblock import pause
from offblock.cloud import STORES, Cloud
from offblock.differing import EVERYTHING
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.ports import Ports
from offblock.queues import until_quiet
from offblock.up import supervisor

HARVEST_SECONDS = 150.0  # more than the longest harvest, which a pause does not stop

Days = dict[str, tuple[int, str]]

FIRST, LAST = "1970-01-01", "2999-12-31"  # where no day bounds what is compared

HOLDINGS = {EVERYTHING: "days", "lines": "lines", "routes": "routes"}  # ways of holding history, and where the raw digest tells of each


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
            days, ways = _compared(cloud, first, last)
            if not any(one.differs for one in days) or time.monotonic() - began > HARVEST_SECONDS or not _stored_since(cloud, bucket, looked):
                break
            _say(as_json, "a harvest that ran already stored something meanwhile; comparing again")
        still = cloud.depths()
        if any(one.differs for one in days):
            _say(as_json, "naming the flights that differ")
            found = by_flight.named(cloud, days, ways)
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


def _compared(cloud: Cloud, first: str | None, last: str | None) -> tuple[list[Day], dict[str, str]]:
    """The days, and how each store holds history. Some days at a time, as many as the raw digest holds at once: no store is asked for more than it can tell in one answer."""
    raw: dict[str, Days] = {holds: {} for holds in HOLDINGS}
    stores: dict[str, tuple[str, Days]] = {}
    with ThreadPoolExecutor(len(STORES)) as pool:
        answers = []
        for said, begin, end in _raw(cloud, first, last):
            for holds, name in HOLDINGS.items():
                raw[holds] |= _days(said.get(name, []))
            answers += [(store, pool.submit(_told, cloud, store, begin, end)) for store in STORES]
        for store, answer in answers:
            holds, days = answer.result()
            stores[store] = (holds, stores.get(store, (holds, {}))[1] | days)
    return compare(raw, stores), {store: holds for store, (holds, _) in stores.items()}


def _stored_since(cloud: Cloud, bucket: str, moment: datetime) -> bool:
    """The moments of storing are whole seconds."""
    since = moment - timedelta(seconds=2)
    return any(stored >= since for place in ("raw/", "seen/") for _, stored in cloud.objects(bucket, place))


def compare(raw: dict[str, Days], stores: dict[str, tuple[str, Days]]) -> list[Day]:
    """Every day that anyone knows, in order. A store differs where count or hash is not what the raw payloads say of its way of holding history."""
    every = sorted(set().union(*raw.values(), *(said for _, said in stores.values())))
    return [Day(day, raw[EVERYTHING].get(day, (0, ""))[0],
                {store: said.get(day, (0, ""))[0] for store, (holds, said) in stores.items() if said.get(day) != raw[holds].get(day)}) for day in every]


def _raw(cloud: Cloud, first: str | None, last: str | None) -> Iterator[tuple[dict, str | None, str | None]]:
    """What the raw payloads say, for each way of holding history, some days after the other; each time the days that were told."""
    while True:
        said = cloud.invoke("offblock-digest-raw", {"from": first, "to": last})
        if not isinstance(said, dict):
            raise Fault("offblock-digest-raw gave no digest", "see: ./offblock logs digest-raw")
        onward = said.get("next")
        if onward is None:
            yield said, first, last
            return
        if first is not None and onward <= first:
            raise Fault(f"offblock-digest-raw does not get beyond {onward}", "see: ./offblock logs digest-raw")
        yield said, first, str(date.fromisoformat(onward) - timedelta(days=1))
        first = onward


def digest_store(cloud: Cloud, store: str, first: str | None, last: str | None) -> Days:
    return _told(cloud, store, first, last)[1]


def _told(cloud: Cloud, store: str, first: str | None, last: str | None) -> tuple[str, Days]:
    """How a store holds history, and its digest."""
    status, said = cloud.ask(f"ask-{store}", f"/v1/stores/{store}/digest", query={"from": first or FIRST, "to": last or LAST})
    if status != 200 or not isinstance(said, dict):
        detail = said.get("detail", "") if isinstance(said, dict) else str(said)[:200]
        raise Fault(f"{store} could not tell its digest: {status} {detail}", f"see: ./offblock logs ask-{store}")
    return said["holds"], _days(said.get("days", []))


def _days(said: list[dict]) -> Days:
    return {one["day"]: (int(one["count"]), one["hash"]) for one in said if one["count"]}


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
