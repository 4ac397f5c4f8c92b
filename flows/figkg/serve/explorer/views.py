"""What each address answers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec
import pyoxigraph
from anyio.to_thread import run_sync
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from figkg.base.errors import OutputError
from figkg.base.iris import BASE, GRAPHS, OWN, read_curie
from figkg.export.flat import stream_table
from figkg.export.networks import stream_graphml
from figkg.graph.edges import of_figure, opposite_of, read_edges
from figkg.graph.entities import figures_with, labels_of, read_entity
from figkg.graph.figures import read_figure
from figkg.graph.named_queries import NamedQuery, with_prefixes
from figkg.graph.resources import lines_about, triples_about
from figkg.graph.rows import EdgeRow
from figkg.graph.statements import read_statement, statements_behind
from figkg.serve.addresses import figure_path, path_of
from figkg.serve.description import FILES, N_QUADS, RDF_FORMATS, with_addresses
from figkg.serve.endpoint import SparqlEndpoint, accept_of, read_body, send, site_of
from figkg.serve.explorer.assets import Asset
from figkg.serve.explorer.filters import COLUMNS, PAGE_ROWS, read_filter
from figkg.serve.explorer.graph import GraphInUse, ServedBuild
from figkg.serve.explorer.highlight import marks_of, segments
from figkg.serve.explorer.network import MOST_EDGES, elements, strongest
from figkg.serve.explorer.pages import SAFE, Pages
from figkg.serve.explorer.resources import (
    HTML,
    read_ontology,
    serialize,
    split_ending,
    versions_of,
    wanted_type,
)
from figkg.serve.negotiation import FRAGMENT, choose
from figkg.serve.protocol import LONGEST_QUERY, ProtocolError, Question, read_question
from figkg.serve.workers import QueryFailedError

_PAGE_STATEMENTS = 50
_LONGEST_SEARCH = 200
_FIRST_QUERY = "inhibitors-in-disease"
_SAVED = {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/sparql-results+json"}


class Views:
    """The explorer's answers; each method takes a request.

    Args:
        graph: the build in use.
        pages: writes pages.
        endpoint: answers queries.
        queries: the named queries.
        assets: styles and scripts by name.
        prefixes: prefix map.
        ontologies: folder of the ontology.
    """

    def __init__(
        self,
        graph: GraphInUse,
        pages: Pages,
        endpoint: SparqlEndpoint,
        queries: Sequence[NamedQuery],
        assets: Mapping[str, Asset],
        prefixes: Mapping[str, str],
        ontologies: Path,
    ) -> None:
        self._graph = graph
        self._pages = pages
        self._endpoint = endpoint
        self._queries = {query.name: query for query in queries}
        self._assets = assets
        self._prefixes = prefixes
        self._ontologies = ontologies

    def home(self, request: Request) -> Response:
        """The first page; as triples, the description of the dataset."""
        build = self._graph()
        media_type = _wanted(request)
        if media_type != HTML:
            release = [*triples_about(build.graph, f"{GRAPHS}dataset"), *triples_about(build.graph, f"{GRAPHS}run")]
            return self._triples(with_addresses(release, site_of(request)), media_type)
        return self._pages.page("home", numbers=build.numbers_so_far)

    def search(self, request: Request) -> Response:
        """What a search found; a single hit by its whole name leads to its page at once."""
        text = request.query_params.get("q", "").strip()[:_LONGEST_SEARCH]
        hits = self._graph().names.find(text, 50) if text else []
        if len(hits) == 1:
            return RedirectResponse(path_of(hits[0].name, hits[0].kind), 303, SAFE)
        return self._pages.page("search", text=text, hits=hits)

    def suggest(self, request: Request) -> Response:
        """Suggestions for what is being typed."""
        text = request.query_params.get("q", "").strip()[:_LONGEST_SEARCH]
        build = self._graph()
        hits, kinds = build.names.find(text, 10) if text else [], build.graph.kinds.by_name
        found = [
            {
                "label": hit.label,
                "kind": hit.kind,
                "word": kinds[hit.kind].one if hit.kind in kinds else hit.kind,
                "matched": hit.matched,
                "name": hit.name,
                "address": path_of(hit.name, hit.kind),
            }
            for hit in hits
        ]
        return JSONResponse(found, headers=SAFE)

    def entity(self, request: Request) -> Response:
        """An entity with its edges."""
        build = self._graph()
        curie, ending = split_ending(request.path_params["curie"])
        media_type = _wanted(request, ending)
        iri = self._iri_of(curie)
        entity = read_entity(build.graph, iri)
        if entity is None:
            raise _no_entity(curie)
        if media_type != HTML:
            return self._triples(triples_about(build.graph, iri), media_type)
        chosen = read_filter(request.query_params)
        known = self._edges(build, curie)
        shown = chosen.apply(known, curie)
        diseases = tuple(sorted({disease for edge in known for disease in edge.diseases}))
        pages = max(1, -(-len(shown) // PAGE_ROWS))
        page = min(chosen.page, pages)
        drawn = strongest(shown)
        return self._pages.page(
            "entity",
            network=True,
            entity=entity,
            figures=figures_with(build.graph, iri),
            chosen=chosen,
            columns=COLUMNS,
            known=len(known),
            shown=len(shown),
            rows=shown[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
            page=page,
            pages=pages,
            diseases=labels_of(build.graph, diseases),
            drawn=len(drawn),
            elements=elements(drawn, build.graph.kinds, curie),
        )

    def network(self, request: Request) -> Response:
        """The network around an entity, for expanding a node."""
        build = self._graph()
        edges = strongest(self._chosen(build, request.path_params["curie"], request), MOST_EDGES)
        return JSONResponse(elements(edges, build.graph.kinds), headers=SAFE)

    def table(self, request: Request) -> Response:
        """The edges of an entity's page as CSV."""
        curie = request.path_params["curie"]
        text = io.StringIO()
        stream_table(self._chosen(self._graph(), curie, request), text, ",")
        return self._download(text.getvalue(), "text/csv", f"{curie}-edges.csv")

    def graphml(self, request: Request) -> Response:
        """The edges of an entity's page as GraphML."""
        curie = request.path_params["curie"]
        text = io.StringIO()
        stream_graphml(self._chosen(self._graph(), curie, request), text)
        return self._download(text.getvalue(), "application/graphml+xml", f"{curie}-edges.graphml")

    def edge(self, request: Request) -> Response:
        """An edge with its sentences."""
        graph = self._graph().graph
        key, ending = split_ending(request.path_params["key"])
        media_type = _wanted(request, ending)
        iri = _own("edge", key)
        found = read_edges(graph, [iri])
        if not found:
            raise HTTPException(404, f"The graph has no edge {key}.")
        if media_type != HTML:
            return self._triples(triples_about(graph, iri), media_type)
        edge = found[0]
        pages = max(1, -(-len(edge.assertions) // _PAGE_STATEMENTS))
        page = min(read_filter(request.query_params).page, pages)
        return self._pages.page(
            "edge",
            edge=edge,
            iri=iri,
            statements=statements_behind(graph, iri, _PAGE_STATEMENTS, (page - 1) * _PAGE_STATEMENTS),
            page=page,
            pages=pages,
            opposite=opposite_of(graph, iri),
            diseases=labels_of(graph, edge.diseases),
        )

    def figure(self, request: Request) -> Response:
        """A figure with its entities, doubts and statements."""
        graph = self._graph().graph
        figid, ending = split_ending(request.path_params["figid"])
        media_type = _wanted(request, ending)
        figure = read_figure(graph, figid)
        if figure is None:
            raise HTTPException(404, f"The graph has no figure {figid}.")
        if figure.figid != figid:
            return RedirectResponse(figure_path(figure.figid) + ending, 303, SAFE)
        if media_type != HTML:
            return self._triples(triples_about(graph, _own("graph", figure.figid)), media_type)
        marks = [mark for statement in figure.statements for mark in marks_of(statement) if not statement.drawn]
        edges = {
            (edge.subject.curie, edge.verb, edge.object.curie): edge.key
            for edge in read_edges(graph, of_figure(graph, figure.page))
        }
        return self._pages.page("figure", figure=figure, caption=segments(figure.caption, marks), edges=edges)

    def statistics(self, request: Request) -> Response:
        """The graph in numbers, as plots or as JSON."""
        build = self._graph()
        if request.url.path.endswith(".json"):
            return Response(msgspec.json.encode(build.numbers), headers=SAFE, media_type="application/json")
        return self._pages.page("statistics", numbers=build.numbers, quads=build.quads)

    async def query(self, request: Request) -> Response:
        """The query editor, and the answer to what it asks."""
        name = request.path_params.get("name", "")
        name, ending = split_ending(name)
        if name and name not in self._queries:
            raise HTTPException(404, f"There is no named query {name}.")
        if name and request.method != "POST" and (media_type := _wanted(request, ending)) != HTML:
            return await run_sync(self._resource, f"{BASE}query/{name}", media_type)
        parameters: Mapping[str, str] = request.query_params
        if request.method == "POST":
            parameters = QueryParams(await read_body(request))
        text = parameters.get("query")
        chosen = self._queries[name or _FIRST_QUERY]
        answer, problem, status = None, "", 200
        if text is not None and text.strip():
            answer, problem, status = await self._ask(text, str(request.url_for("sparql")))
        return self._pages.page(
            "query",
            status,
            text=text if text is not None else with_prefixes(chosen.text, self._prefixes),
            asked=text is not None,
            answer=answer,
            problem=problem,
            queries=list(self._queries.values()),
            name=name,
            limits=self._endpoint.limits,
        )

    async def answer(self, request: Request) -> Response:
        """The whole answer to a query as a file."""
        form = request.path_params["form"]
        if form not in _SAVED:
            raise HTTPException(404, f"Answers are saved as {', '.join(_SAVED)}.")
        question = read_question(
            "GET", request.query_params.multi_items(), "", b"", _SAVED[form], str(request.url_for("sparql"))
        )
        if question is None:
            raise ProtocolError(400, "no query")
        try:
            result = await self._endpoint.answer(question)
        except QueryFailedError as error:
            raise ProtocolError(error.status, error.reason) from error
        return send(result, SAFE | {"Content-Disposition": f'attachment; filename="figkg-answer.{form}"'})

    async def _ask(self, text: str, base: str) -> tuple[Markup | None, str, int]:
        """The rows of a query as HTML, or what is wrong with it, and the HTTP status."""
        try:
            if len(text) > LONGEST_QUERY:
                raise ProtocolError(413, f"a query has at most {LONGEST_QUERY:,} characters")
            result = await self._endpoint.answer(Question(text, accept=FRAGMENT, base=base))
        except (ProtocolError, QueryFailedError) as error:
            return None, error.reason, error.status
        try:
            return Markup(result.path.read_text(encoding="utf-8")), "", 200  # noqa: S704 (escaped where it is written)
        finally:
            result.path.unlink()

    def resource(self, request: Request) -> Response:
        """Anything that has an IRI, by ``?iri=``."""
        return self._resource(request.query_params.get("iri", ""), _wanted(request))

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
        return self._resource(iri, _wanted(request, ending))

    def named(self, request: Request) -> Response:
        """What no table holds, by the name that it has: for people, the page of the entity."""
        kind, (key, ending) = request.path_params["kind"], split_ending(request.path_params["key"])
        media_type = _wanted(request, ending)
        iri = f"{BASE}name/{quote(kind, safe='')}/{quote(key, safe='')}"
        if media_type == HTML and read_entity(self._graph().graph, iri) is not None:
            return RedirectResponse(path_of(f"name.{kind}:{key}", kind), 303, SAFE)
        return self._resource(iri, media_type)

    def evidence(self, request: Request) -> Response:
        """An assertion or its evidence: for people, the page of its figure."""
        key, ending = split_ending(request.path_params["key"])
        media_type = _wanted(request, ending)
        statement = read_statement(self._graph().graph, key) if media_type == HTML else None
        if statement is not None:
            return RedirectResponse(f"{figure_path(statement.figid)}#{key}", 303, SAFE)
        return self._resource(_own(_first_part(request), key), media_type)

    def of_figure(self, request: Request) -> Response:
        """The graph or the caption of a figure: for people, the page of the figure."""
        kind = _first_part(request)
        figid, ending = split_ending(request.path_params["figid"])
        media_type = _wanted(request, ending)
        if media_type == HTML and read_figure(self._graph().graph, figid) is not None:
            return RedirectResponse(f"{figure_path(figid)}{'#caption' if kind == 'caption' else ''}", 303, SAFE)
        return self._resource(_own(kind, figid), media_type)

    def vocabulary(self, request: Request) -> Response:
        """The ontology: its page, or its triples."""
        path, ending = split_ending(request.url.path)
        media_type, ontology = _wanted(request, ending), read_ontology(self._ontologies)
        iri = BASE + path.removeprefix("/")
        if iri not in versions_of(ontology):
            raise HTTPException(404, f"There is no such version of the vocabulary: {iri}.")
        if media_type != HTML:
            return self._triples(ontology, media_type)
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
        status, reason = _explain(error)
        if choose(accept_of(request), ("text/plain", HTML)) != HTML:
            response = Response(f"{reason}\n", status, SAFE, media_type="text/plain")
        else:
            response = self._pages.page("problem", status, status_code=status, reason=reason)
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
            return self._triples(triples, media_type)
        return self._pages.page("resource", iri=iri, lines=lines)

    def _triples(self, triples: list[pyoxigraph.Triple], media_type: str) -> Response:
        content = serialize(triples, media_type, self._prefixes)
        headers = SAFE | {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
        return Response(content, headers=headers, media_type=media_type)

    def _iri_of(self, curie: str) -> str:
        iri = read_curie(curie, self._prefixes)
        if iri is None:
            raise _no_entity(curie)
        return iri

    def _edges(self, build: ServedBuild, curie: str) -> tuple[EdgeRow, ...]:
        """The edges of an entity's page: those from and to it, and for a disease those that its figures state."""
        iri = self._iri_of(curie)
        return build.edges_of(iri) or build.edges_in(iri)

    def _chosen(self, build: ServedBuild, curie: str, request: Request) -> list[EdgeRow]:
        return read_filter(request.query_params).apply(self._edges(build, curie), curie)

    def _download(self, content: str, media_type: str, name: str) -> Response:
        disposition = f'attachment; filename="{name.replace(":", "-")}"'
        return Response(content, headers=SAFE | {"Content-Disposition": disposition}, media_type=media_type)


def _first_part(request: Request) -> str:
    """The first part of an address, which says what thing of the graph's own it is about."""
    return request.url.path.split("/")[1]


def _own(prefix: str, name: str) -> str:
    """The IRI of a thing of the graph's own."""
    return OWN[prefix] + quote(name, safe="-._~")


def _no_entity(curie: str) -> HTTPException:
    return HTTPException(404, f"The graph has no entity {curie}.")


def _wanted(request: Request, ending: str = "") -> str:
    media_type = wanted_type(accept_of(request), ending)
    if media_type is None:
        raise ProtocolError(406, f"this comes as {', '.join((HTML, *RDF_FORMATS))}")
    return media_type


def _explain(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.status_code, error.detail
    if isinstance(error, ProtocolError):
        return error.status, error.reason
    if isinstance(error, OutputError):
        return 503, str(error)
    return 500, "Something went wrong here; the server's log says what."
