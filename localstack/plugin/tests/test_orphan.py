"""A process that ignores being asked to end still ends after its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STUBBORN = """
import os, signal, sys, time
from offblock_localstack import orphan
signal.signal(signal.SIGTERM, signal.SIG_IGN)
orphan.watch(os.getppid(), lambda: os._exit(1), look=0.05, orderly=float(sys.argv[1]))
print(os.getpid(), flush=True)
time.sleep(30)
"""
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-B', '-c', sys.argv[1], sys.argv[2]])"


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def started(orderly: str) -> tuple[subprocess.Popen, int]:
    parent = subprocess.Popen([sys.executable, "-B", "-c", PARENT, STUBBORN, orderly], stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "PYTHONPATH": str(ROOT)})
    return parent, int(parent.stdout.readline())


def test_ends_after_its_parent():
    parent, child = started("0.2")
    assert not gone_within(child, 0.5)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert gone_within(child, 10)


def test_leaves_the_orderly_end_its_time():
    parent, child = started("60")
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert not gone_within(child, 1)
    os.kill(child, signal.SIGKILL)
