"""`bench requests`: five hundred questions a second for some minutes, against the functions' own server. Needs the venv.

A function's processes are started as LocalStack starts them, several of each, and called through the Runtime API that stands before them in
a running system (`offblock_localstack.runtime`); LocalStack's gateway, which is slower than any of them, is left out. The questions are those
of the page, about flights in the air, in a fixed mixture. They come at a steady pace whether or not earlier ones are answered, and each one's
time counts from the moment at which it was due. The harvest is paused meanwhile.
"""

import json
import math
import os
import queue
import random
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import ExitStack
from pathlib import Path

from offblock import figures, pause
from offblock.bench import percentile
from offblock.cloud import REGION, Cloud, gateway_event
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.home import ROOT, Home
from offblock.ports import Ports
from offblock.queues import until_quiet
from offblock.tools import find
from offblock.up import supervisor

WANTED_P99_MS = 100.0
WARM_UP_SECONDS = 20
SEED = 11
PROCESSES = {"ask-postgres": 2, "ask-mongodb": 1, "ask-opensearch": 1, "ask-neo4j": 1}
READY_SECONDS = 60
ANSWER_SECONDS = 29


def questions(flights: list[dict]) -> list[tuple[float, str, str, Callable[[random.Random], tuple[str, dict, dict]]]]:
    """Share, name, function, and how one is drawn: resource, path, query."""
    def flight(drawn: random.Random) -> tuple[str, str]:
        one = drawn.choice(flights)
        moment = one["id"].rsplit("-", 1)[1]
        return one["flight"], f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"

    def board(drawn: random.Random):
        return f"/v1/airports/{{airport}}/{drawn.choice(['departures', 'arrivals'])}", {"airport": drawn.choice(flights)[drawn.choice(["from", "to"])]}, {}

    def on_a_day(drawn: random.Random):
        return "/v1/flights/{flight}/{date}", dict(zip(("flight", "date"), flight(drawn), strict=True)), {}

    def typed(drawn: random.Random):
        text = drawn.choice([flight(drawn)[0], drawn.choice(flights)["to"]])
        return "/v1/search", {}, {"q": text[:drawn.randint(2, len(text))]}

    def journey(drawn: random.Random):
        origin = drawn.choice(flights)["from"]
        return "/v1/connections", {}, {"origin": origin, "destination": drawn.choice([one["to"] for one in flights if one["to"] != origin])}

    return [(0.40, "board", "ask-postgres", board), (0.25, "flight", "ask-postgres", on_a_day),
            (0.05, "positions", "ask-postgres", lambda drawn: ("/v1/flights/airborne", {}, {})),
            (0.15, "search", "ask-opensearch", typed),
            (0.10, "timeline", "ask-mongodb", lambda drawn: ("/v1/flights/{flight}/timeline", {"flight": drawn.choice(flights)["id"]}, {})),
            (0.05, "connections", "ask-neo4j", journey)]


def run(home: Home, ports: Ports, *, rate: float, minutes: float, write: Path | None, as_json: bool) -> int:
    if rate < 1 or minutes <= 0:
        raise Fault(f"--rate {rate:g} --minutes {minutes:g} is no load", "give 1 a second or more, and more than 0 minutes", code=2)
    if write is not None:
        figures.place(write, "requests")
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    sys.setswitchinterval(0.0005)  # the threads that hand questions over and answers back wait for each other less
    with pause.paused(home, cloud), ExitStack() as ended:
        _say("harvest paused; waiting for empty queues")
        until_quiet(home, cloud, 120)
        flights = cloud.ask("ask-postgres", "/v1/flights/airborne")[1]["flights"]
        if not flights:
            raise Fault("no flight is in the air", "wait until ./offblock status tells of some")
        servers = {name: ended.enter_context(Server(home, cloud, name, count)) for name, count in PROCESSES.items()}
        _say(f"{sum(PROCESSES.values())} processes started; warming up")
        _load(servers, questions(flights), rate / 2, WARM_UP_SECONDS)
        said = _load(servers, questions(flights), rate, minutes * 60) | {"rate": rate, "minutes": minutes, "airborne": len(flights)}
    said |= {"processes": PROCESSES, "load_average": round(os.getloadavg()[0], 1)}
    return figures.tell(said, misses(said), table(said), mark="requests", document=write, as_json=as_json)


def misses(said: dict) -> list[str]:
    every = said["questions"]["all"]
    found = [f"{every['failed']:,} of {every['count']:,} failed: {said['why']}"] if every["failed"] else []
    if every["count"] < 0.99 * said["rate"] * said["minutes"] * 60:
        found.append(f"only {every['count']:,} were asked: this machine cannot ask {said['rate']:g} a second")
    return found + ([f"p99 {every['p99_ms']:.0f} ms, wanted {WANTED_P99_MS:.0f}"] if every["p99_ms"] > WANTED_P99_MS else [])


def table(said: dict) -> list[str]:
    return [f"| {said['rate']:g} a second for {said['minutes']:g} minutes | count | p50 ms | p95 ms | p99 ms | most ms | failed |", "|---|---|---|---|---|---|---|",
            *(f"| {name} | {one['count']:,} | {one['p50_ms']:.1f} | {one['p95_ms']:.1f} | {one['p99_ms']:.1f} | {one['max_ms']:.0f} | {one['failed']} |"
              for name, one in said["questions"].items())]


class Server:
    """Several processes of one function, and one line of questions before them."""

    def __init__(self, home: Home, cloud: Cloud, name: str, count: int) -> None:
        self._home, self._cloud, self._name, self._count = home, cloud, name, count
        self._line: queue.SimpleQueue = queue.SimpleQueue()
        self._rest = ExitStack()

    def __enter__(self) -> "Server":
        try:
            for _ in range(self._count):
                threading.Thread(target=self._serve, args=(self._start(),), daemon=True).start()
        except BaseException:
            self._rest.close()
            raise
        return self

    def __exit__(self, *of) -> None:
        for _ in range(self._count):
            self._line.put(None)
        self._rest.close()

    def ask(self, event: bytes, answered: Callable[[bytes | None], None]) -> None:
        self._line.put((event, answered))

    def _start(self):
        from offblock_localstack.runtime.api import RuntimeApi
        from offblock_localstack.runtime.java import JavaCode, JavaSettings
        from offblock_localstack.runtime.process import Process

        function = f"offblock-{self._name}"
        said = client("lambda", self._cloud).get_function_configuration(FunctionName=function)
        settings = JavaSettings(find().java_home, ROOT / "localstack" / "runtime-interface" / "target" / "lib", self._home.path / "localstack" / "lambda-cache")
        folder = self._rest.enter_context(tempfile.TemporaryDirectory(prefix=f"{function}-"))
        api = RuntimeApi.shared()
        session = api.open()
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "TZ": "UTC", "HOME": folder, "TMPDIR": folder,
            "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "test",
            "AWS_LAMBDA_FUNCTION_NAME": function, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(said["MemorySize"]),
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function}", "AWS_LAMBDA_LOG_STREAM_NAME": "bench", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "_HANDLER": said["Handler"], "AWS_EXECUTION_ENV": f"AWS_Lambda_{said['Runtime']}", "LAMBDA_TASK_ROOT": folder,
            "AWS_LAMBDA_RUNTIME_API": api.address(session), **said["Environment"]["Variables"]}
        command = JavaCode(settings, said["CodeSha256"], Path(folder), function).command(said["Handler"], said["MemorySize"], folder)
        process = Process(command, folder, environment, lambda process, status: session.failed(b'{"errorMessage": "the process ended"}'))
        self._rest.callback(process.kill)
        self._rest.callback(api.close, session)
        try:
            session.ready.result(READY_SECONDS)
        except Exception as e:
            raise Fault(f"{function} did not start: {process.take_output()[-600:] or e}", "see: ./offblock status, and whether it runs there") from e
        return session, process

    def _serve(self, started) -> None:
        from offblock_localstack.runtime.api import Invocation

        session, process = started
        while (one := self._line.get()) is not None:
            event, answered = one
            call = Invocation(str(uuid.uuid4()), f"arn:aws:lambda:{REGION}:000000000000:function:offblock-{self._name}", "Root=1-0-0", event, ANSWER_SECONDS)
            session.send(call)
            try:
                body, failed = call.answer.result(ANSWER_SECONDS)
                answered(None if failed else body)
            except NoAnswer:
                answered(None)
            process.take_output()  # its pipe must not fill


def _load(servers: dict[str, Server], asked: list, rate: float, seconds: float) -> dict:
    """Asks at a steady pace; how long each kind of question took, in milliseconds from when it was due."""
    drawn, lock = random.Random(SEED), threading.Lock()
    taken: dict[str, list[float]] = {name: [] for _, name, _, _ in asked}
    failed: dict[str, int] = dict.fromkeys(taken, 0)
    why, began, sent, told = [""], time.monotonic(), 0, 0.0
    shares = [share for share, *_ in asked]

    def note(name: str, due: float) -> Callable[[bytes | None], None]:
        def answered(body: bytes | None) -> None:
            took = (time.monotonic() - due) * 1000
            well = body is not None and b'"statusCode":200' in body
            with lock:
                taken[name].append(took)
                if not well:
                    failed[name] += 1
                    why[0] = f"{name}: {(body or b'no answer')[:200].decode(errors='replace')}"
        return answered

    while (now := time.monotonic()) - began < seconds:
        for _ in range(math.floor((now - began) * rate) - sent):
            due = began + sent / rate
            _, name, function, draw = drawn.choices(asked, shares)[0]
            servers[function].ask(json.dumps(gateway_event(*draw(drawn))).encode(), note(name, due))
            sent += 1
        if now - began >= told:
            told += 20
            with lock:
                late = [ms for times in taken.values() for ms in times[-2000:]]
            _say(f"{now - began:4.0f} of {seconds:.0f} s, {sent:,} asked, lately p99 {percentile(late, 0.99):.0f} ms" if late else f"   0 of {seconds:.0f} s")
        time.sleep(0.002)
    patience = time.monotonic() + ANSWER_SECONDS
    while sum(map(len, taken.values())) < sent and time.monotonic() < patience:
        time.sleep(0.02)
    with lock:
        every = {"all": [ms for times in taken.values() for ms in times], **taken}
        lost = sent - len(every["all"])
        counts = {"all": sum(failed.values()) + lost, **failed}
        return {"why": why[0] or ("no answer" if lost else ""), "questions": {
            name: {"count": len(times) + (lost if name == "all" else 0), "p50_ms": round(statistics.median(times), 2), "p95_ms": round(percentile(times, 0.95), 2),
                   "p99_ms": round(percentile(times, 0.99), 2), "max_ms": round(max(times), 1), "failed": counts[name]} for name, times in every.items() if times}}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
