import json
import random
from copy import deepcopy

import pytest
from offblock import requests_bench

FLIGHTS = [{"id": "LH-400-FRA-JFK-202611271000", "flight": "LH400", "from": "FRA", "to": "JFK"}]
ONE = {"count": 150_000, "p50_ms": 3.0, "p95_ms": 20.0, "p99_ms": 60.0, "max_ms": 400.0, "failed": 0}
HELD = {"rate": 500, "minutes": 5, "why": "", "questions": {"all": ONE, "board": ONE}}


def test_what_holds_misses_nothing():
    assert requests_bench.misses(HELD) == []


@pytest.mark.parametrize(("figure", "value", "said"), [("p99_ms", 101.0, "p99 101 ms"), ("failed", 3, "3 of 150,000 failed"), ("count", 100_000, "only 100,000")])
def test_each_miss_is_said(figure, value, said):
    worse = deepcopy(HELD)
    worse["questions"]["all"][figure] = value
    assert len(found := requests_bench.misses(worse)) == 1 and said in found[0], found


def test_questions_are_about_flights_in_the_air_and_all_shares_are_told():
    asked = requests_bench.questions(FLIGHTS)
    assert sum(share for share, *_ in asked) == pytest.approx(1)
    drawn = random.Random(1)
    said = {name: draw(drawn) for _, name, _, draw in asked}
    assert said["flight"] == ("/v1/flights/{flight}/{date}", {"flight": "LH400", "date": "2026-11-27"}, {})
    assert said["connections"] == ("/v1/connections", {}, {"origin": "FRA", "destination": "JFK"})
    assert len(said["search"][2]["q"]) >= 2
    assert {function for _, _, function, _ in asked} == set(requests_bench.PROCESSES)


def test_questions_are_drawn_in_their_shares_the_same_each_time():
    asked = requests_bench.questions([*FLIGHTS, {"id": "LH-401-JFK-FRA-202611272000", "flight": "LH401", "from": "JFK", "to": "FRA"}])
    lines = requests_bench.drawn(asked, 1000)
    assert lines == requests_bench.drawn(asked, 1000)
    assert 350 < sum(one["name"] == "board" for one in lines) < 450
    assert json.loads(next(one["event"] for one in lines if one["name"] == "positions"))["path"] == "/v1/flights/airborne"


def test_a_question_without_an_answer_failed():
    said = requests_bench.figures_of({"asked": 4, "why": "", "questions": {"board": {"ms": [1.0, 3.0], "failed": [1]}, "flight": {"ms": [2.0], "failed": [0]}}})
    assert said["questions"]["all"] == {"count": 4, "p50_ms": 2.0, "p95_ms": 3.0, "p99_ms": 3.0, "max_ms": 3.0, "failed": 2}
    assert said["questions"]["board"]["failed"] == 1 and said["why"] == "no answer"
