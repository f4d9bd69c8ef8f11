from pathlib import Path

import pytest

from offblock import ports, query_bench
from offblock.faults import Fault
from offblock.home import Home
from offblock.keys import Keys


def store(name="neo4j", growth=None, **questions):
    """A store whose questions took these milliseconds at the 95th percentile, the last being asked of most flights."""
    def question(words, p95, yardstick):
        times = p95 if isinstance(p95, tuple) else (p95,)
        more = {"growth": growth} if growth else {}
        return {"name": words.replace("_", " "), "yardstick": yardstick, "at": [{"p50_ms": one / 2, "p95_ms": one} for one in times], **more}

    return {"store": name, "load_average": [1.0, 2.0], "loaded": [{"past": 100_000}] * len(next(iter(questions.values()), (1,)) if growth else (1,)),
            "questions": [question("a flight by its key", (1.0, 9.0) if growth else 1.0, True)] + [question(w, p, False) for w, p in questions.items()]}


@pytest.mark.parametrize("said, missed", [
    (store(connections_from_a_hub=50.0, the_story=900.0), []),
    (store(connections_from_a_hub=50.1), ["connections from a hub: p95 50.1 ms, wanted 50"]),
    (store("opensearch", search_as_people_type=20.5), ["search as people type: p95 20.5 ms, wanted 20"]),
    (store(growth=1.29, connections=(10.0, 12.0)), []),
    (store(growth=1.3, connections=(10.0, 12.0)), ["connections: grows by 1.30, wanted below 1.3"]),
    (store(growth=1.1, connections=(10.0, 60.0)), ["connections: p95 60.0 ms, wanted 50"]),
])
def test_what_costs_or_grows_too_much_is_named_and_no_yardstick_is(said, missed):
    assert query_bench.misses(said) == missed


def test_the_table_has_each_question_beside_the_yardstick():
    lines = query_bench.table([store(growth=1.1, connections=(10.0, 12.0))])
    assert "p50 of 100,000" in lines[0] and "growth" in lines[0] and "load average [1.0, 2.0]" in lines[0]
    assert lines[1].split()[-1] == "yardstick" and lines[2].split() == ["connections", "5.00", "10.00", "6.00", "12.00", "1.10"]


@pytest.mark.parametrize("more", [{"rounds": 99}, {"growth": True, "small": 5, "large": 5}, {"files": [Path("/no/such.csv")]}])
def test_wrong_words(tmp_path, more):
    words = {"growth": False, "files": [], "only": None, "rounds": 100, "small": 1, "large": 2, "as_json": True} | more
    with pytest.raises(Fault) as told:
        query_bench.run(Home(tmp_path, tmp_path), ports.from_environment(), **words)
    assert told.value.code == 2


def test_two_servers_of_a_bench_share_the_login_of_the_process_that_asks_them(tmp_path):
    for name in ("small", "large"):
        keys = Keys(Home(tmp_path / name, tmp_path))
        keys.take("postgres", "one for both")
        assert keys.password("offblock") == keys.password_file().read_text() == "one for both"
        assert (tmp_path / name / "data" / "secrets.json").stat().st_mode & 0o077 == 0
