"""The reference tables: genes, families, MeSH records, processes, and the names of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from figkg.base.errors import MappingError, reason_of
from figkg.reference.compilation import compile_tables
from figkg.reference.compiled import Table, cache_folders, is_trusted, make_trusted, open_tables, write_tables
from figkg.reference.entries import Family, Gene, MeshRecord, Name
from figkg.reference.snapshots import digest

FORM = 14
"""Raised whenever the compiled form changes, so that an old one is not read."""


class ReferenceTables:
    """Everything grounding looks up; opened in a millisecond, read from a memory-mapped file."""

    def __init__(self, path: Path, key: str) -> None:
        environment = open_tables(path)
        self.digest = key
        """SHA-256, in hex, over the tables these were made from."""
        self.genes: Mapping[str, Gene] = Table(environment, "genes", Gene)
        """Human genes by NCBI Gene number."""
        self.hgnc: Mapping[str, str] = Table(environment, "hgnc", str)
        """NCBI Gene number by HGNC number."""
        self.retired: Mapping[str, tuple[str, str]] = Table(environment, "retired", tuple[str, str])
        """Discontinued human NCBI Gene numbers: symbol, and the number that replaced it or empty."""
        self.withdrawn: Mapping[str, tuple[str, ...]] = Table(environment, "withdrawn", tuple[str, ...])
        """Withdrawn HGNC symbols, folded: NCBI Gene numbers of what they were merged into."""
        self.families: Mapping[str, Family] = Table(environment, "families", Family)
        """FamPlex families by identifier."""
        self.mesh: Mapping[str, MeshRecord] = Table(environment, "mesh", MeshRecord)
        """MeSH records by number."""
        self.mesh_replaced: Mapping[str, str] = Table(environment, "mesh_replaced", str)
        """Deleted MeSH numbers and their replacement."""
        self.chebi: Mapping[str, str] = Table(environment, "chebi", str)
        """MeSH numbers by ChEBI number."""
        self.processes: Mapping[str, str] = Table(environment, "processes", str)
        """Labels of Gene Ontology processes by number."""
        self.names: Table[tuple[Name, ...]] = Table(environment, "names", tuple[Name, ...])
        """What folded names stand for."""
        self.spellings: Mapping[str, tuple[str, ...]] = Table(environment, "spellings", tuple[str, ...])
        """Names of an entity as people write them, by its CURIE; missing for what has its label alone."""
        self.broader: Mapping[str, tuple[str, ...]] = Table(environment, "broader", tuple[str, ...])
        """CURIEs of the terms of MeSH or the Gene Ontology right above a term, by its CURIE."""
        self._phrases: Mapping[str, list[str]] = Table(environment, "phrases", list[str])

    def lookup(self, key: str) -> tuple[Name, ...]:
        """Entities that a folded name stands for.

        Args:
            key: a name folded by :func:`figkg.reference.names.fold`.

        Returns:
            Each entity once with its best name, in the order of :data:`NAME_STATUS`; empty when unknown.
        """
        found: tuple[Name, ...] = self.names.get(key, ())
        return found

    def phrases(self) -> list[str]:
        """Names as they may stand in captions, flattened (:mod:`figkg.reference.phrases`), sorted."""
        return self._phrases["all"]

    def exists(self, curie: str) -> bool:
        """Whether an identifier is in the tables.

        Args:
            curie: ``ncbigene:3491``, ``fplx:NFkappaB``, ``mesh:D015464``, ``go:0006915``, ``chebi:16113``.
        """
        prefix, _, local = curie.partition(":")
        tables: dict[str, Mapping[str, object]] = {
            "ncbigene": self.genes,
            "fplx": self.families,
            "mesh": self.mesh,
            "go": self.processes,
            "chebi": self.chebi,
        }
        return prefix in tables and local in tables[prefix]


def load_reference(mappings: Path) -> ReferenceTables:
    """Open the reference tables, compiling the snapshots at first use (some seconds).

    Args:
        mappings: the mappings folder. The compiled form is kept in its ``.cache`` or, where that cannot be
            written, in a folder for temporary files.

    Raises:
        MappingError: a snapshot is missing or damaged, or the compiled form can be kept nowhere.
    """
    processes = (mappings / "processes.tsv").read_bytes() if (mappings / "processes.tsv").exists() else b""
    key = hashlib.sha256(f"{FORM} {digest(mappings / 'snapshots')}".encode() + processes).hexdigest()
    name = f"reference-{key[:16]}.lmdb"
    folders = cache_folders(mappings)
    for folder in folders:
        if is_trusted(folder, mappings) and (folder / name).exists():
            return ReferenceTables(folder / name, key)
    compiled = compile_tables(mappings)
    reasons: list[str] = []
    for folder in folders:
        try:
            make_trusted(folder, mappings)
            write_tables(folder / name, compiled)
        except OSError as error:
            reasons.append(f"{folder}: {reason_of(error)}")
            continue
        for old in folder.glob("reference-*.lmdb"):
            if old.name != name:
                old.unlink(missing_ok=True)
        return ReferenceTables(folder / name, key)
    raise MappingError("snapshots", None, f"the compiled tables cannot be written ({'; '.join(reasons)})")
