"""A LocalStack that does not answer to one who follows something there: it is started anew by itself, so it is waited for, but not for ever."""

import time

from offblock.faults import Fault, NotRunning
from offblock.home import Home
from offblock.up import supervisor

AWAY_SECONDS = 300.0


class Absence:
    """How long it has not answered, look by look."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._since: float | None = None

    def ended(self) -> None:
        self._since = None

    def told(self, why: Exception) -> None:
        """Once more it did not answer. Ends the following where Offblock was stopped, or after AWAY_SECONDS."""
        self._since = self._since or time.monotonic()
        if supervisor(self._home) is None:
            raise NotRunning("Offblock was stopped.") from why
        if time.monotonic() - self._since > AWAY_SECONDS:
            raise Fault(f"LocalStack has not answered for {AWAY_SECONDS:.0f} s: {why.what if isinstance(why, Fault) else why}",
                        "see: ./offblock status; then give the same command again") from why
