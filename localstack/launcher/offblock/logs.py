"""`logs FUNCTION`: what a function wrote, from CloudWatch Logs, one readable line each. Needs the venv."""

import json
import re
import time
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.text import Text

from offblock.cloud import Cloud
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.ports import Ports

SPAN = re.compile(r"(\d+)([smhd])")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
COLOURS = {"ERROR": "bold red", "SEVERE": "bold red", "FATAL": "bold red", "WARN": "yellow", "WARNING": "yellow"}
POLL_SECONDS = 1.0


def seconds(span: str) -> int:
    found = SPAN.fullmatch(span.strip())
    if not found:
        raise Fault(f"--since {span} is no span of time", "write it as 90s, 15m, 2h or 1d", code=2)
    return int(found.group(1)) * UNITS[found.group(2)]


def run(ports: Ports, function: str, *, since: str, follow: bool) -> int:
    back = seconds(since)
    cloud = Cloud(ports.localstack)
    if not cloud.ready():
        raise NotRunning()
    logs = client("logs", cloud)
    group = f"/aws/lambda/offblock-{function.removeprefix('offblock-')}"
    known = _functions(logs)
    if group not in known:
        names = ", ".join(sorted(name.rsplit("/offblock-", 1)[1] for name in known))
        raise Fault(f"there is no function {function}", f"one of: {names}", code=2)
    console = Console(soft_wrap=True, highlight=False)
    begin, seen, shown = int((time.time() - back) * 1000), set(), 0
    while True:
        try:
            for event in _events(logs, group, begin):
                id = (event["logStreamName"], event["timestamp"], event["message"], event.get("eventId"))
                if id in seen:
                    continue
                seen.add(id)
                begin = max(begin, event["timestamp"] - 5000)
                line = readable(event["message"])
                if line:
                    shown += 1
                    console.print(_line(event["timestamp"], line))
        except (BotoCoreError, ClientError) as e:
            if not follow:
                raise Fault(f"the logs could not be read: {e}", "see: ./offblock status") from e
        if not follow:
            if not shown:
                console.print(f"nothing was logged by {function} in the last {since}")
            return 0
        time.sleep(POLL_SECONDS)


def readable(message: str) -> str:
    """A log line without what only machines need: metrics (EMF) become `name value`, request marks go, reports keep their times."""
    text = message.strip()
    if text.startswith(("START RequestId", "END RequestId")):
        return ""
    if text.startswith("REPORT RequestId"):
        parts = [part.strip() for part in text.split("\t")]
        return "· " + ", ".join(part for part in parts[1:] if part and not part.startswith("Billed"))
    if text.startswith("{"):
        try:
            value = json.loads(text)
        except ValueError:
            return text
        if "_aws" in value:
            return "metrics " + ", ".join(f"{k} {v}" for k, v in value.items() if k != "_aws")
        if "message" in value:
            rest = " ".join(f"{k}={v}" for k, v in value.items() if k not in ("message", "level", "timestamp", "loggerClassName", "sequence"))
            return f"{value.get('level', '')} {value['message']} {rest}".strip()
    return text


def _functions(logs) -> set[str]:
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="/aws/lambda/offblock-")
    return {group["logGroupName"] for page in pages for group in page["logGroups"]}


def _events(logs, group: str, begin: int) -> list[dict]:
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=begin)
    return sorted((event for page in pages for event in page["events"]), key=lambda event: event["timestamp"])


def _line(timestamp: int, text: str) -> Text:
    moment = datetime.fromtimestamp(timestamp / 1000).strftime("%H:%M:%S.%f")[:-3]
    level = next((COLOURS[word] for word in re.findall(r"\b[A-Z]{4,7}\b", text[:60]) if word in COLOURS), "dim" if text.startswith("·") else "")
    return Text.assemble((f"{moment} ", "dim"), (text, level))
