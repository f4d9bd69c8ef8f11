"""One running component: its process, its log with a bounded size, and the moment it becomes ready."""

import asyncio
import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from offblock.components import Component
from offblock.faults import Fault
from offblock.plugin import yield_as_a_session, yielding
from offblock.processes import Identity, die_with_parent

LOG = logging.getLogger("offblock.child")
LOG_BYTES = 8 << 20
LOG_GENERATIONS = 3


class RotatingLog:
    """Appends; at LOG_BYTES the file becomes `.1`, `.1` becomes `.2`, and so on, the oldest goes. What cannot be written, as on a full disk,
    is dropped: who writes reads a component's words, and one that nobody reads stands still."""

    def __init__(self, path: Path, most: int = LOG_BYTES, generations: int = LOG_GENERATIONS) -> None:
        self._path, self._most, self._generations = path, most, generations
        self._file: BinaryIO | None = None  # opened by the next write
        self._size = self._lost = 0
        self._closed = False

    def write(self, chunk: bytes) -> None:
        rest = b"" if self._closed else chunk
        try:
            while rest:
                self._make_room(len(rest))
                rest = rest[self._append(rest):]
        except OSError as e:
            if not self._lost:
                LOG.warning("%s: %r; what cannot be written is dropped", self._path, e)
            self._lost += len(rest)

    def close(self) -> None:
        """What is written afterwards is dropped: the file may be another's by then."""
        self._closed = True
        with suppress(OSError):
            if self._lost:
                self._make_room(0)
        with suppress(OSError):
            self._let_go()

    def tail(self, lines: int = 8) -> list[str]:
        """What was said last, and how much of it is not there."""
        lost = [self._words_of_loss()] if self._lost else []
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, self._path.stat().st_size - 16384))
                return [*file.read().decode(errors="replace").splitlines(), *lost][-lines:]
        except OSError:
            return lost

    def _make_room(self, size: int) -> None:
        """A file to append that much to, with a line where something is missing from it."""
        if self._file is None:
            self._open()
        if self._size and self._size + size > self._most:
            self._rotate()
        if self._lost:
            self._append(f"\n{self._words_of_loss()}\n".encode())
            self._lost = 0

    def _append(self, chunk: bytes) -> int:
        """How much of it there was room for."""
        written = self._file.write(chunk)
        self._size += written
        return written

    def _words_of_loss(self) -> str:
        return f"--- {self._lost} bytes could not be written"

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab", buffering=0)
        self._size = os.fstat(self._file.fileno()).st_size

    def _let_go(self) -> None:
        file, self._file = self._file, None
        if file:
            file.close()

    def _rotate(self) -> None:
        self._let_go()
        for number in range(self._generations - 1, 0, -1):
            older = self._path.with_name(f"{self._path.name}.{number}")
            newer = self._path.with_name(f"{self._path.name}.{number - 1}") if number > 1 else self._path
            if newer.exists():
                newer.replace(older)
        self._open()


class Child:
    """A component's process. Must be started from the thread that lives as long as the supervisor: the kernel ends it with that."""

    def __init__(self, component: Component, process: asyncio.subprocess.Process, log: RotatingLog) -> None:
        self.component, self._process, self._log = component, process, log
        self.since = time.time()
        self.identity = Identity.of(process.pid) or Identity(process.pid, 0)
        self._said_ready = asyncio.Event()
        self._pump = asyncio.create_task(self._follow())

    @classmethod
    async def start(cls, component: Component, logs: Path) -> "Child":
        log = RotatingLog(logs / f"{component.name}.log")
        log.write(f"--- {time.strftime('%Y-%m-%dT%H:%M:%S')} start of {component.name}\n".encode())
        process = await asyncio.create_subprocess_exec(
            *yielding(list(component.command), component.niceness), cwd=component.folder, env=component.environment, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, preexec_fn=die_with_parent)
        return cls(component, process, log)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def until_ready(self) -> None:
        """Returns when it is ready; a Fault with the end of its log when it ends before, or takes too long."""
        deadline = time.monotonic() + self.component.start_seconds
        while time.monotonic() < deadline:
            if not self.running:
                await asyncio.wait([self._pump], timeout=1)
                raise self._fault(f"{self.component.name} ended with {self._process.returncode} before it was ready")
            if self._said_ready.is_set() or (self.component.ready and await self.component.ready()):
                return
            await asyncio.sleep(0.1)
        raise self._fault(f"{self.component.name} was not ready within {self.component.start_seconds:.0f} s")

    async def until_end(self) -> int:
        code = await self._process.wait()
        await asyncio.wait([self._pump], timeout=1)
        return code

    async def stop(self) -> None:
        """Asks it to end, and ends it where it does not."""
        if self.running:
            self._signal(15)
            try:
                await asyncio.wait_for(self._process.wait(), self.component.stop_seconds)
            except TimeoutError:
                self._signal(9)
                await self._process.wait()
        await asyncio.wait([self._pump], timeout=1)
        self._log.close()

    def _signal(self, number: int) -> None:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            pass

    def _fault(self, what: str) -> Fault:
        said = "\n    ".join(line[:220] for line in self._log.tail())
        return Fault(f"{what}; it said last:\n    {said}", f"read .offblock/log/{self.component.name}.log, then: ./offblock up")

    async def _follow(self) -> None:
        if self.component.niceness:
            await asyncio.to_thread(yield_as_a_session, self.pid, self.component.niceness)
        line = b""
        marker = self.component.ready_line.encode() if self.component.ready_line else None
        while chunk := await self._process.stdout.read(65536):
            self._log.write(chunk)
            if marker and not self._said_ready.is_set():
                *whole, line = (line + chunk).split(b"\n")
                line = line[-4096:]
                if any(one.startswith(marker) for one in whole):
                    self._said_ready.set()
