"""The reference tables in memory: genes, families, MeSH records, and the names of all of them."""

from __future__ import annotations

import gc
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from flows.errors import MappingError
from flows.ground.names import fold, shorten
from flows.ground.snapshots import SNAPSHOTS, read_snapshot

FORM = 1
"""Raised whenever the compiled form changes, so that an old cache is not read."""


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
    """

    number: str
    hgnc: str
    symbol: str
    name: str
    aliases: tuple[str, ...]
    previous: tuple[str, ...]
    families: tuple[str, ...]


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
        mapped_to: descriptors that a supplementary record maps to.
        matches: CURIEs of the same thing in DOID, MONDO or ChEBI.
    """

    number: str
    label: str
    kind: str
    mapped_to: tuple[str, ...]
    matches: tuple[str, ...]


class _Compiled(Struct, array_like=True):
    genes: dict[str, Gene]
    retired: dict[str, tuple[str, str]]
    withdrawn: dict[str, tuple[str, ...]]
    families: dict[str, Family]
    mesh: dict[str, MeshRecord]
    mesh_replaced: dict[str, str]
    names: dict[str, str]


NAME_STATUS = {
    "a": "approved symbol",
    "p": "previous symbol",
    "s": "alias symbol",
    "n": "name",
    "f": "family name",
    "m": "MeSH name",
    "e": "MeSH entry term",
}
"""What a name is to its entity, by the letter that stands for it in the index; also the precedence."""


class ReferenceTables:
    """Everything grounding looks up. Immutable after loading; one instance serves a whole process."""

    def __init__(self, compiled: _Compiled, digest: str) -> None:
        self.digest = digest
        """SHA-256, in hex, over the snapshots these tables were made from."""
        self.genes = compiled.genes
        """Human genes by NCBI Gene number."""
        self.retired = compiled.retired
        """Discontinued human NCBI Gene numbers: symbol, and the number that replaced it or empty."""
        self.withdrawn = compiled.withdrawn
        """Withdrawn HGNC symbols, folded: NCBI Gene numbers of what they were merged into."""
        self.families = compiled.families
        """FamPlex families by identifier."""
        self.mesh = compiled.mesh
        """MeSH records by number."""
        self.mesh_replaced = compiled.mesh_replaced
        """Deleted MeSH numbers and their replacement."""
        self._names = compiled.names

    def lookup(self, key: str) -> tuple[tuple[str, str], ...]:
        """Entities that a folded name stands for.

        Args:
            key: a name folded by :func:`flows.ground.names.fold`.

        Returns:
            Pairs of status letter (:data:`NAME_STATUS`) and CURIE, best status first; empty when unknown.
        """
        found = self._names.get(key)
        if found is None:
            return ()
        return tuple((part[0], part[1:]) for part in found.split(" "))

    def __contains__(self, key: str) -> bool:
        return key in self._names


def load_reference(mappings: Path) -> ReferenceTables:
    """Load the reference tables, compiling the snapshots at first use.

    Args:
        mappings: the mappings folder. The compiled form is kept in its ``.cache`` or, where that cannot
            be written, compiled anew each time.

    Raises:
        MappingError: a snapshot is missing or damaged.
    """
    snapshots = mappings / "snapshots"
    digest = _digest(snapshots)
    cached = mappings / ".cache" / f"reference-{digest[:16]}.msgpack"
    collecting = gc.isenabled()
    gc.disable()  # half a million small objects that all live: collecting between them only costs time
    try:
        try:
            compiled = msgspec.msgpack.decode(cached.read_bytes(), type=_Compiled)
        except (OSError, msgspec.DecodeError):
            compiled = _compile(snapshots)
            _keep(cached, msgspec.msgpack.encode(compiled))
    finally:
        if collecting:
            gc.enable()
    return ReferenceTables(compiled, digest)


def _digest(snapshots: Path) -> str:
    total = hashlib.sha256(str(FORM).encode())
    for snapshot in SNAPSHOTS:
        path = snapshots / f"{snapshot.name}.tsv.gz"
        try:
            total.update(hashlib.sha256(path.read_bytes()).digest())
        except FileNotFoundError as error:
            raise MappingError(path.name, None, f"missing from {snapshots}") from error
    return total.hexdigest()


def _keep(path: Path, content: bytes) -> None:
    """Write the compiled form for the next run; a folder that cannot be written is no fault."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.draft")
        draft.write_bytes(content)
        draft.replace(path)
        for old in path.parent.glob("reference-*.msgpack"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return


def _compile(snapshots: Path) -> _Compiled:
    families = {
        identifier: Family(identifier, label, tuple(_split(members)))
        for identifier, label, members in _rows(snapshots, "famplex")
    }
    families_of: dict[str, list[str]] = defaultdict(list)
    for family in families.values():
        for member in family.members:
            families_of[member].append(family.identifier)
    genes, number_of_hgnc = _genes(snapshots, families_of)
    mesh, mesh_names = _mesh(snapshots)
    return _Compiled(
        genes=genes,
        retired={number: (symbol, new) for number, symbol, new in _rows(snapshots, "ncbigene-retired")},
        withdrawn={
            fold(symbol): tuple(number_of_hgnc[target] for target in _split(targets) if target in number_of_hgnc)
            for _, _, symbol, targets in _rows(snapshots, "hgnc-withdrawn")
        },
        families=families,
        mesh=mesh,
        mesh_replaced={number: new for number, _, new in _rows(snapshots, "mesh-replaced") if new != "0"},
        names=_index(snapshots, genes, families, mesh_names),
    )


def _genes(snapshots: Path, families_of: dict[str, list[str]]) -> tuple[dict[str, Gene], dict[str, str]]:
    genes: dict[str, Gene] = {}
    number_of_hgnc: dict[str, str] = {}
    for row in _rows(snapshots, "hgnc"):
        hgnc, symbol, name, aliases, previous, _, _, number, _, _ = row
        if number:
            number_of_hgnc[hgnc] = number
            genes[number] = Gene(
                number,
                hgnc,
                symbol,
                name,
                tuple(_split(aliases)),
                tuple(_split(previous)),
                tuple(sorted(families_of.get(number, ()))),
            )
    for number, symbol, _ in _rows(snapshots, "ncbigene-other"):
        genes.setdefault(number, Gene(number, "", symbol, "", (), (), tuple(sorted(families_of.get(number, ())))))
    return genes, number_of_hgnc


def _mesh(snapshots: Path) -> tuple[dict[str, MeshRecord], list[tuple[str, str, str]]]:
    matches: dict[str, list[str]] = defaultdict(list)
    for number, curie in _rows(snapshots, "mesh-matches"):
        matches[number].append(curie)
    records: dict[str, MeshRecord] = {}
    names: list[tuple[str, str, str]] = []
    for number, label, trees, terms in _rows(snapshots, "mesh"):
        kind = _mesh_kind(trees)
        records[number] = MeshRecord(number, label, kind, (), tuple(sorted(matches.get(number, ()))))
        if kind != "other":
            names.append((label, "m", number))
            names.extend((term, "e", number) for term in _split(terms))
    for number, label, mapped, disease in _rows(snapshots, "mesh-supplement"):
        targets = tuple(part.lstrip("*") for part in _split(mapped))
        kind = "disease" if disease else "chemical"
        records[number] = MeshRecord(number, label, kind, targets, tuple(sorted(matches.get(number, ()))))
    return records, names


def _mesh_kind(trees: str) -> str:
    """Disease (trees C and F03) and chemical (tree D) by where a descriptor stands."""
    places = trees.split("|")
    if any(tree.startswith(("C", "F03")) for tree in places):
        return "disease"
    return "chemical" if any(tree.startswith("D") for tree in places) else "other"


def _index(
    snapshots: Path,
    genes: dict[str, Gene],
    families: dict[str, Family],
    mesh_names: Iterable[tuple[str, str, str]],
) -> dict[str, str]:
    """All names, folded, with what they stand for: ``"ancbigene:3491 sncbigene:5047"``."""
    found: dict[str, set[str]] = defaultdict(set)

    def add(name: str, status: str, curie: str) -> None:
        key = fold(name)
        if len(key) > 1:
            found[key].add(status + curie)
            found[shorten(key)].add(status + curie)

    for gene in genes.values():
        curie = f"ncbigene:{gene.number}"
        add(gene.symbol, "a", curie)
        for name in gene.previous:
            add(name, "p", curie)
        for name in gene.aliases:
            add(name, "s", curie)
        if gene.name:
            add(gene.name, "n", curie)
    for row in _rows(snapshots, "hgnc"):
        if row[7]:
            for name in (*_split(row[5]), *_split(row[6])):
                add(name, "n", f"ncbigene:{row[7]}")
    for family in families.values():
        add(family.label, "f", f"fplx:{family.identifier}")
    for name, identifier in _rows(snapshots, "famplex-names"):
        if identifier in families:
            add(name, "f", f"fplx:{identifier}")
    for name, status, number in mesh_names:
        add(name, status, f"mesh:{number}")
    return {key: " ".join(_best(entries)) for key, entries in found.items()}


def _best(entries: set[str]) -> list[str]:
    """Each entity once, under its best status, best first."""
    rank = {letter: place for place, letter in enumerate(NAME_STATUS)}
    kept: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: (rank[entry[0]], entry)):
        kept.setdefault(entry[1:], entry)
    return list(kept.values())


def _rows(snapshots: Path, name: str) -> Iterable[tuple[str, ...]]:
    return read_snapshot(snapshots / f"{name}.tsv.gz")


def _split(cell: str) -> list[str]:
    return cell.split("|") if cell else []
