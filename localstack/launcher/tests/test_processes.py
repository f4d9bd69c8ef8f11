import os
import signal
import subprocess
import sys
import time

from offblock import ports, processes
from offblock.processes import Identity


def sleeper(environment=None, folder=None):
    return subprocess.Popen([sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"], stdout=subprocess.PIPE,
                            env={**os.environ, **(environment or {})}, cwd=folder)


def test_identity_is_more_than_a_pid():
    with sleeper() as child:
        child.stdout.readline()
        identity = Identity.of(child.pid)
        assert identity.alive()
        assert not Identity(child.pid, identity.started + 1).alive()
        assert Identity.from_json(identity.as_json()) == identity
        child.kill()
        child.wait()
    assert not identity.alive()
    assert Identity.of(child.pid) is None


def test_a_zombie_is_not_alive():
    child = sleeper()
    child.stdout.readline()
    identity = Identity.of(child.pid)
    child.kill()
    deadline = time.monotonic() + 5
    while identity.alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not identity.alive()
    child.wait()


def first_thread_ended(tmp_path):
    """A process that listens on a port it prints; its first thread has ended, another has not."""
    script = ("import ctypes, socket, threading, time\n"
              "server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen()\n"
              "threading.Thread(target=time.sleep, args=(600,)).start()\n"
              "print(server.getsockname()[1], flush=True)\n"
              "ctypes.CDLL(None).syscall(60, 0)\n")
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, processes.MARK: str(tmp_path)})


def test_a_process_whose_first_thread_has_ended_is_alive_and_ours(tmp_path):
    with first_thread_ended(tmp_path) as child:
        try:
            port = int(child.stdout.readline())
            deadline = time.monotonic() + 5
            while processes._stat(child.pid, processes.PROC)[0] != "Z" and time.monotonic() < deadline:
                time.sleep(0.01)
            assert processes._stat(child.pid, processes.PROC)[0] == "Z"
            identity = Identity.of(child.pid)
            assert identity.alive() and processes.belonging(tmp_path) == {child.pid}
            assert ports.holder(port) == ports.Holder(child.pid, ports.command_line(processes.entry_of(child.pid)))
            assert processes.end([child.pid], patience=0.3) == set()
            assert ports.is_free(port) and processes.belonging(tmp_path) == set()
        finally:
            child.kill()


def test_bad_json_is_nobody():
    assert Identity.from_json({}) is None
    assert Identity.from_json({"pid": "x", "started": None}) is None


def test_belonging_finds_the_marked_and_what_is_below_them_only(tmp_path):
    script = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], env={{}}); print(p.pid, flush=True); p.wait()"
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, processes.MARK: str(tmp_path)})
    stranger = sleeper({processes.MARK: str(tmp_path) + "x"})
    same_folder = sleeper(folder=tmp_path)
    try:
        below = int(parent.stdout.readline())
        stranger.stdout.readline(), same_folder.stdout.readline()
        assert processes.belonging(tmp_path) == {parent.pid, below}
        assert processes.end(processes.belonging(tmp_path), 2) == set()
        assert stranger.poll() is None and same_folder.poll() is None
    finally:
        for child in (parent, stranger, same_folder):
            child.kill()
            child.wait()


def test_end_kills_what_does_not_listen():
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    child.stdout.readline()
    assert processes.end([child.pid], patience=0.3) == set()
    assert child.wait() == -signal.SIGKILL


def test_memory_of_this_process():
    held = processes.memory(os.getpid())
    assert held.rss >= held.pss > 1 << 20
    assert processes.memory(1 << 30) == processes.Memory(0, 0)
