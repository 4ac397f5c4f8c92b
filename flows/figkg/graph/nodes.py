"""Things with their properties: what rows are made of, wherever they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import Shortener

TYPE = "rdf:type"


class Node(Struct, frozen=True):
    """A thing with its properties.

    Attributes:
        iri: its IRI.
        values: texts of literals, and IRIs, by the CURIE of the property; classes are CURIEs.
    """

    iri: str
    values: Mapping[str, Sequence[str]]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def __getitem__(self, name: str) -> str:
        """The value of a property that every such thing has; of several the first."""
        return self.values[name][0]

    def get(self, name: str) -> str:
        """The value of a property, or nothing."""
        return self.values[name][0] if name in self.values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a property, sorted."""
        return tuple(sorted(self.values.get(name, ())))

    def is_a(self, name: str) -> bool:
        """Whether it is of a class, by its CURIE."""
        return name in self.values.get(TYPE, ())


def nodes_of(quads: Iterable[pyoxigraph.Quad], short: Shortener) -> dict[str, Node]:
    """Quads as nodes by their IRIs, in the order in which they come."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        subject, thing = quad.subject, quad.object
        assert isinstance(subject, pyoxigraph.NamedNode)
        assert isinstance(thing, pyoxigraph.NamedNode | pyoxigraph.Literal)
        name = short.term(quad.predicate.value)
        value = short.term(thing.value) if name == TYPE else thing.value
        found.setdefault(subject.value, {}).setdefault(name, []).append(value)
    return {iri: Node(iri, values) for iri, values in found.items()}


def look_up(store: pyoxigraph.Store, iri: str, short: Shortener) -> Node:
    """A thing of a store; one that the store does not know has no properties."""
    quads = store.quads_for_pattern(pyoxigraph.NamedNode(iri), None, None)
    return nodes_of(quads, short).get(iri) or Node(iri, {})
