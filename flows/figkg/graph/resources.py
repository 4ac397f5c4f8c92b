"""What the graph says of any IRI: as triples for programs, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import BASE, DERIVED_GRAPHS, GRAPHS, Shortener, expand
from figkg.graph.built import Graph

_TOO_LARGE = {f"{GRAPHS}{name}" for name in ("edges", "entities")}
"""Graphs that nobody wants whole at once."""
_NAMED_GRAPH = "http://www.w3.org/ns/sparql-service-description#NamedGraph"
_MOST_INVERSE = 200


class PropertyLine(Struct, frozen=True):
    """A line on a thing.

    Attributes:
        property: CURIE of the property.
        inverse: whether the thing is the object.
        value: text of the other side.
        iri: IRI of the other side, or empty for a literal.
    """

    property: str
    inverse: bool
    value: str
    iri: str


def triples_about(graph: Graph, iri: str) -> list[pyoxigraph.Triple]:
    """The triples of a thing: those about it and about its parts, whose IRIs go on with ``#``.

    A figure's graph and the dataset's are given whole; of those that nobody wants whole, what they are.
    """
    node = pyoxigraph.NamedNode(iri)
    found: dict[pyoxigraph.Triple, None] = dict.fromkeys(_of_graph(graph, iri))
    if iri.startswith(GRAPHS) and iri not in _TOO_LARGE:
        found.update((quad.triple, None) for quad in graph.store.quads_for_pattern(None, None, None, node))
    pending, seen = [node], {node}
    while pending:
        for quad in graph.store.quads_for_pattern(pending.pop(), None, None, None):
            found[quad.triple] = None
            part = quad.object
            if isinstance(part, pyoxigraph.NamedNode) and part.value.startswith(f"{iri}#") and part not in seen:
                seen.add(part)
                pending.append(part)
    return sorted(found, key=str)


def lines_about(graph: Graph, iri: str) -> list[PropertyLine]:
    """What a page shows of a thing: its properties, and the first things that name it."""
    short, node = Shortener(graph.prefixes), pyoxigraph.NamedNode(iri)
    own = [*(quad.triple for quad in graph.store.quads_for_pattern(node, None, None)), *_of_graph(graph, iri)]
    lines = {_line(short, triple.predicate, triple.object, inverse=False) for triple in own}
    others = graph.store.quads_for_pattern(None, None, node)
    for quad, _ in zip(others, range(_MOST_INVERSE), strict=False):
        lines.add(_line(short, quad.predicate, quad.subject, inverse=True))
    return sorted(lines, key=lambda line: (line.inverse, line.property, line.value))


def _of_graph(graph: Graph, iri: str) -> Iterator[pyoxigraph.Triple]:
    """What a graph that is not of one figure is, for no graph says that of itself; nothing for other things."""
    name, node = iri.removeprefix(GRAPHS), pyoxigraph.NamedNode(iri)
    if not iri.startswith(GRAPHS) or name not in DERIVED_GRAPHS:
        return
    counted = graph.store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named_graphs=[node])
    assert isinstance(counted, pyoxigraph.QuerySolutions)
    count = next(counted)["n"]
    assert isinstance(count, pyoxigraph.Literal)
    if count.value == "0":
        return
    for predicate, value in (
        ("rdf:type", pyoxigraph.NamedNode(_NAMED_GRAPH)),
        ("rdfs:label", pyoxigraph.Literal(f"figkg, the graph of {name}")),
        ("void:inDataset", pyoxigraph.NamedNode(BASE)),
        ("void:triples", count),
    ):
        yield pyoxigraph.Triple(node, pyoxigraph.NamedNode(expand(predicate, graph.prefixes)), value)


def _line(short: Shortener, predicate: pyoxigraph.NamedNode, other: object, *, inverse: bool) -> PropertyLine:
    name = short(predicate.value)
    if isinstance(other, pyoxigraph.NamedNode):
        return PropertyLine(name, inverse, short(other.value), other.value)
    return PropertyLine(name, inverse, other.value if isinstance(other, pyoxigraph.Literal) else str(other), "")
