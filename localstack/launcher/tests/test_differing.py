import pytest

from offblock.differing import MOST_NAMED, RAW, Difference, Flight, difference, hashes, named, otherwise
from offblock.faults import Fault
from offblock.verify import Day

DAY = "2024-07-06"


class Told:
    """A cloud whose raw payloads and stores hold these flights, each a dict of facts; answers by pages of two."""

    def __init__(self, raw: dict, **stores: dict) -> None:
        self.held = {RAW: raw, **stores}
        self.asked: list[tuple[str, str]] = []

    def invoke(self, function, event):
        assert function == "offblock-digest-raw"
        return self._page(RAW, event["day"], event.get("after"), event.get("facts"))

    def ask(self, function, resource, path, query):
        store = function.removeprefix("ask-")
        assert resource == f"/v1/stores/{store}/digest/{{day}}"
        return 200, self._page(store, path["day"], query.get("after"), query["facts"].split(",") if "facts" in query else None)

    def _page(self, who, day, after, facts):
        self.asked.append((who, "facts" if facts else "hashes"))
        assert day == DAY
        held = self.held[who]
        if facts:
            return {"flights": [{"id": one, "hash": str(held[one]), "facts": held[one]} for one in sorted(facts) if one in held]}
        ids = [one for one in sorted(held) if after is None or one > after]
        page = {"flights": [{"id": one, "hash": str(held[one])} for one in ids[:2]]}
        return page | ({"next": ids[1]} if len(ids) > 2 else {})


def flights(count: int, **facts) -> dict:
    return {f"LH-{number:03}": {"status": "LD", **facts} for number in range(count)}


def test_flights_are_named_with_their_facts():
    raw = flights(5, gate="A1")
    store = {**flights(5, gate="A1"), "LH-999": {"status": "OT"}}
    store["LH-001"] = {"status": "CD", "terminal": "2"}
    del store["LH-003"]
    cloud = Told(raw, mongodb=store, neo4j=dict(raw))
    found = named(cloud, [Day("2024-07-05", 5, {}), Day(DAY, 5, {"mongodb": 5})])
    assert list(found) == [DAY] and list(found[DAY]) == ["mongodb"]
    said = found[DAY]["mongodb"]
    assert (said.missing, said.extra, said.different, said.rest) == (1, 1, 1, 0)
    assert said.named == [Flight("LH-001", "different", {"gate": ("A1", None), "status": ("LD", "CD"), "terminal": (None, "2")}),
                          Flight("LH-003", "missing"), Flight("LH-999", "extra")]
    assert said.lines(DAY, "mongodb") == [
        f"{DAY} mongodb: 1 missing, 1 extra, 1 different",
        "  LH-001 different (gate: raw A1, mongodb nothing; status: raw LD, mongodb CD; terminal: raw nothing, mongodb 2)",
        "  LH-003 missing", "  LH-999 extra"]
    assert said.as_json()["named"][0] == {"id": "LH-001", "what": "different", "facts": {
        "gate": {"raw": "A1", "store": None}, "status": {"raw": "LD", "store": "CD"}, "terminal": {"raw": None, "store": "2"}}}
    assert "neo4j" not in {who for who, _ in cloud.asked}


@pytest.mark.parametrize("missing, different", [(MOST_NAMED + 30, 0), (0, MOST_NAMED + 30), (15, 15), (MOST_NAMED, 0)])
def test_no_more_are_named_than_can_be_read(missing, different):
    raw = {f"X-{n:03}": "h" for n in range(missing + different)}
    store = {one: "other" for one in list(raw)[missing:]}
    asked = []

    def ask(who, ids):
        asked.append(len(ids))
        return {}

    said = difference(raw, store, ask)
    assert (said.missing, said.different) == (missing, different)
    assert len(said.named) == min(MOST_NAMED, missing + different) and said.rest == missing + different - len(said.named)
    assert all(number <= MOST_NAMED for number in asked) and bool(asked) == bool(different)
    assert (f"  … and {said.rest} more" in said.lines(DAY, "neo4j")) == bool(said.rest)


def test_what_agrees_meanwhile_is_said():
    assert Difference(0, 0, 0, []).lines(DAY, "neo4j") == [f"{DAY} neo4j: it agrees by now"]


def test_a_day_of_many_answers_is_read_whole():
    raw = flights(7)
    assert sorted(hashes(Told(raw), RAW, DAY)) == sorted(raw)


def test_a_store_that_turns_in_circles_is_a_fault():
    class Circle:
        def invoke(self, function, event):
            return {"flights": [], "next": "LH-001"}

    with pytest.raises(Fault):
        hashes(Circle(), RAW, DAY)


def test_facts_that_are_the_same_are_left_out():
    assert otherwise({"a": "1", "b": "2"}, {"a": "1", "b": "2"}) == {}
