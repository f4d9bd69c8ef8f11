"""One command at a time stops a system, and `up` waits for it: what is on its way out runs no longer, and a sweep would take along what was begun beside it."""

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


def await_end(home: Home) -> None:
    """Returns at once where nobody stops this home's system, otherwise once it has stopped; up to PATIENCE_SECONDS."""
    with _held(home):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (leaving := _on_its_way_out(home)) and time.monotonic() < deadline:
            time.sleep(0.1)
        if leaving:
            raise Fault(f"the supervisor (pid {leaving.pid}) is stopping and does not end", "end it with ./offblock down, then give the command again")


def _on_its_way_out(home: Home) -> Identity | None:
    """The supervisor that somebody asked to stop, or that stops for a reason of its own."""
    identity = Identity.from_json(read_json(home.run / "supervisor.pid"))
    progress = Progress.read(home.run / "progress.json")
    return identity if identity and identity.alive() and progress and progress.phase in ("stopping", "stopped", "failed") else None


@contextmanager
def _held(home: Home) -> Iterator[None]:
    home.run.mkdir(parents=True, exist_ok=True)
    with (home.run / "stopping.lock").open("a") as file:
        deadline, told = time.monotonic() + PATIENCE_SECONDS, False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    print("Offblock is being stopped by another command; waiting for its end …", flush=True)
                    told = True
                if time.monotonic() > deadline:
                    raise Fault("another command has been stopping Offblock for too long", "see what it waits for, or end it and give ./offblock down") from None
                time.sleep(0.1)
        yield
