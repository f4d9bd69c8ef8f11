import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from offblock import stopping
from offblock.faults import Fault
from offblock.home import LAUNCHER, Home, read_json, write_json
from offblock.processes import Identity
from offblock.progress import UP, Progress

HOLDS = """
import sys, time
from pathlib import Path
from offblock.home import Home
from offblock.stopping import stopping
with stopping(Home(Path(sys.argv[1]), Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
    print(time.monotonic(), flush=True)
"""

# Instead of the real one: slow to say who it is, as on a busy machine, and nothing is behind it.
SUPERVISOR = """
import os, signal, sys, time
from offblock.home import Home, write_json
from offblock.processes import Identity
from offblock.progress import UP, Progress
home = Home.from_environment()
with (home.path / "begun").open("a") as begun:
    begun.write(f"{os.getpid()}\\n")
time.sleep(0.7)
write_json(home.run / "supervisor.pid", {**Identity.of(os.getpid()).as_json(), "since": time.time()})
progress = Progress.begin(home.run / "progress.json", UP)
time.sleep(0.3)
if (home.path / "fails").exists():
    (home.path / "fails").unlink()
    progress.become("failed")
    time.sleep(1)
    (home.run / "supervisor.pid").unlink()
    sys.exit(1)
progress.become("ready")
signal.pause()
"""

UPS = """
import sys
from pathlib import Path
from offblock import up
from offblock.faults import Fault
from offblock.home import Home
up.LAUNCHER = Path(sys.argv[2])
try:
    sys.exit(up.run(Home(Path(sys.argv[1]), Path(sys.argv[1])), recording=None, reset=False, build=False))
except Fault as e:
    print(e)
"""


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path, tmp_path)
    made.make()
    return made


@pytest.fixture
def process():
    """A process that lives until its input ends."""
    begun: list[subprocess.Popen] = []

    def begin(*words):
        begun.append(subprocess.Popen([sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(LAUNCHER)}))
        return begun[-1]

    yield begin
    for one in begun:
        one.kill()
        one.wait()


def supervisor(home, process, phase):
    identity = Identity.of(process.pid)
    write_json(home.run / "supervisor.pid", identity.as_json())
    Progress.begin(home.run / "progress.json", UP).become(phase)
    return identity


def test_up_given_while_down_is_at_work_waits_for_its_end(home, process, capsys):
    """It said that Offblock runs already, and then all of it stopped."""
    down = process("-c", HOLDS, str(home.path))
    assert down.stdout.readline() == "held\n"
    threading.Timer(0.5, down.stdin.close).start()
    with stopping.starting(home):
        after = time.monotonic()
    assert after >= float(down.stdout.readline())
    assert "waiting for it" in capsys.readouterr().out


def test_a_command_that_died_while_it_stopped_holds_nothing_up(home, process, capsys):
    down = process("-c", HOLDS, str(home.path))
    assert down.stdout.readline() == "held\n"
    down.kill()
    down.wait()
    with stopping.starting(home):
        pass
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("phase", ["stopping", "failed"])
def test_a_supervisor_on_its_way_out_is_waited_for(home, process, phase):
    leaving = process("-c", "input()")
    identity = supervisor(home, leaving, phase)
    threading.Timer(0.5, leaving.communicate, ["\n"]).start()
    with stopping.starting(home):
        pass
    assert not identity.alive()


@pytest.mark.parametrize("phase", ["starting", "ready"])
def test_a_system_that_runs_is_not_waited_for(home, process, phase):
    supervisor(home, process("-c", "input()"), phase)
    began = time.monotonic()
    with stopping.starting(home):
        pass
    assert time.monotonic() - began < 5


def test_one_that_does_not_end_is_told_of(home, process, monkeypatch):
    stuck = process("-c", "input()")
    supervisor(home, stuck, "stopping")
    monkeypatch.setattr(stopping, "PATIENCE_SECONDS", 0.3)
    with pytest.raises(Fault, match=f"pid {stuck.pid}"):
        with stopping.starting(home):
            pass


@pytest.fixture
def up(home, process, tmp_path):
    """`up` of a system that is a supervisor alone."""
    package = tmp_path / "played" / "offblock"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"__path__.append({str(LAUNCHER / 'offblock')!r})\n")
    (package / "supervisor.py").write_text(SUPERVISOR)
    yield lambda: process("-c", UPS, str(home.path), str(package.parent))
    for pid in begun(home):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def begun(home):
    file = home.path / "begun"
    return [int(pid) for pid in file.read_text().split()] if file.exists() else []


def test_of_two_ups_at_once_one_starts_and_the_other_says_that_it_runs(home, up):
    """Both found nothing that ran, and the second supervisor ended what the first had begun."""
    both = [up(), up()]
    said = sorted((one.communicate(timeout=30)[0] for one in both), key=lambda text: "already" in text)
    assert len(begun(home)) == 1
    assert "Offblock runs, after" in said[0] and "already, since" in said[1]
    assert Identity.from_json(read_json(home.run / "supervisor.pid")).alive()


def test_a_start_that_failed_takes_along_nothing_that_another_up_began_meanwhile(home, up):
    (home.path / "fails").touch()
    first = up()
    deadline = time.monotonic() + 20
    while (home.path / "fails").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    second = up()
    assert "Offblock runs, after" in second.communicate(timeout=30)[0]
    assert "supervisor" in first.communicate(timeout=30)[0]
    assert len(begun(home)) == 2
    assert Identity.from_json(read_json(home.run / "supervisor.pid")).alive()


def test_an_interrupted_start_stops_what_it_began_before_it_said_who_it_is(home, up):
    one = up()
    deadline = time.monotonic() + 20
    while not begun(home):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.2)
    one.send_signal(signal.SIGINT)
    assert "nothing is left running" in one.communicate(timeout=30)[0] and one.returncode == 130
    assert Identity.of(begun(home)[0]) is None
    with stopping.stopping(home):  # whoever comes next does not wait
        pass
