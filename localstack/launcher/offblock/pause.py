"""Holds the harvest still while something is compared, and never forgets to let it go.

Who pauses leaves its identity in a file; the supervisor switches the schedule on again when that process is gone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from offblock.cloud import Cloud
from offblock.home import Home, read_json, write_json
from offblock.processes import Identity


def is_paused(home: Home) -> bool:
    return _file(home).exists() and not is_abandoned(home)


def is_abandoned(home: Home) -> bool:
    """Paused by a process that is no more."""
    if not _file(home).exists():
        return False
    owner = Identity.from_json(read_json(_file(home)))
    return owner is None or not owner.alive()


def resume(home: Home, cloud: Cloud) -> None:
    cloud.schedule(True)
    _file(home).unlink(missing_ok=True)


@contextmanager
def paused(home: Home, cloud: Cloud) -> Iterator[None]:
    """No harvest is started by the schedule inside; one that runs already is not stopped. Where it is paused already, whoever did that lets it go."""
    if is_paused(home):
        yield
        return
    write_json(_file(home), Identity.of(os.getpid()).as_json())
    cloud.schedule(False)
    try:
        yield
    finally:
        resume(home, cloud)


def _file(home: Home):
    return home.run / "harvest-paused"
