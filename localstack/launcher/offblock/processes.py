"""Processes as /proc tells them: who they are for sure, whose they are, what memory they hold, how they end.

A pid alone names nobody, for it is given out again: an `Identity` is a pid with its start time.
"""

import ctypes
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
MARK = "OFFBLOCK_OF"
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """A process: pid and start time in clock ticks since boot."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int, proc: Path = PROC) -> "Identity | None":
        """Of a living process; None where there is none or only its zombie. One whose first thread has ended lives on, with its ports
        and files, as long as another of its threads does: amid its end, while the disk is slow, for seconds."""
        fields = _stat(pid, proc)
        return cls(pid, int(fields[19])) if fields and (fields[0] != "Z" or int(fields[17]) > 1) else None

    def alive(self, proc: Path = PROC) -> bool:
        return Identity.of(self.pid, proc) == self

    def as_json(self) -> dict:
        return {"pid": self.pid, "started": self.started}

    @classmethod
    def from_json(cls, value: dict) -> "Identity | None":
        try:
            return cls(int(value["pid"]), int(value["started"]))
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True)
class Memory:
    """Resident memory in bytes; `pss` counts shared pages once among those who share them."""

    rss: int
    pss: int


def _stat(pid: int, proc: Path = PROC) -> list[str]:
    """Fields of /proc/<pid>/stat from the state on; a process's name may hold blanks and brackets."""
    try:
        return (proc / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def entry_of(pid: int, proc: Path = PROC) -> Path:
    """The folder of /proc that tells of this process: of its first thread, or where that has ended, of another one that has not."""
    entry = proc / str(pid)
    fields = _stat(pid, proc)
    if fields and fields[0] == "Z" and int(fields[17]) > 1:
        others = (task for task in (entry / "task").iterdir() if task.name != str(pid))
        return next((task for task in others if _stat(int(task.name), entry / "task")[:1] not in ([], ["Z"])), entry)
    return entry


def living(proc: Path = PROC) -> list[int]:
    return [int(entry.name) for entry in proc.iterdir() if entry.name.isdigit()]


def descendants(roots: Iterable[int], proc: Path = PROC) -> set[int]:
    """The processes below these, without them."""
    children: dict[int, list[int]] = {}
    for pid in living(proc):
        fields = _stat(pid, proc)
        if fields:
            children.setdefault(int(fields[1]), []).append(pid)
    below: set[int] = set()
    todo = list(roots)
    while todo:
        for child in children.get(todo.pop(), ()):
            if child not in below:
                below.add(child)
                todo.append(child)
    return below


def belonging(home: Path, proc: Path = PROC) -> set[int]:
    """Every process of this home, also after its supervisor died: started with our mark in the environment, or a java or postgres
    that works in the home's folders, and what is below those. Never the caller or its own parents."""
    mark = f"{MARK}={home}".encode()
    mine = set()
    for pid in living(proc):
        try:
            entry = entry_of(pid, proc)
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                mine.add(pid)
                continue
            program = os.path.basename(os.readlink(entry / "exe"))
            folder = os.readlink(entry / "cwd")
            if program in ("java", "postgres") and folder.startswith((f"{home}/data/", f"{home}/localstack/")):
                mine.add(pid)
        except OSError:
            continue
    everything = mine | descendants(mine, proc)
    pid = os.getpid()
    while pid > 1 and pid:
        everything.discard(pid)
        fields = _stat(pid, proc)
        pid = int(fields[1]) if fields else 0
    return {pid for pid in everything if Identity.of(pid, proc)}


def memory(pid: int, proc: Path = PROC) -> Memory:
    """Zero for one that is gone. PSS where the kernel lets us read it, else RSS in its place."""
    rss = pss = 0
    try:
        for line in (proc / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Rss:"):
                rss = int(line.split()[1]) * 1024
            elif line.startswith("Pss:"):
                pss = int(line.split()[1]) * 1024
    except OSError:
        try:
            pages = int((proc / str(pid) / "statm").read_text().split()[1])
            rss = pss = pages * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            pass
    return Memory(rss, pss)


def die_with_parent() -> None:
    """For `preexec_fn`: the kernel asks this process to end when the one that started it is gone. Also its own session, so that a
    terminal's Ctrl-C reaches only the supervisor, which stops things in order."""
    os.setsid()
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def adopt_orphans() -> None:
    """Makes this process the parent of all its descendants' orphans, so none can slip away from `descendants`."""
    _LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_adopted(known: Iterable[int], proc: Path = PROC) -> None:
    """Takes the exit status of adopted orphans; those in `known` are waited for elsewhere."""
    known = set(known)
    me = str(os.getpid())
    for pid in living(proc):
        fields = _stat(pid, proc)
        if fields and fields[0] == "Z" and fields[1] == me and pid not in known:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass


def end(pids: Iterable[int], patience: float = 10.0) -> set[int]:
    """Asks these to end, then ends them; returns those that live on. Identity is taken first, so a reused pid is never hit."""
    targets = {identity for pid in pids if (identity := Identity.of(pid))}
    for sign, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for target in targets:
            if target.alive():
                try:
                    os.kill(target.pid, sign)
                except (ProcessLookupError, PermissionError):
                    pass
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline and any(t.alive() for t in targets):
            time.sleep(0.05)
        targets = {t for t in targets if t.alive()}
        if not targets:
            break
    return {t.pid for t in targets}
