"""What the graph says of an IRI: as triples for programs, as rows for people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import Shortener
from figkg.serve.addresses import BASE
from figkg.serve.protocol import choose

RDF_TYPES = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}
"""Media types of triples."""

ENDINGS = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}
"""Endings of an address that ask for triples."""

HTML = "text/html"
_WHOLE = {f"{BASE}graph/{name}" for name in ("edges", "entities")}
_MOST_INVERSE = 200


class Row(Struct, frozen=True):
    """A line of the page of a thing.

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


def wanted_type(accept: tuple[str, ...], ending: str = "") -> str | None:
    """The media type of the answer: HTML unless triples are asked for.

    >>> wanted_type(("text/turtle",)), wanted_type(("*/*",)), wanted_type((), ".nt"), wanted_type(("image/png",))
    ('text/turtle', 'text/html', 'application/n-triples', None)
    """
    return ENDINGS[ending] if ending else choose(accept, (HTML, *RDF_TYPES))


def split_ending(path: str) -> tuple[str, str]:
    """A path without the ending that asks for triples, and that ending or nothing.

    >>> split_ending("edge/71ab.ttl"), split_ending("figure/PMC1__a.004")
    (('edge/71ab', '.ttl'), ('figure/PMC1__a.004', ''))
    """
    ending = next((one for one in ENDINGS if path.endswith(one)), "")
    return path.removesuffix(ending), ending


def describe(store: pyoxigraph.Store, iri: str) -> list[pyoxigraph.Triple]:
    """The triples of a thing: those about it and about its parts, whose IRIs go on with ``#``.

    A figure's graph and the dataset's are given whole.
    """
    node = pyoxigraph.NamedNode(iri)
    found: dict[pyoxigraph.Triple, None] = {}
    if iri.startswith(f"{BASE}graph/") and iri not in _WHOLE:
        found.update((quad.triple, None) for quad in store.quads_for_pattern(None, None, None, node))
    pending, seen = [node], {node}
    while pending:
        for quad in store.quads_for_pattern(pending.pop(), None, None, None):
            found[quad.triple] = None
            part = quad.object
            if isinstance(part, pyoxigraph.NamedNode) and part.value.startswith(f"{iri}#") and part not in seen:
                seen.add(part)
                pending.append(part)
    return sorted(found, key=str)


def rows_about(store: pyoxigraph.Store, iri: str, prefixes: Mapping[str, str]) -> list[Row]:
    """What a page shows of a thing: its properties, and the first things that name it."""
    short, node = Shortener(prefixes), pyoxigraph.NamedNode(iri)
    rows = {
        _row(short, quad.predicate, quad.object, inverse=False) for quad in store.quads_for_pattern(node, None, None)
    }
    inverse = store.quads_for_pattern(None, None, node)
    for quad, _ in zip(inverse, range(_MOST_INVERSE), strict=False):
        rows.add(_row(short, quad.predicate, quad.subject, inverse=True))
    return sorted(rows, key=lambda row: (row.inverse, row.property, row.value))


def serialize(triples: list[pyoxigraph.Triple], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples in one of :data:`RDF_TYPES`, with the prefixes that they use."""
    text = " ".join(map(str, triples))
    used = {prefix: iri for prefix, iri in sorted(prefixes.items()) if f"<{iri}" in text}
    form = RDF_TYPES[media_type]
    named = used if form != pyoxigraph.RdfFormat.N_TRIPLES else None
    content = pyoxigraph.serialize(triples, format=form, prefixes=named)
    assert content is not None
    return content


def read_ontology(ontologies: Path) -> list[pyoxigraph.Triple]:
    """The triples of the ontology."""
    path = ontologies / "figkg.ttl"
    return [quad.triple for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)]


def _row(short: Shortener, predicate: pyoxigraph.NamedNode, other: object, *, inverse: bool) -> Row:
    if isinstance(other, pyoxigraph.NamedNode):
        return Row(short(predicate.value), inverse, short(other.value), other.value)
    return Row(
        short(predicate.value), inverse, other.value if isinstance(other, pyoxigraph.Literal) else str(other), ""
    )
