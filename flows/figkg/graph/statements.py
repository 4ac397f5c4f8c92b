"""Statements with their words, read from the store."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import FKG, OWN, Shortener, expand, split_curie
from figkg.base.regions import NOWHERE, Place
from figkg.graph.built import Graph
from figkg.graph.places import read_place
from figkg.graph.rows import key_of

Span = tuple[int, int]
"""Offsets in a caption, in Unicode code points: of the first character, and behind the last."""


_STATED = "fkg:Assertion, fkg:NegatedAssertion"
_CANDIDATES = "fkg:Candidate"
_REJECTED = "fkg:RejectedAssertion"


class Statement(Struct, frozen=True):
    """One assertion, denial, candidate or rejected statement with its words.

    Attributes:
        key: name of the assertion, the last part of its IRI.
        subject: label of the cause.
        subject_curie: its CURIE.
        predicate: ``activates`` or ``inhibits``.
        object: label of the effect.
        object_curie: its CURIE.
        confidence: as written in the graph.
        negated: whether it is denied.
        hedged: whether it is a possibility.
        inferred: whether it was read from the order of steps.
        trigger: the words that state it.
        rule: the construction that read them.
        sentence: the evidence.
        sentence_at: where the sentence stands in the caption.
        trigger_at: where the trigger stands in the caption.
        subject_at: where the cause is named in the caption.
        object_at: where the effect is named in the caption.
        figid: the figure.
        figure_page: address of the figure at PFOCR.
        paper: PubMed Central identifier, ``PMC6676106``.
        year: year of the paper, or empty.
        contexts: CURIEs of the diseases of the figure.
        drawn: what it is drawn as in the image, or empty for what a caption states; then sentence, trigger, rule and
            places are empty.
        labels: labels of cause and effect in the image.
        by: who read it off the image.
        place: where it is drawn in the image, as far as that is known.
        by_rules: how sure the rules are of what a caption states, as written in the graph.
        by_reader: how sure the trained reader is.
        candidate: whether it is too unsure to be asserted.
        rejected: whether a curator says that it is wrong.
        verdicts: what curators say of it, in words.
    """

    key: str
    subject: str
    subject_curie: str
    predicate: str
    object: str
    object_curie: str
    confidence: str
    negated: bool
    hedged: bool
    inferred: bool
    trigger: str
    rule: str
    sentence: str
    sentence_at: Span
    trigger_at: Span
    subject_at: Span
    object_at: Span
    figid: str
    figure_page: str
    paper: str
    year: str
    contexts: tuple[str, ...]
    drawn: str = ""
    labels: tuple[str, str] = ("", "")
    by: str = ""
    place: Place = NOWHERE
    by_rules: str = ""
    by_reader: str = ""
    candidate: bool = False
    rejected: bool = False
    verdicts: tuple[str, ...] = ()


def votes(one: Statement) -> str:
    """What both readers say of a statement, in words: ``rules 0.66, reader 0.91``."""
    said = [(name, float(sure or 0)) for name, sure in (("rules", one.by_rules), ("reader", one.by_reader))]
    return ", ".join(f"{name} {sure:.2f}" for name, sure in said if sure > 0)


_COMMON = (
    *("s", "subject", "predicate", "o", "object", "confidence", "type", "hedged", "reading"),
    *("figure", "figid", "paper", "year"),
)
_WRITTEN = (
    *("trigger", "rule", "sentence", "start", "end", "triggerStart", "triggerEnd"),
    *("byRules", "byReader"),
    *("subjectStart", "subjectEnd", "objectStart", "objectEnd"),
)
_DRAWN = ("evidence", "drawn", "drawnSubject", "drawnObject", "by")
_QUERY = """
SELECT DISTINCT ?assertion {selected} WHERE {{
  {restriction}
  ?assertion rdf:subject ?s ; rdf:predicate ?predicate ; rdf:object ?o ; rdf:type ?type ;
    biolink:has_confidence_score ?confidence ; fkg:hedged ?hedged ; fkg:reading ?reading ;
    fkg:evidence ?evidence ; prov:wasDerivedFrom ?figure .
  FILTER (?type IN ({kinds}))
  {evidence}
  ?figure dcterms:identifier ?figid ; dcterms:isPartOf ?paper .
  FILTER (CONTAINS(?figid, "__") && STRENDS(STR(?figure), CONCAT(ENCODE_FOR_URI(?figid), ".html")))
  ?s rdfs:label ?subject . ?o rdfs:label ?object .
  OPTIONAL {{ ?paper dcterms:issued ?year }}
}}"""
_WORDS = """?evidence fkg:trigger ?trigger ; fkg:rule ?rule ; oa:hasSelector ?span ;
    fkg:byRules ?byRules ; fkg:byReader ?byReader ;
    fkg:triggerStart ?triggerStart ; fkg:triggerEnd ?triggerEnd ; fkg:subjectStart ?subjectStart ;
    fkg:subjectEnd ?subjectEnd ; fkg:objectStart ?objectStart ; fkg:objectEnd ?objectEnd .
  ?span oa:exact ?sentence ; oa:start ?start ; oa:end ?end ."""
_LINES = """?evidence fkg:drawnAs ?drawn ; fkg:drawnSubject ?drawnSubject ; fkg:drawnObject ?drawnObject ;
    fkg:readBy ?by ."""


_VERDICTS = """
SELECT ?right ?reason ?curator ?date WHERE {{
  <{assertion}> fkg:verdict ?verdict . ?verdict fkg:right ?right ; prov:wasAttributedTo ?curator ; dcterms:date ?date .
  OPTIONAL {{ ?verdict rdfs:comment ?reason }} }} ORDER BY ?date ?curator"""


_BEST_OF_EDGE = """
{{ SELECT ?assertion {{ <{edge}> fkg:supportedBy ?assertion . ?assertion biolink:has_confidence_score ?score }}
  ORDER BY DESC(?score) ?assertion LIMIT {most} OFFSET {after} }}"""


def statements_of_figure(graph: Graph, figure: str) -> tuple[Statement, ...]:
    """What a figure states, by its IRI, in the order of sentences."""
    return _read(graph, f"?assertion prov:wasDerivedFrom <{figure}> .")


def candidates_of_figure(graph: Graph, figure: str) -> tuple[Statement, ...]:
    """What a figure perhaps states, too unsure to be asserted, by its IRI, the most probable first."""
    found = _read(graph, f"?assertion prov:wasDerivedFrom <{figure}> .", _CANDIDATES)
    return tuple(sorted(found, key=lambda one: -float(one.confidence)))


def rejected_of_figure(graph: Graph, figure: str) -> tuple[Statement, ...]:
    """What was read in a figure and curators reject, by its IRI, in the order of sentences."""
    return _read(graph, f"?assertion prov:wasDerivedFrom <{figure}> .", _REJECTED)


def statements_about(graph: Graph, entity: str) -> tuple[Statement, ...]:
    """What is stated of an entity, by its IRI, in the order of figures and sentences."""
    return _read(graph, f"{{ ?assertion rdf:subject <{entity}> }} UNION {{ ?assertion rdf:object <{entity}> }}")


def statements_behind(graph: Graph, edge: str, most: int, after: int = 0) -> tuple[Statement, ...]:
    """What an edge rests on, by its IRI: so many statements after so many others, the most confident first."""
    found = _read(graph, _BEST_OF_EDGE.format(edge=edge, most=most, after=after))
    return tuple(sorted(found, key=lambda one: (-float(one.confidence), one.key)))


def read_statement(graph: Graph, key: str) -> Statement | None:
    """A statement by its key, or None where the graph has no such statement."""
    iri = pyoxigraph.NamedNode(OWN["assertion"] + quote(key, safe="-._~"))
    return next(iter(_read(graph, f"VALUES ?assertion {{ {iri} }}", f"{_STATED}, {_CANDIDATES}, {_REJECTED}")), None)


def _read(graph: Graph, restriction: str, kinds: str = _STATED) -> tuple[Statement, ...]:
    """The statements that a graph pattern over ``?assertion`` allows, in the order of figures and sentences."""
    shorten = Shortener(graph.prefixes)
    found = []
    for values, evidence in ((_WRITTEN, _WORDS), (_DRAWN, _LINES)):
        selected = " ".join(f"?{name}" for name in (*_COMMON, *values))
        query = _QUERY.format(selected=selected, restriction=restriction, evidence=evidence, kinds=kinds)
        found += [
            _statement(
                *(row, _contexts(graph, row["assertion"]), _verdicts(graph, row["assertion"])),
                # by look-up, as contexts are
                read_place(graph.store, row["evidence"], shorten) if values is _DRAWN else NOWHERE,
                shorten,
            )
            for row in graph.rows(query)
        ]
    return tuple(
        sorted(found, key=lambda one: (one.figid, bool(one.drawn), one.sentence_at, one.subject, one.object, one.key))
    )


def _contexts(graph: Graph, assertion: str) -> list[str]:
    """IRIs of the diseases of an assertion: by look-up, since OPTIONAL and grouping would read those of all."""
    property_ = pyoxigraph.NamedNode(expand("fkg:inContextOf", graph.prefixes))
    quads = graph.store.quads_for_pattern(pyoxigraph.NamedNode(assertion), property_, None)
    return [quad.object.value for quad in quads if isinstance(quad.object, pyoxigraph.NamedNode)]


def _verdicts(graph: Graph, assertion: str) -> tuple[str, ...]:
    """What curators say of an assertion, in words; by look-up, since hardly any has a verdict."""
    node, said = pyoxigraph.NamedNode(assertion), pyoxigraph.NamedNode(f"{FKG}verdict")
    if next(graph.store.quads_for_pattern(node, said, None), None) is None:
        return ()
    return tuple(
        f"{'right' if row['right'] == 'true' else 'wrong'}: {row['reason']}".rstrip(": ")
        + f" ({row['curator'].rpartition('/')[2]}, {row['date']})"
        for row in graph.rows(_VERDICTS.format(assertion=assertion))
    )


def _statement(
    row: Mapping[str, str], contexts: list[str], verdicts: tuple[str, ...], place: Place, shorten: Shortener
) -> Statement:
    def span(name: str) -> Span:
        return int(row.get(f"{name}Start", 0)), int(row.get(f"{name}End", 0))

    return Statement(
        key=key_of(row["assertion"]),
        subject=row["subject"],
        subject_curie=shorten(row["s"]),
        predicate=row["predicate"].removeprefix(FKG),
        object=row["object"],
        object_curie=shorten(row["o"]),
        confidence=row["confidence"],
        negated=row["type"] == f"{FKG}NegatedAssertion",
        hedged=row["hedged"] == "true",
        inferred=row["reading"] == f"{FKG}SequenceChain",
        trigger=row.get("trigger", ""),
        rule=row.get("rule", ""),
        sentence=row.get("sentence", ""),
        sentence_at=(int(row.get("start", 0)), int(row.get("end", 0))),
        trigger_at=span("trigger"),
        subject_at=span("subject"),
        object_at=span("object"),
        figid=row["figid"],
        figure_page=row["figure"],
        paper=split_curie(shorten(row["paper"])).local,
        year=row["year"],
        contexts=tuple(sorted(map(shorten, contexts))),
        drawn=row.get("drawn", ""),
        labels=(row.get("drawnSubject", ""), row.get("drawnObject", "")),
        by=row.get("by", ""),
        place=place,
        by_rules=row.get("byRules", ""),
        by_reader=row.get("byReader", ""),
        candidate=row["type"] == f"{FKG}Candidate",
        rejected=row["type"] == f"{FKG}RejectedAssertion",
        verdicts=verdicts,
    )
