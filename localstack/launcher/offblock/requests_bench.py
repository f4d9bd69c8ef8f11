"""`bench requests`: five hundred questions a second for some minutes, against the functions' own server. Needs the venv.

A function's processes are started as LocalStack starts them, several of each, and called through a Runtime API of the bench's own
(`io.offblock.bench.RuntimeServer`): LocalStack's gateway and its Runtime API, both slower than any function, are left out. The questions are
those of the page, about flights in the air, in a fixed mixture. They come at a steady pace whether or not earlier ones are answered, and each
one's time counts from the moment at which it was due. The harvest is paused meanwhile.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from offblock import figures, load_bench, pause
from offblock.bench import percentile
from offblock.cloud import REGION, Cloud, gateway_event
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.home import ROOT, Home
from offblock.ports import HOST, Ports
from offblock.processes import die_with_parent
from offblock.queues import until_quiet
from offblock.tools import Tools, find
from offblock.up import supervisor

WANTED_P99_MS = 100.0
WARM_UP_SECONDS = 120  # until stores and functions have compiled what they are asked
SEED = 11
PROCESSES = {"ask-postgres": 2, "ask-mongodb": 1, "ask-opensearch": 2, "ask-neo4j": 1}
DIFFERENT = 50_000  # at 500 a second it takes longer until the first comes again than any answer of them may be kept


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
    if not load_bench.CLASS_PATH.exists():
        raise Fault("the bench is not built", "run: ./mvnw package -DskipTests")
    if supervisor(home) is None:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    with pause.paused(home, cloud):
        _say("harvest paused; waiting for empty queues")
        until_quiet(home, cloud, 120)
        flights = cloud.ask("ask-postgres", "/v1/flights/airborne")[1]["flights"]
        if not flights:
            raise Fault("no flight is in the air", "wait until ./offblock status tells of some")
        _lay_out(cloud, questions(flights))
        asked = _asked(home, cloud, find(), questions(flights), rate, minutes * 60)
    said = figures_of(asked) | {"rate": rate, "minutes": minutes, "airborne": len(flights), "processes": PROCESSES, "load_average": round(os.getloadavg()[0], 1)}
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


def drawn(asked: list, count: int) -> list[dict]:
    """That many questions in their shares, each with the event that the gateway would make of it."""
    by, shares, lines = random.Random(SEED), [share for share, *_ in asked], []
    for _ in range(count):
        _, name, function, draw = by.choices(asked, shares)[0]
        lines.append({"name": name, "function": function, "event": json.dumps(gateway_event(*draw(by)))})
    return lines


def figures_of(asked: dict) -> dict:
    """What is told of the run: each kind of question, and all of them; a question that was never answered failed."""
    kinds = {name: (one["ms"], one["failed"][0]) for name, one in asked["questions"].items()}
    every = [ms for times, _ in kinds.values() for ms in times]
    lost = asked["asked"] - len(every)
    kinds = {"all": (every, lost + sum(failed for _, failed in kinds.values())), **kinds}
    return {"why": asked["why"] or ("no answer" if lost else ""), "questions": {
        name: {"count": len(times) + (lost if name == "all" else 0), "p50_ms": round(statistics.median(times), 2), "p95_ms": round(percentile(times, 0.95), 2),
               "p99_ms": round(percentile(times, 0.99), 2), "max_ms": round(max(times), 1), "failed": failed} for name, (times, failed) in kinds.items() if times}}


def _lay_out(cloud: Cloud, kinds: list) -> None:
    """LocalStack lays a function's code out when it is first called: the processes of the bench are started from there."""
    by = random.Random(SEED)
    for _, _, function, draw in {one[2]: one for one in kinds}.values():
        cloud.ask(function, *draw(by))


def _asked(home: Home, cloud: Cloud, tools: Tools, kinds: list, rate: float, seconds: float) -> dict:
    with tempfile.TemporaryDirectory(prefix="bench-requests-", dir=home.path) as folder, ExitStack() as ended:
        file = Path(folder) / "questions.jsonl"
        file.write_text("".join(json.dumps(one) + "\n" for one in drawn(kinds, DIFFERENT)))
        bench = subprocess.Popen(
            [*load_bench.java(tools, "512m"), "io.offblock.bench.RequestBench", str(file), str(rate), str(seconds), str(WARM_UP_SECONDS),
             *(f"{name}={count}" for name, count in PROCESSES.items())], stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        ended.callback(bench.wait)
        ended.callback(bench.kill)
        listening = bench.stdout.readline().split()
        if listening[:1] != ["listening"]:
            raise Fault("the bench did not start", "its words are above")
        for name, count in PROCESSES.items():
            for _ in range(count):
                _start(home, cloud, tools, name, f"{HOST}:{listening[1]}/{name}", ended, bench)
        _say(f"{sum(PROCESSES.values())} processes started; warming up")
        said = bench.stdout.read()
        if bench.wait() or not said.strip():
            raise Fault(f"the bench ended with {bench.returncode}", "its words are above")
        return json.loads(said)


def _start(home: Home, cloud: Cloud, tools: Tools, name: str, api: str, ended: ExitStack, bench: subprocess.Popen) -> None:
    """A process of that function as LocalStack starts it, that asks that address for its calls."""
    from offblock_localstack.runtime.java import JavaCode, JavaSettings
    from offblock_localstack.runtime.process import Process

    function = f"offblock-{name}"
    said = client("lambda", cloud).get_function_configuration(FunctionName=function)
    settings = JavaSettings(tools.java_home, ROOT / "localstack" / "runtime-interface" / "target" / "lib", home.path / "localstack" / "lambda-cache")
    folder = ended.enter_context(tempfile.TemporaryDirectory(prefix=f"{function}-"))
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "TZ": "UTC", "HOME": folder, "TMPDIR": folder,
        "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "test",
        "AWS_LAMBDA_FUNCTION_NAME": function, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(said["MemorySize"]),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function}", "AWS_LAMBDA_LOG_STREAM_NAME": "bench", "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "_HANDLER": said["Handler"], "AWS_EXECUTION_ENV": f"AWS_Lambda_{said['Runtime']}", "LAMBDA_TASK_ROOT": folder,
        "AWS_LAMBDA_RUNTIME_API": api, **said["Environment"]["Variables"]}
    command = JavaCode(settings, said["CodeSha256"], Path(folder), function).command(said["Handler"], said["MemorySize"], folder)

    def tell(process: Process, status: int) -> None:
        if status > 0 and not _over(bench):
            _say(f"a process of {function} ended with {status}: {process.take_output()[-600:]}")

    ended.callback(Process(command, folder, environment, tell).kill)


def _over(bench: subprocess.Popen) -> bool:
    """Whether the bench has asked all it wanted: its end takes the Runtime API along, and each process then says that it finds none."""
    try:
        bench.wait(1)
        return True
    except subprocess.TimeoutExpired:
        return False


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
