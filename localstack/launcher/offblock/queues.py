"""Waiting until the loaders have nothing left to do."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from offblock.cloud import STORES, Cloud, QueueDepth, Unreachable

SETTLED_LOOKS = 2
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Quiet:
    """How the queues were at the end of the wait: messages still to load, and dead letters."""

    waiting: int
    dead: int
    fullest: str

    @property
    def empty(self) -> bool:
        return self.waiting == 0 and self.dead == 0

    def text(self) -> str:
        return "queues empty" if self.empty else f"{self.waiting} messages waiting, {self.dead} dead letters"


def until_quiet(cloud: Cloud, patience: float, tell: Callable[[dict[str, QueueDepth]], None], *, settled: int = SETTLED_LOOKS) -> Quiet:
    """Returns when all load queues were empty at some looks in a row, or patience ends. An event needs a moment from storage to
    queue, so one empty look proves little. LocalStack may be away for a while: it is started again."""
    deadline = time.monotonic() + patience
    looks, quiet = 0, Quiet(-1, 0, STORES[0])
    while True:
        try:
            depths = cloud.depths()
            quiet = measure(depths)
            tell(depths)
            looks = looks + 1 if quiet.empty else 0
        except Unreachable:
            looks = 0
        if looks >= settled or time.monotonic() >= deadline:
            return quiet
        time.sleep(LOOK_SECONDS)


def measure(depths: dict[str, QueueDepth]) -> Quiet:
    waiting = {store: depths[store].total for store in STORES}
    return Quiet(sum(waiting.values()), sum(depths[f"{store}-dlq"].total for store in STORES), max(waiting, key=waiting.get))
