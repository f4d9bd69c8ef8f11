"""Follows an execution of a state machine to its end. Needs the venv."""

import json
import time
from collections.abc import Callable

from offblock.cloud import ACCOUNT, REGION
from offblock.faults import Fault

LOOK_SECONDS = 1.0


def machine(name: str) -> str:
    """The ARN of one of Offblock's state machines."""
    return f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:offblock-{name}"


def execution(name: str, run: str) -> str:
    """The ARN of a run of it."""
    return f"{machine(name).replace(':stateMachine:', ':execution:')}:{run}"


def follow(states, arn: str, say: Callable[[str], None], *, what: str, fix: str) -> dict:
    """Tells each step as it is entered; the execution's output. A Fault says why it failed."""
    told: set[int] = set()
    while True:
        said = states.describe_execution(executionArn=arn)
        for event in states.get_execution_history(executionArn=arn, maxResults=1000)["events"]:
            if event["id"] not in told and event["type"].endswith("StateEntered"):
                say(f"  {event['stateEnteredEventDetails']['name']}")
            told.add(event["id"])
        if said["status"] == "SUCCEEDED":
            return json.loads(said["output"])
        if said["status"] != "RUNNING":
            raise Fault(f"{what} {said['status'].lower()}: {said.get('error', '')} {cause(said.get('cause', ''))}".strip(), fix)
        time.sleep(LOOK_SECONDS)


def cause(text: str) -> str:
    """A function's failure comes as JSON with a stack trace: its message is enough."""
    try:
        return json.loads(text).get("errorMessage", text)[:400]
    except (ValueError, AttributeError):
        return text[:400]
