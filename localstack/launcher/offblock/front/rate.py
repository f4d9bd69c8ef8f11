"""How often one caller may ask, and how the answers tell it (RateLimit-* and Retry-After)."""

import time
from collections.abc import Callable

WINDOW_SECONDS = 60
# A page that looks at everything asks some ten times a second at most; this is for loops that forgot to wait.
CALLS = 6000
MOST_CALLERS = 4096


class RateLimit:
    """A fixed window for each caller. Nothing is remembered of a caller whose window is over."""

    def __init__(self, calls: int = CALLS, clock: Callable[[], float] = time.monotonic) -> None:
        self._calls, self._clock = calls, clock
        self._windows: dict[str, tuple[float, int]] = {}

    def take(self, caller: str) -> tuple[bool, dict[str, str]]:
        """Whether the caller may ask now, and the headers that say what is left."""
        now = self._clock()
        began, used = self._windows.get(caller, (now, 0))
        if now - began >= WINDOW_SECONDS:
            began, used = now, 0
        if caller not in self._windows and len(self._windows) >= MOST_CALLERS:
            self._windows = {who: window for who, window in self._windows.items() if now - window[0] < WINDOW_SECONDS}
        used += 1
        self._windows[caller] = (began, used)
        reset = max(1, round(began + WINDOW_SECONDS - now))
        headers = {"RateLimit-Limit": str(self._calls), "RateLimit-Remaining": str(max(0, self._calls - used)), "RateLimit-Reset": str(reset),
                   "RateLimit-Policy": f"{self._calls};w={WINDOW_SECONDS}"}
        return used <= self._calls, headers
