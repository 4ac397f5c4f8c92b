"""The application: the explorer's pages and the SPARQL endpoint at one address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from figkg.base.errors import OutputError
from figkg.base.kinds import Kinds
from figkg.graph.folder import GraphFolder
from figkg.graph.named_queries import NamedQuery
from figkg.serve.caching import sparing
from figkg.serve.endpoint import SparqlEndpoint
from figkg.serve.explorer.asking import Asking
from figkg.serve.explorer.assets import addresses, load_assets
from figkg.serve.explorer.entities import EntityViews
from figkg.serve.explorer.finding import Finding, NotOneError
from figkg.serve.explorer.graph import GraphInUse
from figkg.serve.explorer.images import FigureImages
from figkg.serve.explorer.pages import Pages
from figkg.serve.explorer.views import Views
from figkg.serve.explorer.walking import Walking
from figkg.serve.protocol import ProtocolError


def make_explorer(
    output: GraphFolder,
    endpoint: SparqlEndpoint,
    queries: Sequence[NamedQuery],
    prefixes: Mapping[str, str],
    kinds: Kinds,
    ontologies: Path,
    images: FigureImages | None = None,
) -> Starlette:
    """The application.

    Args:
        output: the folder whose build in use is shown.
        endpoint: answers queries.
        queries: the named queries, for the editor.
        prefixes: prefix map.
        kinds: the kinds of entities.
        ontologies: folder of the ontology.
        images: images of figures, if there are any.

    Raises:
        MissingAssetError: a package of the extra ``web`` is missing.
    """
    assets = load_assets()
    graph = GraphInUse(output, prefixes, kinds)
    graph()  # begins to read names and to count
    pages = Pages(addresses(assets), prefixes, kinds)
    asking = Asking(graph, pages, endpoint, queries, prefixes)
    finding, entities, walking = Finding(graph, pages), EntityViews(graph, pages, prefixes), Walking(graph, pages)
    views = Views(graph, pages, endpoint, asking, assets, prefixes, ontologies, images or FigureImages())
    routes = [
        Route("/", views.home),
        Route("/search", finding.search),
        Route("/suggest", finding.suggest),
        Route("/entity/{curie}/network.json", entities.network),
        Route("/entity/{curie}/network.svg", entities.picture),
        Route("/entity/{curie}/edges.csv", entities.table),
        Route("/entity/{curie}/edges.graphml", entities.graphml),
        Route("/entity/{curie}", entities.page),
        Route("/paths", walking.paths),
        Route("/list", walking.list),
        Route("/edge/{key}", views.edge),
        Route("/figure/{figid}", views.figure),
        Route("/image/{figid}", views.image),
        Route("/statistics", views.statistics),
        Route("/statistics.json", views.statistics),
        Route("/query", views.query, methods=["GET", "POST"]),
        Route("/query/{name}", views.query, methods=["GET", "POST"]),
        Route("/answer.{form}", asking.answer),
        Route("/resource", views.resource),
        Route("/vocab", views.vocabulary),
        Route("/vocab.{ending}", views.vocabulary),
        Route("/vocab/{version}", views.vocabulary),
        Route("/assets/{version}/{name}", views.asset),
        *endpoint.routes,
        Route("/assertion/{key}", views.evidence),
        Route("/evidence/{key}", views.evidence),
        Route("/graph/{figid}", views.of_figure),
        Route("/caption/{figid}", views.of_figure),
        Route("/name/{kind}/{key}", views.named),
        Route("/{path:path}", views.own_resource),
    ]
    return Starlette(
        routes=routes,
        middleware=sparing(output),
        exception_handlers={
            HTTPException: views.problem,
            NotOneError: views.problem,
            ProtocolError: views.problem,
            OutputError: views.problem,
            Exception: views.problem,
        },
    )
