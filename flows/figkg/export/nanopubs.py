"""Nanopublications (https://nanopub.net/guidelines/working_draft/): one for each assertion, as TriG, unsigned.

The assertion graph states the triple, the provenance graph where and by which words it was read, the publication graph
who publishes it under which licence. They carry no time, so that the same graph gives the same bytes; whoever
publishes them signs and dates them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from figkg.export.rdf import serialize
from figkg.graph.release import FKG, RDF_TYPE, Node, figures, nodes_of, said_by

BASE = "https://w3id.org/figkg/np/"
_NP = "http://www.nanopub.org/nschema#"
_PROV = "http://www.w3.org/ns/prov#"
_OA = "http://www.w3.org/ns/oa#"
_DCT = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def write_nanopubs(release: Path, target: Path, prefixes: Mapping[str, str]) -> None:
    """Write all nanopublications into one TriG file, those of a figure after those of the figure before."""
    known = {**prefixes, "np": _NP, "this": BASE}
    serialize(_all(release, prefixes), target, pyoxigraph.RdfFormat.TRIG, known)


def _all(release: Path, prefixes: Mapping[str, str]) -> Iterator[Quad]:
    for _, quads in figures(release):
        nodes = nodes_of(quads)
        for iri, node in nodes.items():
            if f"{FKG}Assertion" in node.get(RDF_TYPE, ()):
                yield from nanopub(iri, node, nodes, iri.removeprefix(prefixes["assertion"]))


def nanopub(iri: str, assertion: Node, nodes: Mapping[str, Node], key: str) -> Iterator[Quad]:
    """The quads of one nanopublication.

    Args:
        iri: the assertion.
        assertion: its values.
        nodes: all nodes of its figure.
        key: its key, which names the nanopublication.
    """
    this = NamedNode(BASE + key)
    head, said, why, about = (
        NamedNode(f"{BASE}{key}#{name}") for name in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(this, NamedNode(RDF_TYPE), NamedNode(_NP + "Nanopublication"), head)
    for name, graph in (("hasAssertion", said), ("hasProvenance", why), ("hasPublicationInfo", about)):
        yield Quad(this, NamedNode(_NP + name), graph, head)
    subject, predicate, thing = (NamedNode(assertion[_RDF + name][0]) for name in ("subject", "predicate", "object"))
    yield Quad(subject, predicate, thing, said)
    figure = assertion[_PROV + "wasDerivedFrom"][0]
    evidence = nodes[assertion[FKG + "evidence"][0]]
    yield Quad(said, NamedNode(_PROV + "wasDerivedFrom"), NamedNode(figure), why)
    yield Quad(said, NamedNode(_PROV + "hadPrimarySource"), NamedNode(nodes[figure][_DCT + "isPartOf"][0]), why)
    yield Quad(said, NamedNode(_PROV + "wasGeneratedBy"), NamedNode(assertion[_PROV + "wasGeneratedBy"][0]), why)
    yield Quad(said, NamedNode(_PROV + "alternateOf"), NamedNode(iri), why)
    yield Quad(said, NamedNode(_PROV + "value"), Literal(said_by(nodes, evidence)), why)
    confidence = "https://w3id.org/biolink/vocab/has_confidence_score"
    number = Literal(assertion[confidence][0], datatype=NamedNode(_XSD + "decimal"))
    yield Quad(said, NamedNode(confidence), number, why)
    for one in evidence[_DCT + "type"]:
        yield Quad(said, NamedNode(_DCT + "type"), NamedNode(one), why)
    yield Quad(this, NamedNode(_DCT + "creator"), NamedNode("https://w3id.org/figkg/project"), about)
    yield Quad(this, NamedNode(_DCT + "license"), NamedNode(nodes[figure][_DCT + "license"][0]), about)
    yield Quad(this, NamedNode(_DCT + "isPartOf"), NamedNode("https://w3id.org/figkg/"), about)
