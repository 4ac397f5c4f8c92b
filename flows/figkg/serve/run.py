"""The server: pages and endpoint, until somebody ends it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from msgspec.structs import replace

from figkg.base.errors import OutputError
from figkg.base.kinds import read_kinds
from figkg.base.resources import mappings_folder, ontologies_folder, read_prefixes
from figkg.graph.folder import GraphFolder
from figkg.graph.named_queries import read_named_queries
from figkg.serve.limits import Limits
from figkg.serve.workers import QueryWorkers

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

    Raises:
        MissingAssetError: a package of the extra ``web`` is missing.
        OutputError: there is no graph, or the address is in use.
        MappingError: prefixes or kinds cannot be read.
    """
    from figkg.serve.explorer.assets import MissingAssetError

    folder = GraphFolder(out)
    folder.store  # noqa: B018 (says so at once where there is no graph)
    for package in ("starlette", "uvicorn"):
        if find_spec(package) is None:
            raise MissingAssetError(package)
    import uvicorn

    from figkg.serve.endpoint import SparqlEndpoint
    from figkg.serve.explorer.application import make_explorer

    prefixes, kinds, ontologies = read_prefixes(), read_kinds(mappings_folder()), ontologies_folder()
    queries = read_named_queries(ontologies / "queries")
    listener = _listen(host, port)
    with listener, QueryWorkers(workers, replace(limits, services=allow_service), prefixes, kinds) as pool:
        endpoint = SparqlEndpoint(folder, pool, "/query")
        application = make_explorer(folder, endpoint, queries, prefixes, kinds, ontologies)
        address = f"http://{host}:{listener.getsockname()[1]}"
        announce(f"figkg: explore the graph at {address}, SPARQL endpoint at {address}/sparql; Ctrl-C ends it")
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
        with suppress(KeyboardInterrupt):  # the way to end it
            server.run(sockets=[listener])


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
