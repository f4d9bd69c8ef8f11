"""`up`: starts the supervisor and follows what it does. Ctrl-C while it starts stops everything again."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from offblock import down, startup
from offblock.display import best
from offblock.faults import Fault
from offblock.home import LAUNCHER, ROOT, Home, read_json
from offblock.keys import Keys
from offblock.ports import from_environment
from offblock.processes import MARK, Identity
from offblock.progress import Progress
from offblock.recording import check
from offblock.stopping import starting, stopping


def supervisor(home: Home) -> Identity | None:
    """The living supervisor of this home."""
    identity = Identity.from_json(read_json(home.run / "supervisor.pid"))
    return identity if identity and identity.alive() else None


def run(home: Home, *, recording: Path | None, reset: bool, build: bool) -> int:
    with ExitStack() as alone:
        alone.enter_context(starting(home))
        if supervisor(home):
            return _runs_already(home, recording, reset)
        from_environment()
        if recording is not None:
            recording = recording.resolve()
            check(recording)
        home.make()
        if reset:
            down.sweep(home)
            startup.reset(home)
        (home.run / "progress.json").unlink(missing_ok=True)
        process = _begin(home, recording, build)
        interrupted: list[int] = []
        before = {number: signal.signal(number, lambda n, _: interrupted.append(n)) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            while process.poll() is None and not supervisor(home):
                if interrupted:
                    return _end(home, process)
                time.sleep(0.02)
            alone.close()
            return _follow(home, process, interrupted)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _begin(home: Home, recording: Path | None, build: bool) -> subprocess.Popen:
    words = [sys.executable, "-B", "-m", "offblock.supervisor", *(["--recording", str(recording)] if recording else []), *([] if build else ["--no-build"])]
    environment = {**Keys(home).take_provider(os.environ), "PYTHONPATH": str(LAUNCHER), "OFFBLOCK_HOME": str(home.path), "OFFBLOCK_TOOLS": str(home.tools), MARK: str(home.path)}
    with (home.log / "supervisor.log").open("ab") as log:
        return subprocess.Popen(words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _follow(home: Home, process: subprocess.Popen, interrupted: list[int]) -> int:
    with best() as display:
        while True:
            progress = Progress.read(home.run / "progress.json")
            if progress and progress.phase in ("starting", "ready", "failed"):
                display.show(progress)
                if progress.phase == "ready":
                    break
            ended = process.poll() is not None
            if interrupted or ended:
                break
            time.sleep(0.12)
    if interrupted and process.poll() is None:
        with stopping(home):
            return _end(home, process)
    progress = Progress.read(home.run / "progress.json")
    if progress is None or progress.phase != "ready":
        with stopping(home):
            process.wait()
            _sweep(home)
        error = progress.error if progress and progress.error else {"what": "the supervisor ended at once", "fix": f"read {home.log / 'supervisor.log'}", "code": "1"}
        raise Fault(error["what"], error["fix"], code=int(error["code"]))
    print(f"\nOffblock runs, after {time.time() - progress.since:.0f} s.")
    _print_addresses(progress)
    print("  key          ./offblock key   (for x-api-key; what writes and the page's logs need it)")
    print("  next         ./offblock status   ./offblock verify   ./offblock down")
    return 0


def _end(home: Home, process: subprocess.Popen) -> int:
    """After an interruption, by who may stop the system."""
    print("\nstopping what was started …", flush=True)
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _sweep(home)
    print("stopped; nothing is left running.")
    return 130


def _sweep(home: Home) -> None:
    """After the end of one's own supervisor: what another command has started since is not touched."""
    if not supervisor(home):
        down.sweep(home)


def _runs_already(home: Home, recording: Path | None, reset: bool) -> int:
    progress = Progress.read(home.run / "progress.json")
    since = datetime.fromtimestamp(read_json(home.run / "supervisor.pid").get("since", 0)).strftime("%Y-%m-%d %H:%M:%S")
    if recording or reset:
        raise Fault(f"Offblock runs already, since {since}; {'--recording' if recording else '--reset'} needs a fresh start", "stop it first: ./offblock down")
    print(f"Offblock {'runs' if progress and progress.phase == 'ready' else 'is ' + (progress.phase if progress else 'starting')} already, since {since}.")
    if progress:
        _print_addresses(progress)
    return 0


def _print_addresses(progress: Progress) -> None:
    for name, address in progress.addresses.items():
        print(f"  {name:12} {address}")
