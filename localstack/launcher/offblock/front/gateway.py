"""Hands /v1 requests to the gateway in LocalStack and tells the caller, in words with a fix, when that is not possible."""

import asyncio
import json
import time
import urllib.parse
from pathlib import Path

import aiohttp
import yarl
from aiohttp import web

from offblock.front.answers import WORTH_COMPRESSING, compressed, entity_tag, problem, takes_gzip, unchanged
from offblock.ports import HOST

AT_ONCE = 24
WAITING = 200
ANSWER_SECONDS = 30.0  # API Gateway's own limit is 29 s
QUEUE_SECONDS = 10.0
LARGEST_BODY = 1 << 20
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
PASSED_ON = ("Accept", "Accept-Language", "Content-Type", "If-None-Match", "Idempotency-Key", "X-Api-Key")
PASSED_BACK = ("Content-Type", "Cache-Control", "Retry-After", "Location", "ETag", "X-Fetched-At", "X-Sha256", "X-Request",
               "Last-Modified", "Allow", "Link", "Content-Disposition")
COMPRESSIBLE = ("json", "text/")
START = "start it with ./offblock up, or see what it is doing with ./offblock status"


def _unreadable(path: str) -> tuple[str, str] | None:
    """What of an address cannot be handed on, and the fix. LocalStack fails on bytes that are no UTF-8, and a function's JSON reader on
    names beyond 16 bits."""
    try:
        urllib.parse.unquote(path, errors="strict")
    except UnicodeDecodeError:
        return "the address is no UTF-8", "encode it as UTF-8, each byte as %XX"
    names = (pair.partition("=")[0] for pair in path.partition("?")[2].split("&"))
    if not all(urllib.parse.unquote_plus(name).isascii() for name in names):
        return "no parameter has such a name", "leave it out; infra/openapi.yaml has the names"
    return None


class Gateway:
    """The deployed gateway. Where it is stands in the supervisor's file, which changes with every deployment."""

    def __init__(self, deployment: Path, localstack: int, host: str = HOST) -> None:
        self._deployment, self._localstack = deployment, f"{host}:{localstack}"
        self._known: tuple[int, str | None] = (0, None)
        self._looked = 0.0
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=AT_ONCE + 8, keepalive_timeout=15, force_close=False),
            timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS, connect=5), auto_decompress=True)

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    def base(self) -> str | None:
        """The gateway's address, None before the first deployment. Looks at the file at most once a second."""
        now = time.monotonic()
        if now - self._looked > 1.0:
            self._looked = now
            try:
                changed = self._deployment.stat().st_mtime_ns
                if changed != self._known[0]:
                    said = json.loads(self._deployment.read_text())
                    self._known = (changed, f"http://{self._localstack}/_aws/execute-api/{said['api']}/{said['stage']}")
            except (OSError, ValueError, KeyError):
                self._known = (0, None)
        return self._known[1]

    async def answer(self, request: web.Request, id: str) -> web.StreamResponse:
        refused = self._refused(request)
        if refused is not None:
            return refused
        base = self.base()
        if base is None:
            return problem(request, 503, "Starting", "the API is not deployed yet", f"wait some seconds; {START}", retry_after=5)
        if self._waiting >= WAITING:
            return problem(request, 503, "Busy", f"{WAITING} requests wait already", "ask again later, and less at once", retry_after=2)
        body = await request.read() if request.can_read_body else None
        try:
            (body or b"").decode()
        except UnicodeDecodeError:
            return problem(request, 400, "Bad request", "the body is no UTF-8", "send JSON in UTF-8")
        self._waiting += 1
        try:
            await asyncio.wait_for(self._places.acquire(), QUEUE_SECONDS)
        except TimeoutError:
            return problem(request, 503, "Busy", f"no place was free within {QUEUE_SECONDS:.0f} s", "ask again later, and less at once", retry_after=5)
        finally:
            self._waiting -= 1
        try:
            return await self._pass_on(request, base, id, body)
        finally:
            self._places.release()

    def _refused(self, request: web.Request) -> web.Response | None:
        if request.method not in METHODS:
            response = problem(request, 405, "Method not allowed", f"{request.method} is not taken", f"use one of {', '.join(METHODS)}")
            response.headers["Allow"] = ", ".join(METHODS)
            return response
        if request.can_read_body and request.content_length is None:
            return problem(request, 411, "Length required", "a body of unknown length is not taken", "send Content-Length")
        if (request.content_length or 0) > LARGEST_BODY:
            return problem(request, 413, "Body too large", f"the body is {request.content_length} bytes, at most {LARGEST_BODY} are taken", "send less")
        unread = _unreadable(request.raw_path)
        if unread:
            return problem(request, 400, "Bad request", *unread)
        if len(request.raw_path) > 4096:
            return problem(request, 414, "Address too long", "the address is longer than 4096 characters", "ask for less at once")
        return None

    async def _pass_on(self, request: web.Request, base: str, id: str, body: bytes | None) -> web.StreamResponse:
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        headers["X-Request-Id"] = id
        method = "GET" if request.method == "HEAD" else request.method
        try:
            async with self._session.request(method, yarl.URL(base + request.raw_path, encoded=True), headers=headers, data=body,
                                             allow_redirects=False) as answer:
                content = await answer.read()
                return await self._pass_back(request, answer, content)
        except TimeoutError:
            return problem(request, 504, "Too slow", f"no answer within {ANSWER_SECONDS:.0f} s", "ask again; if it stays, see ./offblock status", retry_after=5)
        except aiohttp.ClientError:
            return problem(request, 503, "API unavailable", "the API does not answer at the moment; it is restarted by itself", START, retry_after=5)

    def _own_words(self, request: web.Request, status: int, said: str) -> web.Response:
        """What the gateway itself refuses, before any function: its message as a problem."""
        try:
            words = json.loads(said)
            said = str(words.get("message") or words["detail"])
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
        if "Missing Authentication Token" in said:  # API Gateway's word for a path it does not have
            return problem(request, 404, "Not found", f"the API has no {request.method} {request.path}", "see infra/openapi.yaml for what it has")
        if status == 403 and said == "Forbidden":  # its word for a missing or wrong key
            return problem(request, 403, "Key needed", f"{request.method} {request.path} needs a key, and x-api-key has none or a wrong one",
                           "send the key that ./offblock key shows in the header x-api-key")
        if status in (403, 404):
            return problem(request, 503, "Unavailable", "the API is being deployed again", START, retry_after=5)
        return problem(request, status, "Bad request" if status == 400 else "Refused", said[:200], "see infra/openapi.yaml for what is asked for")

    async def _pass_back(self, request: web.Request, answer: aiohttp.ClientResponse, content: bytes) -> web.StreamResponse:
        if answer.status in (502, 504) or (answer.status >= 500 and "json" not in answer.content_type):
            status = 504 if answer.status == 504 else 503
            return problem(request, status, "API unavailable", "a function behind the API did not answer", START, retry_after=5)
        if answer.status >= 400 and "problem" not in answer.content_type:
            return self._own_words(request, answer.status, content.decode(errors="replace"))
        headers = {name: answer.headers[name] for name in PASSED_BACK if name in answer.headers}
        headers["Vary"] = ", ".join(dict.fromkeys([*answer.headers.get("Vary", "").replace(" ", "").split(","), "Accept-Encoding"])).lstrip(", ")
        if answer.status == 304:
            headers.pop("Content-Type", None)
            return web.Response(status=304, headers=headers)
        if answer.status == 200 and request.method in ("GET", "HEAD"):
            headers.setdefault("Cache-Control", "no-cache")
            headers.setdefault("ETag", entity_tag(content))
            if unchanged(request, headers["ETag"]):
                headers.pop("Content-Type", None)
                return web.Response(status=304, headers=headers)
        if not any(kind in answer.content_type for kind in COMPRESSIBLE):
            return web.Response(status=answer.status, body=content, headers=headers)
        if len(content) >= WORTH_COMPRESSING and takes_gzip(request):
            content = await compressed(content)
            headers["Content-Encoding"] = "gzip"
        return web.Response(status=answer.status, body=content, headers=headers)
