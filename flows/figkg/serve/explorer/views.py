"""What each address answers, but for entities, searches, queries and several things at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

import msgspec
import pyoxigraph
from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from figkg.base.iris import BASE, GRAPHS, OWN
from figkg.graph.edges import of_figure, opposite_of, read_edges
from figkg.graph.entities import labels_of, read_entity
from figkg.graph.figures import names_of_figure, read_figure
from figkg.graph.resources import lines_about, triples_about
from figkg.graph.statements import read_statement, statements_behind
from figkg.serve.addresses import figure_path, path_of
from figkg.serve.description import FILES, N_QUADS, RDF_FORMATS, with_addresses
from figkg.serve.endpoint import SparqlEndpoint, accept_of, site_of
from figkg.serve.explorer.asking import Asking
from figkg.serve.explorer.assets import Asset
from figkg.serve.explorer.example import example_of
from figkg.serve.explorer.filters import read_filter
from figkg.serve.explorer.finding import LONGEST_SEARCH, Found, NotOneError, no_figure
from figkg.serve.explorer.graph import GraphInUse
from figkg.serve.explorer.highlight import by_sentence, marks_of, segments
from figkg.serve.explorer.images import FigureImages, overlay
from figkg.serve.explorer.network import drawn_on_page, strongest
from figkg.serve.explorer.pages import SAFE, Pages
from figkg.serve.explorer.replies import explain, in_triples, wanted
from figkg.serve.explorer.resources import HTML, read_ontology, split_ending, versions_of
from figkg.serve.negotiation import choose
from figkg.serve.protocol import ProtocolError

_PAGE_STATEMENTS = 50


class Views:
    """The explorer's answers; each method takes a request.

    Args:
        graph: the build in use.
        pages: writes pages.
        endpoint: answers queries.
        asking: answers to who asks in SPARQL.
        assets: styles and scripts by name.
        prefixes: prefix map.
        ontologies: folder of the ontology.
        images: images of figures.
    """

    def __init__(
        self,
        graph: GraphInUse,
        pages: Pages,
        endpoint: SparqlEndpoint,
        asking: Asking,
        assets: Mapping[str, Asset],
        prefixes: Mapping[str, str],
        ontologies: Path,
        images: FigureImages,
    ) -> None:
        self._graph = graph
        self._pages = pages
        self._endpoint = endpoint
        self._asking = asking
        self._assets = assets
        self._prefixes = prefixes
        self._ontologies = ontologies
        self._images = images

    def home(self, request: Request) -> Response:
        """The first page; as triples, the description of the dataset."""
        build = self._graph()
        media_type = wanted(request)
        if media_type != HTML:
            release = [*triples_about(build.graph, f"{GRAPHS}dataset"), *triples_about(build.graph, f"{GRAPHS}run")]
            return in_triples(self._prefixes, with_addresses(release, site_of(request)), media_type)
        numbers = build.numbers_so_far
        example = example_of(build, numbers) if numbers is not None else None
        return self._pages.page("home", numbers=numbers, summary=build.summary, example=example)

    def edge(self, request: Request) -> Response:
        """An edge with its sentences."""
        graph = self._graph().graph
        key, ending = split_ending(request.path_params["key"])
        media_type = wanted(request, ending)
        iri = _own("edge", key)
        found = read_edges(graph, [iri])
        if not found:
            raise HTTPException(404, f"The graph has no edge {key}.")
        if media_type != HTML:
            return in_triples(self._prefixes, triples_about(graph, iri), media_type)
        edge = found[0]
        pages = max(1, -(-len(edge.assertions) // _PAGE_STATEMENTS))
        page = min(read_filter(request.query_params).page, pages)
        statements = statements_behind(graph, iri, _PAGE_STATEMENTS, (page - 1) * _PAGE_STATEMENTS)
        papers = labels_of(graph, tuple({f"pmc:{one.paper}" for one in statements}))
        return self._pages.page(
            "edge",
            edge=edge,
            iri=iri,
            statements=statements,
            titles={one.curie: one.label for one in papers},
            page=page,
            pages=pages,
            opposite=opposite_of(graph, iri),
            diseases=labels_of(graph, edge.diseases),
        )

    def figure(self, request: Request) -> Response:
        """A figure with its entities, doubts and statements."""
        build = self._graph()
        graph = build.graph
        figid, ending = split_ending(request.path_params["figid"])
        media_type = wanted(request, ending)
        figure = read_figure(graph, figid)
        if figure is None:
            raise no_figure(build, figid)
        if figure.figid != figid:
            return RedirectResponse(figure_path(figure.figid) + ending, 303, SAFE)
        if media_type != HTML:
            return in_triples(self._prefixes, triples_about(graph, _own("graph", figure.figid)), media_type)
        marks = [mark for statement in figure.statements for mark in marks_of(statement) if not statement.drawn]
        edges = read_edges(graph, of_figure(graph, figure.page))
        image = self._images.of(figure.names)
        return self._pages.page(
            "figure",
            figure=figure,
            caption=segments(figure.caption, marks),
            edges={(edge.subject.curie, edge.verb, edge.object.curie): edge.key for edge in edges},
            sentences=by_sentence(figure.statements),
            perhaps=by_sentence(figure.candidates),
            picture=drawn_on_page(strongest(edges, len(edges)), graph.kinds),
            overlay=None if image is None else overlay(image.size, figure.statements),
        )

    def image(self, request: Request) -> Response:
        """The image of a figure, where whoever runs the server has it."""
        image = self._images.of(names_of_figure(self._graph().graph, request.path_params["figid"]))
        if image is None:
            raise HTTPException(404, "There is no image of such a figure here.")
        headers = SAFE | {
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=300",
        }
        return Response(image.content, headers=headers, media_type=image.media_type)

    def statistics(self, request: Request) -> Response:
        """The graph in numbers, as plots or as JSON."""
        build = self._graph()
        if request.url.path.endswith(".json"):
            return Response(msgspec.json.encode(build.numbers), headers=SAFE, media_type="application/json")
        return self._pages.page("statistics", numbers=build.numbers, summary=build.summary)

    async def query(self, request: Request) -> Response:
        """The query page; as triples, a named query."""
        name, ending = split_ending(request.path_params.get("name", ""))
        if name and request.method != "POST":
            self._asking.named(name)
            if (media_type := wanted(request, ending)) != HTML:
                return await run_sync(self._resource, f"{BASE}query/{name}", media_type)
        return await self._asking.page(request, name)

    def resource(self, request: Request) -> Response:
        """Anything that has an IRI, by ``?iri=``."""
        return self._resource(request.query_params.get("iri", ""), wanted(request))

    def own_resource(self, request: Request) -> Response:
        """Anything whose IRI is the base of our own ones and this path; a file of a release also as itself."""
        path = request.path_params["path"]
        if path.endswith("/"):
            return RedirectResponse(request.url.replace(path=f"/{path.strip('/')}"), 307, SAFE)
        name, ending = split_ending(path)
        iri = BASE + quote(name, safe="/-._~")
        given = name.startswith("release/") and name.endswith(FILES)
        if given and choose(accept_of(request), (HTML, *RDF_FORMATS, N_QUADS)) == N_QUADS:
            self._resource(iri, "text/turtle")  # one that this release has not is not here
            return self._endpoint.dump(request)
        return self._resource(iri, wanted(request, ending))

    def named(self, request: Request) -> Response:
        """What no table holds, by the name that it has: for people, the page of the entity."""
        kind, (key, ending) = request.path_params["kind"], split_ending(request.path_params["key"])
        media_type = wanted(request, ending)
        iri = f"{BASE}name/{quote(kind, safe='')}/{quote(key, safe='')}"
        if media_type == HTML and read_entity(self._graph().graph, iri) is not None:
            return RedirectResponse(path_of(f"name.{kind}:{key}", kind), 303, SAFE)
        return self._resource(iri, media_type)

    def evidence(self, request: Request) -> Response:
        """An assertion or its evidence: for people, the page of its figure."""
        key, ending = split_ending(request.path_params["key"])
        media_type = wanted(request, ending)
        statement = read_statement(self._graph().graph, key) if media_type == HTML else None
        if statement is not None:
            return RedirectResponse(f"{figure_path(statement.figid)}#{key}", 303, SAFE)
        return self._resource(_own(_first_part(request), key), media_type)

    def of_figure(self, request: Request) -> Response:
        """The graph or the caption of a figure: for people, the page of the figure."""
        kind = _first_part(request)
        figid, ending = split_ending(request.path_params["figid"])
        media_type = wanted(request, ending)
        if media_type == HTML and read_figure(self._graph().graph, figid) is not None:
            return RedirectResponse(f"{figure_path(figid)}{'#caption' if kind == 'caption' else ''}", 303, SAFE)
        return self._resource(_own(kind, figid), media_type)

    def vocabulary(self, request: Request) -> Response:
        """The ontology: its page, or its triples."""
        path, ending = split_ending(request.url.path)
        media_type, ontology = wanted(request, ending), read_ontology(self._ontologies)
        iri = BASE + path.removeprefix("/")
        if iri not in versions_of(ontology):
            raise HTTPException(404, f"There is no such version of the vocabulary: {iri}.")
        if media_type != HTML:
            return in_triples(self._prefixes, ontology, media_type)
        page = self._graph().build / "ontology.html"
        if not page.exists():
            raise HTTPException(404, "The build in use has no page of the ontology.")
        headers = SAFE | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "Vary": "Accept"}
        return FileResponse(page, headers=headers, media_type="text/html")

    def asset(self, request: Request) -> Response:
        """A style or script."""
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404, "There is no such file.")
        headers = SAFE | {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(asset.content, headers=headers, media_type=asset.media_type)

    def problem(self, request: Request, error: Exception) -> Response:
        """What went wrong, in words."""
        status, reason = explain(error)
        if choose(accept_of(request), ("text/plain", HTML)) != HTML:
            response = Response(f"{reason}\n", status, SAFE, media_type="text/plain")
        else:
            found = error.found if isinstance(error, NotOneError) else Found()
            typed = unquote(request.url.path.rstrip("/").rpartition("/")[2])[:LONGEST_SEARCH]
            response = self._pages.page(
                "problem", status, status_code=status, reason=reason, found=found, typed=typed if status == 404 else ""
            )
        if isinstance(error, HTTPException):
            response.headers.update(error.headers or {})
        return response

    def _resource(self, iri: str, media_type: str) -> Response:
        try:
            pyoxigraph.NamedNode(iri)
        except ValueError as error:
            raise ProtocolError(400, f"not an IRI: {iri}") from error
        graph = self._graph().graph
        triples = triples_about(graph, iri)
        lines = lines_about(graph, iri) if media_type == HTML else []
        if not triples and not lines:
            raise HTTPException(404, f"The graph says nothing of {iri}.")
        if media_type != HTML:
            return in_triples(self._prefixes, triples, media_type)
        return self._pages.page("resource", iri=iri, lines=lines)


def _first_part(request: Request) -> str:
    """The first part of an address, which says what thing of the graph's own it is about."""
    return request.url.path.split("/")[1]


def _own(prefix: str, name: str) -> str:
    """The IRI of a thing of the graph's own."""
    return OWN[prefix] + quote(name, safe="-._~")
