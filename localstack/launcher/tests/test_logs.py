import json

import pytest

from offblock import logs
from offblock.ports import Ports

REQUEST = "6f1d2c04-57d2-4c0c-9be1-0a3b8f7a3c11"
LINES = {
    "ask-postgres": [(3000, json.dumps({"level": "INFO", "message": "answered", "function": "offblock-ask-postgres", "requestId": REQUEST})),
                     (1000, "another request")],
    "ask-neo4j": [(2000, json.dumps({"level": "WARN", "message": "slow", "requestId": REQUEST})), (2500, "START RequestId: " + REQUEST)],
    "load-neo4j": [(2600, json.dumps({"_aws": {}, "function": "offblock-load-neo4j", "requestId": "call-2", "object": "raw/lufthansa/x", "LoadLag": 2.5})),
                   (2700, json.dumps({"level": "ERROR", "message": "failed", "requestId": "call-2", "object": "raw/lufthansa/x"}))],
    "harvest": [(2200, "nothing of it")]}


class PlayedLogs:
    """CloudWatch Logs with the lines above, two events a page."""

    def get_paginator(self, operation):
        self.operation = operation
        return self

    def paginate(self, **asked):
        if self.operation == "describe_log_groups":
            return [{"logGroups": [{"logGroupName": f"/aws/lambda/offblock-{name}"}]} for name in LINES]
        lines = LINES[asked["logGroupName"].removeprefix("/aws/lambda/offblock-")]
        return [{"events": [{"timestamp": t, "message": m, "logStreamName": "s"} for t, m in lines[i:i + 1]]} for i in range(len(lines))]


@pytest.fixture
def told(monkeypatch, capsys):
    monkeypatch.setattr(logs, "client", lambda service, cloud: PlayedLogs())
    monkeypatch.setattr(logs.Cloud, "ready", lambda self: True)

    def ask(*functions, **how):
        assert logs.run(Ports(*range(1, 1 + len(Ports.__dataclass_fields__))), list(functions), since="15m", follow=False, **how) == 0
        return [line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines()]

    return ask


def test_one_request_is_followed_across_functions_in_the_order_of_time(told):
    assert told(request=REQUEST) == [f"ask-neo4j    WARN slow requestId={REQUEST}", f"ask-postgres INFO answered requestId={REQUEST}"]


def test_a_load_is_found_by_its_call_and_by_its_object(told):
    lines = ["load-neo4j   metrics requestId call-2, object raw/lufthansa/x, LoadLag 2.5", "load-neo4j   ERROR failed requestId=call-2 object=raw/lufthansa/x"]
    assert told(request="call-2") == lines and told(containing="object.raw/lufthansa/x") == lines


def test_a_function_that_is_named_is_the_only_one(told):
    assert told("offblock-ask-postgres") == ["another request", f"INFO answered requestId={REQUEST}"]


def test_a_pattern_and_an_id_hold_together(told):
    assert told(request=REQUEST, containing="SLOW") == [f"ask-neo4j    WARN slow requestId={REQUEST}"]
    assert "that fits" in told(request="no such id")[0]
