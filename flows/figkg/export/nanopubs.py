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

from figkg.base.iris import BASE, expand
from figkg.emit.terms import XSD
from figkg.export.rdf import serialize
from figkg.graph.built import Release
from figkg.graph.nodes import Node
from figkg.graph.release import run_of, stream_figures, words_of
from figkg.graph.rows import key_of

NANOPUBLICATIONS = f"{BASE}np/"
"""How their IRIs begin."""
_NP = "http://www.nanopub.org/nschema#"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Of what a nanopublication says; the figure keeps the licence of its paper."""


def write_nanopubs(release: Release, target: Path) -> None:
    """Write all nanopublications into one TriG file, those of a figure after those of the figure before."""
    prefixes = {**release.prefixes, "np": _NP, "this": NANOPUBLICATIONS}
    serialize(_all(release, prefixes), target, pyoxigraph.RdfFormat.TRIG, prefixes)


def _all(release: Release, prefixes: Mapping[str, str]) -> Iterator[Quad]:
    run = run_of(release)
    for _, nodes in stream_figures(release):
        for node in nodes.values():
            if node.is_a("fkg:Assertion"):
                yield from nanopub(node, nodes, run, prefixes)


def nanopub(assertion: Node, nodes: Mapping[str, Node], run: str, prefixes: Mapping[str, str]) -> Iterator[Quad]:
    """The quads of one nanopublication, which is named by the key of its assertion.

    Args:
        assertion: the assertion.
        nodes: all nodes of its figure.
        run: IRI of the run that made the release.
        prefixes: the prefix map, with ``np``.
    """

    def term(curie: str) -> NamedNode:
        return NamedNode(expand(curie, prefixes))

    this = NamedNode(NANOPUBLICATIONS + key_of(assertion.iri))
    head, said, why, about = (
        NamedNode(f"{this.value}#{name}") for name in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(this, term("rdf:type"), term("np:Nanopublication"), head)
    for name, graph in (("hasAssertion", said), ("hasProvenance", why), ("hasPublicationInfo", about)):
        yield Quad(this, term(f"np:{name}"), graph, head)
    subject, predicate, thing = (NamedNode(assertion[f"rdf:{name}"]) for name in ("subject", "predicate", "object"))
    yield Quad(subject, predicate, thing, said)
    figure, evidence = nodes[assertion["prov:wasDerivedFrom"]], nodes[assertion["fkg:evidence"]]
    yield Quad(said, term("prov:wasDerivedFrom"), NamedNode(figure.iri), why)
    yield Quad(said, term("prov:hadPrimarySource"), NamedNode(figure["dcterms:isPartOf"]), why)
    yield Quad(said, term("prov:wasGeneratedBy"), NamedNode(run), why)
    yield Quad(said, term("prov:alternateOf"), NamedNode(assertion.iri), why)
    yield Quad(said, term("prov:value"), Literal(words_of(evidence, nodes)), why)
    number = Literal(assertion["biolink:has_confidence_score"], datatype=NamedNode(f"{XSD}decimal"))
    yield Quad(said, term("biolink:has_confidence_score"), number, why)
    for one in evidence.all("dcterms:type"):
        yield Quad(said, term("dcterms:type"), NamedNode(one), why)
    yield Quad(this, term("dcterms:creator"), NamedNode(f"{BASE}project"), about)
    yield Quad(this, term("dcterms:license"), NamedNode(_LICENCE), about)
    yield Quad(this, term("dcterms:isPartOf"), NamedNode(BASE), about)
