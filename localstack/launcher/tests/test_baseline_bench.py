import json
from copy import deepcopy

import pytest

from offblock import baseline_bench
from offblock.cloud import STORES
from offblock.faults import Fault

LOAD = {"stores": [{"store": "postgres", "share": 0.64}, {"store": "neo4j", "share": 1.0}]}
QUERY = {"stores": [{"store": "postgres", "questions": [
    {"name": "a row by its key", "yardstick": True, "at": [{"p50_ms": 0.5}]},
    {"name": "departures now", "yardstick": False, "at": [{"p50_ms": 9.0}, {"p50_ms": 3.0}]}]}]}
KEPT = {"load": {"postgres": 0.64, "neo4j": 1.0}, "query": {"postgres": {"departures now": 6.0}}}


def test_ratios_are_of_one_run_and_of_most_flights():
    assert baseline_bench.ratios(LOAD, QUERY) == KEPT
    assert baseline_bench.worse(KEPT, KEPT) == []


@pytest.mark.parametrize(("where", "value", "said"), [
    (("load", "postgres"), 0.48, None),
    (("load", "postgres"), 0.47, "loading postgres: 47% of the bare rate, it was 64%"),
    (("query", "postgres", "departures now"), 9.0, None),
    (("query", "postgres", "departures now"), 9.1, "postgres, departures now: 9.1 times the least question, it was 6.0"),
    (("query", "postgres", "arrivals now"), 1.0, "postgres, arrivals now is not in the baseline"),
    (("load", "mongodb"), 1.0, "loading mongodb is not in the baseline"),
])
def test_what_got_slower_is_named(where, value, said):
    measured = deepcopy(KEPT)
    place = measured
    for name in where[:-1]:
        place = place[name]
    place[where[-1]] = value
    assert baseline_bench.worse(KEPT, measured) == ([said] if said else [])


def test_what_is_no_longer_measured_is_named():
    assert baseline_bench.worse(KEPT, {"load": {"postgres": 0.64, "neo4j": 1.0}, "query": {}}) == ["postgres, departures now is no longer measured"]


def test_the_table_has_each_ratio_beside_the_baseline():
    lines = baseline_bench.table(KEPT, {**KEPT, "load": {"postgres": 0.5, "neo4j": 1.0}})
    assert [line.split()[-2:] for line in lines[1:]] == [["64%", "50%"], ["100%", "100%"], ["6.0", "6.0"]]


def test_without_a_baseline_nothing_is_measured(tmp_path):
    with pytest.raises(Fault, match="no baseline") as told:
        baseline_bench.run(write=False, as_json=True, file=tmp_path / "baseline.json")
    assert told.value.code == 2


def test_the_baseline_is_of_every_store():
    kept = json.loads(baseline_bench.BASELINE.read_text())
    assert set(kept["load"]) == set(kept["query"]) == set(STORES)
    assert len(baseline_bench.table(kept, kept)) == 1 + len(STORES) + sum(map(len, kept["query"].values()))
