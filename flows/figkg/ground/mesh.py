"""Diseases and chemicals of a figure: MeSH numbers checked and brought up to date."""

from __future__ import annotations

from typing import Literal

from figkg.extract.record import ChemicalRow, DiseaseRow
from figkg.ground.curated import Corrections
from figkg.ground.entities import entity_of
from figkg.ground.figure import Doubt, Entity, Grounding
from figkg.ground.unlikely import UnlikelyWords
from figkg.reference.entries import NAME_STATUS, MeshRecord
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

MeshKind = Literal["disease", "chemical"]


def ground_disease(
    row: DiseaseRow, tables: ReferenceTables, corrections: Corrections
) -> tuple[Grounding, Entity | None]:
    """Identify a disease row by its MeSH number, or by MeSH's names where it has none."""
    return _ground(row.word, row.mesh, "disease", tables, corrections, frozenset())


def ground_chemical(
    row: ChemicalRow, tables: ReferenceTables, unlikely: UnlikelyWords, corrections: Corrections
) -> tuple[Grounding, Entity | None]:
    """Identify a chemical row by its MeSH number, by MeSH's names, or by its ChEBI number."""
    spelt_as_formula = row.word.isupper() and len(row.word) > 1  # NO is nitric oxide, no is not
    doubted = row.word in unlikely and not spelt_as_formula
    doubts: frozenset[Doubt] = frozenset({"unlikely-mention"}) if doubted else frozenset()
    grounding, entity = _ground(row.word, row.mesh, "chemical", tables, corrections, doubts)
    if entity is None and row.chebi is not None:
        entity = Entity(f"chebi:{row.chebi}", "chemical", row.name or row.word)
        kept: set[Doubt] = set(grounding.doubts) - {"no-identifier"}
        return Grounding(row.word, entity.curie, "chemical", "figure", "number", tuple(sorted(kept))), entity
    return grounding, entity


def _ground(
    word: str,
    number: str | None,
    kind: MeshKind,
    tables: ReferenceTables,
    corrections: Corrections,
    doubts: frozenset[Doubt],
) -> tuple[Grounding, Entity | None]:
    decided = corrections.of_word(word)
    if decided is not None:
        entity = entity_of(decided, tables)
        return Grounding(word, entity.curie, entity.kind, "figure", "curated"), entity
    record, match = None, "none"
    found = set(doubts)
    if number is not None:
        record, match = tables.mesh.get(number), "number"
        replaced = corrections.of_identifier(f"mesh:{number}")
        if replaced is not None:
            record, match = tables.mesh.get(replaced.removeprefix("mesh:")), "curated"
            found.add("retired-mesh")
        elif record is None and number in tables.mesh_replaced:
            record = tables.mesh.get(tables.mesh_replaced[number])
            found.add("retired-mesh")
        elif record is None:
            found.add("unknown-number")
    if record is None:
        record, match = _by_name(word, kind, tables)
    if record is not None and corrections.refuses(word, f"mesh:{record.number}"):
        record = None
    if record is None:
        found.add("no-identifier")
        return Grounding(word, None, kind, "figure", "none", tuple(sorted(found))), None
    if kind == "disease" and record.kind == "disease" and record.number.startswith("C"):
        record = _descriptor(record, tables, found)
    if record.kind != kind:
        found.add("not-a-disease" if kind == "disease" else "not-a-chemical")
    entity = Entity(f"mesh:{record.number}", kind, record.label)
    return Grounding(word, entity.curie, kind, "figure", match, tuple(sorted(found))), entity


def _descriptor(record: MeshRecord, tables: ReferenceTables, found: set[Doubt]) -> MeshRecord:
    """The descriptor of a supplementary disease when it maps to exactly one."""
    targets = [tables.mesh[target] for target in record.mapped_to if target in tables.mesh]
    diseases = [target for target in targets if target.kind == "disease"]
    if len(diseases) != 1:
        return record
    found.add("mapped-to-descriptor")
    return diseases[0]


def _by_name(word: str, kind: MeshKind, tables: ReferenceTables) -> tuple[MeshRecord | None, str]:
    for status in "me":
        records = [
            tables.mesh[name.curie.removeprefix("mesh:")]
            for name in tables.lookup(fold(word))
            if name.status == status and name.curie.startswith("mesh:")
        ]
        fitting = [record for record in records if record.kind == kind]
        if len(fitting) == 1:
            return fitting[0], NAME_STATUS[status]
    return None, "none"
