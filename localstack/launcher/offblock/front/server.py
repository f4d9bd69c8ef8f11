"""The front's one application: /v1 goes to the gateway, all else is a file of the page."""

import logging
from pathlib import Path

from aiohttp import web

from offblock.front.answers import SAFETY, problem, request_id
from offblock.front.files import Page
from offblock.front.gateway import LARGEST_BODY, Gateway
from offblock.front.rate import CALLS, RateLimit
from offblock.ports import HOST

LOG = logging.getLogger("offblock.front")
HOSTS = ("localhost", "127.0.0.1", "[::1]")


def application(page: Path, deployment: Path, localstack: int, localstack_host: str = HOST, names: tuple[str, ...] = (),
                calls: int = CALLS) -> web.Application:
    """`names` are further names of this server beside loopback's, such as its container's; `calls` are a caller's in a minute."""
    known = (*HOSTS, *names)
    files, gateway, limit = Page(page), Gateway(deployment, localstack, localstack_host), RateLimit(calls)

    async def answer(request: web.Request) -> web.StreamResponse:
        id = request_id(request)
        try:
            if not _ours(request.headers.get("Host", ""), known):
                # a foreign name that resolves to this machine: a page elsewhere trying to read from here
                response = problem(request, 421, "Wrong host", "this server is only itself on loopback", "open it as http://localhost")
            elif request.path == "/v1" or request.path.startswith("/v1/"):
                may, told = limit.take(request.remote or "")
                if may:
                    response = await gateway.answer(request, id)
                else:
                    response = problem(request, 429, "Too many requests", f"{calls} requests were made in a minute",
                                       "ask again after Retry-After seconds, and less at once", retry_after=int(told["RateLimit-Reset"]))
                response.headers.update(told)
            else:
                response = await files.answer(request)
        except web.HTTPException as e:
            response = problem(request, e.status, e.reason, "the request was not understood", "check it against infra/openapi.yaml")
        except ConnectionError:
            raise
        except Exception:
            LOG.exception("request %s failed", id)
            response = problem(request, 500, "Internal error", "the front failed; its log has the reason under the request id", "report it with the id")
        response.headers.update(SAFETY)
        response.headers["X-Request-Id"] = id
        response.headers["Server"] = "offblock"
        return response

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_route("*", r"/{path:[\s\S]*}", answer)  # a line break in a path is ours to answer too

    async def life(_: web.Application):
        await gateway.open()
        yield
        await gateway.close()

    app.cleanup_ctx.append(life)
    return app


def _ours(host: str, names: tuple[str, ...]) -> bool:
    return host.rsplit(":", 1)[0] in names if not host.endswith("]") else host in names
