"""A web server on loopback that behaves like those of the official sources, and misbehaves when told to."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Fault:
    """How one answer goes wrong.

    Attributes:
        status: answer with this status instead.
        cut: send so many bytes of the body, then close the connection.
        silent: wait so many seconds before the body.
        headers: other headers, or ``None`` to leave one out.
        body: another body.
    """

    status: int = 0
    cut: int | None = None
    silent: float = 0.0
    headers: dict[str, str | None] = field(default_factory=dict)
    body: bytes | None = None


class Loopback:
    """The server: what it serves, what goes wrong next, and what it was asked.

    Attributes:
        address: ``http://127.0.0.1:PORT``.
        files: content by path.
        faults: by path, what goes wrong with the next answers, in order; then all is well.
        asked: path and headers of every request.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def headers_of(self, number: int) -> dict[str, str]:
        """Headers of a request, in lower case."""
        return {name.lower(): value for name, value in self.asked[number][1].items()}


LAST_MODIFIED = "Fri, 20 Nov 2026 08:00:00 GMT"


def etag(content: bytes) -> str:
    """The entity tag under which the server serves this."""
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


class Answering(BaseHTTPRequestHandler):
    """Answers requests, silently."""

    def do_GET(self) -> None:
        self.respond()

    def do_POST(self) -> None:
        self.respond()

    def do_PUT(self) -> None:
        self.respond()

    def respond(self) -> None:
        """Answer a request."""
        raise NotImplementedError

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
        pass

    def answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error."""


@contextmanager
def serving(handler: type[Answering]) -> Iterator[str]:
    """Let a handler answer on loopback; yields the address, ``http://127.0.0.1:PORT``."""
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serve_loopback() -> Iterator[Loopback]:
    """Start a server, and stop it."""

    class Handler(Answering):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            state.asked.append((self.path, dict(self.headers)))
            waiting = state.faults[self.path]
            self._answer(waiting.pop(0) if waiting else Fault())

        def _answer(self, fault: Fault) -> None:
            content = state.files.get(self.path) if fault.body is None else fault.body
            if fault.status or content is None:
                self._send(fault.status or 404, b"", fault)
                return
            tag = etag(content)
            if self.headers.get("If-None-Match") == tag:
                self._send(304, b"", fault, ETag=tag)
                return
            validators = {"ETag": tag, "Last-Modified": LAST_MODIFIED}
            wanted = self.headers.get("Range", "")
            if wanted and self.headers.get("If-Range") == tag and "Range" not in fault.headers:
                start = int(wanted.removeprefix("bytes=").split("-")[0])
                part = f"bytes {start}-{len(content) - 1}/{len(content)}"
                self._send(206, content[start:], fault, **{"Content-Range": part}, **validators)
            else:
                self._send(200, content, fault, **validators)

        def _send(self, status: int, body: bytes, fault: Fault, **headers: str) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers | fault.headers).items():
                if value is not None:
                    self.send_header(name, value)
            self.end_headers()
            if fault.silent:
                time.sleep(fault.silent)
            try:
                self.wfile.write(body if fault.cut is None else body[: fault.cut])
                self.wfile.flush()
            except OSError:
                pass
            if fault.cut is not None or fault.headers.get("Content-Length", "") is None:
                self.close_connection = True

    with serving(Handler) as address:
        state = Loopback(address)
        yield state
