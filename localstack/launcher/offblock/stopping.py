"""One command at a time starts or stops a system. What is on its way out runs no longer, a sweep would take along what was begun beside it,
and of two that start the second one finds the first one's system."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from offblock.faults import Fault
from offblock.home import Home, read_json
from offblock.processes import Identity
from offblock.progress import Progress

PATIENCE_SECONDS = 150.0
"""Longer than `down` waits for the supervisor and sweeps after it."""


@contextmanager
def stopping(home: Home) -> Iterator[None]:
    """Held by who stops a system, to the end of its sweep. The kernel lets go of it with the process."""
    with _held(home):
        yield


@contextmanager
def starting(home: Home) -> Iterator[None]:
    """Held by who starts a system, from the look at what runs until the supervisor's pid is there for others to see. Entered once what is
    on its way out has ended: up to PATIENCE_SECONDS."""
    with _held(home):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (leaving := _on_its_way_out(home)) and time.monotonic() < deadline:
            time.sleep(0.1)
        if leaving:
            raise Fault(f"the supervisor (pid {leaving.pid}) is stopping and does not end", "end it with ./offblock down, then give the command again")
        yield


def _on_its_way_out(home: Home) -> Identity | None:
    """The supervisor that somebody asked to stop, or that stops for a reason of its own."""
    identity = Identity.from_json(read_json(home.run / "supervisor.pid"))
    progress = Progress.read(home.run / "progress.json")
    return identity if identity and identity.alive() and progress and progress.phase in ("stopping", "stopped", "failed") else None


@contextmanager
def _held(home: Home) -> Iterator[None]:
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / "command.lock").open("a") as file:  # not in a folder that `up --reset` removes
        deadline, told = time.monotonic() + PATIENCE_SECONDS, False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    print("Another command is starting or stopping Offblock; waiting for it …", flush=True)
                    told = True
                if time.monotonic() > deadline:
                    raise Fault("another command has been starting or stopping Offblock for too long", "see what it waits for, or end it and give ./offblock down") from None
                time.sleep(0.1)
        yield
