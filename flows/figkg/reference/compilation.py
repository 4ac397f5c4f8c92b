"""Compiling: from the snapshots to the reference tables, their rows in the order of their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from pathlib import Path

from figkg.reference.entries import Family, Gene, MeshKind, MeshRecord
from figkg.reference.hierarchy import broader_terms
from figkg.reference.index import NameIndex, Rows, name_families, name_genes, name_mesh, name_processes
from figkg.reference.names import fold
from figkg.reference.official.files import split
from figkg.reference.official.mesh import PROTEIN_TREES
from figkg.reference.processes import read_processes
from figkg.reference.snapshots import read_snapshot

_READ = (
    *("hgnc", "hgnc-withdrawn", "ncbigene-other", "ncbigene-retired", "famplex", "famplex-names"),
    *("famplex-more-names", "famplex-matches", "mesh", "mesh-replaced", "mesh-matches", "go", "go-links"),
)
_SUPPLEMENT = "mesh-supplement"
_NAMED_BY = ("HGNC:", "FPLX:")
"""Prefixes of the genes and families that a protein of MeSH is: its names are theirs."""


def compile_tables(mappings: Path) -> dict[str, Iterator[tuple[str, object]]]:
    """All tables, their rows in the order of their keys; what is large is read and made row by row."""
    snapshots = mappings / "snapshots"
    rows = {name: list(read_snapshot(snapshots, name)) for name in _READ}
    symbols = {fold(row[1]) for row in rows["hgnc"]}
    same: dict[str, list[str]] = defaultdict(list)
    for identifier, match in rows["famplex-matches"]:
        same[identifier].append(match)
    families = {
        identifier: Family(
            identifier, _family_label(label, symbols), tuple(split(members)), tuple(same.get(identifier, ()))
        )
        for identifier, label, members in rows["famplex"]
    }
    families_of: dict[str, list[str]] = defaultdict(list)
    for family in families.values():
        for member in family.members:
            families_of[member].append(family.identifier)
    genes = _genes(rows, families_of)
    by_hgnc = {gene.hgnc: gene.number for gene in genes.values() if gene.hgnc}
    by_chebi = {match.removeprefix("CHEBI:"): mesh for mesh, match, _ in rows["mesh-matches"] if match[:5] == "CHEBI"}
    processes = {number: label for number, label, _ in rows["go"]}
    matches: dict[str, list[str]] = defaultdict(list)
    for number, curie, _ in rows["mesh-matches"]:
        if not curie.startswith(_NAMED_BY):
            matches[number].append(curie)
    descriptors = _descriptors(rows, matches)
    index = NameIndex()
    name_genes(index, rows, genes)
    for family in families.values():
        index.add(family.label, "f", f"fplx:{family.identifier}")
    name_families(index, rows, genes, by_chebi, {"fplx": families, "mesh": descriptors})
    named_by_mesh = {
        number: f"ncbigene:{by_hgnc[curie[5:]]}" if curie[:5] == "HGNC:" else f"fplx:{curie[5:]}"
        for number, curie, _ in rows["mesh-matches"]
        if (curie[:5] == "HGNC:" and curie[5:] in by_hgnc) or (curie[:5] == "FPLX:" and curie[5:] in families)
    }
    name_mesh(index, rows, descriptors, read_snapshot(snapshots, _SUPPLEMENT), named_by_mesh)
    name_processes(index, rows, read_processes(mappings, processes))
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
        "spellings": index.spellings(),
        "broader": _in_order(broader_terms(rows)),
        "phrases": iter([("all", sorted(index.phrases(genes, descriptors)))]),
    }


def _in_order(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    return ((key, table[key]) for key in sorted(table))


def _genes(rows: Rows, families_of: Mapping[str, list[str]]) -> dict[str, Gene]:
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


def _withdrawn(rows: Rows, by_hgnc: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, _, symbol, targets in rows["hgnc-withdrawn"]:
        genes = tuple(by_hgnc[target] for target in split(targets) if target in by_hgnc)
        found[fold(symbol)] = genes or found.get(fold(symbol), ())
    return found


def _descriptors(rows: Rows, matches: Mapping[str, list[str]]) -> dict[str, MeshRecord]:
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
    """Disease (trees C and F03), chemical (D) or process (G) by where it stands, and whether it is a protein."""
    if any(tree.startswith(("C", "F03")) for tree in trees):
        return "disease", False
    if any(tree.startswith("D") for tree in trees):
        return "chemical", any(tree.startswith(PROTEIN_TREES) for tree in trees)
    return "process" if any(tree.startswith("G") for tree in trees) else "other", False
