import asyncio
import errno
import io
import logging
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from offblock import crew as crew_module
from offblock import home as home_module
from offblock.child import Child, RotatingLog
from offblock.components import Component
from offblock.crew import Crew
from offblock.faults import Fault
from offblock.home import Home, read_json, write_json
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


@pytest.fixture
def disk(monkeypatch):
    """While it is `full`, no log can be opened, renamed or written to and no state file made."""
    disk = SimpleNamespace(full=False)

    def room():
        if disk.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    class File(io.FileIO):
        def write(self, chunk):
            room()
            return super().write(chunk)

    def needing_room(call):
        def made(*arguments, **named):
            room()
            return call(*arguments, **named)

        return made

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode="r", *more, **named: needing_room(File)(path, mode) if mode == "ab" else opened(path, mode, *more, **named))
    monkeypatch.setattr(Path, "replace", needing_room(Path.replace))
    monkeypatch.setattr(home_module.tempfile, "mkstemp", needing_room(home_module.tempfile.mkstemp))
    return disk


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


def test_a_component_that_dies_while_the_disk_is_full_comes_back(tmp_path, disk, caplog):
    async def test(crew):
        back = []

        async def after(name):
            back.append(name)

        crew.after_restart = after
        await crew.start(component(tmp_path))
        first = said(tmp_path)
        disk.full = True
        os.kill(first["pid"], signal.SIGKILL)
        await until(lambda: back and crew.running("one"))
        assert said(tmp_path) == first and "No space left on device" in caplog.text
        disk.full = False
        os.kill(*crew.pids(), signal.SIGKILL)
        await until(lambda: len(back) == 2 and said(tmp_path)["state"] == "ready")
        assert said(tmp_path)["restarts"] == 2 and said(tmp_path)["pid"] in crew.pids()

    crewed(tmp_path, test)


def test_what_could_not_be_told_of_components_is_told_once_there_is_room_though_nothing_changes(tmp_path, disk, monkeypatch, caplog):
    """Until then it would say "restarting", and nothing that waits for a whole system would go on."""
    monkeypatch.setattr(crew_module, "WRITE_AGAIN_SECONDS", 0.05)
    caplog.set_level(logging.INFO)

    async def test(crew):
        disk.full = True
        await crew.start(component(tmp_path))
        await asyncio.sleep(0.3)
        disk.full = False
        await until(lambda: (tmp_path / "run" / "components.json").exists() and said(tmp_path)["state"] == "ready")
        assert [record.levelname for record in caplog.records if record.name == "offblock.crew"] == ["WARNING", "INFO"]

    crewed(tmp_path, test)


def test_a_component_can_be_stopped_while_the_disk_is_full(tmp_path, disk):
    async def test(crew):
        await crew.start(component(tmp_path))
        identity = Identity.from_json(said(tmp_path))
        disk.full = True
        await crew.stop("one")
        assert not identity.alive() and not crew.pids()

    crewed(tmp_path, test)


def test_a_component_starts_and_is_read_on_while_its_log_cannot_be_written(tmp_path, disk):
    """Of one that nobody reads, the pipe is full some day, and it stands still."""
    script = "import pathlib, time; print('ready 1', flush=True); print('x' * (1 << 20), flush=True); pathlib.Path('through').touch(); time.sleep(600)"

    async def test():
        disk.full = True
        child = await Child.start(component(tmp_path, script=script), tmp_path / "log")
        try:
            await child.until_ready()
            await until((tmp_path / "through").exists)
        finally:
            disk.full = False
            await child.stop()
        assert re.search(r"--- \d{7} bytes could not be written", (tmp_path / "log" / "one.log").read_text())

    asyncio.run(test())


def test_a_component_is_read_on_when_the_disk_fills_up_while_it_runs(tmp_path, disk):
    script = "import pathlib, time; print('ready 1', flush=True)\nwhile not pathlib.Path('full').exists(): time.sleep(0.05)\n" \
             "print('x' * (1 << 20), flush=True); pathlib.Path('through').touch(); time.sleep(600)"

    async def test(crew):
        await crew.start(component(tmp_path, script=script))
        disk.full = True
        (tmp_path / "full").touch()
        await until((tmp_path / "through").exists)

    crewed(tmp_path, test)


def test_a_start_that_fails_on_a_full_disk_is_told_by_its_own_fault(tmp_path, disk):
    async def test(crew):
        disk.full = True
        with pytest.raises(Fault, match="(?s)ended with 3 before it was ready.*could not be written"):
            await crew.start(component(tmp_path, script="print('no room left'); raise SystemExit(3)"))
        disk.full = False

    crewed(tmp_path, test)


def test_a_log_drops_what_finds_no_room_and_says_how_much_once_there_is_some(tmp_path, disk):
    log = RotatingLog(tmp_path / "x.log")
    log.write(b"before\n")
    disk.full = True
    log.write(b"lost\n")
    log.write(b"lost too\n")
    assert log.tail() == ["before", "--- 14 bytes could not be written"]
    disk.full = False
    log.write(b"after\n")
    log.close()
    assert (tmp_path / "x.log").read_text() == "before\n\n--- 14 bytes could not be written\nafter\n"


def test_a_log_that_found_no_room_while_it_rotated_is_written_and_bounded_again(tmp_path, disk, monkeypatch):
    log = RotatingLog(tmp_path / "x.log", most=100, generations=3)
    for number in range(12):
        log.write(b"%04d some line of text\n" % number)
    renamed, calls = Path.replace, []

    def once(path, to):
        calls.append(path)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return renamed(path, to)

    monkeypatch.setattr(Path, "replace", once)
    for number in range(12, 18):
        log.write(b"%04d some line of text\n" % number)
    assert len(calls) > 2 and log.tail(1)[0].startswith("--- ")
    monkeypatch.setattr(Path, "replace", renamed)
    for number in range(18, 50):
        log.write(b"%04d some line of text\n" % number)
    log.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.log", "x.log.1", "x.log.2"]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 400
    assert (tmp_path / "x.log").read_text().splitlines()[-1].startswith("0049")


def test_a_device_without_room_ends_no_log(tmp_path):
    (tmp_path / "x.log").symlink_to("/dev/full")
    log = RotatingLog(tmp_path / "x.log")
    log.write(b"lost\n")
    log.close()


def test_what_is_written_to_a_closed_log_is_dropped(tmp_path):
    log = RotatingLog(tmp_path / "x.log")
    log.write(b"kept\n")
    log.close()
    log.write(b"late\n")
    log.close()
    assert log.tail() == ["kept"]


def test_a_log_that_was_never_made_has_no_tail(tmp_path):
    (tmp_path / "file").touch()
    log = RotatingLog(tmp_path / "file" / "x.log")
    assert log.tail() == []
    log.write(b"lost\n")
    assert log.tail() == ["--- 5 bytes could not be written"]


def test_a_file_that_cannot_be_written_leaves_no_draft_and_is_told_of(tmp_path, monkeypatch):
    file = tmp_path / "state.json"
    write_json(file, {"kept": 1})

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for value, name, call, error in (({"no JSON": object()}, "fdopen", os.fdopen, TypeError), ({}, "replace", full, OSError),
                                     ({}, "fdopen", lambda handle, mode: os.close(handle) or open("/dev/full", mode), OSError)):
        with monkeypatch.context() as patch:
            patch.setattr(home_module.os, name, call)
            with pytest.raises(error):
                write_json(file, value)
        assert os.listdir(tmp_path) == ["state.json"] and read_json(file) == {"kept": 1}


async def until(happens, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
