"""Applications served for a test."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from figkg.graph.folder import GraphFolder
from figkg.serve.caching import sparing
from figkg.serve.connections import LimitedConnection
from figkg.serve.endpoint import SparqlEndpoint
from figkg.serve.workers import QueryWorkers
from tests.helpers.waiting import wait_for


@contextmanager
def serving(application: ASGIApp, http: type[asyncio.Protocol] = LimitedConnection) -> Iterator[str]:
    """Run an application, over a kind of connections; yields its address without a slash at the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", http=http))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        wait_for(lambda: server.started or not thread.is_alive(), "the application is served")
        assert server.started
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)  # it may go on with what a client that hung up has asked for


def endpoint_alone(output: GraphFolder, workers: QueryWorkers) -> Starlette:
    """The application of an endpoint without pages."""
    return Starlette(routes=SparqlEndpoint(output, workers).routes, middleware=sparing(output))
