import json
from copy import deepcopy
from datetime import UTC, datetime

import pytest
from offblock import figures, soak_bench

HELD = {"minutes": 60, "times": 20, "per_hour": 19_990, "waiting": 120, "dead": 0, "drained": True, "airborne": 1_000, "flights": 7_000,
        "calls": {"stored": 15_000, "unchanged": 4_000, "empty": 990, "failed": 0, "why": ""},
        "lag": {"postgres": {"loads": 19_000, "p50_s": 0.3, "p95_s": 1.2, "max_s": 9.0}},
        "memory": {"second_mb": 2_000.0, "last_mb": 2_020.0, "growth": 1.01, "most_mb": 3_600.0, "parts_mb": {"localstack": [800, 820], "postgres": [1_200, 1_200]}}}


def test_what_holds_misses_nothing():
    assert soak_bench.misses(HELD) == []


@pytest.mark.parametrize(("where", "value", "said"), [
    (("lag", "postgres", "p95_s"), 5.1, "postgres: 5.1 s"),
    (("per_hour",), 18_900, "18,900 calls an hour"),
    (("calls", "failed"), 1, "1 calls failed"),
    (("drained",), False, "did not empty"),
    (("dead",), 2, "2 dead letters"),
    (("memory", "growth"), 1.06, "memory grew to 106%"),
])
def test_each_miss_is_said(where, value, said):
    worse = deepcopy(HELD)
    place = worse
    for name in where[:-1]:
        place = place[name]
    place[where[-1]] = value
    assert len(found := soak_bench.misses(worse)) == 1 and said in found[0], found


def test_the_table_tells_what_each_part_held():
    assert any("localstack 800 → 820" in row for row in soak_bench.table(HELD))


def test_the_rate_grows_evenly_and_then_stays():
    at = [soak_bench.due(call, 0.2, 60) for call in range(1_000)]
    apart = [later - earlier for earlier, later in zip(at, at[1:], strict=False)]
    assert at[0] == 0 and soak_bench.due(150, 0.2, 60) == pytest.approx(60), "half of the five calls a second until the minute is over"
    assert all(later <= earlier + 1e-9 for earlier, later in zip(apart, apart[1:], strict=False)), "never slower again"
    assert apart[150:] == pytest.approx([0.2] * len(apart[150:]))
    assert soak_bench.due(7, 0.2, 0) == pytest.approx(1.4), "without growing it is steady from the first"


def test_boards_of_every_airport_around_now():
    truth = {"airborne": [{"origin": "FRA", "destination": "JFK"}, {"origin": "JFK", "destination": "FRA"}]}
    asked = soak_bench.boards(truth, datetime(2026, 11, 27, 22, 40, tzinfo=UTC))
    assert len(asked) == len(set(asked)) == 12
    assert asked[0] == "/operations/flightstatus/departures/FRA/2026-11-27T18:00?limit=100"
    assert asked[-1] == "/operations/flightstatus/arrivals/JFK/2026-11-28T02:00?limit=100"
    assert len({soak_bench.board(one) for one in asked}) == 4


def test_the_lag_is_read_from_what_loaders_log():
    message = 'Nov 27 up\n{"_aws":{"Timestamp":1},"store":"neo4j","LoadLag":0.25,"Flights":3.0}\n{"_aws":{},"LoadLag":"x"}\n{"Flights":1}\n'
    assert soak_bench.lag(message) == [0.25]


def test_functions_count_by_what_one_holds():
    assert soak_bench.resident({"name": "functions", "pss_mb": 1_200.0, "count": 10}) == [("each function", 120.0)]
    assert soak_bench.resident({"name": "neo4j", "pss_mb": 370.0}) == [("neo4j", 370.0)]


@pytest.mark.parametrize(("missed", "code"), [([], 0), (["memory grew"], 1)])
def test_a_run_is_told_and_written_into_its_place(tmp_path, capsys, missed, code):
    document = tmp_path / "page.md"
    document.write_text("before\n<!-- soak -->\nold\n<!-- /soak -->\nafter\n")
    assert figures.tell(HELD, missed, ["| new |"], mark="soak", document=document, as_json=True) == code
    assert document.read_text() == "before\n<!-- soak -->\n| new |\n<!-- /soak -->\nafter\n"
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is not bool(missed) and said["missed"] == missed and said["per_hour"] == 19_990
