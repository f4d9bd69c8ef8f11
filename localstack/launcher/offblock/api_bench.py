"""`bench api`: what the query functions take, between the runtime handing them a call and their answer, and how long they take to start.

The times are the runtime's own (`Duration` and `Init Duration` of its REPORT line), so neither the gateway nor LocalStack is in them. The
harvest is paused meanwhile; the questions are those the page asks, about flights that the map shows. What the map's answer weighs is read
at the gateway, as a browser gets it.
"""

import gzip
import json
import os
import random
import signal
import statistics
import sys
import time
import urllib.request
from pathlib import Path

from offblock import pause
from offblock.bench import percentile
from offblock.cloud import STORES, Cloud, FunctionFailed, Report, gateway_event
from offblock.faults import Fault, NotRunning
from offblock.home import Home
from offblock.ports import Ports
from offblock.processes import belonging
from offblock.queues import until_quiet
from offblock.up import supervisor

WANTED_FLIGHTS = 100_000
WANTED_MS = {"p50_ms": 5.0, "p99_ms": 25.0}
WANTED_START_MS = 900.0
WANTED_PLANE_BYTES = 40.0
MANY_PLANES = 1_000  # of fewer the airports' places, which an answer has once, weigh more than planes do
WARM_UP = 200
NOTICED_SECONDS = 0.5  # until LocalStack knows that a process has ended
SEED = 7
QUESTIONS = {"board": "/v1/airports/{airport}/departures", "flight": "/v1/flights/{flight}/{date}", "positions": "/v1/flights/airborne"}


def run(home: Home, ports: Ports, *, rounds: int, starts: int, as_json: bool) -> int:
    if rounds < 100 or starts < 1:
        raise Fault(f"--rounds {rounds} --starts {starts} is too few", "give 100 rounds or more, and 1 start or more", code=2)
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    with pause.paused(home, cloud):
        _say("harvest paused; waiting for empty queues")
        until_quiet(home, cloud, 120)
        sent = _sent(ports)
        flights = int(cloud.ask("ask-postgres", "/v1/stores/postgres")[1]["flights"])
        warm = _warm(cloud, rounds)
        cold = {f"ask-{store}": _starts(home, cloud, store, starts) for store in STORES}
    missed = misses(flights, warm, cold, sent)
    if as_json:
        print(json.dumps({"ok": not missed, "missed": missed, "flights": flights, "rounds": rounds, "warm": warm, "start": cold, "map": sent,
                          "load_average": round(os.getloadavg()[0], 1), "cpus": os.cpu_count()}))
    else:
        print(f"{'question':12} {'p50':>8} {'p99':>8} {'max':>8}   ms in the function, {rounds} calls, {flights:,} flights stored")
        for name, one in warm.items():
            print(f"{name:12} {one['p50_ms']:8.1f} {one['p99_ms']:8.1f} {one['max_ms']:8.1f}")
        print(f"{'start of':12} {'p50':>8} {'max':>8}   ms until it takes calls, {starts} starts")
        for name, one in cold.items():
            print(f"{name:12} {one['p50_ms']:8.0f} {one['max_ms']:8.0f}")
        print(f"the map's answer as sent: {sent['bytes']:,} bytes of gzip, {sent['planes']:,} planes, {sent['bytes_per_plane']} a plane")
        for words in missed:
            print(f"missed: {words}")
    return 1 if missed else 0


def misses(flights: int, warm: dict[str, dict], cold: dict[str, dict], sent: dict) -> list[str]:
    few = [f"only {flights:,} flights are stored, wanted {WANTED_FLIGHTS:,}: import some"] if flights < WANTED_FLIGHTS else []
    slow = [f"{question}: {figure.removesuffix('_ms')} {one[figure]:.1f} ms, wanted {most:.0f}" for question, one in warm.items()
            for figure, most in WANTED_MS.items() if one[figure] > most]
    heavy = [f"the map: {sent['bytes_per_plane']} bytes a plane, wanted {WANTED_PLANE_BYTES:.0f}"] if sent["planes"] >= MANY_PLANES and sent["bytes_per_plane"] > WANTED_PLANE_BYTES else []
    return few + slow + heavy + [f"{function} starts in {one['p50_ms']:.0f} ms, wanted {WANTED_START_MS:.0f}" for function, one in cold.items() if one["p50_ms"] > WANTED_START_MS]


def _warm(cloud: Cloud, rounds: int) -> dict[str, dict]:
    """The questions take turns, so that whatever else the machine does meets all of them."""
    shown = cloud.ask("ask-postgres", QUESTIONS["positions"])[1]["flights"]
    if not shown:
        raise Fault("no flight is in the air", "wait until ./offblock status tells of some")
    drawn, taken = random.Random(SEED), {name: [] for name in QUESTIONS}
    for number in range(-WARM_UP, rounds):
        one = drawn.choice(shown)
        moment = one["id"].rsplit("-", 1)[1]
        paths = {"board": {"airport": one["from"]}, "flight": {"flight": one["flight"], "date": f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"}, "positions": {}}
        for name, resource in QUESTIONS.items():
            answer, report = cloud.timed("offblock-ask-postgres", gateway_event(resource, paths[name]))
            if answer.get("statusCode") != 200:
                raise Fault(f"{resource} of {paths[name]} was answered by {answer.get('statusCode')}", "see: ./offblock logs ask-postgres --since 5m")
            if number >= 0:
                taken[name].append(report.milliseconds)
        if number % 100 == 0:
            _say(f"{max(0, number)} of {rounds}")
    return {name: {"p50_ms": round(statistics.median(ms), 2), "p99_ms": round(percentile(ms, 0.99), 2), "max_ms": round(max(ms), 2)} for name, ms in taken.items()}


def _sent(ports: Ports) -> dict:
    """What a browser is sent for the map of now."""
    request = urllib.request.Request(f"http://localhost:{ports.page}{QUESTIONS['positions']}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
    planes = json.loads(gzip.decompress(body))["count"]
    return {"bytes": len(body), "planes": planes, "bytes_per_plane": round(len(body) / max(1, planes), 1)}


def _starts(home: Home, cloud: Cloud, store: str, starts: int) -> dict:
    """Ends the function's processes and calls it, several times."""
    reports: list[Report] = []
    for _ in range(starts * 3):
        for pid in _processes(home, f"offblock-ask-{store}"):
            os.kill(pid, signal.SIGKILL)
        time.sleep(NOTICED_SECONDS)
        try:
            _, report = cloud.timed(f"offblock-ask-{store}", gateway_event(f"/v1/stores/{store}"))
        except FunctionFailed:  # LocalStack had not yet noticed the end: the next call starts it
            continue
        if report.start_milliseconds is not None:
            reports.append(report)
        if len(reports) == starts:
            break
    if not reports:
        raise Fault(f"offblock-ask-{store} could not be seen starting", "see: ./offblock status")
    times = [report.start_milliseconds for report in reports]
    _say(f"ask-{store} started {len(times)} times")
    return {"p50_ms": round(statistics.median(times)), "max_ms": round(max(times)), "first_call_ms": round(statistics.median(r.milliseconds for r in reports))}


def _processes(home: Home, function: str) -> list[int]:
    found = []
    for pid in belonging(home.path):
        try:
            if f"AWS_LAMBDA_FUNCTION_NAME={function}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                found.append(pid)
        except OSError:
            continue
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
