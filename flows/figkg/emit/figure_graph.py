"""The named graph of one figure: what the figure says, and on the strength of which words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from figkg.base.iris import BASE
from figkg.emit.terms import Term, boolean, decimal, integer, text
from figkg.emit.vocabulary import Vocabulary, assertion_key, content_key
from figkg.ground.figure import GroundedFigure, Grounding, match_justification, match_predicate
from figkg.reference.names import fold
from figkg.relate.assertion import Assertion
from figkg.relate.drawings import DrawnAssertion

Triple = tuple[Term, Term, Term]

PREDICATES = {1: "fkg:activates", -1: "fkg:inhibits"}
"""Predicate of a direct edge by its sign."""

WORDS = {1: "activates", -1: "inhibits"}
"""The predicates in words, for labels."""

DATASET = BASE
"""The dataset that every figure is part of."""

CC0 = "<https://creativecommons.org/publicdomain/zero/1.0/>"

_NUMBER = re.compile(r"\d+\w?")


def figure_triples(
    figure: GroundedFigure,
    assertions: Sequence[Assertion],
    vocabulary: Vocabulary,
    run: str,
    drawn: Sequence[DrawnAssertion] = (),
) -> set[Triple]:
    """The triples of a figure's graph.

    Args:
        figure: the grounded figure.
        assertions: what its caption states, negated statements included.
        vocabulary: expands terms.
        run: name of the run, as in ``run:<name>``.
        drawn: what is drawn in it.

    Returns:
        Each triple once; :func:`quad_lines` writes them into :meth:`Vocabulary.graph`.
    """
    record = figure.record
    labels = {entity.curie: entity.label for entity in figure.entities}
    triples: list[Triple] = [*_figure(figure, vocabulary)]
    for grounding in figure.groundings:
        if grounding.doubts or grounding.entity is None or not _are_alike(grounding.word, labels[grounding.entity]):
            triples += _grounding(record.figid, record.iri, grounding, vocabulary)
    diseases = [entity.curie for entity in figure.entities if entity.kind == "disease"]
    for assertion in assertions:
        triples += _assertion(figure, assertion, labels, diseases, vocabulary, run)
    for one in drawn:
        triples += _drawn(figure, one, labels, diseases, vocabulary, run)
    return set(triples)


@lru_cache(maxsize=50_000)
def _are_alike(word: str, label: str) -> bool:
    """Whether a word is the label, so that nothing need be said of its grounding."""
    return word == label or fold(word) == fold(label)


def quad_lines(triples: Iterable[Triple], graph: Term) -> list[str]:
    """Triples of one graph as N-Quads lines in canonical order: by code point, each once."""
    end = f" {graph} .\n"
    return sorted({f"{subject} {predicate} {thing}{end}" for subject, predicate, thing in triples})


def _figure(figure: GroundedFigure, vocabulary: Vocabulary) -> Iterable[Triple]:
    v, record = vocabulary, figure.record
    node = v.figure(record.iri)
    yield node, v("rdf:type"), v("fkg:PathwayFigure")
    yield node, v("rdf:type"), v("doco:Figure")
    yield node, v("rdfs:label"), text(record.title or record.figid)
    yield node, v("dcterms:identifier"), text(record.figid)
    if record.alias is not None:
        yield node, v("dcterms:identifier"), text(record.alias)
    yield node, v("dcterms:isPartOf"), v(f"pmc:{record.pmcid}")
    yield node, v("dcterms:license"), CC0
    yield node, v("void:inDataset"), f"<{DATASET}>"
    if record.number is not None:
        yield node, v("fkg:figureNumber"), text(record.number)
    if record.figure_type is not None:
        yield node, v("fkg:figureType"), text(record.figure_type)
    if figure.taxon:
        yield node, v("fkg:inTaxon"), v(f"taxon:{figure.taxon}")
    depicts, mentions = v("fkg:depicts"), v("fkg:mentions")
    for entity in figure.entities:
        yield node, mentions if entity.curie in figure.named else depicts, v(entity.curie)
    if record.caption:
        caption = v.caption(record.figid)
        yield node, v("fkg:caption"), caption
        yield caption, v("rdf:type"), v("deo:Caption")
        yield caption, v("rdf:value"), text(record.caption)
        digest = hashlib.sha256(record.caption.encode()).hexdigest()
        yield caption, v("fkg:textDigest"), text(f"sha256:{digest}")


def _grounding(figid: str, page: str, grounding: Grounding, vocabulary: Vocabulary) -> list[Triple]:
    v = vocabulary
    key = content_key(figid, grounding.word, grounding.entity or "", grounding.kind, *grounding.doubts)
    node = v.grounding(key)
    said = [(node, predicate, thing) for predicate, thing in _said(grounding, vocabulary)]
    return [(node, v("fkg:inFigure"), v.figure(page)), *said]


@lru_cache(maxsize=50_000)
def _said(grounding: Grounding, vocabulary: Vocabulary) -> tuple[tuple[Term, Term], ...]:
    """Predicates and objects of a grounding, which are the same in every figure."""
    v = vocabulary
    found = [
        (v("rdf:type"), v("fkg:Grounding")),
        (v("fkg:word"), text(grounding.word)),
        (v("fkg:match"), text(grounding.match)),
        (v("fkg:readFrom"), text(grounding.source)),
    ]
    if grounding.entity is not None:
        found += [
            (v("fkg:entity"), v(grounding.entity)),
            (v("sssom:predicate_id"), v(match_predicate(grounding.match))),
            (v("sssom:mapping_justification"), v(match_justification(grounding.match))),
        ]
    found += [(v("fkg:doubt"), v(f"fkg:{camel(doubt)}")) for doubt in grounding.doubts]
    return tuple(found)


def camel(name: str) -> str:
    """The local name of a doubt's individual.

    >>> camel("retired-number")
    'RetiredNumber'
    """
    return "".join(part.capitalize() for part in name.split("-"))


def _assertion(
    figure: GroundedFigure,
    assertion: Assertion,
    labels: dict[str, str],
    diseases: Sequence[str],
    vocabulary: Vocabulary,
    run: str,
) -> Iterable[Triple]:
    v, record, evidence = vocabulary, figure.record, assertion.evidence
    key = assertion_key(record.figid, evidence.start, evidence.end, assertion.subject, assertion.sign, assertion.object)
    node, proof, span = v.assertion(key), v.evidence(key), v.span(key)
    words = ("does not " + WORDS[assertion.sign][:-1]) if assertion.negated else WORDS[assertion.sign]
    label = f"{labels[assertion.subject]} {words} {labels[assertion.object]} ({_place(figure)})"
    yield node, v("rdf:type"), v("fkg:NegatedAssertion" if assertion.negated else "fkg:Assertion")
    yield from _statement(figure, node, proof, assertion, label, diseases, v, run)
    yield node, v("biolink:agent_type"), text("text_mining_agent")
    yield node, v("biolink:negated"), boolean(assertion.negated)
    yield node, v("fkg:hedged"), boolean(assertion.hedged)
    yield node, v("fkg:reading"), v("fkg:Explicit" if assertion.reading == "explicit" else "fkg:SequenceChain")
    yield proof, v("rdf:type"), v("fkg:TextEvidence")
    yield proof, v("rdf:type"), v("oa:SpecificResource")
    yield proof, v("dcterms:type"), v("eco:0008023")
    yield proof, v("dcterms:type"), v("eco:0007320")
    yield proof, v("oa:hasSource"), v.caption(record.figid)
    yield proof, v("oa:hasSelector"), span
    yield proof, v("fkg:trigger"), text(evidence.trigger)
    yield proof, v("fkg:rule"), text(evidence.rule)
    yield proof, v("fkg:triggerStart"), integer(evidence.trigger_at.start)
    yield proof, v("fkg:triggerEnd"), integer(evidence.trigger_at.end)
    yield proof, v("fkg:subjectStart"), integer(evidence.subject_at.start)
    yield proof, v("fkg:subjectEnd"), integer(evidence.subject_at.end)
    yield proof, v("fkg:objectStart"), integer(evidence.object_at.start)
    yield proof, v("fkg:objectEnd"), integer(evidence.object_at.end)
    yield span, v("rdf:type"), v("oa:TextPositionSelector")
    yield span, v("rdf:type"), v("oa:TextQuoteSelector")
    yield span, v("oa:start"), integer(evidence.start)
    yield span, v("oa:end"), integer(evidence.end)
    yield span, v("oa:exact"), text(evidence.sentence)


def _drawn(
    figure: GroundedFigure,
    one: DrawnAssertion,
    labels: dict[str, str],
    diseases: Sequence[str],
    vocabulary: Vocabulary,
    run: str,
) -> Iterable[Triple]:
    v, record = vocabulary, figure.record
    key = drawn_key(record.figid, one)
    node, proof = v.assertion(key), v.evidence(key)
    label = f"{labels[one.subject]} {WORDS[one.sign]} {labels[one.object]} ({_place(figure)}, drawn)"
    yield node, v("rdf:type"), v("fkg:Assertion")
    yield from _statement(figure, node, proof, one, label, diseases, v, run)
    manual = one.eco != "0008006"
    yield node, v("biolink:agent_type"), text("manual_agent" if manual else "image_processing_agent")
    yield node, v("biolink:negated"), boolean(value=False)
    yield node, v("fkg:hedged"), boolean(value=False)
    yield node, v("fkg:reading"), v("fkg:Drawn")
    yield proof, v("rdf:type"), v("fkg:DrawingEvidence")
    yield proof, v("dcterms:type"), v(f"eco:{one.eco}")
    yield proof, v("oa:hasSource"), v.figure(record.iri)
    yield proof, v("fkg:drawnAs"), text(one.type)
    yield proof, v("fkg:drawnSubject"), text(one.subject_label)
    yield proof, v("fkg:drawnObject"), text(one.object_label)
    yield proof, v("fkg:readBy"), text(one.by)


def drawn_key(figid: str, one: DrawnAssertion) -> str:
    """Key of a drawn assertion: what is drawn, in which figure, and who read it."""
    return content_key(figid, "drawn", one.by, one.subject, one.sign, one.object)


def _statement(
    figure: GroundedFigure,
    node: Term,
    proof: Term,
    one: Assertion | DrawnAssertion,
    label: str,
    diseases: Sequence[str],
    v: Vocabulary,
    run: str,
) -> Iterable[Triple]:
    """What is said of every statement, written or drawn."""
    yield node, v("rdf:type"), v("biolink:Association")
    yield node, v("rdfs:label"), text(label)
    yield node, v("rdf:subject"), v(one.subject)
    yield node, v("rdf:predicate"), v(PREDICATES[one.sign])
    yield node, v("rdf:object"), v(one.object)
    for disease in diseases:
        yield node, v("fkg:inContextOf"), v(disease)
    if figure.taxon:
        yield node, v("biolink:species_context_qualifier"), v(f"taxon:{figure.taxon}")
    yield node, v("biolink:has_confidence_score"), decimal(one.confidence)
    yield node, v("biolink:knowledge_level"), text("knowledge_assertion")
    yield node, v("fkg:evidence"), proof
    yield node, v("prov:wasDerivedFrom"), v.figure(figure.record.iri)


def _place(figure: GroundedFigure) -> str:
    """Where the figure stands, in words: ``PMC6676106, figure 6``."""
    number = _NUMBER.search(figure.record.number or "")
    return figure.record.pmcid if number is None else f"{figure.record.pmcid}, figure {number.group()}"
