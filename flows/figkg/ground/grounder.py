"""Grounding of a whole figure."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

from figkg.extract.record import DRAWING, FigureRecord, GeneRow
from figkg.ground.captions import CaptionDictionary, build_dictionary
from figkg.ground.curated import Corrections, load_corrections
from figkg.ground.entities import HUMAN
from figkg.ground.figure import BARRED, Doubt, Entity, GroundedFigure, Grounding, Kind
from figkg.ground.genes import GeneGrounder
from figkg.ground.lookup import Candidate, Lookup
from figkg.ground.mentions import find_mentions
from figkg.ground.mesh import ground_chemical, ground_disease
from figkg.ground.policy import load_policy
from figkg.ground.unlikely import UnlikelyWords, load_unlikely_words
from figkg.reference.tables import ReferenceTables, load_reference

_REMEMBERED = 50_000
_HUMAN_KINDS: frozenset[Kind] = frozenset({"gene", "family"})
"""What a caption about other organisms is not searched for, since the tables of names are human."""


class Grounder:
    """Grounds figures against one set of reference tables; one per process, since it remembers words."""

    def __init__(
        self,
        tables: ReferenceTables,
        unlikely: UnlikelyWords,
        corrections: Corrections,
        lookup: Lookup,
        dictionary: CaptionDictionary,
    ) -> None:
        self.tables = tables
        self.unlikely = unlikely
        self.corrections = corrections
        self.lookup = lookup
        self.dictionary = dictionary
        self._genes = GeneGrounder(tables, unlikely, corrections)
        self._disease = lru_cache(_REMEMBERED)(partial(ground_disease, tables=tables, corrections=corrections))
        self._chemical = lru_cache(_REMEMBERED)(
            partial(ground_chemical, tables=tables, unlikely=unlikely, corrections=corrections)
        )

    def ground(self, record: FigureRecord) -> GroundedFigure:
        """Identify the entities of a figure and find what its caption names.

        Args:
            record: the figure as its source describes it.

        Returns:
            The grounded figure. An entity whose every grounding carries a doubt in
            :data:`figkg.ground.figure.BARRED` is kept, but not looked for in the caption.
        """
        groundings: list[Grounding] = []
        entities: dict[str, Entity] = {}
        human = not record.organisms or "Homo sapiens" in record.organisms
        written = [row for row in record.genes if not is_word_alone(row)]
        for row in record.genes:
            if is_word_alone(row):
                _add(groundings, entities, *self._find(row.word))
        for word in self._genes.ground(written, human=human):
            groundings += word.groundings
            entities.update((entity.curie, entity) for entity in word.entities)
        for disease in record.diseases:
            _add(groundings, entities, *self._disease(disease))
        for chemical in record.chemicals:
            _add(groundings, entities, *self._chemical(chemical))
        trusted = {one.entity for one in groundings if one.entity is not None and not BARRED.intersection(one.doubts)}
        mentions, named = find_mentions(
            record.caption,
            (entity for entity in entities.values() if entity.curie in trusted),
            _words(groundings, trusted),
            frozenset(entities.keys() - trusted),
            self.dictionary,
            frozenset() if human else _HUMAN_KINDS,
        )
        shown = frozenset(entities)
        groundings += [_from_caption(one) for one in named]
        entities.update((one.entity.curie, one.entity) for one in named)
        trusted.update(one.entity.curie for one in named)
        return GroundedFigure(
            record=record,
            entities=tuple(sorted(entities.values())),
            groundings=tuple(
                sorted(set(groundings), key=lambda one: (one.word, one.entity or "", one.kind, one.source, one.match))
            ),
            mentions=mentions,
            taxon=_taxon(entities, trusted),
            named=tuple(sorted(entities.keys() - shown)),
        )

    def _find(self, word: str) -> tuple[Grounding, Entity | None]:
        """Identify a drawn label by its names alone."""
        answer = self.lookup.find(word)
        if answer.best is None:
            doubt: Doubt = "ambiguous-alias" if answer.alternatives else "no-identifier"
            return Grounding(word, None, "gene", "figure", "none", (doubt,)), None
        entity = answer.best.entity
        return Grounding(word, entity.curie, entity.kind, "figure", answer.best.match, answer.doubts), entity


def is_word_alone(row: GeneRow) -> bool:
    """Whether a row is a drawn label of which nothing else is known, not even that it is a gene."""
    return row.lexicon == DRAWING and row.number is None


def load_grounder(mappings: Path) -> Grounder:
    """A grounder over the tables of a mappings folder.

    Raises:
        MappingError: a table is missing or wrong.
    """
    tables = load_reference(mappings)
    unlikely = load_unlikely_words(mappings)
    corrections = load_corrections(mappings, tables)
    lookup = Lookup(tables, load_policy(mappings), corrections)
    return Grounder(tables, unlikely, corrections, lookup, build_dictionary(tables, lookup, corrections, unlikely))


def load_lookup(mappings: Path) -> Lookup:
    """The look-ups alone, without the search over captions.

    Raises:
        MappingError: a table is missing or wrong.
    """
    tables = load_reference(mappings)
    return Lookup(tables, load_policy(mappings), load_corrections(mappings, tables))


def _add(groundings: list[Grounding], entities: dict[str, Entity], grounding: Grounding, entity: Entity | None) -> None:
    groundings.append(grounding)
    if entity is not None:
        entities.setdefault(entity.curie, entity)


def _from_caption(candidate: Candidate) -> Grounding:
    entity = candidate.entity
    return Grounding(candidate.name, entity.curie, entity.kind, "caption", candidate.match)


def _words(groundings: list[Grounding], trusted: set[str]) -> dict[str, str]:
    """Words as read with what they were identified as; human genes before those of other species.

    A word that lists several genes is left out, since none of them alone is what it stands for.
    """
    words: dict[str, str] = {}
    for own in (True, False):
        meant: dict[str, set[str]] = {}
        for one in groundings:
            if one.entity in trusted and one.entity is not None and ("other-species" not in one.doubts) is own:
                meant.setdefault(one.word, set()).add(one.entity)
        for word, curies in meant.items():
            if not own or len(curies) == 1:
                words.setdefault(word, min(curies))
    return words


def _taxon(entities: dict[str, Entity], trusted: set[str]) -> str:
    """The organism of the figure's genes: human when there is a human gene, else the only other one."""
    taxa = {entity.taxon for curie, entity in entities.items() if curie in trusted and entity.kind == "gene"}
    if HUMAN in taxa or any(entity.kind == "family" and curie in trusted for curie, entity in entities.items()):
        return HUMAN
    return next(iter(taxa)) if len(taxa) == 1 else ""
