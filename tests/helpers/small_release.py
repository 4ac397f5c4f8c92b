"""A release of a few statements that a test thinks up, with everything that exports read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.iris import BASE
from figkg.base.kinds import Kinds
from figkg.emit.edges import EdgeSupport, aggregate, edge_quads
from figkg.emit.figure_graph import PREDICATES, Triple, quad_lines
from figkg.emit.terms import boolean, decimal, iri, text, year
from figkg.emit.vocabulary import Vocabulary
from figkg.graph.built import Release

LABELS = {"ncbigene:1": "A1BG", "ncbigene:2": "A2M", "ncbigene:3": "A2MP1", "mesh:D000544": "Alzheimer Disease"}


class Said(Struct, frozen=True):
    """One statement: what, how, in which figure (PMC1, PMC2, …), in which words."""

    subject: str
    sign: int
    object: str
    reading: str = "Explicit"
    hedged: bool = False
    denied: bool = False
    paper: int = 1
    confidence: float = 0.8
    sentence: str = "A1BG activates A2M."
    title: str = "A paper"
    doi: str = "10.1/x"
    pmid: str = ""

    @property
    def figid(self) -> str:
        return f"PMC{self.paper}__f1"


def small_release(folder: Path, said: Iterable[Said], vocabulary: Vocabulary, kinds: Kinds) -> Release:
    """Write it into a folder and open it."""
    said = list(said)
    v = vocabulary
    lines: list[str] = []
    keyed = {f"{number:024x}": one for number, one in enumerate(said)}
    for figid in sorted({one.figid for one in said}):
        mine = {key: one for key, one in keyed.items() if one.figid == figid}
        lines += quad_lines(_figure(figid, mine, v), v.graph(figid))
    support = [
        EdgeSupport(
            *(one.subject, one.sign, one.object, key, one.confidence, one.hedged, one.reading != "SequenceChain"),
            *(one.figid, f"PMC{one.paper}", 2020, "9606"),
        )
        for key, one in keyed.items()
        if not one.denied
    ]
    support.sort(key=lambda row: (row.subject, row.object, row.sign, row.figid, row.key))
    edges = aggregate(support, lambda _: ["mesh:D000544"])
    lines += sorted(line for edge in edges for line in edge_quads(edge, LABELS.__getitem__, v))
    lines += quad_lines(_entities(said, v), v("graph:entities"))
    lines += quad_lines([(iri(BASE), v("prov:wasGeneratedBy"), v("run:1"))], v("graph:dataset"))
    (folder / "figkg.nq").write_text("".join(lines), encoding="utf-8")
    return Release(folder / "figkg.nq", v.prefixes, kinds)


def _figure(figid: str, said: Mapping[str, Said], v: Vocabulary) -> Iterable[Triple]:
    page = v.figure(f"https://pfocr.wikipathways.org/figures/{figid}.html")
    yield page, v("rdf:type"), v("fkg:PathwayFigure")
    yield page, v("dcterms:identifier"), text(figid)
    yield page, v("dcterms:isPartOf"), v(f"pmc:{figid.partition('__')[0]}")
    yield page, v("dcterms:license"), iri("https://creativecommons.org/publicdomain/zero/1.0/")
    for key, one in said.items():
        node, proof, span = v.assertion(key), v.evidence(key), v.span(key)
        possible = one.hedged or one.reading == "SequenceChain"
        drawn = one.reading == "Drawn"
        yield node, v("rdf:type"), v("fkg:NegatedAssertion" if one.denied else "fkg:Assertion")
        yield node, v("rdf:subject"), v(one.subject)
        yield node, v("rdf:predicate"), v(PREDICATES[one.sign])
        yield node, v("rdf:object"), v(one.object)
        yield node, v("biolink:has_confidence_score"), decimal(one.confidence)
        yield node, v("biolink:knowledge_level"), text("prediction" if possible else "knowledge_assertion")
        yield node, v("biolink:agent_type"), text("manual_agent" if drawn else "text_mining_agent")
        yield node, v("fkg:hedged"), boolean(one.hedged)
        yield node, v("fkg:reading"), v(f"fkg:{one.reading}")
        yield node, v("fkg:evidence"), proof
        yield node, v("prov:wasDerivedFrom"), page
        if drawn:
            yield proof, v("fkg:drawnAs"), text("activation")
            yield proof, v("fkg:drawnSubject"), text("a")
            yield proof, v("fkg:drawnObject"), text("b")
            yield proof, v("fkg:readBy"), text("curator")
            yield proof, v("oa:hasSelector"), v.region(key)
            yield v.region(key), v("rdf:value"), text("xywh=10,20,150,20")
        else:
            yield proof, v("fkg:trigger"), text("activates")
            yield proof, v("oa:hasSelector"), span
            yield span, v("oa:exact"), text(one.sentence)


def _entities(said: Iterable[Said], v: Vocabulary) -> Iterable[Triple]:
    for curie, label in LABELS.items():
        yield v(curie), v("rdf:type"), v("fkg:Disease" if curie.startswith("mesh:") else "fkg:Gene")
        yield v(curie), v("rdfs:label"), text(label)
    yield v("ncbigene:1"), v("skos:exactMatch"), v("hgnc:5")
    for one in said:
        paper = v(f"pmc:PMC{one.paper}")
        yield paper, v("rdf:type"), v("biolink:Article")
        yield paper, v("rdfs:label"), text(one.title)
        yield paper, v("dcterms:issued"), year(2020)
        yield paper, v("bibo:doi"), text(one.doi)
        if one.pmid:
            yield paper, v("skos:exactMatch"), iri(f"https://pubmed.ncbi.nlm.nih.gov/{one.pmid}")
