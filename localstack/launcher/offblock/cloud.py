"""Just enough of AWS's wire forms to ask LocalStack by the standard library: invoke a function, look at the queues, switch a rule.

The supervisor lives on it for hours and `status` works without any package installed. Everything bigger uses boto3.
"""

import base64
import http.client
import json
import re
import socket
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from offblock.faults import Fault
from offblock.ports import HOST

REGION = "us-east-1"
ACCOUNT = "000000000000"
STORES = ("postgres", "mongodb", "opensearch", "neo4j")
LEARNING_RULES = ("offblock-forecast-every-ten-minutes", "offblock-watch-every-day", "offblock-retrain-every-week")
RULES = ("offblock-harvest-every-minute", "offblock-watch-alerts-every-minute")


class Unreachable(Fault):
    """LocalStack does not answer, not in time, or not to the end."""


class FunctionFailed(Fault):
    """A function ended with an error, or what it answered cannot be read; `what` says which."""


@dataclass(frozen=True)
class QueueDepth:
    """Messages of one queue: waiting, being worked on, not yet visible."""

    visible: int
    in_flight: int
    delayed: int

    @property
    def total(self) -> int:
        return self.visible + self.in_flight + self.delayed


@dataclass(frozen=True)
class Move:
    """A sending back of dead letters: whether it goes on, how many were moved, and why it ended early, if it did."""

    moving: bool
    moved: int
    failure: str | None

    @classmethod
    def of(cls, task: dict) -> "Move":
        status = task["Status"]
        early = None if status in ("RUNNING", "COMPLETED") else f"{status} {task.get('FailureReason', '')}".strip()
        return cls(status in ("RUNNING", "CANCELLING"), int(task.get("ApproximateNumberOfMessagesMoved", 0)), early)


@dataclass(frozen=True)
class Report:
    """What the runtime says of one call: milliseconds between handing it over and its answer, of the start before it if there was one,
    and the most memory so far."""

    milliseconds: float
    start_milliseconds: float | None
    megabytes: int

    @classmethod
    def of(cls, log: str) -> "Report":
        line = next((line for line in reversed(log.splitlines()) if line.startswith("REPORT ")), "")
        said = dict(re.findall(r"([A-Z][A-Za-z ]+): ([\d.]+) M?[mB]", line))
        if "Duration" not in said:
            raise FunctionFailed("the runtime reported nothing of a call", "see: .offblock/log/localstack.log")
        start = said.get("Init Duration")
        return cls(float(said["Duration"]), float(start) if start else None, int(said.get("Max Memory Used", 0)))


def gateway_event(resource: str, path: dict[str, str] | None = None, query: dict[str, str] | None = None) -> dict:
    """What the gateway hands to a function for a GET."""
    real = resource
    for name, value in (path or {}).items():
        real = real.replace("{" + name + "}", value)
    return {"resource": resource, "path": real, "httpMethod": "GET", "headers": {"Accept": "application/json"},
            "multiValueHeaders": {"Accept": ["application/json"]}, "pathParameters": path or None,
            "queryStringParameters": query or None,
            "multiValueQueryStringParameters": {k: [v] for k, v in (query or {}).items()} or None,
            "requestContext": {"requestId": "offblock-command", "stage": "local", "resourcePath": resource, "httpMethod": "GET"},
            "body": None, "isBase64Encoded": False}


@dataclass(frozen=True)
class Cloud:
    """LocalStack on a port of this machine, or of the container that the host names."""

    port: int
    host: str = HOST

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def ready(self, timeout: float = 2.0) -> bool:
        """Whether LocalStack has started wholly, plugins included."""
        try:
            with urllib.request.urlopen(f"{self.url}/_localstack/init/ready", timeout=timeout) as answer:
                return bool(json.load(answer).get("completed"))
        except (OSError, ValueError, http.client.HTTPException):
            return False

    def invoke(self, function: str, event: object, timeout: float = 960.0) -> object:
        """Calls a function and waits for its answer. FunctionFailed where it threw, Unreachable where nobody answered."""
        path = f"/2015-03-31/functions/{function}/invocations"
        body, headers = self._send("lambda", path, json.dumps(event).encode(), {}, timeout)
        answer = _read(body, function) if body.strip() else None
        if headers.get("X-Amz-Function-Error"):
            said = answer if isinstance(answer, dict) else {}
            raise FunctionFailed(f"{function} failed: {said.get('errorType', 'error')}: {said.get('errorMessage', '')[:400]}",
                                 f"see: ./offblock logs {function.removeprefix('offblock-')} --since 10m")
        return answer

    def timed(self, function: str, event: object, timeout: float = 60.0) -> tuple[object, Report]:
        """The same, and what the runtime reported of the call."""
        path = f"/2015-03-31/functions/{function}/invocations"
        body, headers = self._send("lambda", path, json.dumps(event).encode(), {"X-Amz-Log-Type": "Tail"}, timeout)
        if headers.get("X-Amz-Function-Error"):
            raise FunctionFailed(f"{function} failed: {body[:400].decode(errors='replace')}", f"see: ./offblock logs {function.removeprefix('offblock-')} --since 10m")
        return _read(body, function), Report.of(base64.b64decode(headers.get("X-Amz-Log-Result", "")).decode(errors="replace"))

    def start(self, function: str, event: object, timeout: float = 30.0) -> None:
        """Calls a function and does not wait."""
        self._send("lambda", f"/2015-03-31/functions/{function}/invocations", json.dumps(event).encode(),
                   {"X-Amz-Invocation-Type": "Event"}, timeout)

    def ask(self, function: str, resource: str, path: dict[str, str] | None = None, query: dict[str, str] | None = None,
            timeout: float = 960.0) -> tuple[int, object]:
        """Calls a gateway function as the gateway would, without the gateway's time limit; status and JSON."""
        answer = self.invoke(f"offblock-{function}", gateway_event(resource, path, query), timeout)
        if not isinstance(answer, dict) or "statusCode" not in answer:
            raise FunctionFailed(f"offblock-{function} gave no gateway answer for {resource}", "see its log")
        text = answer.get("body") or "null"
        try:
            return int(answer["statusCode"]), json.loads(text)
        except ValueError:
            return int(answer["statusCode"]), text

    def depth(self, queue: str) -> QueueDepth:
        value = self._call("sqs", "AmazonSQS.GetQueueAttributes", {
            "QueueUrl": f"{self.url}/queue/{REGION}/{ACCOUNT}/{queue}", "AttributeNames": ["All"]})
        said = value.get("Attributes", {})
        return QueueDepth(*(int(said.get(f"ApproximateNumberOfMessages{kind}", 0)) for kind in ("", "NotVisible", "Delayed")))

    def depths(self, timeout: float = 10.0) -> dict[str, QueueDepth]:
        """Of every load queue and, as `<store>-dlq`, its dead letters."""
        return {name: self.depth(f"offblock-load-{name}") for store in STORES for name in (store, f"{store}-dlq")}

    def objects(self, bucket: str, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Keys below a prefix, each with the moment it was stored."""
        after = ""
        while True:
            query = urllib.parse.urlencode({"list-type": "2", "prefix": prefix, "start-after": after, "max-keys": "1000"})
            body, _ = self._send("s3", f"/{bucket}?{query}", None, {}, 60.0)
            try:
                listing = ElementTree.fromstring(body)
            except ElementTree.ParseError as e:
                raise FunctionFailed(f"LocalStack's list of s3://{bucket}/{prefix} is no XML: {e}", "see: .offblock/log/localstack.log") from e
            for one in listing.iterfind("{*}Contents"):
                after = one.findtext("{*}Key", "")
                yield after, datetime.fromisoformat(one.findtext("{*}LastModified", ""))
            if listing.findtext("{*}IsTruncated") != "true":
                return

    def schedule(self, on: bool) -> None:
        """Switches what runs each minute: the harvest and the watch of alerts."""
        for rule in RULES:
            self._call("events", f"AWSEvents.{'EnableRule' if on else 'DisableRule'}", {"Name": rule})

    def switch_forecasts(self, on: bool) -> None:
        """Switches the forecasts of every ten minutes, the daily watch and the weekly training."""
        for rule in LEARNING_RULES:
            self._call("events", f"AWSEvents.{'EnableRule' if on else 'DisableRule'}", {"Name": rule})

    def get_object(self, bucket: str, key: str) -> bytes | None:
        """The object, or None where there is none."""
        try:
            return self._send("s3", f"/{bucket}/{urllib.parse.quote(key)}", None, {}, 30.0)[0]
        except FunctionFailed as e:
            if "NoSuchKey" in e.what or " 404 " in e.what:
                return None
            raise

    def redrive(self, store: str) -> None:
        """Has SQS send a store's dead letters back to its queue. FunctionFailed where it does so already."""
        queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:offblock-load-{store}"
        self._call("sqs", "AmazonSQS.StartMessageMoveTask", {"SourceArn": f"{queue}-dlq", "DestinationArn": queue})

    def move(self, store: str) -> Move | None:
        """How far the latest sending back of a store's dead letters is; None where there was none since LocalStack started."""
        told = self._call("sqs", "AmazonSQS.ListMessageMoveTasks", {"SourceArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:offblock-load-{store}-dlq"})
        return next((Move.of(task) for task in told.get("Results", [])), None)

    def _call(self, service: str, target: str, value: dict, timeout: float = 15.0) -> dict:
        kind = "application/x-amz-json-1.0" if service == "sqs" else "application/x-amz-json-1.1"
        body, _ = self._send(service, "/", json.dumps(value).encode(), {"X-Amz-Target": target, "Content-Type": kind}, timeout)
        said = _read(body, f"LocalStack to {target}") if body.strip() else {}
        return said if isinstance(said, dict) else {}

    def _send(self, service: str, path: str, body: bytes | None, headers: dict[str, str], timeout: float) -> tuple[bytes, dict]:
        # LocalStack tells services apart by the credential's scope; it checks no signature.
        request = urllib.request.Request(self.url + path, body, {
            "Content-Type": "application/json", "X-Amz-Date": "20260101T000000Z",
            "Authorization": f"AWS4-HMAC-SHA256 Credential=offblock/20260101/{REGION}/{service}/aws4_request, "
                             "SignedHeaders=host;x-amz-date, Signature=local", **headers})
        try:
            try:
                with urllib.request.urlopen(request, timeout=timeout) as answer:
                    return answer.read(), answer.headers
            except urllib.error.HTTPError as e:
                said = e.read().decode(errors="replace")[:300]
                raise FunctionFailed(f"LocalStack answered {e.code} to {service} {headers.get('X-Amz-Target', path)}: {said}",
                                     "see: .offblock/log/localstack.log") from e
        except (TimeoutError, socket.timeout) as e:
            raise Unreachable(f"LocalStack did not answer {service} {path} in {timeout:.0f} s", "see: .offblock/log/localstack.log") from e
        except OSError as e:
            raise Unreachable(f"LocalStack does not answer on port {self.port}: {e}", "start it with: ./offblock up") from e
        except http.client.HTTPException as e:
            raise Unreachable(f"LocalStack broke off its answer to {service} {path}: {e!r}", "see: .offblock/log/localstack.log") from e


def _read(body: bytes, who: str) -> object:
    try:
        return json.loads(body)
    except ValueError as e:
        raise FunctionFailed(f"{who} answered no JSON: {body[:200].decode(errors='replace')}", "see: .offblock/log/localstack.log") from e
