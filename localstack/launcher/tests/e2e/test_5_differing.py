"""One store is spoilt behind the system's back: `verify` says where."""

import json

import pytest
from pymongo import MongoClient

DAY = "2024-07-06"


@pytest.fixture
def flights(started):
    if "july" not in started.known:
        pytest.skip("the recording was not imported")
    client = MongoClient("127.0.0.1", started.ports.mongodb)
    yield client["offblock"]["flights"]
    client.close()


def test_the_flights_that_differ_are_named_with_their_facts(started, flights):
    changed, lost = flights.find({"day": DAY, "facts.status": {"$exists": True}}).sort("_id", 1).limit(2)
    try:
        flights.update_one({"_id": changed["_id"]}, {"$set": {"facts.status": "XX"}})
        flights.delete_one({"_id": lost["_id"]})
        told = started.run("verify", "--json", "--from", DAY, "--to", DAY)
        assert told.returncode == 1, told.stderr
        said = json.loads(told.stdout)
        assert said["differing"] == [DAY] and list(said["days"][0]["differs"]) == ["mongodb"]
        assert said["days"][0]["named"]["mongodb"] == {
            "missing": 1, "extra": 0, "different": 1, "rest": 0,
            "named": [{"id": changed["_id"], "what": "different", "facts": {"status": {"raw": changed["facts"]["status"], "store": "XX"}}},
                      {"id": lost["_id"], "what": "missing"}]}
        told = started.run("verify", "--from", DAY, "--to", DAY)
        assert told.returncode == 1
        assert f"{changed['_id']} different (status: raw {changed['facts']['status']}, mongodb XX)" in told.stdout, told.stdout
        assert f"{lost['_id']} missing" in told.stdout
    finally:
        for one in (changed, lost):
            flights.replace_one({"_id": one["_id"]}, one, upsert=True)
    started.verified("--from", DAY, "--to", DAY)
