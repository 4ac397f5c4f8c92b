"""All that is served at one address: pages and endpoint, tools for language models, health and counts."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from figkg.graph.folder import GraphFolder
from figkg.serve.access import Counts, Watched, Write
from figkg.serve.health import Health


def make_site(
    output: GraphFolder, explorer: ASGIApp, assistants: Starlette | None = None, write: Write | None = None
) -> ASGIApp:
    """The application that a server runs.

    Args:
        output: the folder whose build in use is served.
        explorer: pages and endpoint.
        assistants: tools for language models, where there are any.
        write: takes a line of each request, or None.
    """
    health = Health(output)
    counts = Counts(health)
    tools: Sequence[BaseRoute] = () if assistants is None else assistants.routes
    routes = [*health.routes, *counts.routes, *tools, Mount("/", explorer)]
    lifespan = None if assistants is None else assistants.router.lifespan_context
    return Watched(Starlette(routes=routes, lifespan=lifespan), counts, write)
