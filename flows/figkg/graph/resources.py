"""What the graph says of any IRI: as triples for programs, as lines for people."""

from __future__ import annotations

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import GRAPHS, Shortener
from figkg.graph.built import Graph

_TOO_LARGE = {f"{GRAPHS}{name}" for name in ("edges", "entities")}
"""Graphs that nobody wants whole at once."""
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

    A figure's graph and the dataset's are given whole.
    """
    node = pyoxigraph.NamedNode(iri)
    found: dict[pyoxigraph.Triple, None] = {}
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
    own = graph.store.quads_for_pattern(node, None, None)
    lines = {_line(short, quad.predicate, quad.object, inverse=False) for quad in own}
    others = graph.store.quads_for_pattern(None, None, node)
    for quad, _ in zip(others, range(_MOST_INVERSE), strict=False):
        lines.add(_line(short, quad.predicate, quad.subject, inverse=True))
    return sorted(lines, key=lambda line: (line.inverse, line.property, line.value))


def _line(short: Shortener, predicate: pyoxigraph.NamedNode, other: object, *, inverse: bool) -> PropertyLine:
    name = short(predicate.value)
    if isinstance(other, pyoxigraph.NamedNode):
        return PropertyLine(name, inverse, short(other.value), other.value)
    return PropertyLine(name, inverse, other.value if isinstance(other, pyoxigraph.Literal) else str(other), "")
