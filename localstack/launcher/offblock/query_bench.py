"""`bench query`: what the hot questions cost in the functions' own code, each beside the least that asking its store costs.

The stores are started for it, one after the other, empty and on ports of their own, so nobody's data are touched and the system need not
run. All hold a full week of the world's flights; with `--growth` two servers of a store stand side by side, one with a hundred thousand
flights of the past and one with 1.8 million, and are asked the same in turns.
"""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from offblock import load_bench
from offblock.cloud import STORES
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.ports import Ports
from offblock.processes import die_with_parent
from offblock.tools import Tools, find

MOST_GROWTH = 1.3
LIMITS_MS = {"connections": 50.0, "search": 20.0}  # p95, by how a question's name begins


def run(home: Home, ports: Ports, *, growth: bool, files: list[Path], only: list[str] | None, rounds: int, small: int, large: int, as_json: bool) -> int:
    if rounds < 100:
        raise Fault(f"--rounds {rounds} is too few", "give 100 or more: a p95 of fewer says nothing", code=2)
    if growth and not 0 < small < large:
        raise Fault(f"--small {small} is not below --large {large}", "give fewer flights first", code=2)
    for file in files:
        if not file.is_file():
            raise Fault(f"{file} is no file", "give on-time files of the US bureau in the order of their months, or none for made-up flights", code=2)
    if not load_bench.CLASS_PATH.exists():
        raise Fault("the bench is not built", "run: ./mvnw package -DskipTests")
    home.make()
    tools, began = find(), time.monotonic()
    sizes = [small, large] if growth else [small]
    stores = [_measure(home, ports, tools, store, sizes, files, rounds) for store in STORES if not only or store in only]
    missed = [words for one in stores for words in misses(one)]
    if as_json:
        print(json.dumps({"ok": not missed, "missed": missed, "past_flights_of": [str(file) for file in files] or "made up", "cpus": os.cpu_count(),
                          "seconds": round(time.monotonic() - began), "stores": stores}))
    else:
        print("\n".join(table(stores)))
        print(f"{rounds} askings each; past flights {', '.join(file.name for file in files) or 'made up'}; {os.cpu_count()} CPUs; {time.monotonic() - began:.0f} s")
        for words in missed:
            print(f"missed: {words}")
    return 1 if missed else 0


def misses(store: dict) -> list[str]:
    """What a store's questions cost more than they may, at the largest size that was asked."""
    found = []
    for question in store["questions"]:
        p95 = question["at"][-1]["p95_ms"]
        found += [f"{question['name']}: p95 {p95:.1f} ms, wanted {limit:.0f}" for begins, limit in LIMITS_MS.items()
                  if question["name"].startswith(begins) and p95 > limit]
        if not question["yardstick"] and question.get("growth", 0) >= MOST_GROWTH:
            found.append(f"{question['name']}: grows by {question['growth']:.2f}, wanted below {MOST_GROWTH}")
    return found


def table(stores: list[dict]) -> list[str]:
    lines = []
    for store in stores:
        sizes = [f"{one['past']:,}" for one in store["loaded"]]
        heads = "".join(f"{f'p50 of {size}':>18}{'p95':>9}" for size in sizes)
        lines.append(f"{store['store']:11} {'':41}{heads}{'  growth' if len(sizes) == 2 else ''}   ms; load average {store['load_average']}")
        for question in store["questions"]:
            cells = "".join(f"{at['p50_ms']:18.2f}{at['p95_ms']:9.2f}" for at in question["at"])
            growth = f"{question['growth']:8.2f}" if "growth" in question else ""
            lines.append(f"  {question['name'][:50]:50} {cells}{growth}{'   yardstick' if question['yardstick'] else ''}")
    return lines


def _measure(home: Home, ports: Ports, tools: Tools, store: str, sizes: list[int], files: list[Path], rounds: int) -> dict:
    before = os.getloadavg()[0]
    with contextlib.ExitStack() as stack:
        password = secrets.token_urlsafe(32)  # both are asked by one process, which has one login
        servers = [stack.enter_context(load_bench.server(home, ports, tools, store, password=password)) for _ in sizes]
        words = [*load_bench.java(tools, "2g"), "io.offblock.bench.QueryBench", store, str(rounds), ",".join(str(file.resolve()) for file in files) or "-"]
        for server, size in zip(servers, sizes, strict=True):
            words += [server.address, str(size)]
        ran = subprocess.run(words, env={**os.environ, "POSTGRES_PASSWORD": password}, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent, cwd=ROOT)
    if ran.returncode or not ran.stdout.strip():
        raise Fault(f"the bench of {store} ended with {ran.returncode}", "its words are above")
    return {**json.loads(ran.stdout.strip().splitlines()[-1]), "load_average": [round(before, 1), round(os.getloadavg()[0], 1)]}
