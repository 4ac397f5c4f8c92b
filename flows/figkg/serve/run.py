"""The server: pages, endpoint and tools for language models, until somebody ends it."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from figkg.base.errors import OutputError
from figkg.base.kinds import read_kinds
from figkg.base.resources import mappings_folder, ontologies_folder, read_prefixes
from figkg.extract.images import open_images
from figkg.graph.folder import GraphFolder
from figkg.graph.named_queries import read_named_queries
from figkg.serve.assistants.tools import Read, Tools
from figkg.serve.limits import Limits
from figkg.serve.workers import QueryWorkers

if TYPE_CHECKING:
    import uvicorn

    from figkg.serve.explorer.images import FigureImages

_SECONDS_TO_END = 3
"""In which clients may take the answers that they wait for, once the server is to end."""
_SECONDS_BETWEEN_LOOKS = 0.1
_WAITING = 512
"""Connections that may wait to be taken."""


def run_server(
    out: Path,
    host: str,
    port: int,
    workers: int,
    limits: Limits,
    announce: Callable[[str], None],
    *,
    allow_service: bool,
    read: Read | None = None,
    access_log: str = "",
    images: str = "",
) -> None:
    """Serve the build in use of an output folder; returns when the server is ended.

    Args:
        out: the output folder.
        host: address to listen on.
        port: port to listen on; 0 for any free one.
        workers: processes that answer queries.
        limits: what a query may use.
        announce: is told where the server is, once it listens.
        allow_service: whether queries may ask other endpoints.
        read: reads texts for language models; without it, or without the extra ``mcp``, there are no tools for them.
        access_log: where a line of each request goes; see :func:`figkg.serve.access.open_log`.
        images: folder or archive with images of figures (:func:`figkg.extract.images.open_images`), or empty.

    Raises:
        MissingAssetError: a package of the extra ``web`` is missing.
        SourceError: the images cannot be read.
        OutputError: there is no graph, the address is in use, or the access log cannot be written.
        MappingError: prefixes or kinds cannot be read.
    """
    from figkg.serve.explorer.assets import MissingAssetError

    folder = GraphFolder(out)
    folder.store  # noqa: B018 (says so at once where there is no graph)
    for package in ("starlette", "uvicorn", "prometheus_client"):
        if find_spec(package) is None:
            raise MissingAssetError(package)
    import uvicorn

    from figkg.serve.access import open_log
    from figkg.serve.assistants.server import PATH, has_protocol, make_application, make_server
    from figkg.serve.connections import LimitedConnection, most_connections
    from figkg.serve.endpoint import SparqlEndpoint
    from figkg.serve.explorer.application import make_explorer
    from figkg.serve.site import make_site

    write = open_log(access_log)
    prefixes, kinds, ontologies = read_prefixes(), read_kinds(mappings_folder()), ontologies_folder()
    queries = read_named_queries(ontologies / "queries")
    listener = _listen(host, port)
    with (
        listener,
        _shown(images) as shown,
        QueryWorkers(workers, replace(limits, services=allow_service), prefixes, kinds) as pool,
    ):
        endpoint = SparqlEndpoint(folder, pool, "/query")
        explorer = make_explorer(folder, endpoint, queries, prefixes, kinds, ontologies, shown)
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        tools, also = None, ""
        if read is not None and has_protocol():
            tools = make_application(make_server(Tools(folder, pool, queries, read)), host)
            also = f", tools for language models at {address}{PATH}"
        application = make_site(folder, explorer, tools, write)
        announce(f"figkg: explore the graph at {address}, SPARQL endpoint at {address}/sparql{also}; Ctrl-C ends it")
        LimitedConnection.most = most_connections()
        configuration = uvicorn.Config(
            application, log_level="warning", http=LimitedConnection, timeout_graceful_shutdown=_SECONDS_TO_END
        )
        server = uvicorn.Server(configuration)
        with suppress(KeyboardInterrupt), _ended_by_hanging_up(server):  # the ways to end it
            _run(server, listener, pool)


@contextmanager
def _shown(source: str) -> Iterator[FigureImages]:
    """The images of a folder or an archive, which is unpacked for as long as it is served."""
    from figkg.serve.explorer.images import LARGEST, FigureImages

    with TemporaryDirectory() as scratch:
        yield FigureImages(open_images(Path(source), Path(scratch), LARGEST) if source else None)


def _run(server: uvicorn.Server, listener: socket.socket, pool: QueryWorkers) -> None:
    """Run a server; once it is to end, so do the queries that run."""

    async def run() -> None:
        serving = asyncio.ensure_future(server.serve([listener]))
        while not (server.should_exit or serving.done()):
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        pool.end()
        await serving

    asyncio.run(run())


@contextmanager
def _ended_by_hanging_up(server: uvicorn.Server) -> Iterator[None]:
    """Have a terminal that is closed (SIGHUP) end a server in order, unless it is to outlive it (nohup)."""
    before = signal.getsignal(signal.SIGHUP)
    if before is signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGHUP, lambda *_: setattr(server, "should_exit", True))
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def run_tools(out: Path, workers: int, limits: Limits, read: Read) -> None:
    """Offer the tools for language models on standard input and output, until the other side hangs up.

    Args:
        out: the output folder.
        workers: processes that answer queries.
        limits: what a query may use.
        read: reads texts.

    Raises:
        MissingProtocolError: the extra ``mcp`` is not installed.
        OutputError: there is no graph.
        MappingError: prefixes or kinds cannot be read.
    """
    from figkg.serve.assistants.server import MissingProtocolError, has_protocol, make_server

    folder = GraphFolder(out)
    folder.store  # noqa: B018 (says so at once where there is no graph)
    if not has_protocol():
        raise MissingProtocolError
    queries = read_named_queries(ontologies_folder() / "queries")
    with QueryWorkers(workers, limits, read_prefixes(), read_kinds(mappings_folder())) as pool:
        make_server(Tools(folder, pool, queries, read)).run("stdio")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_WAITING)
    except OSError as error:
        listener.close()
        raise OutputError(
            f"{host}:{port}", f"cannot be listened on: {error.strerror}; choose another --port"
        ) from error
    return listener
