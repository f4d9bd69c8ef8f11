"""`bench lag`: how long from an answer in object storage until each store shows it. Needs the venv.

Each payload is a departure board fetched by the harvest function; its key tells when it was fetched, which is a moment before it was
stored, so the lag is told too long rather than too short. A store shows a payload when its own ledger answers for it.
"""

import base64
import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from offblock import pause
from offblock.cloud import STORES, Cloud, FunctionFailed
from offblock.faults import Fault, NotRunning
from offblock.home import Home
from offblock.ports import Ports
from offblock.queues import until_quiet
from offblock.up import supervisor

AIRPORTS = ("FRA", "MUC", "ZRH", "VIE", "BRU", "LHR", "CDG", "JFK", "DUS", "HAM", "BER", "MXP", "FCO", "MAD", "BCN", "AMS", "CPH", "ARN", "GVA", "WAW")
WINDOW_HOURS = (0, 4, 8, 12, 16, 20)
WARM_UP = 3
LIMIT_SECONDS = 60.0
POLL_SECONDS = 0.02


def lag(home: Home, ports: Ports, *, count: int, as_json: bool) -> int:
    if count < 1:
        raise Fault(f"--count {count} is too few", "give 1 or more", code=2)
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    with pause.paused(home, cloud):
        print("harvest paused; waiting for empty queues, then warming up", file=sys.stderr, flush=True)
        until_quiet(home, cloud, 120)
        taken: dict[str, list[float]] = {store: [] for store in STORES}
        requests = _requests(datetime.now(UTC))
        done = 0
        while done < WARM_UP + count:
            key = _fetch(cloud, requests)
            seconds = _visible(cloud, key)
            if done >= WARM_UP:
                for store, took in seconds.items():
                    taken[store].append(took * 1000)
            done += 1
            print(f"\r{max(0, done - WARM_UP)} of {count}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    figures = {store: {"p50_ms": round(statistics.median(ms)), "p95_ms": round(percentile(ms, 0.95)), "max_ms": round(max(ms))} for store, ms in taken.items()}
    if as_json:
        print(json.dumps({"count": count, "from": "fetched", "to": "visible", "stores": figures}))
        return 0
    print(f"{'store':12} {'p50':>8} {'p95':>8} {'max':>8}   ms from fetched to visible, {count} payloads")
    for store, one in figures.items():
        print(f"{store:12} {one['p50_ms']:8} {one['p95_ms']:8} {one['max_ms']:8}")
    return 0


def _requests(now: datetime) -> Iterator[str]:
    """Boards that exist in any world: big airports, today and the days around it."""
    for day in (0, 1, -1, 2, -2):
        date = (now + timedelta(days=day)).date()
        for hour in WINDOW_HOURS:
            for airport in AIRPORTS:
                yield f"/operations/flightstatus/departures/{airport}/{date}T{hour:02}:00?limit=50"


def _fetch(cloud: Cloud, requests: Iterator[str]) -> str:
    """Lets harvest fetch one more board; the key of the new object. Boards that are empty or were known are passed over."""
    for request in requests:
        said = cloud.invoke("offblock-harvest", {"request": request}, 90.0)
        if not isinstance(said, dict):
            raise Fault("offblock-harvest gave no result", "see: ./offblock logs harvest")
        if said.get("key") and not said.get("unchanged"):
            return said["key"]
        if "quota" in (said.get("problem") or "").lower():
            raise Fault(f"harvest stopped: {said['problem']}", "wait for the next clock hour, or measure with a smaller --count")
    raise Fault("there are no more boards to fetch", "measure with a smaller --count")


def fetched_at(key: str) -> datetime:
    """raw/…/2026/11/24/080102.123Z-0a1b2c3d4e5f.json.gz"""
    *_, year, month, day, last = key.split("/")
    return datetime.strptime(f"{year}{month}{day}{last.split('Z-')[0]}000", "%Y%m%d%H%M%S.%f").replace(tzinfo=UTC)


def token(key: str) -> str:
    """A payload's id as one part of a path."""
    return base64.urlsafe_b64encode(key.removeprefix("raw/").removesuffix(".json.gz").encode()).decode().rstrip("=")


def _visible(cloud: Cloud, key: str) -> dict[str, float]:
    """Asks all stores side by side until each has it; seconds since it was fetched."""
    stored, seconds = fetched_at(key), {}

    def watch(store: str) -> None:
        resource, deadline = f"/v1/stores/{store}/payloads/{{payload}}", time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < deadline:
            try:
                status, _ = cloud.ask(f"ask-{store}", resource, {"payload": token(key)}, timeout=30)
            except FunctionFailed:
                status = 0
            if status == 200:
                seconds[store] = (datetime.now(UTC) - stored).total_seconds()
                return
            time.sleep(POLL_SECONDS)

    threads = [threading.Thread(target=watch, args=(store,)) for store in STORES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    missing = [store for store in STORES if store not in seconds]
    if missing:
        raise Fault(f"{key} was not in {', '.join(missing)} after {LIMIT_SECONDS:.0f} s", f"see: ./offblock logs load-{missing[0]}")
    return seconds


def percentile(values: list[float], share: float) -> float:
    """The smallest value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]
