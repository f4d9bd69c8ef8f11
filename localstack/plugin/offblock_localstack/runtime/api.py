"""Lambda's Runtime API (2018-06-01), served to all environments by one loopback server.

An environment is told the address `127.0.0.1:<port>/<token>`: the runtime interface client puts its paths behind it, so the
token says which process speaks. A restarted process has a new token, and what its dead predecessor still sends is dropped.
"""

import json
import queue
import secrets
import socket
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call on its way to a process."""

    request_id: str
    function_arn: str
    trace_id: str
    payload: bytes
    timeout_seconds: float
    answer: "Future[tuple[bytes, bool]]" = field(default_factory=Future)

    def headers(self) -> dict[str, str]:
        return {
            "Lambda-Runtime-Aws-Request-Id": self.request_id,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + self.timeout_seconds) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": self.function_arn,
            "Lambda-Runtime-Trace-Id": self.trace_id,
        }


class InitError(Exception):
    """The runtime said that it cannot start the function; `payload` is its own account of why, as JSON."""

    def __init__(self, payload: bytes) -> None:
        super().__init__(payload.decode(errors="replace"))
        self.payload = payload


class RuntimeSession:
    """The conversation with one process: ready once, then one invocation at a time."""

    def __init__(self) -> None:
        self.token = secrets.token_hex(8)
        self.ready: Future[None] = Future()
        self._pending: queue.SimpleQueue[Invocation | None] = queue.SimpleQueue()
        self._running: Invocation | None = None
        self._failure: bytes | None = None
        self._lock = threading.Lock()

    def send(self, invocation: Invocation) -> None:
        with self._lock:
            self._running = invocation
            if self._failure is not None:  # ended after the caller looked
                invocation.answer.set_result((self._failure, True))
                return
        self._pending.put(invocation)

    def next(self) -> Invocation | None:
        with self._lock:
            if not self.ready.done():
                self.ready.set_result(None)
        return self._pending.get()

    def answered(self, request_id: str, body: bytes, is_error: bool) -> None:
        with self._lock:
            running = self._running
            if running and running.request_id == request_id and not running.answer.done():
                self._running = None
                running.answer.set_result((body, is_error))

    def running_request(self) -> str:
        """The id of the call in flight, empty when there is none."""
        with self._lock:
            return self._running.request_id if self._running else ""

    def failed(self, payload: bytes) -> None:
        """The process cannot go on: fails the start, or the call in flight."""
        with self._lock:
            self._failure = payload
            if not self.ready.done():
                self.ready.set_exception(InitError(payload))
            if self._running and not self._running.answer.done():
                self._running.answer.set_result((payload, True))
        self._pending.put(None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # status, headers and body in one segment
    server: "RuntimeApi"

    def log_message(self, *args) -> None:
        pass

    def parse_request(self) -> bool:
        # The client sends headers and body apart; unless the first is acknowledged at once, Nagle costs 40 ms an answer.
        if hasattr(socket, "TCP_QUICKACK"):
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return super().parse_request()

    def do_GET(self) -> None:
        _, token, *path = self.path.split("?")[0].split("/")
        session = self.server.sessions.get(token)
        if session is None or path[-2:] != ["invocation", "next"]:
            return self._answer(404)
        if (invocation := session.next()) is None:
            self.close_connection = True
            return None
        return self._answer(200, invocation.payload, invocation.headers())

    def do_POST(self) -> None:
        body = self._body()
        _, token, *path = self.path.split("?")[0].split("/")
        session = self.server.sessions.get(token)
        if session is None:
            return self._answer(404)
        self._answer(202, b'{"status":"OK"}')
        if path[-2:] == ["init", "error"]:
            session.failed(body)
        elif path[-1] in ("response", "error"):
            session.answered(path[-2], body, is_error=path[-1] == "error")
        return None

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class RuntimeApi(ThreadingHTTPServer):
    """One for the whole of LocalStack; started with the first environment."""

    daemon_threads = True
    request_queue_size = 64
    _shared: "RuntimeApi | None" = None
    _shared_lock = threading.Lock()

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.sessions: dict[str, RuntimeSession] = {}

    @classmethod
    def shared(cls) -> "RuntimeApi":
        with cls._shared_lock:
            if cls._shared is None:
                cls._shared = cls()
                threading.Thread(target=cls._shared.serve_forever, daemon=True, name="lambda-runtime-api").start()
            return cls._shared

    def open(self) -> RuntimeSession:
        session = RuntimeSession()
        self.sessions[session.token] = session
        return session

    def close(self, session: RuntimeSession) -> None:
        self.sessions.pop(session.token, None)

    def address(self, session: RuntimeSession) -> str:
        """The value of AWS_LAMBDA_RUNTIME_API for the process of that session."""
        return f"{HOST}:{self.server_address[1]}/{session.token}"

    def handle_error(self, request, client_address) -> None:
        """A process that ended in the middle of a request is reported where its end is noticed, not here."""


def exit_error(request_id: str, message: str) -> bytes:
    """The payload that AWS answers with when the runtime ended by itself."""
    return json.dumps({"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: {request_id} Error: {message}"}).encode()
