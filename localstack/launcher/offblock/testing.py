"""`test`: everything that this project checks itself with, in one command. Prints what runs, and why anything does not."""

import asyncio
import contextlib
import contextvars
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from offblock import build, chromium
from offblock.faults import Fault
from offblock.home import LAUNCHER, ROOT, Home
from offblock.tools import Tools, find

STAGES = ("java", "python", "web", "e2e")
TOGETHER = {"python": "web"}  # the one waits for LocalStack most of the time

# A test may quote a whole answer; the list at the end is read by people.
LONGEST_WHY = 400
# What a stage beside another says is kept until the other has ended.
_kept: contextvars.ContextVar[list[str] | None] = contextvars.ContextVar("kept", default=None)


@dataclass
class Tally:
    """Tests of a stage. A stage that breaks before it can count is one failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.reasons += other.reasons
        self.failures += other.failures

    def text(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(home: Home, only: list[str] | None) -> int:
    home.make()
    wanted = [stage for stage in STAGES if not only or stage in only]
    total, times, all_began = Tally(), {}, time.monotonic()
    try:
        asyncio.run(build.python(home, sys.executable, lambda text: _say(f"   {text}")))
    except Fault as e:
        print(f"{e}\n{Tally(failed=1).text()}")
        return 1
    for stage in wanted:
        if stage in times:
            continue
        beside = TOGETHER.get(stage)
        with _beside(home, beside if beside in wanted else None) as other:
            ended = [(stage, *_stage(home, stage))]
        for name, tally, seconds in ended + other:
            total.add(tally)
            times[name] = seconds
    print("\nstage times: " + ", ".join(f"{stage} {seconds:.0f} s" for stage, seconds in times.items()) + f", together {time.monotonic() - all_began:.0f} s")
    for title, lines in (("failed", total.failures), ("skipped", total.reasons)):
        for line in dict.fromkeys(lines):
            print(f"{title}: {line}")
    print(total.text())
    return 1 if total.failed or not total.passed else 0


def _stage(home: Home, stage: str) -> tuple[Tally, float]:
    began = time.monotonic()
    _say(f"\n== {stage}: {PURPOSE[stage]}")
    try:
        tally = RUNS[stage](home, find())
    except Fault as e:
        _say(f"   {e}")
        tally = Tally(failed=1, failures=[f"{stage}: {e.what.splitlines()[0]}"])
    seconds = time.monotonic() - began
    _say(f"-- {stage}: {tally.text()} in {seconds:.0f} s")
    return tally, seconds


@contextlib.contextmanager
def _beside(home: Home, stage: str | None) -> Iterator[list[tuple[str, Tally, float]]]:
    """Runs a stage, if there is one, beside what is done within; what came of it is in the list afterwards."""
    if stage is None:
        yield []
        return
    with _kept_apart(lambda: (stage, *_stage(home, stage))) as ended:
        yield ended


@contextlib.contextmanager
def _kept_apart[T](work: Callable[[], T]) -> Iterator[list[T]]:
    """Does some work beside what is done within. What it says is said when both have ended, and its result is in the list then."""
    ended: list[T] = []

    def run() -> tuple[list[str], T]:
        lines: list[str] = []
        _kept.set(lines)
        return lines, work()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(contextvars.copy_context().run, run)
        yield ended
        lines, result = running.result()
    _say("".join(lines), end="")
    ended.append(result)


def _say(text: str, end: str = "\n") -> None:
    kept = _kept.get()
    if kept is None:
        print(text, end=end, flush=True)
    else:
        kept.append(text + end)


def _java(home: Home, tools: Tools) -> Tally:
    part, stores = build.java_part(), build.stores_part()
    fingerprints = part.fingerprint(), stores.fingerprint()
    # the registry is tested against MLflow's server; an `up` that was stopped early may have left half of it
    asyncio.run(build.mlflow(home, sys.executable, lambda text: _say(f"   {text}")))
    began = time.time()
    code = _stream([str(ROOT / "mvnw"), "-B", "-q", "-T1.5C", "verify", "-fae"], environment={"JAVA_HOME": str(tools.java_home)})
    reports = [file for folder in ("functions", "localstack", "model") for file in (ROOT / folder).glob("**/target/surefire-reports/TEST-*.xml")
               if file.stat().st_mtime >= began - 1]
    tally = _reports(reports)
    if code and not tally.failed:
        tally.add(Tally(failed=1, failures=["./mvnw verify did not come to its end; its words are above"]))
    if not code:
        part.stamp(home, fingerprints[0])
        stores.stamp(home, fingerprints[1])
    return tally


def _python(home: Home, tools: Tools) -> Tally:
    """The plugin's tests wait for LocalStack most of the time: the others run beside them."""
    with _kept_apart(lambda: _quick_python(home, tools)) as others:
        tally = _pytest(home, "plugin", ROOT / "localstack" / "plugin", tools)
    tally.add(others[0])
    return tally


def _quick_python(home: Home, tools: Tools) -> Tally:
    tally = _pytest(home, "launcher", LAUNCHER, tools, "--ignore", str(LAUNCHER / "tests" / "e2e"))
    for name, folder in (("infra", ROOT / "infra"), ("docs", ROOT / "docs")):
        if (folder / "tests").is_dir():
            tally.add(_pytest(home, name, folder / "tests", tools))
    return tally


def _web(home: Home, tools: Tools) -> Tally:
    asyncio.run(build.web(home, tools, lambda text: _say(f"   {text}")))
    lines: list[str] = []
    code = _stream([tools.npm, "test", "--silent"], folder=ROOT / "web", take=lines.append)
    counts = {word: int(number) for line in lines for word, number in re.findall(r"^(?:#|ℹ)\s+(pass|fail|skipped)\s+(\d+)", line)}
    if not counts:
        return Tally(passed=0 if code else 1, failed=1 if code else 0, failures=["npm test"] if code else [])
    failed = max(counts.get("fail", 0), 1 if code else 0)
    tally = Tally(counts.get("pass", 0), failed, counts.get("skipped", 0), ["web: see its output above"] if counts.get("skipped") else [],
                  ["npm test: see its output above"] if failed else [])
    tally.add(_many_planes(tools))
    return tally


def _many_planes(tools: Tools) -> Tally:
    """What takes thousands of flights, a fault of the API or dead letters, that no running system gives at will."""
    browser = chromium.find()
    if browser is None:
        return Tally(skipped=1, reasons=[chromium.MISSING])
    code = _stream([tools.node, "--test-name-pattern=a frame costs little script|a silent API is said|dead letters are sent back", "test/browser.test.mjs"], folder=ROOT / "web",
                   environment=chromium.environment(browser))
    return Tally(failed=1, failures=["the page with ten thousand planes: see its output above"]) if code else Tally(passed=1)


def _e2e(home: Home, tools: Tools) -> Tally:
    return _pytest(home, "e2e", LAUNCHER, tools, "-x" if os.environ.get("OFFBLOCK_FAIL_FAST") else "-v", str(LAUNCHER / "tests" / "e2e"))


def _pytest(home: Home, name: str, folder: Path, tools: Tools, *words: str) -> Tally:
    report = home.build / f"pytest-{name}.xml"
    report.unlink(missing_ok=True)
    code = _stream([str(home.venv_python), "-B", "-m", "pytest", "-p", "no:cacheprovider", "--durations=12", "--durations-min=4", f"--junitxml={report}", *words], folder=folder,
                   environment={"JAVA_HOME": str(tools.java_home), "OFFBLOCK_ROOT": str(ROOT)})
    tally = _reports([report]) if report.exists() else Tally()
    if code and not tally.failed:
        tally.add(Tally(failed=1, failures=[f"pytest of {name} ended with {code}"]))
    return tally


def _reports(files: list[Path]) -> Tally:
    """Counts JUnit's XML, which surefire and pytest both write."""
    tally = Tally()
    for file in files:
        for case in ElementTree.parse(file).getroot().iter("testcase"):
            name = f"{case.get('classname', '').rsplit('.', 1)[-1]}.{case.get('name')}"
            skipped = case.find("skipped")
            failed = [told for kind in ("failure", "error") for told in case.findall(kind)]
            if failed:
                tally.failed += 1
                tally.failures.append(f"{name}: {_why(failed[0])}{_where(failed[0], case.get('classname', ''))}")
            elif skipped is not None:
                tally.skipped += 1
                tally.reasons.append(f"{name}: {_why(skipped)}")
            else:
                tally.passed += 1
    return tally


def _why(told: ElementTree.Element) -> str:
    """The first line of what a test said: its message, or what stands in its place."""
    for words in (told.get("message"), told.text, told.get("type")):
        if words and words.strip():
            return words.strip().splitlines()[0][:LONGEST_WHY]
    return "no reason given"


def _where(told: ElementTree.Element, of: str) -> str:
    """The test's own line in a stack of Java, where there is one: of many assertions in a test it is the one that failed."""
    file = re.escape(of.rsplit(".", 1)[-1].split("$")[0])
    lines = re.findall(rf"\(({file}\.java:\d+)\)", told.text or "")
    return f" ({lines[0]})" if lines else ""


def _stream(words: list[str], *, folder: Path = ROOT, environment: dict[str, str] | None = None, take: Callable[[str], None] | None = None) -> int:
    """Runs a command with its words shown; its exit code."""
    _say("   $ " + " ".join(str(Path(word).relative_to(ROOT)) if word.startswith(str(ROOT)) else word for word in words))
    process = subprocess.Popen(words, cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace")
    for line in process.stdout:
        _say(f"   {line}", end="")
        if take:
            take(line)
    return process.wait()


PURPOSE = {"java": "unit and store tests, and the function zips", "python": "LocalStack plugin, this command, template, links",
           "web": "the page's tests", "e2e": "the whole system: start, requests, browser, import, kills, redelivery, stop"}
RUNS = {"java": _java, "python": _python, "web": _web, "e2e": _e2e}
