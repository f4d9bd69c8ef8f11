"""`train`: starts the state machine `retrain` for a window and follows it. Needs the venv."""

import gzip
import json
import re
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from offblock import build, workflow
from offblock.cloud import Cloud
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.ports import HOST, Ports, answers
from offblock.up import supervisor

DAYS = 75
SIMULATED_DAYS = 8
LONGEST_REASON = 200
HEAD = ("#offblock-extract,1\nid,carrier,number,origin,destination,registration,type,scheduled_off,scheduled_on,actual_off,actual_on,"
        "cancelled,diverted\n")


@dataclass(frozen=True)
class Window:
    """What is trained on; its name is the execution's, so the same window started twice runs once."""

    sources: tuple[str, ...]
    first: date
    last: date
    again: str = ""

    @property
    def name(self) -> str:
        return f"{'-'.join(sorted(self.sources))}_{self.first}_{self.last}{'_' + self.again if self.again else ''}"

    def input(self, reason: str, *, prepared: bool = False) -> dict:
        return {"window": {"name": self.name, "from": str(self.first), "to": str(self.last), "sources": sorted(self.sources), "reason": reason},
                "extract": f"training/{self.name}/extract.csv.gz", "prepared": prepared}


def run(home: Home, ports: Ports, *, source: str | None, first: str | None, last: str | None, again: bool, reason: str, wait: bool, as_json: bool) -> int:
    if not reason.strip() or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise Fault("that is no reason", f"write 1 to {LONGEST_REASON} characters in one line", code=2)
    if supervisor(home) is None:
        raise NotRunning()
    bucket = read_json(home.run / "deployment.json").get("bucket")
    if not bucket:
        raise Fault("Offblock is starting or mending itself", "wait until ./offblock status says ready", code=3)
    if not answers(ports.mlflow):
        raise Fault("MLflow does not answer yet", "it starts behind the page, and is installed at the first start: wait for it in ./offblock status", code=3)
    build.native_libraries(home)
    cloud = Cloud(ports.localstack)
    training = Training(cloud, bucket, f"http://{HOST}:{ports.sandbox}" if answers(ports.sandbox) else None)
    window = training.window(source, first, last, datetime.now(UTC).strftime("%H%M%S") if again else "")
    joined = training.start(window, reason.strip())
    say = (lambda text: None) if as_json else (lambda text: print(text, flush=True))
    say(f"{'following' if joined else 'started'} the training {window.name}")
    if not wait:
        say(f"Follow it: ./offblock train --wait   see it: http://localhost:{ports.mlflow}")
        if as_json:
            print(json.dumps({"execution": window.name, "joined": joined}))
        return 0
    began = time.monotonic()
    try:
        output = training.follow(window, say)
    except KeyboardInterrupt:
        print("\nthe training goes on by itself; the same command follows it again.", file=sys.stderr)
        return 130
    said = output["registered"]["answer"]
    if as_json:
        print(json.dumps({"execution": window.name, "joined": joined, "seconds": round(time.monotonic() - began, 1), **said,
                          "flights": output["trained"]["answer"]["flights"]}))
    else:
        print(f"version {said['version']} of flight-delay, {said['reason']}\nsee it: http://localhost:{ports.mlflow}/#/models/flight-delay")
    return 0


class Training:
    """One execution of the state machine. `sandbox` is the address of the simulated world, None where there is none."""

    def __init__(self, cloud: Cloud, bucket: str, sandbox: str | None) -> None:
        self._cloud, self._bucket, self._sandbox = cloud, bucket, sandbox
        self._states, self._s3 = client("stepfunctions", cloud), client("s3", cloud)

    def window(self, source: str | None, first: str | None, last: str | None, again: str) -> Window:
        """The window asked for; of what is not said: real imported flights before simulated ones, and as many days as there are."""
        imported = self._imported()
        if source is None:
            source = "bts" if imported else "sandbox" if self._sandbox else "lufthansa"
        if source == "bts" and not imported:
            raise Fault("no on-time files have been imported", "import some: ./offblock import bts FILE…", code=2)
        if source == "bts":
            lowest, highest = min(imported), max(imported)
        else:
            highest = datetime.now(UTC).date() - timedelta(days=1 if source == "sandbox" else 2)
            lowest = highest - timedelta(days=(SIMULATED_DAYS if source == "sandbox" else DAYS) - 1)
        try:
            one, other = (date.fromisoformat(first) if first else lowest), (date.fromisoformat(last) if last else highest)
        except ValueError as e:
            raise Fault(f"{e}", "write days as YYYY-MM-DD", code=2) from e
        if one > other:
            raise Fault(f"{one} is after {other}", "turn them round", code=2)
        return Window((source,), one, other, again)

    def start(self, window: Window, reason: str) -> bool:
        """Starts it, unless it was started before; whether it was."""
        prepared = window.sources == ("sandbox",)
        try:
            if self._status(window):
                return True
            if prepared:
                self._prepare(window)
            self._states.start_execution(stateMachineArn=workflow.machine("retrain"), name=window.name, input=json.dumps(window.input(reason, prepared=prepared)))
            return False
        except self._states.exceptions.ExecutionAlreadyExists:
            return True
        except (ClientError, BotoCoreError) as e:
            raise Fault(f"the training could not be started: {str(e)[:300]}", "see: ./offblock status, .offblock/log/localstack.log") from e

    def follow(self, window: Window, say: Callable[[str], None]) -> dict:
        """Tells each step as it is entered; the execution's output. A Fault says why it failed."""
        return workflow.follow(self._states, workflow.execution("retrain", window.name), say, what=f"the training {window.name}",
                               fix="its run in MLflow has the reason, ./offblock logs retrain --since 1h the rest; once mended: ./offblock train --again")

    def _status(self, window: Window) -> str | None:
        try:
            return self._states.describe_execution(executionArn=workflow.execution("retrain", window.name))["status"]
        except self._states.exceptions.ExecutionDoesNotExist:
            return None

    def _prepare(self, window: Window) -> None:
        """The simulated world's own past, which no store knows, as an extract."""
        if self._sandbox is None:
            raise Fault("the sandbox does not run, so there is no simulated past", "train on flights that were harvested: --source lufthansa", code=3)
        lines = []
        day = window.first
        while day <= window.last:
            with urllib.request.urlopen(f"{self._sandbox}/_sandbox/past?day={day}", timeout=60) as answer:
                lines += answer.read().decode().splitlines()
            day += timedelta(days=1)
        text = HEAD + "".join(f"{line}\n" for line in lines) + f"#end,{len(lines)}\n"
        self._s3.put_object(Bucket=self._bucket, Key=f"training/{window.name}/extract.csv.gz", Body=gzip.compress(text.encode(), 5))

    def _imported(self) -> set[date]:
        """Days of departure of imported on-time files."""
        days = set()
        for key, _ in self._cloud.objects(self._bucket, "raw/bts/ontime/"):
            found = re.match(r"raw/bts/ontime/[^/]+/(\d{4}-\d\d-\d\d)/", key)
            if found:
                days.add(date.fromisoformat(found.group(1)))
        return days
