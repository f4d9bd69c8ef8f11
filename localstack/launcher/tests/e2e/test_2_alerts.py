"""A rule from its making to the receiver: gateway, key, loader, watch and a webhook that is signed."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
from datetime import UTC, datetime

import pytest

from offblock.components import DATA_BUCKET


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


def say_again(started):
    """Stores what was last said of a flight in the air at Frankfurt once more, as said now: no need to wait for the harvest to come by."""
    from offblock.deployment import client

    one = started.until(lambda: next(f for f in started.get("/v1/flights/airborne").json()["flights"] if f["id"].startswith("LH-") and "FRA" in (f["from"], f["to"])),
                        120, "a flight of Lufthansa's in the air at Frankfurt")
    payload = started.get(f"/v1/flights/{one['id']}").json()["payloads"][0]
    s3, now = client("s3", started.cloud), datetime.now(UTC)
    found = s3.get_object(Bucket=DATA_BUCKET, Key=f"raw/{payload}.json.gz")
    folder, name = payload.rsplit("/", 4)[0], payload.rsplit("-", 1)[1]
    moment = f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}Z"
    s3.put_object(Bucket=DATA_BUCKET, Key=f"raw/{folder}/{now:%Y/%m/%d/%H%M%S}.{now.microsecond // 1000:03}Z-{name}.json.gz", Body=found["Body"].read(),
                  Metadata={**found["Metadata"], "fetched-at": moment}, **({"ContentEncoding": found["ContentEncoding"]} if found.get("ContentEncoding") else {}))


def test_a_rule_tells_its_receiver_once_what_was_told(started, receiver):
    key = started.ok("key").strip()
    rule = {"name": "Frankfurt", "url": f"http://127.0.0.1:{receiver.server_port}/hooks/1",
            "conditions": {"airport": "EDDF", "airline": "DLH", "status": ["airborne"]}}

    def ask(method, path, body=None, **headers):
        return started.get(path, method=method, body=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json", **headers})

    for wrong in ({}, {"X-Api-Key": "wrong"}):
        refused = ask("POST", "/v1/alerts", rule, **wrong)
        assert refused.status == 403 and "offblock key" in refused.json()["fix"], refused.body
    say_again(started)  # of a fresh system the harvest may not have come to Frankfurt yet
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
    assert "alert.test" in [json.loads(body)["type"] for *_, body in receiver.arrived]

    say_again(started)

    def arrived():
        started.cloud.invoke("offblock-watch-alerts", {})
        return [one for one in receiver.arrived if json.loads(one[2])["type"] != "alert.test"]

    _, headers, body = started.until(arrived, 180, "an alert of a flight at Frankfurt")[0]
    assert headers["webhook-signature"] == signed(secret, headers, body)
    said = json.loads(body)
    assert said["type"] == "flight.alert" and "FRA" in said["data"]["flight"]["id"] and said["data"]["rule"]["name"] == "Frankfurt"
    ids = [headers["webhook-id"] for _, headers, _ in receiver.arrived]
    assert len(ids) == len(set(ids))
    log = started.until(lambda: started.get(f"{path}/deliveries?limit=500").json()["deliveries"], 180, "the log of deliveries")
    assert headers["webhook-id"] in {one["id"] for one in log} and all(one["attempts"] for one in log if one["state"] == "delivered")
    assert ask("DELETE", path, **{"X-Api-Key": key}).status == 204
    assert started.get(path).status == 404
