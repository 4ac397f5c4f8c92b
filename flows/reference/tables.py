"""The reference tables: genes, families, MeSH records, processes, and the names of all of them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from pathlib import Path
from typing import Literal

from msgspec import Struct

from flows.errors import MappingError
from flows.reference.compiled import Table, cache_folders, open_tables, write_tables
from flows.reference.names import fold, shorten
from flows.reference.official.files import split
from flows.reference.official.mesh import PROTEIN_TREES
from flows.reference.phrases import flattener, phrases
from flows.reference.processes import read_processes
from flows.reference.snapshots import digest, read_snapshot

FORM = 8
"""Raised whenever the compiled form changes, so that an old one is not read."""

MeshKind = Literal["disease", "chemical", "other"]


class Gene(Struct, frozen=True, array_like=True):
    """A human gene.

    Attributes:
        number: NCBI Gene number.
        hgnc: HGNC number without prefix, or empty for a gene that HGNC does not name.
        symbol: approved symbol.
        name: approved name.
        aliases: alias symbols.
        previous: previous symbols.
        families: FamPlex families it belongs to.
        coding: whether it codes for a protein.
        renamed: year of the last change of its symbol, or 0.
    """

    number: str
    hgnc: str
    symbol: str
    name: str
    aliases: tuple[str, ...]
    previous: tuple[str, ...]
    families: tuple[str, ...]
    coding: bool
    renamed: int


class Family(Struct, frozen=True, array_like=True):
    """A FamPlex family or complex.

    Attributes:
        identifier: FamPlex identifier, ``NFkappaB``.
        label: the identifier as words.
        members: NCBI Gene numbers of its members, those of its parts included.
    """

    identifier: str
    label: str
    members: tuple[str, ...]


class MeshRecord(Struct, frozen=True, array_like=True):
    """A MeSH descriptor or supplementary record.

    Attributes:
        number: ``D015464`` or ``C000657245``.
        label: preferred name.
        kind: ``disease``, ``chemical``, or ``other``.
        protein: whether a chemical is a protein, peptide, enzyme or nucleic acid, which genes name better.
        mapped_to: descriptors that a supplementary record maps to.
        matches: CURIEs of the same thing in DOID, MONDO or ChEBI.
    """

    number: str
    label: str
    kind: MeshKind
    protein: bool
    mapped_to: tuple[str, ...]
    matches: tuple[str, ...]


class Name(Struct, frozen=True, array_like=True):
    """What a name stands for.

    Attributes:
        status: letter of :data:`NAME_STATUS`: what the name is to the entity.
        curie: the entity.
        text: the name as its table spells it.
    """

    status: str
    curie: str
    text: str


NAME_STATUS = {
    "a": "approved symbol",
    "p": "previous symbol",
    "s": "alias symbol",
    "f": "family name",
    "c": "name in the literature",
    "n": "name",
    "g": "process name",
    "m": "MeSH name",
    "e": "MeSH entry term",
}
"""What a name is to its entity, by letter, in the order in which names of one key are listed."""


_STATUSES = "".join(NAME_STATUS)


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
        self._phrases: Mapping[str, list[str]] = Table(environment, "phrases", list[str])

    def lookup(self, key: str) -> tuple[Name, ...]:
        """Entities that a folded name stands for.

        Args:
            key: a name folded by :func:`flows.reference.names.fold`.

        Returns:
            Each entity once with its best name, in the order of :data:`NAME_STATUS`; empty when unknown.
        """
        found: tuple[Name, ...] = self.names.get(key, ())
        return found

    def phrases(self) -> list[str]:
        """Names as they may stand in captions, flattened (:mod:`flows.reference.phrases`), sorted."""
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
        if (folder / name).exists():
            return ReferenceTables(folder / name, key)
    compiled = _compile(mappings)
    reasons: list[str] = []
    for folder in folders:
        try:
            write_tables(folder / name, compiled)
        except OSError as error:
            reasons.append(f"{folder}: {error.strerror or error}")
            continue
        for old in folder.glob("reference-*.lmdb"):
            if old.name != name:
                old.unlink(missing_ok=True)
        return ReferenceTables(folder / name, key)
    raise MappingError("snapshots", None, f"the compiled tables cannot be written ({'; '.join(reasons)})")


def _compile(mappings: Path) -> dict[str, Iterator[tuple[str, object]]]:
    """All tables, their rows in the order of their keys; what is large is read and made row by row."""
    snapshots = mappings / "snapshots"
    rows = {name: list(read_snapshot(snapshots, name)) for name in _READ}
    symbols = {fold(row[1]) for row in rows["hgnc"]}
    families = {
        identifier: Family(identifier, _family_label(label, symbols), tuple(split(members)))
        for identifier, label, members in rows["famplex"]
    }
    families_of: dict[str, list[str]] = defaultdict(list)
    for family in families.values():
        for member in family.members:
            families_of[member].append(family.identifier)
    genes = _genes(rows, families_of)
    by_hgnc = {gene.hgnc: gene.number for gene in genes.values() if gene.hgnc}
    by_chebi = {match.removeprefix("CHEBI:"): mesh for mesh, match, _ in rows["mesh-matches"] if match[:5] == "CHEBI"}
    processes = {number: label for number, label in rows["go"]}  # noqa: C416 (says the width of a row)
    matches: dict[str, list[str]] = defaultdict(list)
    for number, curie, _ in rows["mesh-matches"]:
        matches[number].append(curie)
    descriptors = _descriptors(rows, matches)
    index = _Index()
    _name_genes(index, rows, genes)
    for family in families.values():
        index.add(family.label, "f", f"fplx:{family.identifier}")
    _name_families(index, rows, genes, by_chebi, {"fplx": families, "mesh": descriptors})
    _name_mesh(index, rows, descriptors, read_snapshot(snapshots, _SUPPLEMENT))
    for process in read_processes(mappings, processes):
        for name in process.names:
            index.add(name, "g", f"go:{process.number}")
    return {
        "genes": _in_order(genes),
        "hgnc": _in_order(by_hgnc),
        "retired": _in_order({number: (symbol, new) for number, symbol, new in rows["ncbigene-retired"]}),
        "withdrawn": _in_order(_withdrawn(rows, by_hgnc)),
        "families": _in_order(families),
        "mesh": merge(_in_order(descriptors), _supplement(read_snapshot(snapshots, _SUPPLEMENT), descriptors, matches)),
        "mesh_replaced": _in_order({number: new for number, _, new in rows["mesh-replaced"]}),
        "chebi": _in_order(by_chebi),
        "processes": _in_order(processes),
        "names": index.entries(),
        "phrases": iter([("all", sorted(index.phrases(genes, descriptors)))]),
    }


def _in_order(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    return ((key, table[key]) for key in sorted(table))


_LONGEST_NAME = 100
"""Letters and digits of the longest name that is looked for; longer ones are systematic names of chemicals."""

_SHORTEST_IN_CAPTION = 3
_LONGEST_IN_CAPTION = 60
_LONG_NAME = 8
_CODE = re.compile(r"[A-Z]{1,5}[- ]?\d{3,7}[A-Z]?")
"""Code of a compound, such as LY294002 or MK-2206."""

_READ = (
    *("hgnc", "hgnc-withdrawn", "ncbigene-other", "ncbigene-retired", "famplex", "famplex-names"),
    *("famplex-more-names", "mesh", "mesh-replaced", "mesh-matches", "go"),
)
_SUPPLEMENT = "mesh-supplement"
_Rows = dict[str, list[tuple[str, ...]]]


def _genes(rows: _Rows, families_of: Mapping[str, list[str]]) -> dict[str, Gene]:
    genes: dict[str, Gene] = {}
    for hgnc, symbol, name, aliases, previous, _, _, number, _, _, group, renamed in rows["hgnc"]:
        if number:
            genes[number] = Gene(
                number,
                hgnc,
                symbol,
                name,
                tuple(split(aliases)),
                tuple(split(previous)),
                tuple(sorted(families_of.get(number, ()))),
                group == "protein-coding gene",
                int(renamed or 0),
            )
    for number, symbol, kind in rows["ncbigene-other"]:
        families = tuple(sorted(families_of.get(number, ())))
        genes.setdefault(number, Gene(number, "", symbol, "", (), (), families, kind == "protein-coding", 0))
    return genes


def _family_label(label: str, symbols: set[str]) -> str:
    """A family that is called like a gene is called a family: ``SRC`` is the gene, ``SRC family`` the family."""
    return f"{label} family" if fold(label) in symbols else label


def _withdrawn(rows: _Rows, by_hgnc: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, _, symbol, targets in rows["hgnc-withdrawn"]:
        genes = tuple(by_hgnc[target] for target in split(targets) if target in by_hgnc)
        found[fold(symbol)] = genes or found.get(fold(symbol), ())
    return found


def _descriptors(rows: _Rows, matches: Mapping[str, list[str]]) -> dict[str, MeshRecord]:
    records: dict[str, MeshRecord] = {}
    for number, label, trees, _ in rows["mesh"]:
        kind, protein = _mesh_kind(split(trees))
        records[number] = MeshRecord(number, label, kind, protein, (), tuple(sorted(matches.get(number, ()))))
    return records


def _supplement(
    rows: Iterable[tuple[str, ...]], descriptors: Mapping[str, MeshRecord], matches: Mapping[str, list[str]]
) -> Iterator[tuple[str, object]]:
    for number, label, mapped, disease, _ in rows:
        targets = tuple(split(mapped))
        known = [descriptors[target] for target in targets if target in descriptors]
        protein = bool(known) and all(one.protein for one in known)
        other = tuple(sorted(matches.get(number, ())))
        kind: MeshKind = "disease" if disease else "chemical"
        yield number, MeshRecord(number, label, kind, protein, targets, other)


def _mesh_kind(trees: list[str]) -> tuple[MeshKind, bool]:
    """Disease (trees C and F03) or chemical (tree D) by where a descriptor stands, and whether it is a protein."""
    if any(tree.startswith(("C", "F03")) for tree in trees):
        return "disease", False
    if any(tree.startswith("D") for tree in trees):
        return "chemical", any(tree.startswith(PROTEIN_TREES) for tree in trees)
    return "other", False


class _Index:
    """All names, folded, with what they stand for; kept as text, a third of what tuples would take."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def add(self, name: str, status: str, curie: str) -> None:
        """Note a name under its key and under its key with short Greek letters."""
        key = fold(name)
        if len(key) < 2 or len(key) > _LONGEST_NAME:
            return
        entry = f"{_STATUSES.index(status)}\t{name}\t{curie}"
        for one in {key, shorten(key)}:
            self._found[one] = f"{self._found[one]}\n{entry}" if one in self._found else entry

    def entries(self) -> Iterator[tuple[str, object]]:
        """Keys in order with the best name of each entity, best first."""
        for key in sorted(self._found):
            best: dict[str, tuple[str, str]] = {}
            for rank, name, curie in sorted(self._entries(key)):
                best.setdefault(curie, (rank, name))
            ordered = sorted(best.items(), key=lambda entry: (entry[1][0], entry[0]))
            yield key, [Name(_STATUSES[int(rank)], curie, name) for curie, (rank, name) in ordered]

    def phrases(self, genes: Mapping[str, Gene], descriptors: Mapping[str, MeshRecord]) -> set[str]:
        """The names that captions are searched for, in all their spellings."""
        flat = flattener()
        return {
            phrase
            for key in self._found
            for rank, name, curie in self._entries(key)
            if _may_stand_in_caption(_STATUSES[int(rank)], name, curie, genes, descriptors)
            for phrase in phrases(name, flat)
            if len(phrase) >= _SHORTEST_IN_CAPTION
        }

    def _entries(self, key: str) -> list[list[str]]:
        """Rank, name and CURIE of each entry of a key."""
        return [entry.split("\t") for entry in self._found[key].split("\n")]


def _may_stand_in_caption(
    status: str, name: str, curie: str, genes: Mapping[str, Gene], descriptors: Mapping[str, MeshRecord]
) -> bool:
    """Whether a name is looked for in captions.

    Systematic names and MeSH's proteins are not; of genes that code for no protein the symbol alone is, of
    pseudogenes nothing.
    """
    prefix, _, local = curie.partition(":")
    if len(name) < _SHORTEST_IN_CAPTION or len(name) > _LONGEST_IN_CAPTION:
        return False
    if prefix == "ncbigene":
        gene = genes[local]
        return gene.coding or (bool(gene.hgnc) and status == "a" and "pseudogene" not in gene.name)
    if prefix != "mesh":
        return True
    record = descriptors.get(local)
    if record is None:
        return _CODE.fullmatch(name) is not None or (len(name) >= _LONG_NAME and name.isascii() and name.isalpha())
    return not record.protein and "," not in name


def _name_genes(index: _Index, rows: _Rows, genes: Mapping[str, Gene]) -> None:
    for gene in genes.values():
        curie = f"ncbigene:{gene.number}"
        index.add(gene.symbol, "a" if gene.hgnc else "s", curie)
        for name in gene.previous:
            index.add(name, "p", curie)
        for name in gene.aliases:
            index.add(name, "s", curie)
        if gene.name:
            index.add(gene.name, "n", curie)
    for row in rows["hgnc"]:
        if row[7]:
            for name in (*split(row[5]), *split(row[6])):
                index.add(name, "n", f"ncbigene:{row[7]}")


def _name_families(
    index: _Index,
    rows: _Rows,
    genes: Mapping[str, Gene],
    by_chebi: Mapping[str, str],
    known: Mapping[str, Mapping[str, object]],
) -> None:
    """FamPlex's own names, and what its curators found names in papers to mean."""
    for identifier, label, _ in rows["famplex"]:
        index.add(label, "f", f"fplx:{identifier}")
    translated: dict[str, tuple[str, Mapping[str, str]]] = {
        "hgnc.symbol": ("ncbigene", {gene.symbol: gene.number for gene in genes.values() if gene.hgnc}),
        "uniprot": ("ncbigene", {protein: row[7] for row in rows["hgnc"] if row[7] for protein in split(row[9])}),
        "chebi": ("mesh", by_chebi),
    }
    for name, target in (*rows["famplex-names"], *rows["famplex-more-names"]):
        prefix, _, local = target.partition(":")
        if prefix in translated:
            prefix, table = translated[prefix]
            local = table.get(local, "")
        if local and (prefix == "ncbigene" or _is_entity(known.get(prefix, {}).get(local))):
            index.add(name, "f" if prefix == "fplx" else "c", f"{prefix}:{local}")


def _is_entity(found: object) -> bool:
    """Whether an identifier is known and, in MeSH, a disease or a chemical."""
    return found is not None and not (isinstance(found, MeshRecord) and found.kind == "other")


def _name_mesh(
    index: _Index, rows: _Rows, descriptors: Mapping[str, MeshRecord], supplement: Iterable[tuple[str, ...]]
) -> None:
    for number, label, _, terms in rows["mesh"]:
        if descriptors[number].kind != "other":
            _name_record(index, number, label, terms)
    for number, label, _, _, terms in supplement:
        _name_record(index, number, label, terms)
    for number, _, name in rows["mesh-matches"]:
        if number in descriptors and descriptors[number].kind == "disease":
            index.add(name, "e", f"mesh:{number}")


def _name_record(index: _Index, number: str, label: str, terms: str) -> None:
    curie = f"mesh:{number}"
    index.add(label, "m", curie)
    for term in split(terms):
        index.add(term, "e", curie)
