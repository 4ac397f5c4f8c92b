"""Who asked what: one line a request, and the counts of them in the form that Prometheus reads.

What is behind the ``?`` of an address, bodies and headers are never written down: a query may hold what is private.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from time import perf_counter
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from figkg.base.errors import OutputError, reason_of
from figkg.serve.health import Health

PATH = "/metrics"
_PAGES = frozenset(
    "assets assertion caption edge entity evidence figure graph health mcp metrics name query search sparql statistics "
    "suggest vocab".split()
)
"""First parts of paths that are counted by themselves; the others are one, for anybody can make some up."""
_SECONDS = (0.005, 0.02, 0.1, 0.5, 1.0, 5.0, 30.0)

Write = Callable[[str], object]
"""Takes a line without its end."""


class Counts:
    """Counts requests, and tells of the build in use and of this process.

    Args:
        health: knows the build in use.
    """

    def __init__(self, health: Health) -> None:
        self._health = health
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        labels = ("page", "method", "status")
        self._requests = Counter("figkg_requests", "Requests that were answered.", labels, registry=registry)
        self._seconds = Histogram(
            "figkg_request_seconds",
            "Seconds until the end of an answer.",
            ("page",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._up = Gauge("figkg_graph_up", "Whether there is a graph that can be asked.", registry=registry)
        self._built = Gauge("figkg_graph_built_seconds", "When the graph was built, since 1970.", registry=registry)
        self._numbers = {
            name: Gauge(f"figkg_graph_{name}", f"Number of {name} in the graph.", registry=registry)
            for name in ("figures", "edges", "quads")
        }

    def count(self, page: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(page, method, str(status)).inc()
        self._seconds.labels(page).observe(seconds)

    def respond(self, _request: Request) -> Response:
        """The counts as text."""
        try:
            told = self._health.check()
        except OutputError:
            self._up.set(0)
        else:
            self._up.set(1)
            self._built.set(datetime.fromisoformat(told["built"]).timestamp() if told["built"] else 0)
            for name, gauge in self._numbers.items():
                gauge.set(told[name])
        return Response(
            generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
        )

    @property
    def routes(self) -> list[Route]:
        """Where they are asked."""
        return [Route(PATH, self.respond)]


class Watched:
    """Counts the requests to an application, and writes a line of each.

    Args:
        app: what answers.
        counts: counts them.
        write: takes the lines, or None where they are not wanted.
    """

    def __init__(self, app: ASGIApp, counts: Counts, write: Write | None = None) -> None:
        self._app = app
        self._counts = counts
        self._write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, size = perf_counter(), 500, 0

        async def watch(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            seconds = perf_counter() - began
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "other"
            self._counts.count(page_of(scope["path"]), method, status, seconds)
            if self._write is not None:
                self._write(line_of(scope, status, size, seconds, datetime.now(UTC)))


def page_of(path: str) -> str:
    """What a path is counted as.

    >>> page_of("/entity/ncbigene:4790"), page_of("/"), page_of("/wp-login.php"), page_of("/vocab.ttl")
    ('entity', 'home', 'other', 'vocab')
    """
    first = path.strip("/").partition("/")[0].partition(".")[0]
    return first if first in _PAGES else "other" if first or "." in path else "home"


def line_of(scope: Scope | dict[str, Any], status: int, size: int, seconds: float, when: datetime) -> str:
    r"""A request in the Common Log Format, with the seconds that it took at the end.

    >>> scope = {"client": ("::1", 5), "method": "GET", "path": "/a", "raw_path": b"/a\"%0A", "http_version": "1.1"}
    >>> line_of(scope, 200, 12, 0.0123, datetime(2026, 11, 29, 1, 2, 3, tzinfo=UTC))
    '::1 - - [29/Nov/2026:01:02:03 +0000] "GET /a%22%0A HTTP/1.1" 200 12 0.012'
    """
    client = (scope.get("client") or ("-",))[0]
    raw = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0].decode("latin-1")
    path = "".join(one if "!" <= one <= "~" and one not in '"\\' else f"%{ord(one):02X}" for one in raw)
    method = "".join(filter(str.isalpha, scope["method"]))[:20]
    stamp = when.strftime("%d/%b/%Y:%H:%M:%S %z")
    return f'{client} - - [{stamp}] "{method} {path} HTTP/{scope["http_version"]}" {status} {size} {seconds:.3f}'


def open_log(name: str) -> Write | None:
    """Where lines go.

    Args:
        name: a file, which is opened anew when it was moved away; ``-`` for standard error; nothing for nowhere.

    Raises:
        OutputError: the file cannot be written.
    """
    if not name:
        return None
    if name == "-":
        return lambda line: (sys.stderr.write(f"{line}\n"), sys.stderr.flush())
    try:
        file = WatchedFileHandler(Path(name), encoding="utf-8")
    except OSError as error:
        raise OutputError(name, f"the access log cannot be written: {reason_of(error)}") from error

    def write(line: str) -> None:
        file.emit(logging.makeLogRecord({"msg": line}))

    return write
