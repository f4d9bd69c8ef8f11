import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from offblock import crew as crew_module
from offblock.components import Component
from offblock.crew import Crew
from offblock.faults import Fault
from offblock.home import Home, read_json
from offblock.processes import Identity

LASTING = "import time; print('ready 1', flush=True); time.sleep(600)"


def component(tmp_path, name="one", script=LASTING, **more):
    return Component(name, (sys.executable, "-c", script), tmp_path, dict(os.environ), 1, ready_line="ready ", **more)


def crewed(tmp_path, test):
    async def run():
        crew = Crew(Home(tmp_path, tmp_path))
        try:
            await test(crew)
        finally:
            for name in ("one", "two"):
                await crew.stop(name)

    asyncio.run(run())


def said(tmp_path, name="one"):
    return next((one for one in read_json(tmp_path / "run" / "components.json")["components"] if one["name"] == name), None)


def test_a_component_that_dies_comes_back_and_is_told_of(tmp_path):
    async def test(crew):
        back = []

        async def after(name):
            back.append(name)

        crew.after_restart = after
        await crew.start(component(tmp_path))
        first = said(tmp_path)
        assert first["state"] == "ready" and Identity.from_json(first).alive()
        os.kill(first["pid"], signal.SIGKILL)
        await until(lambda: back and said(tmp_path)["state"] == "ready")
        second = said(tmp_path)
        assert back == ["one"] and second["pid"] != first["pid"] and second["restarts"] == 1
        await crew.stop("one")
        assert not Identity.from_json(second).alive() and said(tmp_path) is None

    crewed(tmp_path, test)


def test_a_component_behind_yields_the_processor_also_after_a_restart(tmp_path):
    def niceness(pid):
        group = Path(f"/proc/{pid}/autogroup")
        return {os.getpriority(os.PRIO_PROCESS, pid), *([int(group.read_text().split()[-1])] if group.exists() else [])}

    async def test(crew):
        await crew.start(component(tmp_path, niceness=7))
        first = said(tmp_path)["pid"]
        await until(lambda: niceness(first) == {7})
        os.kill(first, signal.SIGKILL)
        await until(lambda: said(tmp_path)["pid"] != first and niceness(said(tmp_path)["pid"]) == {7})

    crewed(tmp_path, test)


def test_a_start_that_fails_quotes_the_log(tmp_path):
    async def test(crew):
        with pytest.raises(Fault, match="(?s)ended with 3 before it was ready.*no room left"):
            await crew.start(component(tmp_path, script="print('no room left'); raise SystemExit(3)"))

    crewed(tmp_path, test)


def test_a_start_that_takes_too_long(tmp_path):
    async def test(crew):
        with pytest.raises(Fault, match="was not ready within 0 s"):
            await crew.start(component(tmp_path, script="import time; time.sleep(600)", start_seconds=0.3))

    crewed(tmp_path, test)


def test_one_that_ignores_the_request_to_end_is_ended(tmp_path):
    async def test(crew):
        script = "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready 1', flush=True); time.sleep(600)"
        await crew.start(component(tmp_path, script=script, stop_seconds=0.3))
        identity = Identity.from_json(said(tmp_path))
        await crew.stop("one")
        assert not identity.alive()

    crewed(tmp_path, test)


def test_children_end_with_a_killed_supervisor(tmp_path):
    script = f"""
import asyncio, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from test_crew import component
from offblock.crew import Crew
from offblock.home import Home
async def run():
    crew = Crew(Home(Path({str(tmp_path)!r}), Path({str(tmp_path)!r})))
    await crew.start(component(Path({str(tmp_path)!r})))
    print("up", flush=True)
    await asyncio.sleep(600)
asyncio.run(run())
"""
    supervisor = subprocess.Popen([sys.executable, "-B", "-c", script], stdout=subprocess.PIPE, cwd=os.path.dirname(__file__))
    assert supervisor.stdout.readline() == b"up\n"
    child = Identity.from_json(said(tmp_path))
    supervisor.kill()
    supervisor.wait()
    deadline = time.monotonic() + 5
    while child.alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.alive()


def test_it_counts_as_ready_only_when_what_its_end_cost_is_put_back(tmp_path):
    async def test(crew):
        tries = []

        async def after(name):
            tries.append(said(tmp_path)["state"])
            if len(tries) == 1:
                raise Fault("not yet")

        crew.after_restart = after
        await crew.start(component(tmp_path))
        os.kill(said(tmp_path)["pid"], signal.SIGKILL)
        await until(lambda: len(tries) == 2 and said(tmp_path)["state"] == "ready")
        assert tries == ["mending", "mending"]

    crewed(tmp_path, test)


@pytest.mark.parametrize("unforeseen", [ValueError("no JSON"), ExceptionGroup("several", [Fault("one of them")])])
def test_what_nobody_foresaw_while_mending_is_tried_again_and_not_taken_for_ready(tmp_path, monkeypatch, unforeseen):
    """The component stayed "ready" without its schema and without what it had missed."""
    monkeypatch.setattr(crew_module, "MEND_AGAIN_SECONDS", 0.1)

    async def test(crew):
        tries = []

        async def after(name):
            tries.append(said(tmp_path)["state"])
            if len(tries) < 4:
                raise unforeseen

        crew.after_restart = after
        await crew.start(component(tmp_path))
        os.kill(said(tmp_path)["pid"], signal.SIGKILL)
        await until(lambda: said(tmp_path)["state"] == "ready" and said(tmp_path)["restarts"] == 1)
        assert tries == ["mending"] * 4

    crewed(tmp_path, test)


def test_what_nobody_foresaw_while_it_starts_again_is_no_end_of_the_watch(tmp_path):
    looks = []

    async def ready():
        looks.append(1)
        if len(looks) == 2:
            raise ValueError("half an answer")
        return True

    async def test(crew):
        await crew.start(Component("one", (sys.executable, "-c", LASTING), tmp_path, dict(os.environ), 1, ready=ready))
        os.kill(said(tmp_path)["pid"], signal.SIGKILL)
        await until(lambda: said(tmp_path)["state"] == "ready" and said(tmp_path)["restarts"] == 2)

    crewed(tmp_path, test)


def test_one_that_dies_while_it_is_mended_comes_back(tmp_path):
    """Two were killed, one of them again while the other was mended, which needs it: neither was ever started again."""
    async def test(crew):
        one_at_a_time, needed = asyncio.Lock(), asyncio.Event()

        async def after(name):
            async with one_at_a_time:
                if name == "one":
                    while said(tmp_path, "two")["restarts"] < 2:
                        await asyncio.sleep(0.05)
                needed.set()

        crew.after_restart = after
        await crew.start(component(tmp_path))
        await crew.start(component(tmp_path, "two"))
        os.kill(said(tmp_path)["pid"], signal.SIGKILL)
        await until(lambda: said(tmp_path)["state"] == "mending")
        for restarts in (1, 2):
            os.kill(said(tmp_path, "two")["pid"], signal.SIGKILL)
            await until(lambda restarts=restarts: said(tmp_path, "two")["restarts"] == restarts and said(tmp_path, "two")["state"] in ("mending", "ready"))
        await until(lambda: said(tmp_path)["state"] == said(tmp_path, "two")["state"] == "ready")
        assert needed.is_set()

    crewed(tmp_path, test)


async def until(happens, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
