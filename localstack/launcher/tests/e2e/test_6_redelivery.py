"""Queues may deliver twice and in any order; the flights do not change."""

import json
import random
import time

import pytest
from test_5_kill import JULY, july

from offblock.cloud import ACCOUNT, REGION, STORES


def test_everything_twice_and_shuffled(started, recording):
    if "july" not in started.known:
        pytest.skip("the recording was not imported")
    started.quiet()
    bucket = json.loads((started.home.run / "deployment.json").read_text())["bucket"]
    keys = [key for key in _keys(started, bucket) if "/2024-07" in key] * 2
    assert keys
    for store in STORES:
        random.Random(store).shuffle(keys)
        _send(started, store, bucket, keys)
    started.quiet(900)
    assert july(started) == started.known["july"]
    started.verified(*JULY)


def test_a_payload_that_is_not_there_is_set_aside(started):
    """Nothing is lost without a trace, and nothing is tried for ever."""
    from offblock.deployment import client

    gone = "lufthansa/operations/no/such/2024/07/06/000000.000Z-000000000000"
    _send(started, "mongodb", "offblock-data", [f"raw/{gone}.json.gz"])
    s3 = client("s3", started.cloud)
    started.until(lambda: s3.list_objects_v2(Bucket="offblock-data", Prefix=f"quarantine/mongodb/{gone}").get("Contents"), 180, "its quarantine")
    started.quiet()


@pytest.mark.parametrize("way", ["command", "api"])
def test_a_dead_letter_is_sent_back_and_loaded(started, way):
    started.quiet()
    bucket = json.loads((started.home.run / "deployment.json").read_text())["bucket"]
    key = next(key for key in _keys(started, bucket) if key.startswith("raw/lufthansa/operations/"))
    sent = int(time.time() * 1000)
    _send(started, "mongodb-dlq", bucket, [key])
    assert started.cloud.depth("offblock-load-mongodb-dlq").total == 1
    if way == "command":
        said = json.loads(started.ok("redrive", "--json"))
        assert said["ok"] and said["stores"].pop("mongodb") == {"dead_letters": 1, "moved": 1, "came_back": 0, "waiting": 0}
        assert {store: one["dead_letters"] for store, one in said["stores"].items()} == {store: 0 for store in STORES if store != "mongodb"}
        assert started.cloud.depth("offblock-load-mongodb-dlq").total == 0
    else:
        ours, none = (f"/v1/operations/redrive?store={store}" for store in ("mongodb", "oracle"))
        opens = {"X-Api-Key": started.ok("key").strip()}
        assert started.get(ours, method="POST").status == 403
        unknown = started.get(none, method="POST", headers=opens)
        assert unknown.status == 400 and all(store in unknown.json()["fix"] for store in STORES), unknown.body[:500]
        assert started.get("/v1/status").json()["deadLetters"]["mongodb"] == 1
        answer = started.get(ours, method="POST", headers=opens)
        assert answer.status == 202 and answer.json() == {"stores": [{"store": "mongodb", "deadLetters": 1, "moving": True}]}, answer.body[:500]
    started.until(lambda: _loaded_since(started, "mongodb", key, sent), 60, "its load")
    started.quiet()


def _loaded_since(started, store, key, moment) -> bool:
    """Whether the store's loader has told of a load of that object since then (epoch milliseconds)."""
    from offblock.deployment import client

    pages = client("logs", started.cloud).get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/offblock-load-{store}", startTime=moment)
    return any(key in event["message"] and "FlightsLoaded" in event["message"] for page in pages for event in page["events"])


def _keys(started, bucket) -> list[str]:
    from offblock.deployment import client

    pages = client("s3", started.cloud).get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="raw/")
    return [one["Key"] for page in pages for one in page.get("Contents", [])]


def _send(started, store, bucket, keys):
    from offblock.deployment import client

    sqs = client("sqs", started.cloud)
    url = f"{started.cloud.url}/queue/{REGION}/{ACCOUNT}/offblock-load-{store}"
    for start in range(0, len(keys), 10):
        sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": json.dumps({"bucket": bucket, "key": key})}
                                                     for i, key in enumerate(keys[start:start + 10])])
