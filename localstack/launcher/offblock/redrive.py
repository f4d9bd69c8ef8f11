"""`redrive`: sends dead letters back to their loaders and follows them until they are loaded, or dead again. Needs the venv for its bars."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from offblock.absence import Absence
from offblock.cloud import STORES, Cloud, FunctionFailed, Unreachable
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.ports import Ports
from offblock.queues import LOOK_SECONDS, SETTLED_LOOKS, whole
from offblock.up import supervisor

STUCK_SECONDS = 1800.0  # longer than the eight tries of a store that is away


@dataclass
class Way:
    """One store's dead letters on their way back: how many there were, are moved, and are dead now; and what waits in its loader's queue."""

    store: str
    found: int
    dead: int
    waiting: int
    moved: int = 0
    ended: bool = False

    @property
    def came_back(self) -> int:
        """Dead again, once all were moved."""
        return self.dead if self.ended else 0

    def as_json(self) -> dict:
        return {"dead_letters": self.found, "moved": self.moved, "came_back": self.came_back, "waiting": self.waiting}

    def text(self, waited: bool) -> str:
        sent = f"{self.store}: {_letters(self.found)} found, {self.moved} sent back"
        if self.came_back:
            return f"{sent}; {self.came_back} came back to the dead letters. Why: ./offblock logs load-{self.store} --since 1h"
        if not waited or self.waiting:
            return f"{sent}; {self.waiting} wait to be loaded. How far: ./offblock status"
        return f"{sent}, and its queue is empty: they are loaded or set aside."


def run(home: Home, ports: Ports, *, store: str | None, wait: bool, as_json: bool) -> int:
    if supervisor(home) is None:
        raise NotRunning()
    if not read_json(home.run / "deployment.json"):
        raise Fault("Offblock is starting or mending itself", "wait until ./offblock status says ready", code=3)
    began = time.monotonic()
    redrive = Redrive(home, Cloud(ports.localstack), (store,) if store else STORES)
    redrive.start()
    try:
        if as_json or not redrive.under_way:
            redrive.follow(wait, lambda ways: None)
        else:
            _shown(redrive, wait)
    except KeyboardInterrupt:
        print("\nwhat was begun goes on by itself. Follow it: ./offblock status", file=sys.stderr)
        return 130
    ways = redrive.ways
    back = [way.store for way in ways if way.came_back]
    if as_json:
        print(json.dumps({"ok": not back, "stores": {way.store: way.as_json() for way in ways}, "seconds": round(time.monotonic() - began, 1)}))
    elif redrive.under_way:
        print("\n".join(way.text(wait) for way in redrive.under_way))
    else:
        print(f"{store or 'No store'} has {'no' if store else 'any'} dead letters.")
    return 1 if back else 0


class Redrive:
    """The dead letters of some stores, from their count to empty queues."""

    def __init__(self, home: Home, cloud: Cloud, stores: Iterable[str]) -> None:
        self._home, self._cloud, self._stores = home, cloud, tuple(stores)
        self._absence = Absence(home)
        self.ways: list[Way] = []

    @property
    def under_way(self) -> list[Way]:
        return [way for way in self.ways if way.found]

    def start(self) -> None:
        """Counts, and has SQS send back what there is. Where that is under way already it is joined."""
        for store in self._stores:
            dead, waiting = self._depths(store)
            self.ways.append(Way(store, dead, dead, waiting))
        for way in self.under_way:
            try:
                self._cloud.redrive(way.store)
            except FunctionFailed:
                move = self._cloud.move(way.store)
                if move is None or not move.moving:
                    raise

    def follow(self, wait: bool, tell: Callable[[list[Way]], None]) -> None:
        """Returns when all are moved and, where it is waited, the loaders' queues are empty at some looks in a row or any are dead again."""
        settled, lowest, moved = 0, None, time.monotonic()
        while ways := self.under_way:
            try:
                for way in ways:
                    self._look(way)
                self._absence.ended()
            except (Unreachable, FunctionFailed) as e:
                self._absence.told(e)
                settled = 0
                time.sleep(LOOK_SECONDS)
                continue
            tell(ways)
            left = sum(way.found - way.moved for way in ways if not way.ended) + sum(way.waiting for way in ways)
            if all(way.ended for way in ways):
                settled = settled + 1 if not any(way.waiting for way in ways) and whole(self._home) else 0
                if not wait or settled >= SETTLED_LOOKS or any(way.dead for way in ways):
                    return
            if lowest is None or left < lowest:
                lowest, moved = left, time.monotonic()
            elif time.monotonic() - moved > STUCK_SECONDS:
                slow = max(ways, key=lambda way: way.waiting).store
                raise Fault(f"the queue of {slow} has not become shorter for {STUCK_SECONDS / 60:.0f} minutes", f"see: ./offblock logs load-{slow} --since 1h")
            time.sleep(LOOK_SECONDS)

    def _look(self, way: Way) -> None:
        """The task first: what is counted after its end is dead again."""
        if not way.ended:
            move = self._cloud.move(way.store)
            if move is None:
                raise Fault("LocalStack was started anew and has forgotten its queues",
                            "what was stored and not surely loaded is queued again by itself; compare in the end: ./offblock verify")
            way.moved, way.ended = move.moved, not move.moving
            if way.ended and move.failure:
                raise Fault(f"SQS sent {move.moved} of {_letters(way.found)} of {way.store} back and ended: {move.failure}",
                            "see ./offblock status; the same command sends the rest")
        way.dead, way.waiting = self._depths(way.store)

    def _depths(self, store: str) -> tuple[int, int]:
        """Dead letters, and messages that wait or are being loaded."""
        return self._cloud.depth(f"offblock-load-{store}-dlq").total, self._cloud.depth(f"offblock-load-{store}").total


def _letters(number: int) -> str:
    return f"{number} dead letter{'' if number == 1 else 's'}"


def _shown(redrive: Redrive, wait: bool) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[note]}"),
                  console=Console()) as bars:
        sent = {way.store: bars.add_task(f"{way.store} sent back", total=way.found, note="") for way in redrive.under_way}

        def tell(ways: list[Way]) -> None:
            for way in ways:
                bars.update(sent[way.store], total=max(way.found, way.moved), completed=way.moved, note=f"{way.waiting} wait to be loaded" if way.waiting else "")

        redrive.follow(wait, tell)
