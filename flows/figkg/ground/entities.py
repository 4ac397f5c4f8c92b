"""Entities from identifiers: what an identifier of the reference tables is and how it is called."""

from __future__ import annotations

from figkg.ground.figure import Entity
from figkg.reference.tables import ReferenceTables

HUMAN = "9606"
"""NCBI Taxonomy number of Homo sapiens."""


def entity_of(curie: str, tables: ReferenceTables) -> Entity:
    """The entity of an identifier that is in the tables.

    Args:
        curie: ``ncbigene:3491``, ``fplx:NFkappaB``, ``mesh:D015464``, ``go:0006915``, ``chebi:16113``.
        tables: the reference tables.

    Raises:
        KeyError: the identifier is in no table.
    """
    prefix, _, local = curie.partition(":")
    if prefix == "ncbigene":
        return Entity(curie, "gene", tables.genes[local].symbol, HUMAN)
    if prefix == "fplx":
        return Entity(curie, "family", tables.families[local].label)
    if prefix == "go":
        return Entity(curie, "process", tables.processes[local])
    if prefix == "chebi":
        return Entity(curie, "chemical", tables.mesh[tables.chebi[local]].label)
    record = tables.mesh[local]
    return Entity(curie, record.kind, record.label)
