import subprocess
import sys
import threading
import time

import pytest

from offblock import stopping
from offblock.faults import Fault
from offblock.home import LAUNCHER, Home, write_json
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
    stopping.await_end(home)
    after = time.monotonic()
    assert after >= float(down.stdout.readline())
    assert "waiting for its end" in capsys.readouterr().out


def test_a_command_that_died_while_it_stopped_holds_nothing_up(home, process, capsys):
    down = process("-c", HOLDS, str(home.path))
    assert down.stdout.readline() == "held\n"
    down.kill()
    down.wait()
    stopping.await_end(home)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("phase", ["stopping", "failed"])
def test_a_supervisor_on_its_way_out_is_waited_for(home, process, phase):
    leaving = process("-c", "input()")
    identity = supervisor(home, leaving, phase)
    threading.Timer(0.5, leaving.communicate, ["\n"]).start()
    stopping.await_end(home)
    assert not identity.alive()


@pytest.mark.parametrize("phase", ["starting", "ready"])
def test_a_system_that_runs_is_not_waited_for(home, process, phase):
    supervisor(home, process("-c", "input()"), phase)
    began = time.monotonic()
    stopping.await_end(home)
    assert time.monotonic() - began < 5


def test_one_that_does_not_end_is_told_of(home, process, monkeypatch):
    stuck = process("-c", "input()")
    supervisor(home, stuck, "stopping")
    monkeypatch.setattr(stopping, "PATIENCE_SECONDS", 0.3)
    with pytest.raises(Fault, match=f"pid {stuck.pid}"):
        stopping.await_end(home)
