"""Stopping, starting again, crashing, being interrupted: data stay, processes do not."""

import json
import os
import signal
import subprocess
import time

from offblock import ports as ports_file
from offblock.home import ROOT, read_json
from offblock.processes import Identity, belonging


def nothing_left(system):
    assert belonging(system.home.path) == set()
    assert ports_file.busy(system.ports) == []
    assert not (system.home.run / "supervisor.pid").exists()


def stored(system):
    said = system.until(lambda: (ran := system.run("status", "--json")).returncode == 0 and ran.stdout, 120, "a status of all parts")
    return {name: one["flights"] for name, one in json.loads(said)["stores"].items()}


def test_down_leaves_nothing(started):
    started.known["stored"] = stored(started)
    said = started.ok("down", timeout=120)
    assert "no process and no port is left" in said
    nothing_left(started)
    assert started.run("status").returncode == 3
    assert "not running" in started.ok("down")


def test_up_again_continues_with_its_data(started):
    before = started.known.get("july")
    began = time.monotonic()
    started.ok("up", timeout=600)
    started.known["second up"] = time.monotonic() - began
    again = stored(started)
    assert all(again[store] >= flights > 0 for store, flights in started.known["stored"].items()), (again, started.known["stored"])
    if before:
        from test_5_kill import july

        assert july(started) == before


def test_a_killed_supervisor_takes_its_children_along(started):
    supervisor = Identity.from_json(read_json(started.home.run / "supervisor.pid"))
    os.kill(supervisor.pid, signal.SIGKILL)
    started.until(lambda: not belonging(started.home.path), 120, "the end of all children")
    assert started.run("status").returncode == 3
    started.ok("down", timeout=60)
    nothing_left(started)


def test_a_busy_port_is_named(system):
    import socket

    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", system.ports.sandbox))
        server.listen()
        ran = system.run("up", timeout=120)
    assert ran.returncode == 75 and f"pid {os.getpid()}" in ran.stderr and "OFFBLOCK_PORT_SANDBOX" in ran.stderr
    nothing_left(system)


def test_interrupting_up_leaves_nothing(system):
    process = subprocess.Popen([str(ROOT / "offblock"), "up"], env=system.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, start_new_session=True)
    time.sleep(8)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=90)
    assert process.returncode == 130 and "nothing is left running" in said
    nothing_left(system)
