import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from offblock import absence, replay
from offblock.cloud import STORES, QueueDepth, Unreachable
from offblock.faults import Fault
from offblock.home import Home, write_json
from offblock.replay import Following, Look, Window

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("store, first, last, name, stores", [
    (None, None, None, "all_first_last", STORES),
    ("neo4j", "2026-11-01", None, "neo4j_2026-11-01_last", ("neo4j",)),
    ("postgres", "2026-11-01", "2026-11-02", "postgres_2026-11-01_2026-11-02", ("postgres",))])
def test_windows(store, first, last, name, stores):
    window = Window.of(store, first, last)
    assert (window.name, window.stores) == (name, stores)


@pytest.mark.parametrize("first, last", [("yesterday", None), (None, "2026-13-01"), ("2026-11-02", "2026-11-01")])
def test_no_windows(first, last):
    with pytest.raises(Fault) as fault:
        Window.of(None, first, last)
    assert fault.value.code == 2 and fault.value.fix


def test_loaded_is_what_the_slowest_store_has():
    assert Look(100, 60, {"neo4j": 20, "postgres": 5}).loaded == 40
    assert Look(100, 10, {"neo4j": 300}).loaded == 0


class Played:
    """Step Functions, object storage and queues as a script: each look at the execution moves them on."""

    def __init__(self, *statuses: str, executions=(), dead=0) -> None:
        self.statuses, self.earlier, self.dead = list(statuses), list(executions), dead
        self.asked: list[dict] = []
        self.waiting = 3

    def get_paginator(self, _):
        return self

    def paginate(self, **_):
        return [{"executions": self.earlier}]

    def start_execution(self, *, input, **_):
        self.asked.append(json.loads(input))

    def describe_execution(self, **_):
        if self.statuses[0] == "gone":
            raise ClientError({"Error": {"Code": "ExecutionDoesNotExist", "Message": ""}}, "DescribeExecution")
        status = self.statuses[0] if len(self.statuses) == 1 else self.statuses.pop(0)
        return {"status": status, "startDate": NOW, "error": "Lambda.Unknown", "cause": "out of memory"}

    def get_object(self, **_):
        pieces = [{"question": {"marker": f"round/{n}"}, "payloads": 50} for n in range(2)]
        return {"LastModified": NOW + timedelta(seconds=1), "Body": type("Body", (), {"read": lambda _: json.dumps(pieces).encode()})()}

    def depth(self, queue):
        if queue.endswith("-dlq"):
            return QueueDepth(self.dead, 0, 0)
        self.waiting = max(0, self.waiting - 1)
        return QueueDepth(self.waiting, 0, 0)

    def objects(self, *_):
        return iter([("round/0", NOW), ("round/1", NOW)])


@pytest.fixture
def following(tmp_path, monkeypatch):
    monkeypatch.setattr(replay, "LOOK_SECONDS", 0.0)
    home = Home(tmp_path, tmp_path)
    write_json(home.run / "components.json", {"components": [{"name": "x", "state": "ready"}]})

    def make(played: Played) -> Following:
        monkeypatch.setattr(replay, "client", lambda service, cloud: played)
        return Following(home, played, Window.of("neo4j", None, None), "data")

    return make


def test_followed_to_empty_queues(following):
    one, steps = following(Played("RUNNING", "SUCCEEDED")), []
    assert not one.start(again=False)
    look, _ = one.follow(lambda look, step: steps.append(step))
    assert (look.payloads, look.queued, look.waiting) == (100, 100, {"neo4j": 0})
    assert steps[0] == "queue" and steps[-1] == "load"


def test_a_running_one_is_joined(following):
    played = Played("RUNNING", executions=[{"name": "neo4j_first_last-1", "status": "RUNNING"}, {"name": "all_first_last-1", "status": "RUNNING"}])
    one = following(played)
    assert one.start(again=False) and one.name == "neo4j_first_last-1" and not played.asked


def test_one_that_ended_early_goes_on_unless_it_is_unknown_here(following):
    ended = Played("RUNNING", executions=[{"name": "neo4j_first_last-1", "status": "ABORTED"}])
    following(ended).start(again=False)
    forgotten = Played("RUNNING")
    following(forgotten).start(again=False)
    assert [ended.asked[0]["again"], forgotten.asked[0]["again"]] == [False, True]


@pytest.mark.parametrize("status, word", [("FAILED", "out of memory"), ("ABORTED", "ABORTED"), ("TIMED_OUT", "TIMED_OUT"), ("gone", "forgotten")])
def test_ends_that_are_none(following, status, word):
    one = following(Played(status))
    one.start(again=False)
    with pytest.raises(Fault) as fault:
        one.follow(lambda look, step: None)
    assert word in fault.value.what and fault.value.fix


def test_new_dead_letters_end_it(following):
    played = Played("SUCCEEDED")
    one = following(played)
    one.start(again=False)
    played.dead, played.waiting = 1, 50
    with pytest.raises(Fault, match="dead letters"):
        one.follow(lambda look, step: None)


def test_a_look_at_the_dead_letters_that_nobody_answers_does_not_end_it(following, monkeypatch):
    """A busy LocalStack left one call unanswered, and the replay that went on was told as failed."""

    class Busy(Played):
        silent = 2

        def depth(self, queue):
            if queue.endswith("-dlq") and self.asked and self.silent:
                self.silent -= 1
                raise Unreachable("LocalStack did not answer sqs / in 15 s", "see its log")
            return super().depth(queue)

    monkeypatch.setattr(absence, "supervisor", lambda home: "runs")
    monkeypatch.setattr(replay.time, "sleep", lambda seconds: None)
    played = Busy("SUCCEEDED")
    one = following(played)
    one.start(again=False)
    look, _ = one.follow(lambda look, step: None)
    assert played.silent == 0 and look.waiting == {"neo4j": 0}
