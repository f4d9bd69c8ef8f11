"""The page's files: read once, compressed once, named by what is in them."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from offblock.front.answers import entity_tag, problem, takes_gzip, unchanged

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
         ".css": "text/css; charset=utf-8", ".json": "application/json", ".geojson": "application/geo+json", ".svg": "image/svg+xml",
         ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon", ".woff2": "font/woff2",
         ".txt": "text/plain; charset=utf-8", ".yaml": "application/yaml", ".map": "application/json", ".webmanifest": "application/manifest+json",
         ".bin": "application/octet-stream", ".wasm": "application/wasm"}
COMPRESSIBLE = {".html", ".js", ".mjs", ".css", ".json", ".geojson", ".svg", ".txt", ".yaml", ".map", ".webmanifest", ".ico", ".wasm", ".bin"}
# the build puts a hash of eight signs into the names of what never changes under its name
NAMED_BY_CONTENT = re.compile(r"[.-](?:[A-Z0-9]{8}|[0-9a-f]{8})\.[a-z0-9]+$")


@dataclass(frozen=True)
class PageFile:
    content: bytes
    small: bytes | None  # gzip, where it is shorter
    kind: str
    tag: str
    forever: bool
    stamp: tuple[int, int]


class Page:
    """The files below one folder. A file is read again when its time or size changes, so a new build shows at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._files: dict[str, PageFile] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.method not in ("GET", "HEAD"):
            response = problem(request, 405, "Method not allowed", f"{request.method} is not for the page's files", "use GET")
            response.headers["Allow"] = "GET, HEAD"
            return response
        file = self._find(request.path)
        if file is None:
            if not (self._folder / "index.html").exists():
                return problem(request, 503, "Page not built", "the page's files are not there", "run: ./offblock up")
            return problem(request, 404, "Not found", f"there is no {request.path} here", "the page is at /, the API below /v1")
        headers = {"ETag": file.tag, "Vary": "Accept-Encoding",
                   "Cache-Control": "public, max-age=31536000, immutable" if file.forever else "no-cache"}
        if unchanged(request, file.tag):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = file.kind
        body = file.content
        if file.small is not None and takes_gzip(request):
            headers["Content-Encoding"], body = "gzip", file.small
        return web.Response(body=body, headers=headers)

    def _find(self, path: str) -> PageFile | None:
        name = path.lstrip("/") or "index.html"
        if "\0" in name or "\\" in name:
            return None
        place = (self._folder / name).resolve()
        if place.is_dir():
            place /= "index.html"
        if not place.is_relative_to(self._folder) or not place.is_file():
            return None
        stat = place.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        known = self._files.get(name)
        if known is None or known.stamp != stamp:
            known = self._files[name] = self._read(place, stamp)
        return known

    @staticmethod
    def _read(place: Path, stamp: tuple[int, int]) -> PageFile:
        content = place.read_bytes()
        small = None
        if place.suffix in COMPRESSIBLE:
            prepared = place.with_name(place.name + ".gz")
            small = prepared.read_bytes() if prepared.is_file() else gzip.compress(content, 7, mtime=0)
            if len(small) >= len(content):
                small = None
        return PageFile(content, small, TYPES.get(place.suffix, "application/octet-stream"), entity_tag(content),
                        bool(NAMED_BY_CONTENT.search(place.name)), stamp)
