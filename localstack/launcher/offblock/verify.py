"""`verify`: do the four stores say the same as the raw payloads, day by day? Compared while no harvest runs. Needs the venv for its table."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from offblock import pause
from offblock.cloud import STORES, Cloud
from offblock.faults import Fault, NotRunning
from offblock.home import Home
from offblock.ports import Ports
from offblock.queues import until_quiet
from offblock.up import supervisor

Days = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Day:
    """One day of departures: flights by the raw payloads, and the stores that say otherwise with what they count."""

    day: str
    flights: int
    differs: dict[str, int]

    def as_json(self) -> dict:
        return {"day": self.day, "flights": self.flights, "ok": not self.differs, "differs": self.differs}


def run(home: Home, ports: Ports, *, as_json: bool, first: str | None, last: str | None, patience: float) -> int:
    for name, day in (("--from", first), ("--to", last)):
        _check(name, day)
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    began = time.monotonic()
    with pause.paused(home, cloud):
        _say(as_json, "harvest paused; waiting until the loaders have done")
        quiet = until_quiet(cloud, patience, lambda depths: None)
        _say(as_json, f"comparing ({quiet.text()})")
        with ThreadPoolExecutor(len(STORES) + 1) as pool:
            raw = pool.submit(digest_raw, cloud, first, last)
            stores = {store: pool.submit(digest_store, cloud, store, first, last) for store in STORES}
            days = compare(raw.result(), {store: answer.result() for store, answer in stores.items()})
        still = cloud.depths()
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
        if not quiet.empty:
            print(f"The queues were not empty ({quiet.text()}): a difference may be work not done yet. Run it again later, or: ./offblock logs load-{quiet.fullest}")
    return 1 if differing or not days and not quiet.empty else 0


def compare(raw: Days, stores: dict[str, Days]) -> list[Day]:
    """Every day that anyone knows, in order. A store differs where count or hash is not that of the raw payloads."""
    every = sorted(set(raw).union(*stores.values()))
    return [Day(day, raw.get(day, (0, ""))[0],
                {store: said.get(day, (0, ""))[0] for store, said in stores.items() if said.get(day) != raw.get(day)}) for day in every]


def digest_raw(cloud: Cloud, first: str | None, last: str | None) -> Days:
    """What the raw payloads say. The function works in pieces where there are many, and says how to go on."""
    event: dict = {"from": first, "to": last}
    for _ in range(10_000):
        said = cloud.invoke("offblock-digest-raw", event)
        if not isinstance(said, dict):
            raise Fault("offblock-digest-raw gave no digest", "see: ./offblock logs digest-raw")
        onward = said.get("next") or said.get("continuation")
        if not onward:
            return _days(said)
        event = {**event, "next": onward}
    raise Fault("offblock-digest-raw never came to an end", "see: ./offblock logs digest-raw")


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
