"""Nanopublications (https://nanopub.net/guidelines/working_draft/): one for each explicit assertion, as TriG, unsigned.

The assertion graph states the triple, or, where a caption says that something may be so, describes that possibility and
states no triple; the provenance graph says where and by which words it was read and which edge disputes it, the
publication graph who publishes it under which licence. What is read from the order of steps was asserted by nobody: of
it there is none. They carry no time, so that the same graph gives the same bytes; whoever
publishes them signs and dates them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from figkg.base.iris import BASE, FKG, OWN, expand
from figkg.emit.terms import XSD
from figkg.emit.vocabulary import edge_key
from figkg.export.rdf import serialize
from figkg.graph.built import Release
from figkg.graph.nodes import Node
from figkg.graph.release import run_of, stream_edges, stream_figures, words_of
from figkg.graph.rows import key_of

NANOPUBLICATIONS = f"{BASE}np/"
"""How their IRIs begin."""
_NP = "http://www.nanopub.org/nschema#"
_CITO = "http://purl.org/spar/cito/"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Of what a nanopublication says; the figure keeps the licence of its paper."""


def write_nanopubs(release: Release, target: Path) -> None:
    """Write all nanopublications into one TriG file, those of a figure after those of the figure before."""
    prefixes = {**release.prefixes, "np": _NP, "cito": _CITO, "this": NANOPUBLICATIONS}
    serialize(_all(release, prefixes), target, pyoxigraph.RdfFormat.TRIG, prefixes)


def _all(release: Release, prefixes: Mapping[str, str]) -> Iterator[Quad]:
    run, opposites = run_of(release), _opposites(release)
    for _, nodes in stream_figures(release):
        for node in nodes.values():
            if node.is_a("fkg:Assertion") and node["fkg:reading"] != f"{FKG}SequenceChain":
                yield from nanopub(node, nodes, run, prefixes, opposites.get(key_of(node.iri)))


def _opposites(release: Release) -> dict[str, str]:
    """IRI of the edge that says the opposite, by the key of an assertion."""
    return {
        key: OWN["edge"] + edge_key(edge.subject.curie, -edge.sign, edge.object.curie)
        for edge in stream_edges(release)
        if edge.contradicted
        for key in edge.assertions
    }


def nanopub(
    assertion: Node, nodes: Mapping[str, Node], run: str, prefixes: Mapping[str, str], opposite: str | None = None
) -> Iterator[Quad]:
    """The quads of one nanopublication, which is named by the key of its assertion.

    Args:
        assertion: the assertion.
        nodes: all nodes of its figure.
        run: IRI of the run that made the release.
        prefixes: the prefix map, with ``np`` and ``cito``.
        opposite: IRI of the edge that says the opposite, if there is one.
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
    ends = {name: NamedNode(assertion[f"rdf:{name}"]) for name in ("subject", "predicate", "object")}
    if assertion["fkg:hedged"] == "true":
        node = NamedNode(assertion.iri)
        yield Quad(node, term("rdf:type"), term("biolink:Association"), said)
        for name, end in ends.items():
            yield Quad(node, term(f"rdf:{name}"), end, said)
        yield Quad(node, term("fkg:hedged"), Literal("true", datatype=NamedNode(f"{XSD}boolean")), said)
        yield Quad(node, term("biolink:knowledge_level"), Literal(assertion["biolink:knowledge_level"]), said)
    else:
        yield Quad(ends["subject"], ends["predicate"], ends["object"], said)
    figure, evidence = nodes[assertion["prov:wasDerivedFrom"]], nodes[assertion["fkg:evidence"]]
    yield Quad(said, term("prov:wasDerivedFrom"), NamedNode(figure.iri), why)
    yield Quad(said, term("prov:hadPrimarySource"), NamedNode(figure["dcterms:isPartOf"]), why)
    yield Quad(said, term("prov:wasGeneratedBy"), NamedNode(run), why)
    yield Quad(said, term("prov:alternateOf"), NamedNode(assertion.iri), why)
    yield Quad(said, term("biolink:knowledge_level"), Literal(assertion["biolink:knowledge_level"]), why)
    yield Quad(said, term("biolink:agent_type"), Literal(assertion["biolink:agent_type"]), why)
    if opposite is not None:
        yield Quad(said, term("cito:isDisputedBy"), NamedNode(opposite), why)
    yield Quad(said, term("prov:value"), Literal(words_of(evidence, nodes)), why)
    number = Literal(assertion["biolink:has_confidence_score"], datatype=NamedNode(f"{XSD}decimal"))
    yield Quad(said, term("biolink:has_confidence_score"), number, why)
    for one in evidence.all("dcterms:type"):
        yield Quad(said, term("dcterms:type"), NamedNode(one), why)
    yield Quad(this, term("dcterms:creator"), NamedNode(f"{BASE}project"), about)
    yield Quad(this, term("dcterms:license"), NamedNode(_LICENCE), about)
    yield Quad(this, term("dcterms:isPartOf"), NamedNode(BASE), about)
