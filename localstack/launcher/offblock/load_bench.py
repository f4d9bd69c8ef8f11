"""`bench load`: each loader beside the bare bulk rate of its store, in the same run.

The stores are started for it, one after the other, empty and on ports of their own, so nobody's data are touched and the system need not
run. The Java part (`localstack/bench`) takes turns: a round by the loader's own code, a round by the store's best bulk way.
"""

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from offblock import components
from offblock.cloud import STORES
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.ports import HOST, Ports
from offblock.processes import die_with_parent
from offblock.tools import Tools, find

SHARES = {"postgres": 0.6, "mongodb": 0.6, "opensearch": 0.7, "neo4j": 0.6}
BARE = {"postgres": "COPY, INSERT … ON CONFLICT", "mongodb": "bulkWrite of upserts", "opensearch": "bulk", "neo4j": "UNWIND"}
BENCH = ROOT / "localstack" / "bench"
CLASS_PATH = BENCH / "target" / "classpath.txt"
OPTIONS = ("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
           "-Djava.util.logging.manager=org.jboss.logmanager.LogManager")


def run(home: Home, ports: Ports, *, rows: int, file: Path | None, only: list[str] | None, as_json: bool) -> int:
    if rows < 10_000:
        raise Fault(f"--rows {rows} is too few", "give 10000 or more: shorter runs measure the start", code=2)
    if file is not None and not file.is_file():
        raise Fault(f"{file} is no file", "give an on-time file of the US bureau, or none for made-up rows", code=2)
    if not CLASS_PATH.exists():
        raise Fault("the bench is not built", "run: ./mvnw package -DskipTests")
    home.make()
    tools, before = find(), os.getloadavg()[0]
    figures = [_measure(home, ports, tools, store, rows, file) for store in STORES if not only or store in only]
    load = (before, os.getloadavg()[0])
    ok = all(one["share"] >= one["wanted"] for one in figures)
    if as_json:
        print(json.dumps({"ok": ok, "rows": rows, "of": str(file) if file else "made up", "cpus": os.cpu_count(),
                          "load_average": [round(one, 1) for one in load], "stores": figures}))
    else:
        print(f"{'store':11} {'loader':>8} {'bare':>8} {'share':>7} {'wanted':>7}   flights a second; bare is")
        for one in figures:
            print(f"{one['store']:11} {one['loader_per_second']:8} {one['bare_per_second']:8} {one['share']:7.0%} {one['wanted']:7.0%}   {BARE[one['store']]}")
        print(f"{rows} rows each, {file or 'made up'}; {os.cpu_count()} CPUs, load average {load[0]:.0f} before, {load[1]:.0f} after")
    return 0 if ok else 1


def _measure(home: Home, ports: Ports, tools: Tools, store: str, rows: int, file: Path | None) -> dict:
    with server(home, ports, tools, store) as started:
        ran = subprocess.run([*java(tools), "io.offblock.bench.LoadBench", store, started.address, str(rows), *([str(file.resolve())] if file else [])],
                             env={**os.environ, "POSTGRES_PASSWORD": started.password}, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
    if ran.returncode or not ran.stdout.strip():
        raise Fault(f"the bench of {store} ended with {ran.returncode}", "its words are above")
    return {**json.loads(ran.stdout.strip().splitlines()[-1]), "wanted": SHARES[store], "bare": BARE[store]}


@dataclasses.dataclass(frozen=True)
class Server:
    """A store that was started for a bench alone."""

    address: str
    password: str


@contextlib.contextmanager
def server(home: Home, ports: Ports, tools: Tools, store: str, *, password: str | None = None) -> Iterator[Server]:
    """An empty store on a port of its own; stopped and its data gone at the end. PostgreSQL takes the password given, or makes one."""
    print(f"starting an empty {store}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix=f"bench-{store}-", dir=home.path) as folder:
        port = _free_port()
        settings = components.Settings(home=Home(Path(folder), home.tools), ports=dataclasses.replace(ports, **{store: port}))
        if password:
            settings.keys.take("postgres", password)
        component = components.store(settings, tools, store)
        log = Path(folder) / "store.log"
        with log.open("wb") as errors:
            started = subprocess.Popen(component.command, cwd=component.folder, env=component.environment, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=die_with_parent)
        try:
            _until_ready(started, store, log)
            yield Server(address(store, port), settings.keys.password("offblock"))
        finally:
            _stop(started, component.stop_seconds)


def java(tools: Tools, heap: str = "1g") -> list[str]:
    """The words that begin a Java part of a bench."""
    return [tools.java, f"-Xmx{heap}", *OPTIONS, "-cp", f"{BENCH / 'target' / 'classes'}:{CLASS_PATH.read_text().strip()}"]


def address(store: str, port: int) -> str:
    return {"postgres": f"jdbc:postgresql://{HOST}:{port}/offblock", "mongodb": f"mongodb://{HOST}:{port}",
            "opensearch": f"http://{HOST}:{port}", "neo4j": f"bolt://{HOST}:{port}"}[store]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


def _until_ready(server: subprocess.Popen, store: str, log: Path) -> None:
    """A store that neither starts nor ends keeps the bench waiting: Ctrl-C ends both."""
    for line in server.stdout:
        if line.startswith("ready "):
            return
    raise Fault(f"{store} did not start", "its last words: " + " ".join(log.read_text(errors="replace").split()[-40:]))


def _stop(server: subprocess.Popen, seconds: float) -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
