"""Entities from identifiers: what an identifier of the reference tables is and how it is called."""

from __future__ import annotations

import hashlib

from figkg.ground.figure import Entity, Kind
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

HUMAN = "9606"
"""NCBI Taxonomy number of Homo sapiens."""

_NAMES = "name."
"""How the prefixes of names begin."""
_DIGITS = 16


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


def name_entity(kind: Kind, name: str, taxon: str = "") -> Entity:
    """The entity that stands for a name that no table holds.

    Args:
        kind: what it names.
        name: as it is written.
        taxon: NCBI Taxonomy number of its organism, or empty where it is human or nobody says.

    Returns:
        The entity; the same for the same folded name, kind and organism wherever they are met.
    """
    key = f"{kind}\0{fold(name) or name}\0{taxon}"
    return Entity(f"name.{kind}:{hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]}", kind, name, taxon)


def is_name(curie: str) -> bool:
    """Whether a CURIE is that of a name that no table holds."""
    return curie.startswith(_NAMES)
