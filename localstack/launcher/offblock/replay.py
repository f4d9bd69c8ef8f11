"""`replay`: starts the state machine `backfill`, or joins one that runs, and follows until the stores have it all. Needs the venv."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from botocore.exceptions import BotoCoreError, ClientError

from offblock.absence import Absence
from offblock.cloud import ACCOUNT, REGION, STORES, Cloud, FunctionFailed, Unreachable
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.ports import Ports
from offblock.queues import LOOK_SECONDS, whole
from offblock.up import supervisor

MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:offblock-backfill"
STUCK_SECONDS = 1800.0
SETTLED_LOOKS = 4
AGAIN = "the same command goes on where it ended; why it ended: ./offblock logs replay --since 1h, ./offblock logs plan-replay --since 1h"


@dataclass(frozen=True)
class Window:
    """Which store, and which days of fetching; named as the function `plan-replay` names it."""

    store: str | None
    first: str | None
    last: str | None

    @classmethod
    def of(cls, store: str | None, first: str | None, last: str | None) -> "Window":
        days = []
        for name, day in (("--from", first), ("--to", last)):
            try:
                days.append(date.fromisoformat(day) if day else None)
            except ValueError as e:
                raise Fault(f"{name} {day} is no date", "write it as YYYY-MM-DD", code=2) from e
        if days[0] and days[1] and days[0] > days[1]:
            raise Fault(f"--from {first} is after --to {last}", "turn them round", code=2)
        return cls(store, *(day.isoformat() if day else None for day in days))

    @property
    def name(self) -> str:
        return f"{self.store or 'all'}_{self.first or 'first'}_{self.last or 'last'}"

    @property
    def stores(self) -> tuple[str, ...]:
        return (self.store,) if self.store else STORES


@dataclass(frozen=True)
class Look:
    """How far a replay is: payloads in all, queued, and the messages that wait in each store's queue."""

    payloads: int
    queued: int
    waiting: dict[str, int]
    planned: bool = True

    @property
    def loaded(self) -> int:
        """About: a queue also holds what the harvest stored meanwhile."""
        return max(0, self.queued - max(self.waiting.values(), default=0))


def run(home: Home, ports: Ports, *, store: str | None, first: str | None, last: str | None, again: bool, stop: bool, as_json: bool) -> int:
    window = Window.of(store, first, last)
    if supervisor(home) is None:
        raise NotRunning()
    bucket = read_json(home.run / "deployment.json").get("bucket")
    if not bucket:
        raise Fault("Offblock is starting or mending itself", "wait until ./offblock status says ready", code=3)
    following = Following(home, Cloud(ports.localstack), window, bucket)
    if stop:
        return _stop(following)
    began = time.monotonic()
    joined = following.start(again)
    try:
        if as_json:
            look, queued_after = following.follow(lambda look, step: None)
        else:
            look, queued_after = _shown(following, joined)
    except KeyboardInterrupt:
        words = " ".join(word for word in sys.argv[1:] if word != "--again")
        print(f"\nthe replay goes on by itself. Follow it again: ./offblock {words}\nstop it: ./offblock {words} --stop", file=sys.stderr)
        return 130
    seconds = time.monotonic() - began
    rate = look.payloads / seconds if seconds else 0.0
    if as_json:
        print(json.dumps({"ok": True, "execution": following.name, "joined": joined, "stores": window.stores, "payloads": look.payloads,
                          "queued_seconds": round(queued_after, 1), "seconds": round(seconds, 1), "payloads_per_second": round(rate, 1)}))
    elif look.payloads:
        print(f"{look.payloads} payloads loaded again into {', '.join(window.stores)} in {seconds:.1f} s, {rate:.0f} a second. Compare: ./offblock verify")
    else:
        print("No payload of these days was to be queued; the queues are empty.")
    return 0


class Following:
    """One execution of the state machine, from its start to empty queues."""

    def __init__(self, home: Home, cloud: Cloud, window: Window, bucket: str) -> None:
        self._home, self._cloud, self._window, self._bucket = home, cloud, window, bucket
        self._states, self._s3 = client("stepfunctions", cloud), client("s3", cloud)
        self._pieces: dict[str, int] | None = None
        self._absence = Absence(home)
        self._dead = 0
        self.name = ""

    def start(self, again: bool) -> bool:
        """Joins the running execution of this window, else starts one; whether it was joined."""
        try:
            self._dead = self._dead_letters()
            earlier = self.executions()
            running = next((one for one in earlier if one["status"] == "RUNNING"), None)
            if running:
                self.name = running["name"]
                return True
            # LocalStack forgets executions and queues together: what was queued before that is to be queued again.
            asked = {"store": self._window.store, "from": self._window.first, "to": self._window.last, "again": again or not earlier}
            self.name = f"{self._window.name}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
            self._states.start_execution(stateMachineArn=MACHINE, name=self.name, input=json.dumps(asked))
            return False
        except (ClientError, BotoCoreError) as e:
            raise Fault(f"the replay could not be started: {str(e)[:300]}", "see: ./offblock status, .offblock/log/localstack.log") from e

    def executions(self) -> list[dict]:
        pages = self._states.get_paginator("list_executions").paginate(stateMachineArn=MACHINE)
        return [one for page in pages for one in page["executions"] if one["name"].startswith(f"{self._window.name}-")]

    def stop(self, name: str) -> None:
        self._states.stop_execution(executionArn=_arn(name), error="Stopped", cause="./offblock replay --stop")

    def follow(self, tell: Callable[[Look, str], None]) -> tuple[Look, float]:
        """Returns when all is queued and the queues are empty: the last look, and seconds until all was queued."""
        began = time.monotonic()
        look = Look(0, 0, {}, planned=False)
        queued_after, settled, moved, lowest = None, 0, began, None
        while True:
            try:
                if queued_after is None and self._ended():
                    queued_after, moved = time.monotonic() - began, time.monotonic()
                look = self._look()
                dead = self._dead_letters() if queued_after is not None else self._dead
                self._absence.ended()
            except (Unreachable, FunctionFailed, BotoCoreError) as e:
                self._absence.told(e)
                settled = 0
                time.sleep(1)
                continue
            tell(look, "load" if queued_after is not None else "queue" if look.planned else "plan")
            if queued_after is not None:
                waiting = sum(look.waiting.values())
                if lowest is None or waiting < lowest:
                    lowest, moved = waiting, time.monotonic()
                settled = settled + 1 if waiting == 0 and whole(self._home) else 0
                if settled >= SETTLED_LOOKS:
                    return look, queued_after
                self._check_moving(look, dead, time.monotonic() - moved)
            time.sleep(LOOK_SECONDS)

    def _check_moving(self, look: Look, dead: int, still: float) -> None:
        fullest = max(look.waiting, key=look.waiting.get)
        if dead > self._dead:
            raise Fault(f"some payloads could not be loaded and are dead letters now; {look.waiting[fullest]} wait in the queue of {fullest}",
                        "see docs/runbook.md, dead letters; and: ./offblock status")
        if still > STUCK_SECONDS:
            raise Fault(f"the queue of {fullest} has not become shorter for {still:.0f} s", f"see: ./offblock logs load-{fullest} --since 1h")

    def _dead_letters(self) -> int:
        return sum(self._cloud.depth(f"offblock-load-{store}-dlq").total for store in self._window.stores)

    def _ended(self) -> bool:
        """Whether the execution has succeeded; a Fault where it ended otherwise."""
        try:
            said = self._states.describe_execution(executionArn=_arn(self.name))
        except ClientError as e:
            if e.response["Error"]["Code"] == "ExecutionDoesNotExist":
                raise Fault("LocalStack was started anew and has forgotten this replay", "start it again with the same command") from e
            raise Unreachable(f"Step Functions could not be asked: {e}", "see: ./offblock status") from e
        if said["status"] in ("RUNNING", "SUCCEEDED"):
            return said["status"] == "SUCCEEDED"
        why = ": ".join(said[name] for name in ("error", "cause") if said.get(name))
        raise Fault(f"the replay ended as {said['status']}{f' ({why[:400]})' if why else ''}", AGAIN)

    def _look(self) -> Look:
        waiting = {store: self._cloud.depth(f"offblock-load-{store}").total for store in self._window.stores}
        if self._pieces is None:
            self._read_pieces()
        if self._pieces is None:
            return Look(0, 0, waiting, planned=False)
        round = next(iter(self._pieces), "").rpartition("/")[0]
        markers = {key for key, _ in self._cloud.objects(self._bucket, f"{round}/")} if round else set()
        return Look(sum(self._pieces.values()), sum(n for marker, n in self._pieces.items() if marker in markers), waiting)

    def _read_pieces(self) -> None:
        """The pieces that this execution is to queue. Until it has planned, those of an earlier one may still be there."""
        key = f"state/replay/{self._window.name}/left.json"
        try:
            started = self._states.describe_execution(executionArn=_arn(self.name))["startDate"]
            left = self._s3.get_object(Bucket=self._bucket, Key=key)
            if left["LastModified"] < started.replace(microsecond=0):
                return
            pieces = json.loads(left["Body"].read())
        except ClientError:
            return
        self._pieces = {one["question"]["marker"]: one["payloads"] for one in pieces}


def _stop(following: Following) -> int:
    running = [one["name"] for one in following.executions() if one["status"] == "RUNNING"]
    for name in running:
        following.stop(name)
    print("stopped; what is queued is still loaded, and the same command without --stop goes on where it ended" if running
          else "no replay of this store and these days is running")
    return 0


def _arn(name: str) -> str:
    return f"{MACHINE.replace(':stateMachine:', ':execution:')}:{name}"


def _shown(following: Following, joined: bool) -> tuple[Look, float]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console()
    console.print(f"{'joined the running' if joined else 'started'} execution {following.name}", highlight=False)
    with Progress(TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[note]}"),
                  console=console) as bars:
        queued = bars.add_task("payloads queued", total=None, note="looking for payloads; next: queueing them")
        loaded = bars.add_task("payloads loaded", total=None, note="")

        def tell(look: Look, step: str) -> None:
            if step == "plan":
                return
            notes = {"queue": "next: waiting until the stores have them", "load": ""}
            bars.update(queued, total=look.payloads, completed=look.queued if step == "queue" else look.payloads, note=notes[step])
            bars.update(loaded, total=look.payloads, completed=look.loaded,
                        note=" ".join(f"{store} {waiting}" for store, waiting in look.waiting.items() if waiting))

        return following.follow(tell)
