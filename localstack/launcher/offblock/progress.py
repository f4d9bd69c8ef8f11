"""The steps of `up` and `down`, written by the supervisor to one file and read by whoever follows."""

import logging
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from offblock.faults import Fault
from offblock.home import read_json, write_json

LOG = logging.getLogger("offblock.progress")
ENDING = ("stopping", "stopped", "failed")
UP = {
    "tools": "check tools and ports",
    "python": "Python packages of LocalStack",
    "java": "build the functions",
    "web": "build the page",
    "stores": "start the stores and the sandbox",
    "localstack": "start LocalStack",
    "deploy": "deploy the template",
    "schema": "schemas of the stores",
    "replay": "load what was stored before",
    "harvest": "first harvest",
    "page": "the page shows flights",
}
DOWN = {"drain": "stop harvesting, let the loaders finish", "stop": "stop everything"}


@dataclass
class Step:
    id: str
    title: str
    state: str = "waiting"  # waiting | running | done | skipped | failed
    began: float = 0.0  # epoch seconds
    seconds: float = 0.0
    detail: str = ""

    def elapsed(self) -> float:
        return time.time() - self.began if self.state == "running" else self.seconds


@dataclass
class Progress:
    """What the system is doing. Phases: starting, ready, stopping, stopped, failed."""

    path: Path
    phase: str = "starting"
    since: float = field(default_factory=time.time)
    steps: list[Step] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    note: str = ""
    error: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begin(cls, path: Path, titles: dict[str, str]) -> "Progress":
        progress = cls(path, steps=[Step(id, title) for id, title in titles.items()])
        progress.save()
        return progress

    @classmethod
    def read(cls, path: Path) -> "Progress | None":
        value = read_json(path)
        if not value:
            return None
        steps = [Step(**step) for step in value.pop("steps", [])]
        return cls(path, steps=steps, **value)

    def save(self) -> None:
        """What ends goes on where this cannot be written, as on a full disk: the stores are stopped in order all the same."""
        value = asdict(self)
        del value["path"]
        try:
            write_json(self.path, value)
        except OSError as e:
            if self.phase not in ENDING:
                raise
            LOG.warning("how far it is cannot be written: %r", e)

    def step(self, id: str) -> Step:
        return next(step for step in self.steps if step.id == id)

    def start(self, id: str, detail: str = "") -> None:
        step = self.step(id)
        step.state, step.began, step.detail = "running", time.time(), detail
        self.save()

    def say(self, id: str, detail: str) -> None:
        if self.step(id).detail != detail:
            self.step(id).detail = detail
            self.save()

    def finish(self, id: str, detail: str = "", state: str = "done") -> None:
        step = self.step(id)
        step.seconds = time.time() - step.began if step.began else 0.0
        step.state, step.detail = state, detail
        self.save()

    def become(self, phase: str, note: str = "") -> None:
        self.phase, self.note = phase, note
        self.save()

    def fail(self, fault: Fault) -> None:
        for step in self.steps:
            if step.state == "running":
                step.state, step.seconds = "failed", step.elapsed()
        self.phase, self.error = "failed", {"what": fault.what, "fix": fault.fix, "code": str(fault.code)}
        self.save()
