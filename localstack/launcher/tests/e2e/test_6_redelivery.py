"""Queues may deliver twice and in any order; the flights do not change."""

import json
import random

from test_5_kill import JULY, july

from offblock.cloud import ACCOUNT, REGION, STORES


def test_everything_twice_and_shuffled(started, recording):
    if "july" not in started.known:
        import pytest

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
