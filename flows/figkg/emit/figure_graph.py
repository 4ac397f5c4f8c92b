"""The named graph of one figure: what the figure says, and on the strength of which words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from msgspec import Struct

from figkg.base.iris import BASE
from figkg.base.memo import Memo
from figkg.base.regions import MEDIA_FRAGMENTS, Place
from figkg.emit.statistics import Statistics, measure
from figkg.emit.terms import Term, boolean, day, decimal, integer, iri, text
from figkg.emit.vocabulary import SEPARATOR, Vocabulary, assertion_key, content_key
from figkg.ground.entities import is_name
from figkg.ground.figure import GroundedFigure, Grounding, match_justification, match_predicate
from figkg.reference.names import fold
from figkg.relate.assertion import Assertion
from figkg.relate.drawings import DrawnAssertion
from figkg.relate.verdicts import Verdict

Triple = tuple[Term, Term, Term]

Said = str
"""A predicate and an object as they stand in N-Quads, with a space between them."""

PREDICATES = {1: "fkg:activates", -1: "fkg:inhibits"}
"""Predicate of a direct edge by its sign."""

WORDS = {1: "activates", -1: "inhibits"}
"""The predicates in words, for labels."""

DATASET = BASE
"""The dataset that every figure is part of."""

CC0 = "<https://creativecommons.org/publicdomain/zero/1.0/>"

REJECTED = "fkg:RejectedAssertion"
ORCID = "https://orcid.org/"

_Judgements = Mapping[str, Sequence[Verdict]]

_NUMBER = re.compile(r"\d+\w?")
_REMEMBERED = 50_000
_PREDICATES = (
    *("dcterms:identifier", "dcterms:isPartOf", "rdf:value", "rdfs:label"),
    *("fkg:caption", "fkg:inFigure", "fkg:textDigest"),
)
"""What is said with another object of each figure."""


class FigureGraph(Struct, frozen=True):
    """The named graph of one figure.

    Attributes:
        name: the graph as a term, with its brackets.
        nodes: what is said of each node, each once: a predicate and an object as they stand in N-Quads.
    """

    name: Term
    nodes: Mapping[Term, Sequence[Said]]

    def lines(self) -> list[str]:
        """The graph as N-Quads lines in canonical order: by code point, each once."""
        nodes, end = self.nodes, f" {self.name} .\n"
        return [f"{node} {said}{end}" for node in sorted(nodes) for said in sorted(nodes[node])]

    def statistics(self, vocabulary: Vocabulary) -> Statistics:
        """Counts of the graph.

        Args:
            vocabulary: the one that its terms were expanded by.
        """
        return measure(self.nodes, vocabulary)


class _Note(Struct, frozen=True, gc=False):
    """What is said of a grounding in every figure.

    Attributes:
        content: what its key is made of beside the figure, one string.
        said: predicates and objects, apart from the figure.
    """

    content: str
    said: tuple[Said, ...]


class FigureWriter:
    """Makes the graphs of figures with the terms of one vocabulary; remembers what is the same in many figures."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Expand what every figure says.

        Raises:
            curies.ExpansionError: the vocabulary lacks a prefix.
        """
        self._vocabulary = v = vocabulary
        self._notes = Memo(self._note, most=_REMEMBERED)
        self._depicts = Memo(partial(_pair, vocabulary, "fkg:depicts"), most=_REMEMBERED)
        self._mentions = Memo(partial(_pair, vocabulary, "fkg:mentions"), most=_REMEMBERED)
        self._taxa = Memo(partial(_pair, vocabulary, "fkg:inTaxon"), most=_REMEMBERED)
        self._numbers = Memo(partial(_literal, v("fkg:figureNumber")), most=_REMEMBERED)
        self._types = Memo(partial(_literal, v("fkg:figureType")), most=_REMEMBERED)
        self._predicates = {name: v(name) for name in _PREDICATES}
        self._every_figure = (
            f"{v('void:inDataset')} <{DATASET}>",
            f"{v('rdf:type')} {v('fkg:PathwayFigure')}",
        )
        self._every_caption = f"{v('rdf:type')} {v('deo:Caption')}"

    def graph(
        self,
        figure: GroundedFigure,
        assertions: Sequence[Assertion],
        drawn: Sequence[DrawnAssertion] = (),
        candidates: Sequence[Assertion] = (),
        verdicts: Mapping[str, Sequence[Verdict]] | None = None,
    ) -> FigureGraph:
        """The graph of a figure.

        Args:
            figure: the grounded figure.
            assertions: what its caption states, negated statements included.
            drawn: what is drawn in it.
            candidates: what its caption perhaps states.
            verdicts: what curators say of these, by the key of the statement.
        """
        v, record = self._vocabulary, figure.record
        page = v.figure(record.iri)
        caption = v.caption(record.figid) if record.caption else None
        nodes = {page: self._figure(figure, caption)}
        if caption is not None:
            nodes[caption] = self._caption(record.caption)
        labels = {entity.curie: entity.label for entity in figure.entities}
        place = f"{self._predicates['fkg:inFigure']} {page}"
        for grounding in figure.groundings:
            label = None if grounding.entity is None else labels[grounding.entity]
            if grounding.word == label and not grounding.doubts:
                continue
            note = self._notes[grounding, label]
            if note is not None:
                node = v.grounding(content_key(record.figid, note.content))
                before = nodes.get(node)  # the same, read from image and caption
                nodes[node] = [*note.said, place] if before is None else [*dict.fromkeys((*before, *note.said))]
        if assertions or drawn or candidates:
            judged = verdicts or {}
            for subject, predicate, thing in _statements(figure, assertions, drawn, candidates, judged, labels, v):
                nodes.setdefault(subject, []).append(f"{predicate} {thing}")
        return FigureGraph(v.graph(record.figid), nodes)

    def _figure(self, figure: GroundedFigure, caption: Term | None) -> list[Said]:
        """What is said of the figure."""
        record, named, predicates = figure.record, figure.named, self._predicates
        said = [  # nearly in the order of lines, which then are sorted faster
            f"{predicates['dcterms:identifier']} {text(record.figid)}",
            f"{predicates['dcterms:isPartOf']} {self._vocabulary(f'pmc:{record.pmcid}')}",
            *self._every_figure,
            f"{predicates['rdfs:label']} {text(record.title or record.figid)}",
        ]
        if record.alias is not None and record.alias != record.figid:
            said.append(f"{predicates['dcterms:identifier']} {text(record.alias)}")
        if caption is not None:
            said.append(f"{predicates['fkg:caption']} {caption}")
        said += [self._depicts[entity.curie] for entity in figure.entities if entity.curie not in named]
        if record.number is not None:
            said.append(self._numbers[record.number])
        if record.figure_type is not None:
            said.append(self._types[record.figure_type])
        if figure.taxon:
            said.append(self._taxa[f"taxon:{figure.taxon}"])
        said += [self._mentions[curie] for curie in named]
        return said

    def _caption(self, caption: str) -> list[Said]:
        digest = hashlib.sha256(caption.encode()).hexdigest()
        predicates = self._predicates
        return [
            self._every_caption,
            f"{predicates['rdf:value']} {text(caption)}",
            f'{predicates["fkg:textDigest"]} "sha256:{digest}"',
        ]

    def _note(self, labelled: tuple[Grounding, str | None]) -> _Note | None:
        """What is said of a grounding, or None for a word that is the label of its entity, undoubted."""
        grounding, label = labelled
        word, entity, v = grounding.word, grounding.entity, self._vocabulary
        if not grounding.doubts and label is not None and (word == label or fold(word) == fold(label)):
            return None
        said = [
            (v("rdf:type"), v("fkg:Grounding")),
            (v("fkg:word"), text(word)),
            (v("fkg:match"), text(grounding.match)),
            (v("fkg:readFrom"), text(grounding.source)),
        ]
        if entity is not None:
            said.append((v("fkg:entity"), v(entity)))
        if entity is not None and grounding.doubts:  # elsewhere they follow from the match
            said += [
                (v("sssom:predicate_id"), v(match_predicate(grounding.match))),
                (v("sssom:mapping_justification"), v(match_justification(grounding.match))),
            ]
        said += [(v("fkg:doubt"), v(f"fkg:{camel(doubt)}")) for doubt in grounding.doubts]
        content = SEPARATOR.join((word, entity or "", grounding.kind, *grounding.doubts))
        return _Note(content, tuple(sorted(f"{predicate} {thing}" for predicate, thing in said)))


def _pair(vocabulary: Vocabulary, predicate: str, thing: str) -> Said:
    return f"{vocabulary(predicate)} {vocabulary(thing)}"


def _literal(predicate: Term, value: str) -> Said:
    return f"{predicate} {text(value)}"


def quad_lines(triples: Iterable[Triple], graph: Term) -> list[str]:
    """Triples of one graph as N-Quads lines in canonical order: by code point, each once."""
    end = f" {graph} .\n"
    return sorted({f"{subject} {predicate} {thing}{end}" for subject, predicate, thing in triples})


def camel(name: str) -> str:
    """The local name of a doubt's individual.

    >>> camel("retired-number")
    'RetiredNumber'
    """
    return "".join(part.capitalize() for part in name.split("-"))


def _statements(
    figure: GroundedFigure,
    assertions: Sequence[Assertion],
    drawn: Sequence[DrawnAssertion],
    candidates: Sequence[Assertion],
    judged: _Judgements,
    labels: dict[str, str],
    vocabulary: Vocabulary,
) -> set[Triple]:
    """What is said of all statements of a figure, and of their evidence."""
    diseases = [one.curie for one in figure.entities if one.kind == "disease" and not is_name(one.curie)]
    triples: set[Triple] = set()
    for assertion in assertions:
        said = "fkg:NegatedAssertion" if assertion.negated else "fkg:Assertion"
        said = REJECTED if _is_rejected(key_of_assertion(figure.record.figid, assertion), judged) else said
        triples.update(_assertion(figure, assertion, said, labels, diseases, vocabulary))
    for assertion in candidates:
        triples.update(_assertion(figure, assertion, "fkg:Candidate", labels, diseases, vocabulary))
    for one in drawn:
        said = REJECTED if _is_rejected(drawn_key(figure.record.figid, one), judged) else "fkg:Assertion"
        triples.update(_drawn(figure, one, said, labels, diseases, vocabulary))
    for key, verdicts in judged.items():
        triples.update(triple for one in verdicts for triple in _verdict(key, one, vocabulary))
    return triples


def _is_rejected(key: str, judged: _Judgements) -> bool:
    return any(not one.right for one in judged.get(key, ()))


def _verdict(key: str, verdict: Verdict, v: Vocabulary) -> Iterable[Triple]:
    """What is said of a curator's verdict upon a statement."""
    node = v.verdict(key, verdict.orcid)
    yield v.assertion(key), v("fkg:verdict"), node
    yield node, v("rdf:type"), v("fkg:Verdict")
    yield node, v("fkg:right"), boolean(verdict.right)
    yield node, v("prov:wasAttributedTo"), iri(ORCID + verdict.orcid)
    yield node, v("dcterms:date"), day(verdict.date)
    if verdict.reason:
        yield node, v("rdfs:comment"), text(verdict.reason)


def _assertion(
    figure: GroundedFigure,
    assertion: Assertion,
    kind: str,
    labels: dict[str, str],
    diseases: Sequence[str],
    vocabulary: Vocabulary,
) -> Iterable[Triple]:
    v, record, evidence = vocabulary, figure.record, assertion.evidence
    key = key_of_assertion(record.figid, assertion)
    node, proof, span = v.assertion(key), v.evidence(key), v.span(key)
    words = ("does not " + WORDS[assertion.sign][:-1]) if assertion.negated else WORDS[assertion.sign]
    words = f"perhaps {words}" if kind == "fkg:Candidate" else words
    place = f"{_place(figure)}, rejected" if kind == REJECTED else _place(figure)
    label = f"{labels[assertion.subject]} {words} {labels[assertion.object]} ({place})"
    yield node, v("rdf:type"), v(kind)
    if kind not in ("fkg:Candidate", REJECTED):  # whoever loads associations takes them for stated
        yield node, v("rdf:type"), v("biolink:Association")
    yield from _statement(figure, node, proof, assertion, label, diseases, v)
    possible = assertion.hedged or assertion.reading != "explicit" or kind == "fkg:Candidate"
    yield node, v("biolink:knowledge_level"), text("prediction" if possible else "knowledge_assertion")
    yield node, v("biolink:agent_type"), text("text_mining_agent")
    yield node, v("biolink:negated"), boolean(assertion.negated)
    yield node, v("fkg:hedged"), boolean(assertion.hedged)
    yield node, v("fkg:reading"), v("fkg:Explicit" if assertion.reading == "explicit" else "fkg:SequenceChain")
    yield proof, v("rdf:type"), v("fkg:TextEvidence")
    yield proof, v("dcterms:type"), v("eco:0008023")
    yield proof, v("dcterms:type"), v("eco:0007320")
    yield proof, v("oa:hasSource"), v.caption(record.figid)
    yield proof, v("oa:hasSelector"), span
    yield proof, v("fkg:trigger"), text(evidence.trigger)
    yield proof, v("fkg:rule"), text(evidence.rule)
    yield proof, v("fkg:byRules"), decimal(evidence.by_rules)
    yield proof, v("fkg:byReader"), decimal(evidence.by_reader)
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
    kind: str,
    labels: dict[str, str],
    diseases: Sequence[str],
    vocabulary: Vocabulary,
) -> Iterable[Triple]:
    v, record = vocabulary, figure.record
    key = drawn_key(record.figid, one)
    node, proof = v.assertion(key), v.evidence(key)
    place = f"{_place(figure)}, drawn{', rejected' if kind == REJECTED else ''}"
    label = f"{labels[one.subject]} {WORDS[one.sign]} {labels[one.object]} ({place})"
    yield node, v("rdf:type"), v(kind)
    if kind != REJECTED:
        yield node, v("rdf:type"), v("biolink:Association")
    yield from _statement(figure, node, proof, one, label, diseases, v)
    manual = one.eco != "0008006"
    stated = manual and not one.hedged
    yield node, v("biolink:knowledge_level"), text("knowledge_assertion" if stated else "prediction")
    yield node, v("biolink:agent_type"), text("manual_agent" if manual else "image_processing_agent")
    yield node, v("biolink:negated"), boolean(value=False)
    yield node, v("fkg:hedged"), boolean(one.hedged)
    yield node, v("fkg:reading"), v("fkg:Drawn")
    yield proof, v("rdf:type"), v("fkg:DrawingEvidence")
    yield proof, v("dcterms:type"), v(f"eco:{one.eco}")
    yield proof, v("oa:hasSource"), v.figure(record.iri)
    yield proof, v("fkg:drawnAs"), text(one.type)
    yield proof, v("fkg:drawnSubject"), text(one.subject_label)
    yield proof, v("fkg:drawnObject"), text(one.object_label)
    yield proof, v("fkg:readBy"), text(one.by)
    if one.witness:
        yield proof, v("fkg:witness"), text(one.witness)
    yield from _where(proof, v.region(key), one.place, v)


def _where(proof: Term, region: Term, place: Place, v: Vocabulary) -> Iterable[Triple]:
    """What is said of where an edge is drawn; nothing where nobody says."""
    for name, box in (("fkg:subjectBox", place.subject), ("fkg:objectBox", place.object)):
        if box is not None:
            yield proof, v(name), text(box.fragment)
    if place.line is not None:
        yield proof, v("fkg:drawnLine"), text(place.line.points)
    if place.panel:
        yield proof, v("fkg:panel"), text(place.panel)
    if place.region is not None:
        yield proof, v("oa:hasSelector"), region
        yield region, v("rdf:type"), v("oa:FragmentSelector")
        yield region, v("dcterms:conformsTo"), iri(MEDIA_FRAGMENTS)
        yield region, v("rdf:value"), text(place.region.fragment)


def key_of_assertion(figid: str, one: Assertion) -> str:
    """Key of what a caption states: what is said, in which figure, by which span."""
    return assertion_key(figid, one.evidence.start, one.evidence.end, one.subject, one.sign, one.object)


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
) -> Iterable[Triple]:
    """What is said of every statement, written or drawn."""
    yield node, v("rdfs:label"), text(label)
    yield node, v("rdf:subject"), v(one.subject)
    yield node, v("rdf:predicate"), v(PREDICATES[one.sign])
    yield node, v("rdf:object"), v(one.object)
    for disease in diseases:
        yield node, v("fkg:inContextOf"), v(disease)
    if figure.taxon:
        yield node, v("biolink:species_context_qualifier"), v(f"taxon:{figure.taxon}")
    yield node, v("biolink:has_confidence_score"), decimal(one.confidence)
    yield node, v("fkg:evidence"), proof
    yield node, v("prov:wasDerivedFrom"), v.figure(figure.record.iri)


def _place(figure: GroundedFigure) -> str:
    """Where the figure stands, in words: ``PMC6676106, figure 6``."""
    number = _NUMBER.search(figure.record.number or "")
    return figure.record.pmcid if number is None else f"{figure.record.pmcid}, figure {number.group()}"
