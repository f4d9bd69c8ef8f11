"""`bench soak`: many times the provider's rate for an hour, and whether anything grows, waits or fails. Of the sandbox only; needs the venv.

The sandbox lets clients call as often as is asked for, and the harvest function fetches the boards of all airports in turns, at a steady pace,
in place of the schedule's own calls. So each answer goes the whole way: quota ledger, object storage, event, four queues, four loaders. The lag is what the
loaders themselves tell of each payload (`LoadLag`), from the provider's answer to the end of its load. A board that was empty is not asked for
again. The rate grows over the first two minutes, so that functions start one after the other, as they do when traffic grows; their lag counts
like any other. The first quarter is for warming up: memory is compared between the second quarter and the last.
"""

import itertools
import json
import math
import os
import signal
import statistics
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from offblock import figures, pause, status
from offblock.bench import percentile
from offblock.cloud import STORES, Cloud, FunctionFailed, Unreachable
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.home import Home
from offblock.ports import HOST, Ports
from offblock.queues import until_quiet
from offblock.up import supervisor

CALLS_PER_HOUR = 1000  # the provider's
CALLS_PER_SECOND = 4  # beside twice the bench's own, so that a late batch is made up for
WANTED_LAG = 5.0
WANTED_GROWTH = 1.05
LOOK_SECONDS = 20.0
AT_ONCE = 6  # requests in one call of the function
CALLERS = 2
HARVEST = "offblock-harvest"
GROWING_SECONDS = 120.0
WINDOWS = (-4, 0, 4)  # hours from now at which a board of four hours begins


def run(home: Home, ports: Ports, *, minutes: float, times: float, write: Path | None, as_json: bool) -> int:
    if minutes < 1 or times < 1:
        raise Fault(f"--minutes {minutes:g} --times {times:g} is no load", "give 1 or more of each", code=2)
    if write is not None:
        figures.place(write, "soak")
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    with pause.paused(home, cloud), _limits(ports, cloud, times):
        print("harvest paused; waiting for empty queues", file=sys.stderr, flush=True)
        until_quiet(home, cloud, 300)
        soak = Soak(home, ports, cloud, times)  # after what a first harvest or a replay left: its lag is none of the soak's
        soak.run(minutes * 60)
        print("the last answers are loaded", file=sys.stderr, flush=True)
        drained = until_quiet(home, cloud, 120)
        soak.read_lags()
    said = soak.result() | {"minutes": minutes, "times": times, "drained": drained.empty}
    return figures.tell(said, misses(said), table(said), mark="soak", document=write, as_json=as_json)


def misses(said: dict) -> list[str]:
    found = [f"{store}: {one['p95_s']:.1f} s from answered to loaded, p95, wanted {WANTED_LAG:.0f}" for store, one in said["lag"].items() if one["p95_s"] > WANTED_LAG]
    if said["per_hour"] < 0.95 * CALLS_PER_HOUR * said["times"]:
        found.append(f"{said['per_hour']:,} calls an hour, wanted {CALLS_PER_HOUR * said['times']:,.0f}")
    if said["calls"]["failed"]:
        found.append(f"{said['calls']['failed']} calls failed: {said['calls']['why']}")
    if not said["drained"]:
        found.append("the queues did not empty")
    if said["dead"]:
        found.append(f"{said['dead']} dead letters")
    growth = said["memory"]["growth"]
    return found + ([f"memory grew to {growth:.0%}, wanted below {WANTED_GROWTH:.0%}"] if growth > WANTED_GROWTH else [])


def table(said: dict) -> list[str]:
    calls, memory = said["calls"], said["memory"]
    lag = ", ".join(f"{store} {one['p50_s']:.2f} / {one['p95_s']:.2f} / {one['max_s']:.1f} s" for store, one in said["lag"].items())
    return ["| what | measured |", "|---|---|",
            f"| length, load | {said['minutes']:g} minutes at {said['per_hour']:,} calls an hour ({said['times']:g} times the provider's {CALLS_PER_HOUR:,}) |",
            f"| calls | {calls['stored']:,} answers stored, {calls['unchanged']:,} unchanged, {calls['empty']:,} empty, {calls['failed']:,} failed |",
            f"| answered to loaded, p50 / p95 / most | {lag} |",
            f"| most messages waiting, dead letters | {said['waiting']:,}, {said['dead']:,}; {'all queues empty at the end' if said['drained'] else 'queues not empty at the end'} |",
            f"| memory without functions that come and go, median of the second and of the last quarter | {memory['second_mb']:,.0f} MB, {memory['last_mb']:,.0f} MB ({memory['growth']:.1%}); most of all processes {memory['most_mb']:,.0f} MB |",
            "| by part | " + ", ".join(f"{name} {before:,.0f} → {after:,.0f}" for name, (before, after) in memory["parts_mb"].items()) + " MB |",
            f"| flights on the map | {said['airborne']:,} of {said['flights']:,} known |"]


def boards(truth: dict, now: datetime) -> list[str]:
    """Boards of every airport that a flight in the air left or goes to, the windows around now."""
    airports = sorted({flight[end] for flight in truth["airborne"] for end in ("origin", "destination")})
    starts = [(now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:00") for hours in WINDOWS]
    return [f"/operations/flightstatus/{way}/{airport}/{start}?limit=100" for start in starts for way in ("departures", "arrivals") for airport in airports]


def due(call: int, apart: float, growing: float) -> float:
    """Seconds after the start at which this call (from 0) is due: the rate grows evenly from none over `growing` seconds, then calls are
    `apart` seconds apart. The integral of the rate, turned round."""
    whole = call * apart
    return math.sqrt(2 * growing * whole) if whole < growing / 2 else whole + growing / 2


def board(request: str) -> str:
    """Which airport's board it is, without the window."""
    return request.rsplit("/", 1)[0]


class Soak:
    def __init__(self, home: Home, ports: Ports, cloud: Cloud, times: float) -> None:
        self._home, self._ports, self._cloud = home, ports, cloud
        self._apart = 3600 / (CALLS_PER_HOUR * times)
        self._lock = threading.Lock()
        self._calls = {"stored": 0, "unchanged": 0, "empty": 0, "failed": 0, "why": ""}
        self._empty: set[str] = set()
        self._lags: dict[str, list[float]] = {store: [] for store in STORES}
        self._read = dict.fromkeys(STORES, int(time.time() * 1000))
        self._seen: dict[str, set[str]] = {store: set() for store in STORES}
        self._logs = client("logs", cloud)
        self._memory: list[tuple[float, float, dict[str, float]]] = []
        self._waiting = self._dead = 0
        self._seconds = 1.0
        self._load: list[float] = []

    def run(self, seconds: float) -> None:
        began, sent, looked, requests, under_way = time.monotonic(), 0, 0.0, iter(()), []
        growing = min(GROWING_SECONDS, seconds / 10)
        with ThreadPoolExecutor(CALLERS) as callers:
            while (passed := time.monotonic() - began) < seconds:
                if passed >= looked:
                    self._look(passed, seconds, sent)
                    looked = passed - passed % LOOK_SECONDS + LOOK_SECONDS
                under_way = [one for one in under_way if not one.done()]
                if len(under_way) < CALLERS:  # late calls are not heaped up: the figure of calls an hour tells
                    batch = list(itertools.islice((request for request in requests if board(request) not in self._empty), AT_ONCE))
                    if not batch:
                        requests = iter(boards(_get(self._ports, "/_sandbox/truth"), datetime.now(UTC)))
                        continue
                    under_way.append(callers.submit(self._fetch, batch))
                    sent += len(batch)
                time.sleep(max(0.02, began + due(sent, self._apart, growing) - time.monotonic()))
        self._seconds = time.monotonic() - began
        self._look(self._seconds, seconds, sent)

    def _fetch(self, requests: list[str]) -> None:
        try:
            results = self._cloud.invoke(HARVEST, {"requests": requests}, 90.0)["results"]
        except (FunctionFailed, Unreachable, KeyError, TypeError) as e:
            results = [{"problem": str(e)}] * len(requests)
        with self._lock:
            for request, said in zip(requests, results, strict=True):
                problem = said.get("problem") or ""
                kind = "unchanged" if said.get("unchanged") else "stored" if said.get("key") else "empty" if problem.startswith("404") else "failed"
                self._calls[kind] += 1
                if kind == "empty":
                    self._empty.add(board(request))
                if kind == "failed":
                    self._calls["why"] = problem[:200]

    def _look(self, passed: float, seconds: float, sent: int) -> None:
        total, parts = status.components(self._home, supervisor(self._home))
        self._memory.append((passed, total, {name: mb for one in parts for name, mb in resident(one)}))
        self._load.append(os.getloadavg()[0])
        try:
            depths = self._cloud.depths()
            self._waiting = max(self._waiting, sum(depths[store].total for store in STORES))
            self._dead = sum(depths[f"{store}-dlq"].total for store in STORES)
            self.read_lags()
        except Unreachable as e:
            print(f"a look in vain: {e.what}", file=sys.stderr, flush=True)
            return
        late = {store: percentile(lags, 0.95) for store, lags in self._lags.items() if lags}
        print(f"{passed / 60:5.1f} of {seconds / 60:g} min, {sent:,} calls, {sum(depths[store].total for store in STORES)} waiting, {total:,.0f} MB, p95 lag "
              + " ".join(f"{store} {lag:.1f} s" for store, lag in late.items()), file=sys.stderr, flush=True)

    def read_lags(self) -> None:
        """What loaders have told since the last time; an event may come some seconds late."""
        for store in STORES:
            pages = self._logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/offblock-load-{store}", startTime=self._read[store])
            latest, seen = self._read[store], set()
            for event in (event for page in pages for event in page["events"]):
                latest = max(latest, event["timestamp"] - 10_000)
                seen.add(event["eventId"])
                if event["eventId"] not in self._seen[store]:
                    self._lags[store] += lag(event["message"])
            self._read[store], self._seen[store] = latest, seen

    def result(self) -> dict:
        ended = self._memory[-1][0]
        second, last = ([parts for passed, _, parts in self._memory if min(3, int(4 * passed / ended)) == quarter] for quarter in (1, 3))
        names = [name for name in self._memory[-1][2] if all(name in parts for parts in second + last)]
        held = {name: [round(statistics.median(parts[name] for parts in quarter), 1) for quarter in (second, last)] for name in names}
        before, after = (round(sum(medians[i] for medians in held.values()), 1) for i in (0, 1))
        sky = status.ask(self._ports).get("flights", {})
        return {"calls": self._calls, "per_hour": round(sum(self._calls[kind] for kind in ("stored", "unchanged", "empty", "failed")) * 3600 / self._seconds),
                "waiting": self._waiting, "dead": self._dead, "load_average": round(statistics.median(self._load), 1),
                "lag": {store: {"loads": len(lags), "p50_s": round(statistics.median(lags), 3), "p95_s": round(percentile(lags, 0.95), 3), "max_s": round(max(lags), 2)}
                        for store, lags in self._lags.items() if lags},
                "memory": {"second_mb": before, "last_mb": after, "growth": round(after / before, 4), "most_mb": max(total for _, total, _ in self._memory), "parts_mb": held},
                "airborne": sky.get("airborne", 0), "flights": sky.get("known", 0)}


def resident(one: dict) -> list[tuple[str, float]]:
    """A component's megabytes. Functions come and go as people ask: of them it is what one has on average."""
    return [("each function", one["pss_mb"] / one["count"])] if one.get("count") else [(one["name"], one["pss_mb"])]


def lag(message: str) -> list[float]:
    """What a line of a loader tells of its payload; nothing where it is another line."""
    found = []
    for line in message.splitlines():
        if line.startswith("{") and '"LoadLag"' in line:
            try:
                found.append(float(json.loads(line)["LoadLag"]))
            except (ValueError, KeyError, TypeError):
                continue
    return found


@contextmanager
def _limits(ports: Ports, cloud: Cloud, times: float):
    """More calls for the sandbox's client and for the function that makes them; as before afterwards."""
    before = _get(ports, "/_sandbox/limits")
    functions = client("lambda", cloud)
    variables = functions.get_function_configuration(FunctionName=HARVEST)["Environment"]["Variables"]

    def told(more: dict[str, str]) -> None:
        functions.update_function_configuration(FunctionName=HARVEST, Environment={"Variables": {**variables, **more}})
        functions.get_waiter("function_updated_v2").wait(FunctionName=HARVEST)

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends this, the limits are put back
    raised = 2 * times  # room for what was called before in this hour
    _put(ports, "/_sandbox/limits", {"quota": round(before["quota"] * raised), "qps": before["qps"] * raised})
    try:
        told({"HARVEST_CALLS_PER_HOUR": str(round(CALLS_PER_HOUR * raised)), "HARVEST_CALLS_PER_SECOND": str(round(2 * CALLS_PER_HOUR * times / 3600) + CALLS_PER_SECOND)})
        yield
    finally:
        _put(ports, "/_sandbox/limits", before)
        try:
            told({})
        except (BotoCoreError, ClientError) as e:  # a LocalStack that began anew has the template's own limits again
            print(f"the function's limits were not put back: {e}", file=sys.stderr, flush=True)


def _get(ports: Ports, path: str) -> dict:
    return _sandbox(urllib.request.Request(f"http://{HOST}:{ports.sandbox}{path}"))


def _put(ports: Ports, path: str, value: dict) -> None:
    _sandbox(urllib.request.Request(f"http://{HOST}:{ports.sandbox}{path}", json.dumps(value).encode(), method="PUT"))


def _sandbox(request: urllib.request.Request) -> dict:
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return json.load(answer)
    except OSError as e:
        raise Fault(f"the sandbox does not take {request.full_url}: {e}", "a soak needs the sandbox's world: ./offblock up without credentials") from e
