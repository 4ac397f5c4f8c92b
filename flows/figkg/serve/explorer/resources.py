"""Triples for programs, at the same address as the page for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph

from figkg.serve.description import RDF_FORMATS
from figkg.serve.negotiation import choose
from figkg.serve.xml_text import well_formed

ENDINGS = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}
"""Endings of an address that ask for triples."""

HTML = "text/html"
_VERSION = "http://www.w3.org/2002/07/owl#versionIRI"


def wanted_type(accept: str, ending: str = "") -> str | None:
    """The media type of the answer: HTML unless triples are asked for.

    >>> wanted_type("text/turtle"), wanted_type("*/*"), wanted_type("", ".nt"), wanted_type("image/png")
    ('text/turtle', 'text/html', 'application/n-triples', None)
    """
    return ENDINGS[ending] if ending else choose(accept, (HTML, *RDF_FORMATS))


def split_ending(path: str) -> tuple[str, str]:
    """A path without the ending that asks for triples, and that ending or nothing.

    >>> split_ending("edge/71ab.ttl"), split_ending("figure/PMC1__a.004")
    (('edge/71ab', '.ttl'), ('figure/PMC1__a.004', ''))
    """
    ending = next((one for one in ENDINGS if path.endswith(one)), "")
    return path.removesuffix(ending), ending


def serialize(triples: list[pyoxigraph.Triple], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples in one of :data:`RDF_FORMATS`, with the prefixes that they use."""
    text = " ".join(map(str, triples))
    used = {prefix: iri for prefix, iri in sorted(prefixes.items()) if f"<{iri}" in text}
    form = RDF_FORMATS[media_type]
    named = used if form != pyoxigraph.RdfFormat.N_TRIPLES else None
    content = pyoxigraph.serialize(triples, format=form, prefixes=named)
    assert content is not None
    return well_formed(content) if form == pyoxigraph.RdfFormat.RDF_XML else content


def versions_of(ontology: Iterable[pyoxigraph.Triple]) -> set[str]:
    """The IRIs of an ontology: its own, and that of its version."""
    return {
        one.value
        for triple in ontology
        if triple.predicate.value == _VERSION
        for one in (triple.subject, triple.object)
        if isinstance(one, pyoxigraph.NamedNode)
    }


def read_ontology(ontologies: Path) -> list[pyoxigraph.Triple]:
    """The triples of the ontology."""
    path = ontologies / "figkg.ttl"
    return [quad.triple for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)]
