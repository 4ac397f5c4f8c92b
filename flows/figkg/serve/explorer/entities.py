"""The pages of entities: their edges as a network, as a table, and as files."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from figkg.base.iris import read_curie
from figkg.export.flat import stream_table
from figkg.export.networks import stream_graphml
from figkg.graph.entities import figures_with, labels_of, read_entity
from figkg.graph.picture import picture
from figkg.graph.resources import triples_about
from figkg.graph.rows import EdgeRow, EntityRow
from figkg.serve.addresses import path_of
from figkg.serve.explorer.filters import COLUMNS, DRAWN, MOST_DRAWN, PAGE_ROWS, EdgeFilter, read_filter
from figkg.serve.explorer.finding import NotOneError, look_for
from figkg.serve.explorer.graph import GraphInUse, ServedBuild
from figkg.serve.explorer.network import drawn_on_page, elements, strongest
from figkg.serve.explorer.pages import SAFE, Pages
from figkg.serve.explorer.replies import download, in_triples, no_entity, wanted
from figkg.serve.explorer.resources import HTML, split_ending


class EntityViews:
    """Answers about entities; each method takes a request.

    Args:
        graph: the build in use.
        pages: writes pages.
        prefixes: prefix map.
    """

    def __init__(self, graph: GraphInUse, pages: Pages, prefixes: Mapping[str, str]) -> None:
        self._graph = graph
        self._pages = pages
        self._prefixes = prefixes

    def page(self, request: Request) -> Response:
        """An entity with its edges; any name that it has leads to its page."""
        build = self._graph()
        curie, ending = split_ending(request.path_params["curie"])
        media_type = wanted(request, ending)
        iri = read_curie(curie, self._prefixes)
        entity = None if iri is None else read_entity(build.graph, iri)
        if entity is None:
            return _elsewhere(build, curie, ending)
        if media_type != HTML:
            return in_triples(self._prefixes, triples_about(build.graph, entity.iri), media_type)
        chosen = read_filter(request.query_params)
        stated, own = build.edges_in(entity.iri), build.edges_of(entity.iri)
        known = stated or own
        shown = chosen.apply(known, curie)
        pages = max(1, -(-len(shown) // PAGE_ROWS))
        page = min(chosen.page, pages)
        drawn = self._drawn(build, curie, chosen)
        return self._pages.page(
            "entity",
            entity=entity,
            figures=figures_with(build.graph, entity.iri),
            chosen=chosen,
            columns=COLUMNS,
            known=len(known),
            shown=len(shown),
            rows=shown[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
            page=page,
            pages=pages,
            diseases=labels_of(build.graph, tuple(sorted({one for edge in known for one in edge.diseases}))),
            context=bool(stated),
            own=chosen.apply(own, curie) if stated else [],
            drawn=min(chosen.drawn, len(shown)),
            more=min(len(shown), MOST_DRAWN, chosen.drawn + DRAWN),
            nodes=_by_label(drawn, {curie, *chosen.others}),
            around=labels_of(build.graph, chosen.others),
            picture=drawn_on_page(drawn, build.graph.kinds, self._hubs(build, curie, chosen)),
        )

    def network(self, request: Request) -> Response:
        """The network of the page as elements for Cytoscape."""
        build, curie = self._graph(), request.path_params["curie"]
        edges = self._drawn(build, curie, read_filter(request.query_params))
        return JSONResponse(elements(edges, build.graph.kinds, curie), headers=SAFE)

    def picture(self, request: Request) -> Response:
        """The network of the page as SVG, with its legend."""
        build, curie, chosen = self._graph(), request.path_params["curie"], read_filter(request.query_params)
        entity = read_entity(build.graph, self._iri_of(curie))
        if entity is None:
            raise no_entity(curie)
        edges, hubs = self._drawn(build, curie, chosen), self._hubs(build, curie, chosen)
        title = f"What acts on {entity.label}, and what it acts on" if hubs else f"What figures of {entity.label} state"
        note = f"{len(edges):,} edge{'' if len(edges) == 1 else 's'} from the captions of pathway figures"
        drawn = picture(edges, build.graph.kinds, hubs, title, note)
        return download(drawn, "image/svg+xml", f"figkg-{curie}.svg")

    def table(self, request: Request) -> Response:
        """The edges of the page as CSV."""
        curie = request.path_params["curie"]
        text = io.StringIO()
        stream_table(self._chosen(curie, request), text, ",")
        return download(text.getvalue(), "text/csv", f"{curie}-edges.csv")

    def graphml(self, request: Request) -> Response:
        """The edges of the page as GraphML."""
        curie = request.path_params["curie"]
        text = io.StringIO()
        stream_graphml(self._chosen(curie, request), text)
        return download(text.getvalue(), "application/graphml+xml", f"{curie}-edges.graphml")

    def _iri_of(self, curie: str) -> str:
        iri = read_curie(curie, self._prefixes)
        if iri is None:
            raise no_entity(curie)
        return iri

    def _chosen(self, curie: str, request: Request) -> list[EdgeRow]:
        """All edges of the page: for a disease those that its figures state, then those from and to it."""
        build, iri = self._graph(), self._iri_of(curie)
        both = {edge.key: edge for edge in (*build.edges_in(iri), *build.edges_of(iri))}
        return read_filter(request.query_params).apply(both.values(), curie)

    def _hubs(self, build: ServedBuild, curie: str, chosen: EdgeFilter) -> tuple[str, ...]:
        """What stands in the middle of the network; nothing, where it is what figures of a disease state."""
        return () if build.edges_in(self._iri_of(curie)) else (curie, *chosen.others)

    def _drawn(self, build: ServedBuild, curie: str, chosen: EdgeFilter) -> list[EdgeRow]:
        """The edges that the network shows: the strongest, and those of further things."""
        iri = self._iri_of(curie)
        drawn = strongest(chosen.apply(build.edges_in(iri) or build.edges_of(iri), curie), chosen.drawn)
        for other in chosen.others:
            more = strongest(build.edges_of(self._iri_of(other)), DRAWN)
            drawn = list({edge.key: edge for edge in (*drawn, *more)}.values())
        return drawn


def _elsewhere(build: ServedBuild, name: str, ending: str) -> Response:
    """The page of what a name means that is no CURIE of the graph."""
    found = look_for(build, name)
    if len(found.meanings) != 1:
        raise NotOneError(name, found)
    (meant,) = found.meanings
    return RedirectResponse(path_of(meant.name, meant.kind) + ending, 303, SAFE)


def _by_label(edges: Sequence[EdgeRow], without: set[str]) -> list[EntityRow]:
    """What edges join, by label, without some."""
    ends = {one.curie: one for edge in edges for one in (edge.subject, edge.object) if one.curie not in without}
    return sorted(ends.values(), key=lambda one: (one.label.casefold(), one.curie))
