"""A store that lost everything is rebuilt from raw payloads through the state machine."""

import json
import urllib.request

import pytest
from test_5_kill import july

from offblock import pause
from offblock.verify import digest_store


@pytest.fixture(scope="module", autouse=True)
def harvest_paused(started):
    """A harvest that runs already still ends; the days compared are those it never asks for."""
    with pause.paused(started.home, started.cloud):
        yield


def test_a_store_that_lost_everything(started, recording):
    if "july" not in started.known:
        pytest.skip("the recording was not imported")
    url = f"http://127.0.0.1:{started.ports.opensearch}"
    with urllib.request.urlopen(f"{url}/_cat/indices?h=index", timeout=30) as answer:
        indices = [name for name in answer.read().decode().split() if name.startswith("offblock-")]
    assert indices
    for index in indices:
        urllib.request.urlopen(urllib.request.Request(f"{url}/{index}", method="DELETE"), timeout=30)
    started.cloud.invoke("offblock-schema-opensearch", {}, 320)
    started.kill_functions("load-opensearch")  # a loader remembers which indices it has made
    assert not any(day.startswith("2024-07") for day in digest_store(started.cloud, "opensearch", None, None))
    said = json.loads(started.ok("replay", "--store", "opensearch", "--json"))
    assert said["ok"] and said["stores"] == ["opensearch"] and said["payloads"] > 0
    assert july(started) == started.known["july"]


def test_nothing_to_do(started):
    """Days without a payload end at once, and there is nothing to stop."""
    said = started.ok("replay", "--store", "neo4j", "--from", "1999-01-01", "--to", "1999-01-02")
    assert "No payload of these days" in said
    assert "no replay of this store and these days is running" in started.ok("replay", "--store", "neo4j", "--stop")


@pytest.mark.parametrize("words", [("--from", "yesterday"), ("--from", "2026-11-02", "--to", "2026-11-01"), ("--store", "redis")])
def test_wrong_words(started, words):
    assert started.run("replay", *words).returncode == 2
