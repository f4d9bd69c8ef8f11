import json

import pytest

from offblock import absence, redrive
from offblock.cloud import FunctionFailed, Move, QueueDepth, Unreachable
from offblock.faults import Fault, NotRunning
from offblock.home import Home, write_json
from offblock.ports import Ports

PORTS = Ports(*range(1, 1 + len(Ports.__dataclass_fields__)))


class Played:
    """SQS and the loaders as a script: each look at a task moves one message, each look at a load queue loads one, or gives it up."""

    def __init__(self, *, hopeless=(), moving=(), failure=None, **dead: int) -> None:
        self.dead, self.waiting, self.moved = dict(dead), {}, {}
        self.hopeless, self.moving, self.failure = set(hopeless), set(moving), failure
        self.started: list[str] = []

    def __call__(self, port):
        return self

    def redrive(self, store):
        if store in self.moving:
            raise FunctionFailed("LocalStack answered 400: There is already a task running", "see its log")
        self.started.append(store)
        self.moving.add(store)

    def move(self, store):
        if store not in self.moving and store not in self.moved:
            return None
        if self.dead.get(store) and store in self.moving:
            if self.failure:
                return Move(False, self.moved.get(store, 0), self.failure)
            self.dead[store] -= 1
            self.waiting[store] = self.waiting.get(store, 0) + 1
            self.moved[store] = self.moved.get(store, 0) + 1
            return Move(True, self.moved[store], None)
        self.moving.discard(store)
        return Move(False, self.moved.get(store, 0), None)

    def depth(self, queue):
        store = queue.removeprefix("offblock-load-")
        if store.endswith("-dlq"):
            return QueueDepth(self.dead.get(store.removesuffix("-dlq"), 0), 0, 0)
        if self.waiting.get(store) and store not in self.moving:
            self.waiting[store] -= 1
            if store in self.hopeless:
                self.dead[store] += 1
        return QueueDepth(0, self.waiting.get(store, 0), 0)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(redrive, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(redrive, "supervisor", lambda home: "runs")
    monkeypatch.setattr(absence, "supervisor", lambda home: "runs")
    made = Home(tmp_path, tmp_path)
    write_json(made.run / "components.json", {"components": [{"name": "x", "state": "ready"}]})
    write_json(made.run / "deployment.json", {"bucket": "data"})
    return made


@pytest.fixture
def told(home, monkeypatch, capsys):
    def ask(played: Played, *, store=None, wait=True, as_json=True):
        monkeypatch.setattr(redrive, "Cloud", played)
        code = redrive.run(home, PORTS, store=store, wait=wait, as_json=as_json)
        said = capsys.readouterr().out
        return code, json.loads(said) if as_json else said

    return ask


def way(found=0, moved=0, came_back=0, waiting=0):
    return {"dead_letters": found, "moved": moved, "came_back": came_back, "waiting": waiting}


def test_every_store_s_dead_letters_are_sent_back_and_loaded(told):
    played = Played(mongodb=3, neo4j=1)
    code, said = told(played)
    assert code == 0 and said["ok"] and played.started == ["mongodb", "neo4j"], "a store without any needs no task"
    assert said["stores"] == {"postgres": way(), "mongodb": way(3, 3), "opensearch": way(), "neo4j": way(1, 1)}


def test_one_store_leaves_the_others_where_they_are(told):
    played = Played(mongodb=3, neo4j=1)
    code, said = told(played, store="neo4j")
    assert code == 0 and said["stores"] == {"neo4j": way(1, 1)} and played.dead["mongodb"] == 3


def test_what_comes_back_to_the_dead_letters_is_told_by_its_store(told):
    code, said = told(Played(mongodb=1, neo4j=1, hopeless=["mongodb"]))
    assert code == 1 and not said["ok"]
    assert {store: one["came_back"] for store, one in said["stores"].items() if one["came_back"]} == {"mongodb": 1}
    code, said = told(Played(mongodb=1, hopeless=["mongodb"]), as_json=False)
    assert code == 1 and "1 dead letter found, 1 sent back; 1 came back" in said and "./offblock logs load-mongodb" in said


def test_it_does_not_wait_where_nobody_wants_it(told):
    played = Played(mongodb=3)
    code, said = told(played, wait=False)
    assert code == 0 and said["stores"]["mongodb"]["moved"] == 3 and said["stores"]["mongodb"]["waiting"] > 0
    code, said = told(Played(mongodb=3), wait=False, as_json=False)
    assert code == 0 and "wait to be loaded" in said


@pytest.mark.parametrize("store, words", [(None, "No store has any dead letters."), ("neo4j", "neo4j has no dead letters.")])
def test_nothing_to_send_is_told(told, store, words):
    code, said = told(Played(), store=store, as_json=False)
    assert code == 0 and words in said


def test_a_sending_back_that_is_under_way_is_joined(told):
    played = Played(mongodb=2, moving=["mongodb"])
    code, said = told(played)
    assert code == 0 and said["stores"]["mongodb"] == way(2, 2) and not played.started


def test_a_task_that_was_refused_is_a_fault(told):
    class Refusing(Played):
        def redrive(self, store):
            raise FunctionFailed("LocalStack answered 400: no such queue", "see its log")

    with pytest.raises(FunctionFailed, match="no such queue"):
        told(Refusing(mongodb=1))


def test_a_task_that_ended_early_is_no_success(told):
    with pytest.raises(Fault, match="0 of 2 dead letters of mongodb back and ended: FAILED AccessDenied") as fault:
        told(Played(mongodb=2, failure="FAILED AccessDenied"))
    assert fault.value.fix


def test_queues_that_are_empty_because_they_were_made_anew_are_no_success(told):
    """LocalStack forgets tasks, queues and messages together: what is empty then was not loaded."""

    class Forgetful(Played):
        def move(self, store):
            self.dead = {}
            return None

    with pytest.raises(Fault, match="forgotten") as fault:
        told(Forgetful(mongodb=2))
    assert "verify" in fault.value.fix


def test_empty_queues_prove_nothing_while_a_part_is_away(told, home):
    class Mending(Played):
        looks = 0

        def depth(self, queue):
            self.looks += 1
            if self.looks == 60:
                write_json(home.run / "components.json", {"components": [{"name": "x", "state": "ready"}]})
            return super().depth(queue)

    write_json(home.run / "components.json", {"components": [{"name": "x", "state": "starting"}]})
    played = Mending(mongodb=1)
    assert told(played)[0] == 0 and played.looks >= 60


def test_a_look_that_nobody_answers_does_not_end_it(told):
    class Busy(Played):
        silent = 3

        def move(self, store):
            if self.silent:
                self.silent -= 1
                raise Unreachable("LocalStack did not answer sqs / in 15 s", "see its log")
            return super().move(store)

    played = Busy(mongodb=1)
    assert told(played)[0] == 0 and played.silent == 0


def test_a_queue_that_stays_as_long_as_it_is_ends_it(told, monkeypatch):
    class Stuck(Played):
        def depth(self, queue):
            return QueueDepth(1 if self.dead.get("neo4j") or not queue.endswith("-dlq") else 0, 0, 0)

    monkeypatch.setattr(redrive, "STUCK_SECONDS", 0.05)
    with pytest.raises(Fault, match="queue of neo4j") as fault:
        told(Stuck(neo4j=1), store="neo4j")
    assert "load-neo4j" in fault.value.fix


def test_without_a_running_system_it_says_so(told, home, monkeypatch):
    (home.run / "deployment.json").unlink()
    with pytest.raises(Fault) as fault:
        told(Played(mongodb=1))
    assert fault.value.code == 3
    monkeypatch.setattr(redrive, "supervisor", lambda home: None)
    with pytest.raises(NotRunning):
        told(Played(mongodb=1))


@pytest.mark.parametrize("task, move", [
    ({"Status": "RUNNING", "ApproximateNumberOfMessagesMoved": 2}, Move(True, 2, None)),
    ({"Status": "COMPLETED", "ApproximateNumberOfMessagesMoved": 3}, Move(False, 3, None)),
    ({"Status": "CANCELLING", "ApproximateNumberOfMessagesMoved": 1}, Move(True, 1, "CANCELLING")),
    ({"Status": "FAILED", "FailureReason": "AccessDenied"}, Move(False, 0, "FAILED AccessDenied"))])
def test_a_task_of_sqs(task, move):
    assert Move.of(task) == move
