"""Waiting until the loaders have nothing left to do."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from offblock.cloud import STORES, Cloud, FunctionFailed, QueueDepth, Unreachable
from offblock.home import Home, read_json

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
        if self.waiting < 0:
            return "the queues could not be asked"
        return "queues empty" if self.empty else f"{self.waiting} messages waiting, {self.dead} dead letters"


def until_quiet(home: Home, cloud: Cloud, patience: float, tell: Callable[[dict[str, QueueDepth]], None] = lambda depths: None, *,
                settled: int = SETTLED_LOOKS) -> Quiet:
    """Returns when all load queues were empty at some looks in a row, or patience ends. An event needs a moment from storage to
    queue, so one empty look proves little; and none counts while a component is away or what its end cost is being put back."""
    deadline = time.monotonic() + patience
    looks, quiet = 0, Quiet(-1, 0, STORES[0])
    while True:
        try:
            depths = cloud.depths()
            quiet = measure(depths)
            tell(depths)
            looks = looks + 1 if quiet.empty and whole(home) else 0
        except (Unreachable, FunctionFailed):  # away, or without its stack yet
            looks, quiet = 0, Quiet(-1, 0, STORES[0])
        if looks >= settled or time.monotonic() >= deadline:
            return quiet
        time.sleep(LOOK_SECONDS)


def whole(home: Home) -> bool:
    """Whether every component that payloads pass through is ready and mended."""
    parts = read_json(home.run / "components.json").get("components", [])
    return bool(parts) and all(one["state"] == "ready" for one in parts if one["name"] != "mlflow")


def measure(depths: dict[str, QueueDepth]) -> Quiet:
    waiting = {store: depths[store].total for store in STORES}
    return Quiet(sum(waiting.values()), sum(depths[f"{store}-dlq"].total for store in STORES), max(waiting, key=waiting.get))
