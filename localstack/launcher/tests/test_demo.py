"""The demo's steps against a small server that answers as the gateway does, with a process of its own to kill; no stack runs."""

import hashlib
import json
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from offblock import demo
from offblock.home import Home, write_json
from offblock.ports import Ports
from offblock.processes import Identity

BYTES = b'{"FlightStatusResource":{}}'
SHA256 = hashlib.sha256(BYTES).hexdigest()
PAYLOAD = f"raw/lufthansa/flightstatus/2026/11/26/100000.000Z-{SHA256[:12]}.json.gz"
ID = "LH-400-FRA-JFK-20261126T1055"
FLIGHT = {"id": ID, "flight": "LH400", "origin": {"iata": "FRA"}, "destination": {"iata": "JFK", "city": "New York"}, "status": {"text": "Flight Delayed"},
          "ageSeconds": 40, "seenAt": "2026-11-26T11:00:00Z", "payloads": [PAYLOAD]}
ANSWERS = {
    "/v1/status": {"ready": True, "flights": {"airborne": 1, "known": 8000}, "freshness": {}, "quota": {}, "stores": {"neo4j": {"flights": 8000}}},
    "/v1/flights/airborne": {"count": 1, "flights": [{"id": ID, "delayMinutes": 12, "off": 5}]},
    f"/v1/flights/{ID}": FLIGHT,
    f"/v1/flights/{ID}/timeline": {"states": [{"firstSeen": "2026-11-26T10:00:00Z", "resource": "flightstatus", "seen": 2, "payloads": [PAYLOAD]}]},
    "/v1/search": {"hits": [{"kind": "city", "code": "NYC", "label": "New York"}]},
    "/v1/connections": {"itineraries": [{"stops": 0, "minutes": 500, "rides": [{"flight": {"flight": "LH401"}}]}]},
    "/v1/model": {}, "/v1/stores/opensearch": {"store": "opensearch"}}
COMMANDS = {"replay": {"ok": True, "payloads": 3, "stores": ["opensearch"]}, "verify": {"ok": True, "days": [{"flights": 8000}]}, "metrics": {"metrics": [1]}}


class Played:
    """A home with one component, and the gateway before it. `stop` a component and it comes back as another process."""

    def __init__(self, tmp_path):
        self.unready, self.refusals = 0, 0
        self.answers, self.commands, self.asked, self.lines = dict(ANSWERS), dict(COMMANDS), [], []
        self.home = Home(tmp_path, tmp_path)
        self.victims, self.waiting, self.closed = [], 0, False
        self.start()
        played = self

        class Gateway(BaseHTTPRequestHandler):
            def do_GET(self):
                played.asked.append(self.path)
                path = urlsplit(self.path).path
                body = BYTES if path.startswith("/v1/payloads/") else json.dumps(played.answers[path]).encode() if path in played.answers else None
                if path == "/v1/status" and played.unready:
                    played.unready -= 1
                    body = b'{"ready": false}' if played.unready % 2 else None
                self.send_response(200 if body is not None else 404)
                self.send_header("X-Sha256", SHA256)
                self.end_headers()
                self.wfile.write(body or b"")

            def do_POST(self):  # SQS: how many messages wait in a queue
                self.rfile.read(int(self.headers["Content-Length"]))
                played.waiting = max(0, played.waiting - 1)
                played.refusals -= 1
                self.send_response(503 if played.refusals >= 0 else 200)
                self.end_headers()
                self.wfile.write(json.dumps({"Attributes": {"ApproximateNumberOfMessages": str(played.waiting)}}).encode())

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def start(self):
        self.victims.append(subprocess.Popen(["sleep", "60"]))
        found = Identity.of(self.victims[-1].pid)
        write_json(self.home.run / "components.json", {"components": [{"name": demo.STORE, "state": "ready", **found.as_json()}]})
        threading.Thread(target=self.supervise, args=(self.victims[-1],), daemon=True).start()

    def supervise(self, victim):
        victim.wait()
        if not self.closed:
            self.start()

    def walk(self):
        ports = Ports(*[self.server.server_port] * len(Ports.__dataclass_fields__))
        walk = demo.Walk(self.home, ports, self.lines.append)
        walk._command = lambda *words: self.commands[words[0]]
        walk._run = lambda *words: "a line of the harvest\n"
        return {step.name: step for step in walk.run()}

    def close(self):
        self.closed = True
        self.server.shutdown()
        for victim in self.victims:
            victim.kill()


@pytest.fixture
def played(tmp_path):
    system = Played(tmp_path)
    yield system
    system.close()


def test_every_step_holds_or_says_why_there_is_nothing_to_show(played):
    steps = played.walk()
    assert {name for name, step in steps.items() if step.state == "skipped"} == {"forecast", "drift"}
    assert [(name, step.answer) for name, step in steps.items() if step.state == "failed"] == []
    assert len(steps) == 16 and all(step.answer for step in steps.values())
    assert all(step.how for name, step in steps.items() if name not in ("replay", "verify", "metrics", "logs")), "how to repeat it"


def test_functions_that_slept_are_asked_again(played, monkeypatch):
    """Right after `up` one store's function was still starting, and the walk began with a step that did not hold."""
    monkeypatch.setattr(demo.time, "sleep", lambda seconds: None)
    played.unready = 4
    assert played.walk()["status"].state == "held" and played.unready == 0


def test_a_flight_is_picked_when_the_queues_are_empty(played, monkeypatch):
    """Right after the start MongoDB had not loaded the flight that PostgreSQL told, and its story was not found."""
    monkeypatch.setattr(demo.time, "sleep", lambda seconds: None)
    played.waiting, played.refusals = 20, 2
    steps = played.walk()
    assert steps["load"].answer == ["nothing waits"] and played.waiting == 0 and list(steps).index("load") < list(steps).index("flight")
    monkeypatch.setattr(demo, "LOAD_SECONDS", 0.2)
    played.waiting = 10**6
    assert "still wait" in played.walk()["load"].answer[0]


def test_the_store_is_killed_and_waited_for(played):
    step = played.walk()["kill"]
    assert played.victims[0].poll() == -9 and f"kill -9 {played.victims[0].pid}" in step.how[0]
    assert step.state == "held" and re.search(rf"as process {played.victims[1].pid}\b", step.answer[-1])


@pytest.mark.parametrize("change, failing, says", [
    ({"/v1/status": {**ANSWERS["/v1/status"], "ready": False}}, "status", "not call itself ready"),
    ({"/v1/flights/airborne": {"count": 2, "flights": [{"id": ID, "off": 5}]}}, "map", "nobody is in the air"),
    ({f"/v1/flights/{ID}": {**FLIGHT, "payloads": [PAYLOAD.replace(SHA256[:12], "0" * 12)]}}, "payload", "the id says otherwise"),
    ({"/v1/search": {"hits": []}}, "search", "nothing was found"),
    ({"/v1/connections": {"itineraries": []}}, "connections", "no way is known"),
    ({f"/v1/flights/{ID}/timeline": {"states": []}}, "story", "no source")])
def test_a_step_that_does_not_hold_says_so_and_the_walk_goes_on(played, change, failing, says, monkeypatch):
    monkeypatch.setattr(demo, "READY_SECONDS", 0.2)
    monkeypatch.setattr(demo.time, "sleep", lambda seconds: None)
    played.answers.update(change)
    steps = played.walk()
    assert steps[failing].state == "failed" and says in steps[failing].answer[-1]
    assert steps["verify"].state == "held" and len(steps) == 16


def test_stores_that_differ_fail_the_walk(played):
    played.commands["verify"] = {"ok": False, "days": []}
    assert played.walk()["verify"].state == "failed"


def test_a_store_that_is_down_already_is_not_killed_but_told(played):
    write_json(played.home.run / "components.json", {"components": [{"name": demo.STORE, "state": "starting"}]})
    step = played.walk()["kill"]
    assert step.state == "failed" and "is not ready" in step.answer[-1] and played.victims[0].poll() is None
