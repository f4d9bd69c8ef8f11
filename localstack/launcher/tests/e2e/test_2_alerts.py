"""A rule from its making to the receiver: gateway, key, loader, watch and a webhook that is signed."""

import base64
import hashlib
import hmac
import http.server
import json
import threading

import pytest


@pytest.fixture(scope="module")
def receiver():
    """What arrived at a server of this machine: path, headers, body."""
    arrived = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            arrived.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.arrived = arrived
    yield server
    server.shutdown()


def signed(secret, headers, body):
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(base64.b64decode(secret.removeprefix("whsec_")), text, hashlib.sha256).digest()).decode()


def test_a_rule_tells_its_receiver_once_what_was_told(started, receiver):
    key = started.ok("key").strip()
    rule = {"name": "Frankfurt", "url": f"http://127.0.0.1:{receiver.server_port}/hooks/1",
            "conditions": {"airport": "EDDF", "status": ["scheduled", "airborne", "landed", "cancelled", "diverted"]}}

    def ask(method, path, body=None, **headers):
        return started.get(path, method=method, body=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json", **headers})

    for wrong in ({}, {"X-Api-Key": "wrong"}):
        refused = ask("POST", "/v1/alerts", rule, **wrong)
        assert refused.status == 403 and "offblock key" in refused.json()["fix"], refused.body
    past = ask("POST", "/v1/alerts/dry-run", {"conditions": rule["conditions"]}, **{"X-Api-Key": key})
    assert past.status == 200 and past.json()["count"] >= past.json()["flights"] > 0, past.body[:500]
    bad = ask("POST", "/v1/alerts", {**rule, "url": "ftp://example.org/"}, **{"X-Api-Key": key})
    assert bad.status == 400 and bad.headers["Content-Type"] == "application/problem+json"
    made = ask("POST", "/v1/alerts", rule, **{"X-Api-Key": key})
    assert made.status == 201, made.body
    secret, path = made.json()["secret"], made.headers["Location"]
    assert secret not in started.get(path).body.decode() and started.get(path).json()["target"].endswith("/…")
    test = ask("POST", f"{path}/test", **{"X-Api-Key": key})
    assert test.json()["delivered"] is True, test.body
    assert json.loads(receiver.arrived[0][2])["type"] == "alert.test"

    def told():
        started.cloud.invoke("offblock-watch-alerts", {})
        return receiver.arrived[1:]

    arrived = started.until(told, 90, "an alert of a flight at Frankfurt")  # the harvest asks for Frankfurt's pages all the time
    _, headers, body = arrived[0]
    assert headers["webhook-signature"] == signed(secret, headers, body)
    said = json.loads(body)
    assert said["type"] == "flight.alert" and "FRA" in said["data"]["flight"]["id"] and said["data"]["rule"]["name"] == "Frankfurt"
    ids = [headers["webhook-id"] for _, headers, _ in receiver.arrived]
    assert len(ids) == len(set(ids))
    log = started.get(f"{path}/deliveries").json()["deliveries"]
    assert {one["id"] for one in log} >= {headers["webhook-id"]} and all(one["attempts"] for one in log if one["state"] == "delivered")
    assert ask("DELETE", path, **{"X-Api-Key": key}).status == 204
    assert started.get(path).status == 404
