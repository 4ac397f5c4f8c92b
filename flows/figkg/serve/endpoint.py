"""The SPARQL endpoint as a Starlette application: read-only, with limits, over the build in use.

It follows the output folder: once a new build is in use, the next query is answered from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Literal, cast

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from pyoxigraph import Triple
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from figkg.base.errors import OutputError
from figkg.graph.folder import GraphFolder
from figkg.serve.description import (
    DATASET_QUERY,
    FILES,
    N_QUADS,
    RDF_FORMATS,
    VOID_PATH,
    read_triples,
    serialize,
    service,
    with_addresses,
)
from figkg.serve.limits import Limits
from figkg.serve.negotiation import choose
from figkg.serve.protocol import (
    LONGEST_QUERY,
    ProtocolError,
    Question,
    read_question,
)
from figkg.serve.workers import QueryFailedError, QueryWorkers, Result

_METHODS = "GET, HEAD, POST, OPTIONS"
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_PIECE = 1 << 16
_WAITING = 64
"""Queries that may wait for a process at the same time; more wait for their turn to wait."""
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}


class SparqlEndpoint:
    """Answers queries over HTTP.

    Args:
        output: the folder whose build in use is asked.
        workers: answer the queries.
        page: path of the page on which people ask, or empty where there is none.
    """

    def __init__(self, output: GraphFolder, workers: QueryWorkers, page: str = "") -> None:
        self._output = output
        self._workers = workers
        self._page = page
        self._threads = CapacityLimiter(_WAITING)  # their own, so that pages have theirs while queries wait

    @property
    def limits(self) -> Limits:
        """What a query may use."""
        return self._workers.limits

    async def answer(self, question: Question) -> Result:
        """The answer to a question.

        Raises:
            QueryFailedError: it has no answer.
            OutputError: there is no graph.
        """
        return await run_sync(self._workers.ask, self._output.store, question, limiter=self._threads)

    async def respond(self, request: Request) -> Response:
        """Answer a request."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_CORS | {"Allow": _METHODS})
        if request.method not in _METHODS.split(", "):
            return _refuse(405, f"this endpoint is read-only; it takes {_METHODS}", {"Allow": _METHODS})
        try:
            body = await read_body(request)
            question = read_question(
                cast("Literal['GET', 'POST']", request.method),
                list(request.query_params.multi_items()),
                request.headers.get("content-type", ""),
                body,
                accept_of(request),
                str(request.url_for("sparql")),
            )
            if question is None:
                return await self._about(request)
            result = await self.answer(question)
        except (ProtocolError, QueryFailedError) as error:
            return _refuse(error.status, error.reason)
        except OutputError as error:
            return _refuse(503, str(error))
        return send(result, _CORS | _SAFE)

    async def _about(self, request: Request) -> Response:
        """What there is where nothing is asked: for people the page to ask on, for programs the description."""
        media_type = choose(accept_of(request), (*RDF_FORMATS, *(["text/html"] if self._page else [])))
        if media_type is None:
            return _refuse(406, f"the description of the service comes as {', '.join(RDF_FORMATS)}")
        if media_type == "text/html":
            return RedirectResponse(self._page, 303, _CORS | _SAFE)
        try:
            release = await self._release()
        except (QueryFailedError, OutputError):  # it is there all the same
            release = []
        content = serialize(service(release, site_of(request)), media_type)
        return Response(content, media_type=media_type, headers=_CORS | _SAFE)

    async def void(self, request: Request) -> Response:
        """The description of the dataset, with the addresses of this server."""
        media_type = choose(accept_of(request), tuple(RDF_FORMATS)) or next(iter(RDF_FORMATS))
        try:
            release = await self._release()
        except QueryFailedError as error:
            return _refuse(error.status, error.reason)
        except OutputError as error:
            return _refuse(503, str(error))
        content = serialize(with_addresses(release, site_of(request)), media_type)
        return Response(content, media_type=media_type, headers=_CORS | _SAFE)

    async def _release(self) -> list[Triple]:
        """What the release says of itself; raises what :meth:`answer` raises."""
        result = await self.answer(Question(DATASET_QUERY, accept="application/n-triples"))
        try:
            return read_triples(result.path.read_bytes())
        finally:
            result.path.unlink()

    def dump(self, request: Request) -> Response:
        """A file of the release in use."""
        name = request.url.path.rpartition("/")[2]
        try:
            path = self._output.current / name
        except OutputError as error:
            return _refuse(503, str(error))
        if not path.is_file():
            return _refuse(404, f"the build in use has no {name}")
        return FileResponse(path, headers=_CORS | _SAFE, media_type=N_QUADS, filename=name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application, which takes every method, so that it can say which ones it knows."""
        response = await self.respond(Request(scope, receive))
        await response(scope, receive, send)

    @property
    def routes(self) -> list[Route]:
        """Where it is found, with the description of the dataset and its files."""
        return [
            Route("/sparql", self, name="sparql"),
            Route("/sparql/", self),
            Route(VOID_PATH, self.void),
            *(Route(f"/{name}", self.dump) for name in FILES),
        ]


def accept_of(request: Request) -> str:
    """The ``Accept`` header of a request; several lines are one list."""
    return ", ".join(request.headers.getlist("accept"))


def site_of(request: Request) -> str:
    """The address of this server as the request has it, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def send(result: Result, headers: Mapping[str, str]) -> Response:
    """A complete answer as a response; its file is gone when this returns."""
    charset = "; charset=utf-8" if result.media_type.startswith("text/") else ""
    content = result.path.open("rb")
    result.path.unlink()  # the open file is all that is needed, so that a client who hangs up leaves nothing
    every = {**headers, "Content-Length": str(result.size)}
    return StreamingResponse(_pieces(content), media_type=result.media_type + charset, headers=every)


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while piece := content.read(_PIECE):
            yield piece


async def read_body(request: Request) -> bytes:
    """The body, refused when it is longer than any query."""
    content = bytearray()
    try:
        async for chunk in request.stream():
            content += chunk
            if len(content) > LONGEST_QUERY * 3 + 10_000:
                raise ProtocolError(413, f"a query has at most {LONGEST_QUERY:,} characters")
    except ClientDisconnect as error:
        raise ProtocolError(400, "the request ended before it was whole") from error
    return bytes(content)


def _refuse(status: int, reason: str, more: Mapping[str, str] = MappingProxyType({})) -> Response:
    headers = _CORS | _SAFE | dict(more) | ({"Retry-After": "5"} if status == 503 else {})
    return PlainTextResponse(f"{reason}\n", status_code=status, headers=headers)
