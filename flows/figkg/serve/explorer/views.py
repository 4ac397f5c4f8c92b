"""What each address answers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec
import pyoxigraph
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from figkg.base.errors import OutputError
from figkg.export.flat import stream_table
from figkg.export.networks import stream_graphml
from figkg.graph.describe import figure_page
from figkg.graph.edges import of_figure, opposite_of, read_edges
from figkg.graph.entities import expand, labels_of, read_head
from figkg.graph.named_queries import NamedQuery, with_prefixes
from figkg.graph.rows import EdgeRow
from figkg.graph.statements import read_statements
from figkg.serve.addresses import BASE, figure_path, page_of, path_of
from figkg.serve.endpoint import SparqlEndpoint, read_body, send
from figkg.serve.explorer.assets import Asset
from figkg.serve.explorer.filters import COLUMNS, PAGE_ROWS, read_filter
from figkg.serve.explorer.graph import BuiltGraph, GraphInUse
from figkg.serve.explorer.highlight import marks_of, segments
from figkg.serve.explorer.network import MOST_EDGES, elements, strongest
from figkg.serve.explorer.pages import SAFE, Pages
from figkg.serve.explorer.resources import (
    HTML,
    RDF_TYPES,
    describe,
    read_ontology,
    rows_about,
    serialize,
    split_ending,
    wanted_type,
)
from figkg.serve.protocol import FRAGMENT, LONGEST_QUERY, ProtocolError, Question, preferred, read_question
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
        graph = self._graph()
        media_type = _wanted(request)
        if media_type != HTML:
            return self._triples(describe(graph.store, f"{BASE}graph/dataset"), media_type)
        return self._pages.page("home", summary=graph.summary, numbers=graph.numbers_so_far)

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
        hits = self._graph().names.find(text, 10) if text else []
        found = [
            {
                "label": hit.label,
                "kind": hit.kind,
                "matched": hit.matched,
                "name": hit.name,
                "address": path_of(hit.name, hit.kind),
            }
            for hit in hits
        ]
        return JSONResponse(found, headers=SAFE)

    def entity(self, request: Request) -> Response:
        """A gene, family, chemical, disease or process."""
        graph = self._graph()
        curie, ending = split_ending(request.path_params["curie"])
        media_type = _wanted(request, ending)
        head = read_head(graph.store, curie, self._prefixes)
        if head is None:
            raise HTTPException(404, f"The graph has no entity {curie}.")
        if media_type != HTML:
            return self._triples(describe(graph.store, head.iri), media_type)
        chosen = read_filter(request.query_params)
        known = self._edges(graph, curie)
        shown = chosen.apply(known, curie)
        diseases = tuple(sorted({disease for edge in known for disease in edge.diseases}))
        pages = max(1, -(-len(shown) // PAGE_ROWS))
        page = min(chosen.page, pages)
        drawn = strongest(shown)
        return self._pages.page(
            "entity",
            network=True,
            head=head,
            chosen=chosen,
            columns=COLUMNS,
            known=len(known),
            shown=len(shown),
            rows=shown[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
            page=page,
            pages=pages,
            diseases=labels_of(graph.store, diseases, self._prefixes) if diseases else (),
            drawn=len(drawn),
            elements=elements(drawn, curie),
        )

    def network(self, request: Request) -> Response:
        """The network around an entity, for expanding a node."""
        graph = self._graph()
        curie = request.path_params["curie"]
        edges = strongest(self._chosen(graph, curie, request), MOST_EDGES)
        return JSONResponse(elements(edges), headers=SAFE)

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
        graph = self._graph()
        key, ending = split_ending(request.path_params["key"])
        media_type = _wanted(request, ending)
        iri = self._own("edge", key)
        found = read_edges(graph.store, [iri], self._prefixes)
        if not found:
            raise HTTPException(404, f"The graph has no edge {key}.")
        if media_type != HTML:
            return self._triples(describe(graph.store, iri), media_type)
        edge = found[0]
        pages = max(1, -(-len(edge.assertions) // _PAGE_STATEMENTS))
        page = min(read_filter(request.query_params).page, pages)
        chosen = (
            f"{{ SELECT ?assertion {{ <{iri}> fkg:supportedBy ?assertion . "
            "?assertion biolink:has_confidence_score ?score } ORDER BY DESC(?score) ?assertion "
            f"LIMIT {_PAGE_STATEMENTS} OFFSET {(page - 1) * _PAGE_STATEMENTS} }}"
        )
        statements = read_statements(graph.store, chosen, self._prefixes, best_first=True)
        opposite = opposite_of(graph.store, iri, self._prefixes)
        return self._pages.page(
            "edge",
            edge=edge,
            iri=iri,
            statements=statements,
            page=page,
            pages=pages,
            opposite=page_of(opposite, self._prefixes) if opposite else "",
            diseases=labels_of(graph.store, edge.diseases, self._prefixes) if edge.diseases else (),
        )

    def figure(self, request: Request) -> Response:
        """A figure with its entities, doubts and statements."""
        graph = self._graph()
        figid, ending = split_ending(request.path_params["figid"])
        media_type = _wanted(request, ending)
        page = figure_page(graph.store, figid, self._prefixes)
        if page is None:
            raise HTTPException(404, f"The graph has no figure {figid}.")
        if page.figid != figid:
            return RedirectResponse(figure_path(page.figid) + ending, 303, SAFE)
        if media_type != HTML:
            return self._triples(describe(graph.store, self._own("graph", page.figid)), media_type)
        marks = [mark for statement in page.statements for mark in marks_of(statement) if not statement.drawn]
        edges = {
            (edge.subject.curie, edge.sign, edge.object.curie): edge.key
            for edge in read_edges(graph.store, of_figure(graph.store, page.page, self._prefixes), self._prefixes)
        }
        return self._pages.page("figure", page=page, caption=segments(page.caption, marks), edges=edges)

    def statistics(self, request: Request) -> Response:
        """The graph in numbers, as plots or as JSON."""
        graph = self._graph()
        if request.url.path.endswith(".json"):
            return Response(msgspec.json.encode(graph.numbers), headers=SAFE, media_type="application/json")
        return self._pages.page("statistics", numbers=graph.numbers, summary=graph.summary)

    async def query(self, request: Request) -> Response:
        """The query editor, and the answer to what it asks."""
        name = request.path_params.get("name", "")
        if name and name not in self._queries:
            raise HTTPException(404, f"There is no named query {name}.")
        parameters: Mapping[str, str] = request.query_params
        if request.method == "POST":
            parameters = QueryParams(await read_body(request))
        text = parameters.get("query")
        chosen = self._queries[name or _FIRST_QUERY]
        answer, problem, status = None, "", 200
        if text is not None and text.strip():
            answer, problem, status = await self._ask(text)
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
        question = read_question("GET", request.query_params.multi_items(), "", b"", _SAVED[form])
        if question is None:
            raise ProtocolError(400, "no query")
        try:
            result = await self._endpoint.answer(question)
        except QueryFailedError as error:
            raise ProtocolError(error.status, error.reason) from error
        return send(result, SAFE | {"Content-Disposition": f'attachment; filename="figkg-answer.{form}"'})

    async def _ask(self, text: str) -> tuple[Markup | None, str, int]:
        """The rows of a query as HTML, or what is wrong with it, and the HTTP status."""
        try:
            if len(text) > LONGEST_QUERY:
                raise ProtocolError(413, f"a query has at most {LONGEST_QUERY:,} characters")
            result = await self._endpoint.answer(Question(text, (), (), (FRAGMENT,)))
        except (ProtocolError, QueryFailedError) as error:
            return None, error.reason, error.status
        try:
            return Markup(result.path.read_text(encoding="utf-8")), "", 200  # noqa: S704 (escaped where it is written)
        finally:
            result.path.unlink()

    def resource(self, request: Request) -> Response:
        """Anything that has an IRI, by ``?iri=`` or by the path that follows the base of our own IRIs."""
        name, ending = split_ending(request.path_params.get("name", ""))
        iri = self._own(_kind(request), name) if name else request.query_params.get("iri", "")
        return self._resource(iri, _wanted(request, ending))

    def evidence(self, request: Request) -> Response:
        """An assertion or its evidence: for people, the page of its figure."""
        kind = _kind(request)
        key, ending = split_ending(request.path_params["key"])
        media_type = _wanted(request, ending)
        iri = self._own(kind, key)
        if media_type == HTML:
            store = self._graph().store
            statements = read_statements(
                store, f"VALUES ?assertion {{ <{self._own('assertion', key)}> }}", self._prefixes
            )
            if statements:
                return RedirectResponse(f"{figure_path(statements[0].figid)}#{key}", 303, SAFE)
        return self._resource(iri, media_type)

    def of_figure(self, request: Request) -> Response:
        """The graph or the caption of a figure: for people, the page of the figure."""
        kind = _kind(request)
        figid, ending = split_ending(request.path_params["figid"])
        media_type = _wanted(request, ending)
        if media_type == HTML and figure_page(self._graph().store, figid, self._prefixes) is not None:
            return RedirectResponse(f"{figure_path(figid)}{'#caption' if kind == 'caption' else ''}", 303, SAFE)
        return self._resource(self._own(kind, figid), media_type)

    def vocabulary(self, request: Request) -> Response:
        """The ontology: its page, or its triples."""
        _, ending = split_ending(request.url.path)
        media_type = _wanted(request, ending)
        if media_type != HTML:
            return self._triples(read_ontology(self._ontologies), media_type)
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
        if HTML not in preferred(request.headers.get("accept", "")):
            return Response(f"{reason}\n", status, SAFE, media_type="text/plain")
        return self._pages.page("problem", status, status_code=status, reason=reason)

    def _resource(self, iri: str, media_type: str) -> Response:
        try:
            pyoxigraph.NamedNode(iri)
        except ValueError as error:
            raise ProtocolError(400, f"not an IRI: {iri}") from error
        store = self._graph().store
        triples = describe(store, iri)
        rows = rows_about(store, iri, self._prefixes) if media_type == HTML else []
        if not triples and not rows:
            raise HTTPException(404, f"The graph says nothing of {iri}.")
        if media_type != HTML:
            return self._triples(triples, media_type)
        return self._pages.page("resource", iri=iri, rows=rows)

    def _triples(self, triples: list[pyoxigraph.Triple], media_type: str) -> Response:
        content = serialize(triples, media_type, self._prefixes)
        headers = SAFE | {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
        return Response(content, headers=headers, media_type=media_type)

    def _edges(self, graph: BuiltGraph, curie: str) -> tuple[EdgeRow, ...]:
        """The edges of an entity's page: those from and to it, and for a disease those that its figures state."""
        iri = expand(curie, self._prefixes)
        if iri is None:
            raise HTTPException(404, f"The graph has no entity {curie}.")
        own = graph.edges_of(iri)
        return own or graph.edges_in(iri)

    def _chosen(self, graph: BuiltGraph, curie: str, request: Request) -> list[EdgeRow]:
        return read_filter(request.query_params).apply(self._edges(graph, curie), curie)

    def _own(self, kind: str, name: str) -> str:
        """The IRI of a thing of ours."""
        return self._prefixes[kind] + quote(name, safe="-._~")

    def _download(self, content: str, media_type: str, name: str) -> Response:
        disposition = f'attachment; filename="{name.replace(":", "-")}"'
        return Response(content, headers=SAFE | {"Content-Disposition": disposition}, media_type=media_type)


def _kind(request: Request) -> str:
    """The kind of thing of ours that an address is about: its first part."""
    return request.url.path.split("/")[1]


def _wanted(request: Request, ending: str = "") -> str:
    media_type = wanted_type(preferred(request.headers.get("accept", "")), ending)
    if media_type is None:
        raise ProtocolError(406, f"this comes as {', '.join((HTML, *RDF_TYPES))}")
    return media_type


def _explain(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.status_code, error.detail
    if isinstance(error, ProtocolError):
        return error.status, error.reason
    if isinstance(error, OutputError):
        return 503, str(error)
    return 500, "Something went wrong here; the server's log says what."
