"""Edges of the graph, read from the store.

By look-ups rather than SPARQL: a hub has thousands of edges, and its page is to be there at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

import pyoxigraph

from figkg.base.iris import Shortener
from figkg.graph.rows import EdgeRow, EntityRow, edge_row, entity_row

KINDS = {"Gene": "gene", "GeneFamily": "family", "Chemical": "chemical", "Disease": "disease", "Process": "process"}
"""Kinds of entities by the local name of their class."""


def read_edges(store: pyoxigraph.Store, edges: Iterable[str], prefixes: Mapping[str, str]) -> tuple[EdgeRow, ...]:
    """Edges by their IRIs, in the order of their keys; what is no edge of the graph is left out."""
    short = Shortener(prefixes)

    @cache
    def entity(curie: str) -> EntityRow:
        prefix, _, local = curie.partition(":")
        iri = f"{prefixes[prefix]}{local}"
        found = entity_row(iri, _node(store, iri), short)
        return found or EntityRow(curie, curie, "", "", (), ())

    nodes = {iri: _node(store, iri) for iri in sorted(set(edges))}
    sign = f"{prefixes['fkg']}sign"
    return tuple(edge_row(iri, node, entity, short) for iri, node in nodes.items() if sign in node)


def touching(store: pyoxigraph.Store, entity: str, prefixes: Mapping[str, str]) -> list[str]:
    """IRIs of the edges from and to an entity, by its IRI."""
    return [
        *_subjects(store, f"{prefixes['wp']}source", entity, prefixes),
        *_subjects(store, f"{prefixes['wp']}target", entity, prefixes),
    ]


def in_context_of(store: pyoxigraph.Store, disease: str, prefixes: Mapping[str, str]) -> list[str]:
    """IRIs of the edges that figures of a disease state, by its IRI."""
    return _subjects(store, f"{prefixes['fkg']}inContextOf", disease, prefixes)


def of_figure(store: pyoxigraph.Store, figure: str, prefixes: Mapping[str, str]) -> list[str]:
    """IRIs of the edges that a figure supports, by its IRI."""
    derived = store.quads_for_pattern(None, pyoxigraph.NamedNode(f"{prefixes['prov']}wasDerivedFrom"), _named(figure))
    assertions = {quad.subject.value for quad in derived if isinstance(quad.subject, pyoxigraph.NamedNode)}
    supported = f"{prefixes['fkg']}supportedBy"
    return [edge for assertion in assertions for edge in _subjects(store, supported, assertion, prefixes)]


def opposite_of(store: pyoxigraph.Store, edge: str, prefixes: Mapping[str, str]) -> str | None:
    """IRI of the edge with the other sign, if that is stated too."""
    return next(iter(_subjects(store, f"{prefixes['fkg']}contradicts", edge, prefixes)), None)


def _subjects(store: pyoxigraph.Store, predicate: str, object_: str, prefixes: Mapping[str, str]) -> list[str]:
    """The edges that have something; parts of edges, whose IRIs go on with ``#``, are none."""
    quads = store.quads_for_pattern(None, _named(predicate), _named(object_))
    base = prefixes["edge"]
    found = [quad.subject.value for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode)]
    return [iri for iri in found if iri.startswith(base) and "#" not in iri]


def _node(store: pyoxigraph.Store, iri: str) -> dict[str, list[str]]:
    """The properties of a thing; of several values the smaller first."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(_named(iri), None, None):
        if isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal):
            values[quad.predicate.value].append(quad.object.value)
    return {name: sorted(found) for name, found in values.items()}


def _named(iri: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(iri)
