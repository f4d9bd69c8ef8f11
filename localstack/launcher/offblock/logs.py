"""`logs FUNCTION…`: what functions wrote, from CloudWatch Logs, one readable line each, in the order of time. Needs the venv."""

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


def run(ports: Ports, functions: list[str], *, since: str, follow: bool, containing: str | None = None, request: str | None = None) -> int:
    """No function named means all of them. `containing` is a regular expression, `request` an id that a line must carry."""
    back = seconds(since)
    try:
        wanted = re.compile(containing or "", re.IGNORECASE)
    except re.error as e:
        raise Fault(f"--grep {containing} is no regular expression: {e}", "write it as Python's re does", code=2) from e
    cloud = Cloud(ports.localstack)
    if not cloud.ready():
        raise NotRunning()
    logs = client("logs", cloud)
    groups = _groups(logs, functions)
    width = max(len(name) for name in groups) if len(groups) > 1 else 0
    console = Console(soft_wrap=True, highlight=False)
    start = int((time.time() - back) * 1000)
    begins, seen, shown = dict.fromkeys(groups, start), set(), 0
    while True:
        try:
            fresh = []
            for name, group in groups.items():
                for event in _events(logs, group, begins[name]):
                    id = (name, event["logStreamName"], event["timestamp"], event["message"], event.get("eventId"))
                    if id not in seen:
                        seen.add(id)
                        begins[name] = max(begins[name], event["timestamp"] - 5000)
                        fresh.append((event["timestamp"], name, event["message"]))
            for timestamp, name, message in sorted(fresh, key=lambda one: one[0]):
                line = readable(message)
                if line and wanted.search(line) and (request is None or request in message):
                    shown += 1
                    console.print(_line(timestamp, line, name.ljust(width) + " " if width else ""))
        except (BotoCoreError, ClientError) as e:
            if not follow:
                raise Fault(f"the logs could not be read: {e}", "see: ./offblock status") from e
        if not follow:
            if not shown:
                said = f"nothing was logged by {', '.join(groups) if len(groups) < 5 else 'any function'} in the last {since}"
                console.print(said + (" that fits" if containing or request else ""))
            return 0
        time.sleep(POLL_SECONDS)


def readable(message: str) -> str:
    """A log line without what only machines need: metrics (EMF) become `name value`, request marks go, reports keep their times. The function
    is not repeated: it was named, or stands before the line."""
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
            return "metrics " + ", ".join(f"{k} {v}" for k, v in value.items() if k not in ("_aws", "function"))
        if "message" in value:
            rest = " ".join(f"{k}={v}" for k, v in value.items() if k not in ("message", "level", "function", "timestamp", "loggerClassName", "sequence"))
            return f"{value.get('level', '')} {value['message']} {rest}".strip()
    return text


def _groups(logs, functions: list[str]) -> dict[str, str]:
    """Log groups by function, in the order asked for; all where none is named."""
    known = {group.rsplit("/offblock-", 1)[1]: group for group in sorted(_functions(logs))}
    asked = [function.removeprefix("offblock-") for function in functions] or list(known)
    unknown = [function for function in asked if function not in known]
    if unknown:
        raise Fault(f"there is no function {', '.join(unknown)}", f"one of: {', '.join(known)}", code=2)
    return {function: known[function] for function in asked}


def _functions(logs) -> set[str]:
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="/aws/lambda/offblock-")
    return {group["logGroupName"] for page in pages for group in page["logGroups"]}


def _events(logs, group: str, begin: int) -> list[dict]:
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=begin)
    return sorted((event for page in pages for event in page["events"]), key=lambda event: event["timestamp"])


def _line(timestamp: int, text: str, name: str) -> Text:
    moment = datetime.fromtimestamp(timestamp / 1000).strftime("%H:%M:%S.%f")[:-3]
    level = next((COLOURS[word] for word in re.findall(r"\b[A-Z]{4,7}\b", text[:60]) if word in COLOURS), "dim" if text.startswith("·") else "")
    return Text.assemble((f"{moment} ", "dim"), (name, "cyan"), (text, level))
