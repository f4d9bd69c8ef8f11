import asyncio
import gzip
import json

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from offblock.front.rate import RateLimit
from offblock.front.server import application

FLIGHTS = {"flights": [{"id": f"LH-{n}-FRA-JFK-20261124T1055"} for n in range(200)]}


async def gateway_answer(request):
    if request.path.endswith("/flights"):
        return web.json_response(FLIGHTS)
    if request.path.endswith("/tagged"):
        if request.headers.get("If-None-Match") == 'W/"seen"':
            return web.Response(status=304, headers={"ETag": 'W/"seen"', "Cache-Control": "public, max-age=15"})
        return web.Response(text="a,b\r\n" * 400, content_type="text/csv",
                            headers={"ETag": 'W/"seen"', "Cache-Control": "public, max-age=15", "Vary": "Accept"})
    if request.path.endswith("/slow"):
        await asyncio.sleep(600)
    if request.path.endswith("/broken"):
        return web.Response(status=502, text="Internal server error")
    if request.path.endswith("/bad"):
        return web.json_response({"title": "Bad request", "status": 400}, status=400, content_type="application/problem+json")
    if request.path.endswith("/asks"):
        return web.json_response({"message": "Missing required request parameters: [q]"}, status=400)
    if request.path.endswith("/alerts"):
        return web.json_response({"said": await request.text()}, status=201) if request.headers.get("X-Api-Key") == "right" \
            else web.json_response({"message": "Forbidden"}, status=403)
    if request.path.endswith("/echo"):
        return web.json_response({"query": request.query_string, "id": request.headers["X-Request-Id"], "cookie": "Cookie" in request.headers})
    return web.json_response({"message": "Missing Authentication Token"}, status=403)


def served(tmp_path, test, *, deployed=True, calls=6000):
    page = tmp_path / "dist"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html><title>Offblock</title>" + "x" * 2000)
    (page / "app-ABCD2345.js").write_text("console.log(1);" * 200)
    (tmp_path / "secret.txt").write_text("no")

    async def run():
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", gateway_answer)
        async with TestServer(app) as gateway:
            if deployed:
                (tmp_path / "deployment.json").write_text(json.dumps({"api": "abc", "stage": "local"}))
            front = application(page, tmp_path / "deployment.json", gateway.port, calls=calls)
            async with TestClient(TestServer(front), auto_decompress=False) as client:
                await test(client)

    asyncio.run(run())


def test_what_writes_is_passed_on_with_its_key_and_refused_without(tmp_path):
    async def test(client):
        refused = await client.post("/v1/alerts", data=b"{}", headers={"X-Api-Key": "wrong"})
        assert refused.status == 403 and refused.content_type == "application/problem+json"
        assert "./offblock key" in (await refused.json())["fix"]
        made = await client.post("/v1/alerts", data=b'{"name":"x"}', headers={"X-Api-Key": "right"})
        assert made.status == 201 and (await made.json()) == {"said": '{"name":"x"}'}

    served(tmp_path, test)


@pytest.mark.parametrize("address", ["/v1/flights?%F0%9F%98%80=1", "/v1/flights?q=%D8", "/v1/%FF"])
def test_an_address_that_nobody_can_read_is_a_bad_request(tmp_path, address):
    """Names beyond 16 bits broke a function's JSON reader, bytes that are no UTF-8 LocalStack: both were answered 503."""

    async def test(client):
        answer = await client.get(URL(address, encoded=True))
        assert answer.status == 400 and (await answer.json())["fix"]
        assert (await client.get(URL("/v1/echo?q=%F0%9F%98%80", encoded=True))).status == 200

    served(tmp_path, test)


def test_a_body_that_is_no_text_and_a_path_with_a_line_break_have_their_problem(tmp_path):
    async def test(client):
        body = await client.post("/v1/alerts", data=b"\xff", headers={"X-Api-Key": "right"})
        assert body.status == 400 and body.content_type == "application/problem+json"
        path = await client.get(URL("/v1/a%0Ab", encoded=True))
        assert path.status >= 400 and path.content_type == "application/problem+json"

    served(tmp_path, test)


def test_the_page(tmp_path):
    async def test(client):
        answer = await client.get("/", headers={"Accept-Encoding": "gzip"})
        assert answer.status == 200 and answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Content-Encoding"] == "gzip" and gzip.decompress(await answer.read()).startswith(b"<!doctype html>")
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Request-Id"]
        again = await client.get("/", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status == 304 and not await again.read()
        script = await client.get("/app-ABCD2345.js")
        assert "immutable" in script.headers["Cache-Control"] and script.headers["Content-Type"].startswith("text/javascript")
        (tmp_path / "dist" / "docs").mkdir()
        assert (await client.get("/docs")).status == 404
        (tmp_path / "dist" / "docs" / "index.html").write_text("<!doctype html>")
        assert (await client.get("/docs")).content_type == (await client.get("/docs/")).content_type == "text/html"
        head = await client.head("/")
        assert head.status == 200 and not await head.read()

    served(tmp_path, test)


@pytest.mark.parametrize("path", ["/none", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.%00"])
def test_nothing_outside_of_the_page(tmp_path, path):
    async def test(client):
        answer = await client.get(URL(path, encoded=True))
        assert answer.status in (400, 404) and b"no" != await answer.read()

    served(tmp_path, test)


def test_the_api_passes_through(tmp_path):
    async def test(client):
        answer = await client.get("/v1/flights", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip" and json.loads(gzip.decompress(await answer.read())) == FLIGHTS
        again = await client.get("/v1/flights", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status == 304
        plain = await client.get("/v1/flights", headers={"Accept-Encoding": "identity"})
        assert await plain.json() == FLIGHTS and "Content-Encoding" not in plain.headers
        echo = await (await client.get("/v1/echo?q=a%20b", headers={"X-Request-Id": "my-1", "Cookie": "a=b"})).json()
        assert echo == {"query": "q=a%20b", "id": "my-1", "cookie": False} or echo["query"] in ("q=a b", "q=a%20b")
        bad = await client.get("/v1/bad")
        assert bad.status == 400 and bad.content_type == "application/problem+json"
        evil = await client.get("/v1/echo", headers={"X-Request-Id": "x" * 200})
        assert evil.headers["X-Request-Id"] != "x" * 200

    served(tmp_path, test)


@pytest.mark.parametrize("path, status", [("/v1/none", 404), ("/v1/broken", 503), ("/v1/asks", 400)])
def test_what_the_gateway_cannot_answer_is_a_problem_with_a_fix(tmp_path, path, status):
    async def test(client):
        answer = await client.get(path)
        said = await answer.json(content_type="application/problem+json")
        assert answer.status == said["status"] == status and said["fix"] and said["instance"] == path

    served(tmp_path, test)


def test_the_functions_own_tag_and_form_pass_through(tmp_path):
    async def test(client):
        answer = await client.get("/v1/tagged", headers={"Accept-Encoding": "gzip", "Accept": "text/csv"})
        assert answer.status == 200 and answer.content_type == "text/csv" and answer.headers["ETag"] == 'W/"seen"'
        assert answer.headers["Cache-Control"] == "public, max-age=15" and answer.headers["Vary"] == "Accept, Accept-Encoding"
        assert answer.headers["Content-Encoding"] == "gzip" and gzip.decompress(await answer.read()).startswith(b"a,b")
        again = await client.get("/v1/tagged", headers={"If-None-Match": 'W/"seen"'})
        assert again.status == 304 and again.headers["ETag"] == 'W/"seen"' and not await again.read()

    served(tmp_path, test)


def test_a_caller_is_told_what_is_left_and_stopped_at_the_end(tmp_path):
    async def test(client):
        for left in (2, 1, 0):
            answer = await client.get("/v1/flights")
            assert answer.status == 200 and answer.headers["RateLimit-Limit"] == "3" and answer.headers["RateLimit-Remaining"] == str(left)
            assert 0 < int(answer.headers["RateLimit-Reset"]) <= 60
        refused = await client.get("/v1/flights")
        assert refused.status == 429 and refused.headers["Retry-After"] == refused.headers["RateLimit-Reset"]
        assert (await refused.json(content_type=None))["fix"]
        assert (await client.get("/")).status == 200

    served(tmp_path, test, calls=3)


def test_a_new_window_begins_after_a_minute():
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.take("a")[0] for _ in range(3)] == [True, True, False]
    assert limit.take("b")[0]
    now[0] = 60.0
    may, told = limit.take("a")
    assert may and told["RateLimit-Remaining"] == "1"


def test_before_the_first_deployment(tmp_path):
    async def test(client):
        answer = await client.get("/v1/flights")
        assert answer.status == 503 and answer.headers["Retry-After"] == "5" and "./offblock" in (await answer.json(content_type=None))["fix"]

    served(tmp_path, test, deployed=False)


def test_too_slow(tmp_path, monkeypatch):
    monkeypatch.setattr("offblock.front.gateway.ANSWER_SECONDS", 0.2)

    async def test(client):
        answer = await client.get("/v1/slow")
        assert answer.status == 504 and answer.content_type == "application/problem+json"

    served(tmp_path, test)


def test_limits(tmp_path):
    async def test(client):
        assert (await client.patch("/v1/flights")).status == 405
        assert (await client.delete("/")).status == 405
        assert (await client.post("/v1/flights", data=b"x" * (1 << 20 | 1))).status == 413

        async def chunks():
            yield b"x"

        assert (await client.post("/v1/flights", data=chunks())).status == 411
        assert (await client.get("/v1/flights?" + "x" * 5000)).status == 414
        wrong = await client.get("/v1/flights", headers={"Host": "evil.example:80"})
        assert wrong.status == 421

    served(tmp_path, test)


def test_with_the_api_gone(tmp_path):
    async def run():
        (tmp_path / "deployment.json").write_text(json.dumps({"api": "abc", "stage": "local"}))
        front = application(tmp_path, tmp_path / "deployment.json", 1)
        async with TestClient(TestServer(front)) as client:
            answer = await client.get("/v1/flights")
            assert answer.status == 503 and answer.content_type == "application/problem+json"

    asyncio.run(run())
