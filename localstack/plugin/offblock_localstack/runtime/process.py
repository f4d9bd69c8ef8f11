"""One process and what it prints.

Every process dies with LocalStack, also when that is killed: the kernel sends it SIGKILL when the thread that started it
ends, so all are started by one thread that lives as long as LocalStack does.
"""

import os
import select
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from offblock_localstack.precedence import yield_as_a_session, yielding

MOST_OUTPUT = 1 << 20

_starter = ThreadPoolExecutor(1, thread_name_prefix="lambda-process-starter")


def _dying_with_parent(command: list[str]) -> list[str]:
    """`setpriv` (util-linux) asks the kernel for the signal, then becomes the command: no wrapper process remains.

    Without it (other systems) a process ends when its next call to the Runtime API finds nobody.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *command] if setpriv else command


class Process:
    """A started process; its output is kept until taken."""

    def __init__(self, command: list[str], folder: str, environment: dict[str, str], ended: Callable[["Process", int], None], niceness: int = 0) -> None:
        self._ended = ended
        self._output = bytearray()
        self._lock = threading.Lock()
        self._child = _starter.submit(
            subprocess.Popen, _dying_with_parent(yielding(command, niceness)), cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True).result()
        self._pipe = self._child.stdout.fileno()
        os.set_blocking(self._pipe, False)
        threading.Thread(target=self._follow, args=(niceness,), daemon=True, name=f"lambda-output-{self.pid}").start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def running(self) -> bool:
        return self._child.poll() is None

    def take_output(self) -> str:
        """Everything printed since the last time, what is still in the pipe included."""
        with self._lock:
            self._drain()
            text = self._output.decode(errors="replace")
            self._output.clear()
        return text

    def resident_megabytes(self) -> int:
        """The most memory it ever had resident; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/status") as status:
                return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
        except (OSError, StopIteration):
            return 0

    def kill(self) -> None:
        """SIGKILL, as AWS ends an environment without extensions: a function cannot count on a goodbye."""
        if self.running():
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # ended in between
        self._child.wait()

    def _drain(self) -> bool:
        """Moves what the pipe holds into the output; False at the end of the pipe."""
        while True:
            try:
                chunk = os.read(self._pipe, 65536)
            except BlockingIOError:
                return True
            if not chunk:
                return False
            self._output += chunk
            if len(self._output) > MOST_OUTPUT:
                del self._output[:-MOST_OUTPUT]

    def _follow(self, niceness: int) -> None:
        if niceness:
            yield_as_a_session(self.pid, niceness)
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        open_pipe = True
        while open_pipe:
            poll.poll()
            with self._lock:
                open_pipe = self._drain()
        self._ended(self, self._child.wait())
