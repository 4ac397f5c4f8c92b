"""Grounding of a whole figure."""

from __future__ import annotations

from pathlib import Path

from flows.extract.record import FigureRecord
from flows.ground.figure import BARRED, Entity, GroundedFigure, Grounding
from flows.ground.genes import HUMAN, ground_genes
from flows.ground.mentions import find_mentions
from flows.ground.mesh import ground_chemical, ground_disease
from flows.ground.names import fold
from flows.ground.reference import ReferenceTables, load_reference
from flows.ground.unlikely import UnlikelyWords, load_unlikely_words


class Grounder:
    """Grounds figures against one set of reference tables; immutable, one per process."""

    def __init__(self, tables: ReferenceTables, unlikely: UnlikelyWords) -> None:
        self.tables = tables
        self.unlikely = unlikely

    def ground(self, record: FigureRecord) -> GroundedFigure:
        """Identify the entities of a figure and find them in its caption.

        Args:
            record: the figure as its source describes it.

        Returns:
            The grounded figure. An entity whose every grounding carries a doubt in
            :data:`flows.ground.figure.BARRED` is kept, but not looked for in the caption.
        """
        groundings: list[Grounding] = []
        entities: dict[str, Entity] = {}
        human = not record.organisms or "Homo sapiens" in record.organisms
        for word in ground_genes(record.genes, self.tables, self.unlikely, human=human):
            groundings += word.groundings
            entities.update((entity.curie, entity) for entity in word.entities)
        for disease in record.diseases:
            _add(groundings, entities, *ground_disease(disease, self.tables))
        for chemical in record.chemicals:
            _add(groundings, entities, *ground_chemical(chemical, self.tables, self.unlikely))
        distinct = tuple(sorted(set(groundings), key=lambda one: (one.word, one.entity or "", one.kind, one.match)))
        trusted = {one.entity for one in distinct if one.entity is not None and not BARRED.intersection(one.doubts)}
        return GroundedFigure(
            record=record,
            entities=tuple(sorted(entities.values())),
            groundings=distinct,
            mentions=find_mentions(
                record.caption,
                (entity for entity in entities.values() if entity.curie in trusted),
                _words(distinct, trusted),
                self.tables,
            ),
            taxon=_taxon(entities, trusted),
        )


def load_grounder(mappings: Path) -> Grounder:
    """A grounder over the tables of a mappings folder.

    Raises:
        MappingError: a table is missing or wrong.
    """
    return Grounder(load_reference(mappings), load_unlikely_words(mappings))


def _add(groundings: list[Grounding], entities: dict[str, Entity], grounding: Grounding, entity: Entity | None) -> None:
    groundings.append(grounding)
    if entity is not None:
        entities.setdefault(entity.curie, entity)


def _words(groundings: tuple[Grounding, ...], trusted: set[str]) -> dict[str, str]:
    """Words as read, folded, with what they were identified as; human genes before those of other species."""
    words: dict[str, str] = {}
    for grounding in sorted(groundings, key=lambda one: "other-species" in one.doubts):
        if grounding.entity in trusted and grounding.entity is not None:
            words.setdefault(fold(grounding.word), grounding.entity)
    return words


def _taxon(entities: dict[str, Entity], trusted: set[str]) -> str:
    """The organism of the figure's genes: human when there is a human gene, else the only other one."""
    taxa = {entity.taxon for curie, entity in entities.items() if curie in trusted and entity.kind == "gene"}
    if HUMAN in taxa or any(entity.kind == "family" for entity in entities.values()):
        return HUMAN
    return next(iter(taxa)) if len(taxa) == 1 else ""
