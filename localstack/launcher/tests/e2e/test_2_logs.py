"""What the functions logged, asked at the gateway: by the id that a caller chose, by function, and only by who has the key."""

import uuid

import pytest

from offblock.faults import Fault


@pytest.fixture(scope="module")
def key(started):
    return {"X-Api-Key": started.ok("key").strip()}


def logs(started, key, query):
    answer = started.get(f"/v1/operations/logs?{query}", headers=key)
    assert answer.status == 200, answer.body[:500]
    return answer.json()


def all_read(started, key, query):
    """A log that is not read in time is named, and left out."""
    return started.until(lambda: "unread" not in (told := logs(started, key, query)) and told, 120, "every log being read in time")


def test_logs_need_the_key(started):
    for headers in ({}, {"X-Api-Key": "wrong"}):
        refused = started.get("/v1/operations/logs", headers=headers)
        assert refused.status == 403 and "offblock key" in refused.json()["fix"], refused.body[:500]


def test_what_an_answer_left_is_found_by_its_request_id(started, key):
    id = f"seen-{uuid.uuid4()}"
    assert started.get("/v1/airports/FRA", headers={"X-Request-Id": id}).status == 200
    line, = started.until(lambda: logs(started, key, f"request={id}&level=all")["lines"], 60, "the line of an answer")
    assert line["requestId"] == id and line["level"] == "info" and line["fields"]["status"] == 200 and line["at"].endswith("Z")
    assert logs(started, key, f"request={id}&level=error")["lines"] == []


def test_a_failure_is_told_with_its_stack(started, key):
    """A function that is handed what is no event of the gateway ends in an error of ours."""
    with pytest.raises(Fault):
        started.cloud.invoke("offblock-ask-alerts", ["no event"])
    told = started.until(lambda: [one for one in logs(started, key, "function=ask-alerts&level=error")["lines"] if "stack" in one],
                         60, "a failure with its stack")
    assert told[0]["function"] == "ask-alerts" and told[0]["level"] == "error" and told[0]["requestId"] and told[0]["exception"] in told[0]["stack"]
    one = all_read(started, key, f"request={told[0]['requestId']}")
    assert {line["function"] for line in one["lines"]} == {"ask-alerts"}


def test_every_function_of_the_system_has_a_log(started, key):
    told = all_read(started, key, "level=all&limit=200")
    assert {"harvest", "load-neo4j", "ask-operations", "watch-alerts"} <= set(told["functions"])
    moments = [line["at"] for line in told["lines"]]
    assert moments and len(moments) <= 200
    assert not any("_aws" in line["message"] or line["message"].startswith(("START ", "END ", "REPORT ")) for line in told["lines"])


@pytest.mark.parametrize("query, status", [("function=ask-oracle", 404), ("level=loud", 400), ("since=2020-01-01T00:00:00Z", 400), ("limit=201", 400),
                                           ("request=a%2Fb", 400)])
def test_a_bad_question_gets_its_fix(started, key, query, status):
    answer = started.get(f"/v1/operations/logs?{query}", headers=key)
    assert answer.status == status and answer.json()["fix"], answer.body[:500]
