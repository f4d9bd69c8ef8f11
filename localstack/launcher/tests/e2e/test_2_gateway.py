"""What a browser or a program gets at the one address, good questions and bad."""

import html
import json
import re
import time
import urllib.parse

import pytest
import yaml

from offblock.home import ROOT

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def airborne(started):
    started.quiet()  # what PostgreSQL tells of a flight the others may still have in their queues
    answer = started.get("/v1/flights/airborne", headers={"Accept-Encoding": "gzip"})
    assert answer.status == 200 and answer.headers["Content-Encoding"] == "gzip"
    return answer.json()


def test_the_page(started):
    answer = started.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    for script in re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', answer.body.decode()):
        part = started.get("/" + script.lstrip("./"))
        assert part.status == 200 and part.headers["Content-Type"].startswith(("text/javascript", "text/css"))


def test_airborne(airborne):
    assert airborne["count"] == len(airborne["flights"]) > 0
    one = airborne["flights"][0]
    assert {"id", "flight", "from", "to", "off", "on", "onBasis", "status", "seenAt"} <= set(one)
    assert {place for flight in airborne["flights"] for place in (flight["from"], flight["to"])} == set(airborne["airports"])


def test_a_flight_its_story_its_payload(started, airborne):
    one = airborne["flights"][0]
    carrier, number, origin, _, moment = one["id"].split("-")
    date = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"
    answer = started.get(f"/v1/flights/{one['flight']}/{date}")
    assert answer.status == 200 and one["id"] in [f["id"] for f in answer.json()["flights"]]
    flight = next(f for f in answer.json()["flights"] if f["id"] == one["id"])
    assert flight["origin"]["iata"] == origin and flight["payloads"]
    story = started.get(f"/v1/flights/{one['id']}/timeline")
    assert story.status == 200 and story.json()["states"]
    from offblock.bench import token

    payload = started.get(f"/v1/payloads/{token(flight['payloads'][0])}")
    assert payload.status == 200 and payload.headers["X-Sha256"] and json.loads(payload.body)
    board = started.get(f"/v1/airports/{origin}/departures?limit=5")
    assert board.status == 200 and board.json()["airport"]["iata"] == origin
    assert started.get(f"/v1/airports/{origin}/routes").json()["routes"]
    assert started.get(f"/v1/airports/{origin}").json()["iata"] == origin


def test_a_flight_at_other_moments_and_in_other_forms(started, airborne):
    one = airborne["flights"][0]["id"]
    now = started.get(f"/v1/flights/{one}")
    assert now.status == 200 and now.json()["id"] == one and "max-age" in now.headers["Cache-Control"]
    seen = now.json()["seenAt"]
    # an answer that was given again unchanged is no new observation: as of then the first of them is told
    before = started.get(f"/v1/flights/{one}?asOf={seen}").json()
    assert before["id"] == one and before["seenAt"] <= seen and before["payloads"]
    assert started.get(f"/v1/flights/{one}?asOf=2020-01-01T00:00:00Z").status == 404
    event = started.get(f"/v1/flights/{one}", headers={"Accept": "text/calendar"})
    assert event.headers["Content-Type"].startswith("text/calendar") and f"UID:{one}@offblock" in event.body.decode().replace("\r\n ", "")
    inbound = started.get(f"/v1/flights/{one}/rotation").json()
    assert inbound["flight"]["id"] == one and isinstance(inbound["inbound"], list)
    points = started.get("/v1/flights/airborne?format=geojson", headers={"Accept-Encoding": "gzip"})
    assert points.headers["Content-Type"] == "application/geo+json" and points.headers["Content-Encoding"] == "gzip"
    assert len(points.json()["features"]) > 0


def test_the_map_of_an_hour_ago(started, airborne):
    ago = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(airborne["at"] - 3600))
    then = started.get(f"/v1/flights/airborne?at={ago}").json()
    assert then["count"] == len(then["flights"]) > 0 and all(f["off"] <= then["at"] < f["on"] for f in then["flights"])


def test_a_board_page_by_page_and_as_a_table(started):
    path = "/v1/airports/EDDF/departures?limit=4"  # few enough for the night, when a board is short

    def two_pages():
        first = started.get(path).json()
        second = started.get(f"{path}&cursor={first['next']}").json()
        ids = {f["id"] for f in first["flights"] + second["flights"]}  # one whose time changed meanwhile is on both pages
        return (first, second) if len(ids) == 8 else None

    first, second = started.until(two_pages, 180, "eight departures from Frankfurt, none of them twice")
    assert second["from"] == first["from"]
    table = started.get(path + "&format=csv")
    assert table.headers["Content-Type"].startswith("text/csv") and table.body.decode().count("\r\n") == 5


def test_statistics_routes_connections_disruptions(started):
    statistics = started.get("/v1/statistics?by=carrier").json()
    assert statistics["all"]["flights"] > 0 and statistics["groups"][0]["flights"] > 0
    index = started.until(lambda: (said := started.get("/v1/airports/FRA/delay-index").json())["day"]["all"]["flights"] and said, 180, "a flight of today at Frankfurt")
    assert index["hours"][0]["hour"]["local"]
    assert started.get("/v1/airports/FRA/statistics").json()["departures"]["all"]["flights"] > 0
    assert started.get("/v1/disruptions").json()["flights"] > 0
    assert started.get("/v1/routes?limit=10").json()["routes"]
    started.until(lambda: started.get("/v1/airports/FRA/closure").json()["flightCount"], 180, "a flight of today at Frankfurt in the graph")
    found = started.get("/v1/connections?origin=FRA&destination=EDDM&stops=1").json()
    assert found["destination"]["iata"] == "MUC" and isinstance(found["itineraries"], list)
    assert started.get("/v1/search/facets?by=carrier").json()["counts"]
    assert "steps" in started.get("/v1/delays/histogram").json() and "carriers" in started.get("/v1/delays/carriers").json()
    # reference data come page by page, as the plan finds room for them
    near = "/v1/airports/near?lat=50.1&lon=8.7"
    started.until(lambda: [one["iata"] for one in started.get(near).json()["airports"]][:1] == ["FRA"], 180, "Frankfurt, near Frankfurt")
    assert started.until(lambda: started.get("/v1/airlines?limit=5").json()["airlines"], 180, "an airline")


def test_search(started):
    hits = started.get("/v1/search?q=frankf").json()["hits"]
    assert "FRA" in [hit.get("code") for hit in hits]


def asked_by_its_examples():
    """Each operation of the contract with the examples of what it must be given: the links of the reference."""
    contract = yaml.safe_load((ROOT / "infra" / "openapi.yaml").read_text())
    for path, methods in contract["paths"].items():
        parameters = methods.get("get", {}).get("parameters", [])
        for p in parameters:
            path = path.replace(f"{{{p['name']}}}", urllib.parse.quote(str(p.get("example", "")), safe=""))
        query = urllib.parse.urlencode({p["name"]: p["example"] for p in parameters if p["in"] == "query" and p["required"]})
        if "get" in methods:
            yield f"{path}?{query}" if query else path


def test_every_operation_answers_as_the_reference_asks_it(started):
    page = started.get("/docs")
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html")
    key = {"X-Api-Key": started.ok("key").strip()}
    for path in asked_by_its_examples():
        answer = started.get(path, headers=key)
        assert answer.status in (200, 404), (path, answer.status, answer.body[:300])
        assert answer.status == 200 or answer.json()["fix"], path
        assert f'href="{html.escape(path)}"' in page.body.decode(), path


def test_status_and_harvest(started):
    started.until(lambda: started.get("/v1/status").json()["ready"], 120, "a status of all parts")
    assert started.get("/v1/harvest").json()["quota"]["limit"] == 980
    # The plan is told with a run's result, which the first run has after most of its minute.
    started.until(lambda: started.get("/v1/harvest").json()["plan"], 120, "a plan")
    plan = started.get("/v1/harvest/plan").json()
    assert plan["quota"]["resetsAt"] and all(call["reason"] for call in plan["next"] + plan["skipped"])


def test_what_is_left_of_the_rate_is_told(started):
    told = started.get("/v1/airports/FRA").headers
    assert int(told["RateLimit-Remaining"]) < int(told["RateLimit-Limit"]) and 0 < int(told["RateLimit-Reset"]) <= 60


def test_unchanged_is_not_sent_again(started):
    answer = started.get("/v1/airports/FRA")
    assert started.get("/v1/airports/FRA", headers={"If-None-Match": answer.headers["ETag"]}).status == 304


def test_request_id_comes_back(started):
    assert started.get("/v1/airports/FRA", headers={"X-Request-Id": "seen-1"}).headers["X-Request-Id"] == "seen-1"


@pytest.mark.parametrize("path, status", [
    ("/v1/flights/LH400/2026-13-45", 400), ("/v1/flights/LH400/yesterday", 400), ("/v1/flights/%27%3B--/2026-11-24", 400),
    ("/v1/flights/LH9999/1999-01-01", 404), ("/v1/airports/QQQ", 404), ("/v1/airports/F", 400), ("/v1/airports/FRA/departures?from=x", 400),
    ("/v1/airports/FRA/departures?limit=-1", 400), ("/v1/airports/FRA/departures?limit=100000", 400), ("/v1/search", 400),
    ("/v1/payloads/!!!", 400), ("/v1/payloads/bm9uZQ", 404), ("/v1/stores/postgres/digest?from=2024-99-01", 400), ("/v1/flights/airborne?when=now", 400), ("/v1/statistics?by=colour", 400),
    ("/v1/airports/FRA/delay-index?date=today", 400), ("/v1/connections?origin=FRA", 400), ("/v1/airports/near?lat=91&lon=8", 400),
    ("/v1/airports/FRA/departures?format=xml", 400), ("/v1/flights/LH-400-FRA-JFK-20261124T1055?asOf=2999-01-01T00:00:00Z", 400), ("/v1/none", 404), ("/v1", 404),
])
def test_bad_questions_get_a_problem_with_its_fix(started, path, status):
    answer = started.get(path)
    assert answer.headers["Content-Type"].startswith(PROBLEM), (answer.status, answer.body[:300])
    said = answer.json()
    assert answer.status == said["status"]
    assert answer.status == status or {answer.status, status} == {400, 404}
    assert said["title"] and said["detail"] and said["fix"] and answer.headers["X-Request-Id"]
    assert "Exception" not in json.dumps(said) and "io.offblock" not in json.dumps(said)


@pytest.mark.parametrize(("body", "status"), [(b'{"inboundMinutesLate": 30}', 404), (b"{}", 400), (b"no json", 400)])
def test_what_if_needs_no_key_and_a_champion(started, body, status):
    answer = started.get("/v1/flights/LH400/2026-11-24/forecast", method="POST", body=body, headers={"Content-Type": "application/json"})
    assert answer.status == status and answer.json()["fix"], answer.body[:300]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(started, method):
    assert started.get("/v1/airports/FRA", method=method, body=b"{}").status in (404, 405)


def test_a_body_too_large(started):
    try:
        assert started.get("/v1/airports/FRA", method="POST", body=b"x" * (2 << 20)).status == 413
    except OSError:
        pass  # refused before all of it was sent
