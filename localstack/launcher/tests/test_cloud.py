"""What LocalStack may answer while it dies or is not wholly there yet: each is a fault that whoever asks can tell."""

import socket
import threading
from contextlib import contextmanager

import pytest

from offblock.cloud import Cloud, FunctionFailed, Unreachable

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


@contextmanager
def answering(text: bytes):
    """A server that answers every call with these bytes and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(5)
                    asked = b""
                    while b"\r\n\r\n" not in asked:
                        asked += connection.recv(65536)
                    connection.sendall(text)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield Cloud(server.getsockname()[1])
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize("text", [
    pytest.param(HEAD % 900 + b'{"Attributes":', id="half a body"),
    pytest.param(b"HTTP/1.1 500 Oops\r\nContent-Length: 900\r\n\r\n<Error>", id="half a body of an error"),
    pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nhalf", id="half a chunk"),
    pytest.param(b"no HTTP at all\r\n\r\n", id="no status line"),
    pytest.param(b"", id="nothing"),
])
def test_an_answer_that_is_broken_off_is_one_that_could_not_be_had(text):
    """http.client's own exceptions went through, and the supervisor's look at the queues ended for good."""
    with answering(text) as cloud:
        assert not cloud.ready()
        for ask in (lambda: cloud.depth("q"), lambda: cloud.invoke("f", {}, 5), lambda: cloud.get_object("b", "k"), lambda: list(cloud.objects("b", ""))):
            with pytest.raises(Unreachable):
                ask()


def test_an_answer_that_cannot_be_read_is_a_failure_in_words():
    text = b"<html>not yet</html"
    with answering(HEAD % len(text) + text) as cloud:
        assert not cloud.ready()
        for ask in (lambda: cloud.depth("q"), lambda: cloud.invoke("f", {}, 5), lambda: cloud.timed("f", {}, 5)):
            with pytest.raises(FunctionFailed, match="no JSON: <html>not yet"):
                ask()
        with pytest.raises(FunctionFailed, match="no XML"):
            list(cloud.objects("b", ""))
