"""What a browser or a program gets at the one address, good questions and bad."""

import json
import re

import pytest

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def airborne(started):
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
    assert {"id", "flight", "from", "to", "fromPos", "toPos", "off", "on", "onBasis", "status", "seenAt"} <= set(one)


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


def test_search(started):
    hits = started.get("/v1/search?q=frankf").json()["hits"]
    assert "FRA" in [hit.get("code") for hit in hits]


def test_status_and_harvest(started):
    assert started.get("/v1/status").json()["ready"] is True
    assert started.get("/v1/harvest").json()["quota"]["limit"] == 980
    # The plan is told with a run's result, which the first run has after most of its minute.
    started.until(lambda: started.get("/v1/harvest").json()["plan"], 120, "a plan")


def test_unchanged_is_not_sent_again(started):
    answer = started.get("/v1/airports/FRA")
    assert started.get("/v1/airports/FRA", headers={"If-None-Match": answer.headers["ETag"]}).status == 304


def test_request_id_comes_back(started):
    assert started.get("/v1/airports/FRA", headers={"X-Request-Id": "seen-1"}).headers["X-Request-Id"] == "seen-1"


@pytest.mark.parametrize("path, status", [
    ("/v1/flights/LH400/2026-13-45", 400), ("/v1/flights/LH400/yesterday", 400), ("/v1/flights/%27%3B--/2026-11-24", 400),
    ("/v1/flights/LH9999/1999-01-01", 404), ("/v1/airports/QQQ", 404), ("/v1/airports/F", 400), ("/v1/airports/FRA/departures?from=x", 400),
    ("/v1/airports/FRA/departures?limit=-1", 400), ("/v1/airports/FRA/departures?limit=100000", 400), ("/v1/search", 400),
    ("/v1/payloads/!!!", 400), ("/v1/payloads/bm9uZQ", 404), ("/v1/stores/postgres/digest?from=2024-99-01", 400), ("/v1/none", 404), ("/v1", 404),
])
def test_bad_questions_get_a_problem_with_its_fix(started, path, status):
    answer = started.get(path)
    assert answer.headers["Content-Type"].startswith(PROBLEM), (answer.status, answer.body[:300])
    said = answer.json()
    assert answer.status == said["status"]
    assert answer.status == status or {answer.status, status} == {400, 404}
    assert said["title"] and said["detail"] and said["fix"] and answer.headers["X-Request-Id"]
    assert "Exception" not in json.dumps(said) and "io.offblock" not in json.dumps(said)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(started, method):
    assert started.get("/v1/airports/FRA", method=method, body=b"{}").status in (404, 405)


def test_a_body_too_large(started):
    try:
        assert started.get("/v1/airports/FRA", method="POST", body=b"x" * (2 << 20)).status == 413
    except ConnectionError:
        pass  # refused before all of it was sent
