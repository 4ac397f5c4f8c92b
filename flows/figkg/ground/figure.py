"""The grounded figure: the same figure, its entities identified, its doubts listed, its mentions found."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from figkg.extract.record import FigureRecord

Kind = Literal["gene", "family", "chemical", "disease", "process", "other"]

Doubt = Literal[
    "symbol-number-mismatch",
    "retired-number",
    "unknown-number",
    "withdrawn-symbol",
    "ambiguous-alias",
    "other-species",
    "unlikely-mention",
    "wrong-organism",
    "unresolved-family",
    "retired-mesh",
    "mapped-to-descriptor",
    "not-a-disease",
    "not-a-chemical",
    "no-identifier",
]
"""What may be doubtful about a grounding; the ontology has one individual for each."""

BARRED: frozenset[Doubt] = frozenset({"unlikely-mention", "wrong-organism", "ambiguous-alias", "not-a-disease"})
"""Doubts that keep an entity in its figure but out of every edge."""


class Entity(Struct, frozen=True, order=True, gc=False):
    """A thing with one checked identifier.

    Attributes:
        curie: ``ncbigene:3491``, ``fplx:NFkappaB``, ``mesh:D015464``, ``chebi:16113``; ``name.gene:…`` for a name
            that no table holds (:func:`figkg.ground.entities.name_entity`).
        kind: what it is.
        label: preferred name in its table.
        taxon: NCBI Taxonomy number for genes, and for names of other organisms; empty otherwise.
    """

    curie: str
    kind: Kind
    label: str
    taxon: str = ""


class Grounding(Struct, frozen=True, cache_hash=True, gc=False):
    """How one word of a figure was identified.

    Attributes:
        word: the text as read.
        entity: CURIE of what it is, or None.
        kind: what it was read as.
        source: ``figure`` (read off the image) or ``caption``.
        match: how the identifier was reached: ``number``, ``replaced number``, ``curated``, ``orthologue``, a value of
            :data:`figkg.reference.entries.NAME_STATUS`, or ``none``.
        doubts: what is doubtful about it, sorted.
    """

    word: str
    entity: str | None
    kind: Kind
    source: Literal["figure", "caption"]
    match: str
    doubts: tuple[Doubt, ...] = ()


class Mention(Struct, frozen=True, order=True, gc=False):
    """A place in a caption where an entity is named.

    Attributes:
        start: offset of the first character, in Unicode code points.
        end: offset behind the last character.
        entity: CURIE of the entity.
        kind: what it names, as it was read; of a class of proteins in MeSH the entity itself is a chemical.
        text: the caption's text from start to end.
        probability: that this is a mention, whole and of its kind, in (0, 1].
        match: how its entity was reached (:attr:`Grounding.match`), or why it has a node of its name; empty where
            nobody asks.
    """

    start: int
    end: int
    entity: str
    kind: Kind
    text: str
    probability: float = 1.0
    match: str = ""


class Meaning(Struct, frozen=True):
    """What a node drawn in a figure stands for.

    Attributes:
        entities: CURIEs of what it shows, several where its label lists several; empty where it shows nothing.
        turn: -1 where the label says a loss of it, ``siRNA X``; otherwise 1.
        lack: why it has the node of its name, ``ambiguous`` or ``no identifier``; empty where it has an identifier.
    """

    entities: tuple[str, ...]
    turn: Literal[1, -1] = 1
    lack: Literal["", "ambiguous", "no identifier"] = ""


class GroundedFigure(Struct, frozen=True):
    """A figure whose entities are identified.

    Attributes:
        record: what the source said.
        entities: the distinct entities of the figure and its caption, sorted by CURIE.
        groundings: how each word was identified, or why not, sorted and distinct.
        mentions: where the caption names entities that may take part in edges, by offset, never
            overlapping.
        taxon: NCBI Taxonomy number of the organism that the genes belong to, or empty.
        named: CURIEs of the entities that the caption alone names, sorted.
        drawn: what the nodes of each of the record's drawings stand for, in their order.
    """

    record: FigureRecord
    entities: tuple[Entity, ...]
    groundings: tuple[Grounding, ...]
    mentions: tuple[Mention, ...]
    taxon: str
    named: tuple[str, ...] = ()
    drawn: tuple[tuple[Meaning, ...], ...] = ()


def match_predicate(match: str) -> str:
    """The SKOS match type, as SSSOM uses it, of a way to reach an identifier (:attr:`Grounding.match`).

    >>> match_predicate("approved symbol"), match_predicate("alias symbol")
    ('skos:exactMatch', 'skos:closeMatch')
    """
    return "skos:closeMatch" if match in _CLOSE else "skos:exactMatch"


def match_justification(match: str) -> str:
    """The SEMAPV term for why such a match holds.

    >>> match_justification("curated")
    'semapv:ManualMappingCuration'
    """
    return _JUSTIFICATION.get(match, "semapv:LexicalMatching")


_CLOSE = frozenset({"orthologue", "alias symbol", "name in the literature", "name in captions", "MeSH entry term"})
_JUSTIFICATION = {
    "number": "semapv:UnspecifiedMatching",
    "curated": "semapv:ManualMappingCuration",
    "replaced number": "semapv:MappingChaining",
    "orthologue": "semapv:MappingChaining",
}
