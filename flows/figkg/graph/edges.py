"""Edges of the graph, read from the store.

By look-ups rather than SPARQL: a hub has thousands of edges, and its page is to be there at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph

from figkg.base.iris import OWN, Shortener, expand
from figkg.graph.built import Graph
from figkg.graph.nodes import look_up
from figkg.graph.rows import EdgeRow, EntityRow, edge_row, entity_row


def read_edges(graph: Graph, edges: Iterable[str]) -> tuple[EdgeRow, ...]:
    """Edges by their IRIs, in the order of their keys; what is no edge of the graph is left out."""
    short = Shortener(graph.prefixes)

    @cache
    def entity(iri: str) -> EntityRow:
        found = entity_row(look_up(graph.store, iri, short), graph.kinds, short)
        return found or EntityRow(short(iri), short(iri), "", "", (), ())

    rows = (edge_row(look_up(graph.store, iri, short), entity, short) for iri in sorted(set(edges)))
    return tuple(row for row in rows if row is not None)


def touching(graph: Graph, entity: str) -> list[str]:
    """IRIs of the edges from and to an entity, by its IRI."""
    return [*_edges(graph, "wp:source", entity), *_edges(graph, "wp:target", entity)]


def in_context_of(graph: Graph, disease: str) -> list[str]:
    """IRIs of the edges that figures of a disease state, by its IRI."""
    return _edges(graph, "fkg:inContextOf", disease)


def of_figure(graph: Graph, figure: str) -> list[str]:
    """IRIs of the edges that a figure supports, by its IRI."""
    assertions = set(_subjects(graph, "prov:wasDerivedFrom", figure))
    return [edge for assertion in assertions for edge in _edges(graph, "fkg:supportedBy", assertion)]


def opposite_of(graph: Graph, edge: str) -> str | None:
    """IRI of the edge with the other sign, if that is stated too."""
    return next(iter(_edges(graph, "fkg:contradicts", edge)), None)


def _edges(graph: Graph, name: str, iri: str) -> list[str]:
    """The edges that have something; parts of edges, whose IRIs go on with ``#``, are none."""
    return [one for one in _subjects(graph, name, iri) if one.startswith(OWN["edge"]) and "#" not in one]


def _subjects(graph: Graph, name: str, iri: str) -> list[str]:
    """What has a thing as a property, by the CURIE of the property."""
    property_ = pyoxigraph.NamedNode(expand(name, graph.prefixes))
    quads = graph.store.quads_for_pattern(None, property_, pyoxigraph.NamedNode(iri))
    return [quad.subject.value for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode)]
