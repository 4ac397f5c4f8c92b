"""FamPlex: families and complexes, their members, and names read in the literature.

https://github.com/sorgerlab/famplex; J. A. Bachman, B. M. Gyori, P. K. Sorger, BMC Bioinformatics 19:248 (2018).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from figkg.reference.official import hgnc
from figkg.reference.official.files import Row, clean, lines, split

ENTITIES = ("famplex/entities.csv",)
RELATIONS = ("famplex/relations.csv",)
NAMES = ("famplex/grounding_map.csv",)
MORE_NAMES = ("famplex/famplex_groundings.tsv",)
EQUIVALENCES = ("famplex/equivalences.csv",)
FAMILY_COLUMNS = ("family", "label", "members")
NAME_COLUMNS = ("name", "target")
MATCH_COLUMNS = ("family", "match")

_SPACES = {
    "FPLX": "fplx",
    "HGNC": "hgnc.symbol",
    "UP": "uniprot",
    "CHEBI": "chebi",
    "MESH": "mesh",
    "GO": "go",
}
"""FamPlex's name spaces whose identifiers we can follow, and our prefixes."""

_MATCHED = {"MESH": "mesh", "IP": "interpro"}
"""FamPlex's name spaces of equivalent families that the graph leads to, and our prefixes."""


def family_rows(folder: Path) -> Iterator[Row]:
    """Families with the NCBI Gene numbers of all genes below them, as :data:`FAMILY_COLUMNS`."""
    below: dict[str, set[str]] = defaultdict(set)
    genes: dict[str, set[str]] = defaultdict(set)
    number_of, number_of_protein = _numbers(folder)
    for space, name, _, _, family in csv.reader(lines(folder, *RELATIONS)):
        if space == "FPLX":
            below[family].add(name)
        elif space == "HGNC" and name in number_of:
            genes[family].add(number_of[name])
        elif space == "UP" and name in number_of_protein:
            genes[family].add(number_of_protein[name])
    for line in lines(folder, *ENTITIES):
        if family := line.strip():
            members: set[str] = set().union(*(genes[one] for one in _closure(family, below)))
            yield family, family.replace("_", " "), "|".join(sorted(members, key=int))


def name_rows(folder: Path) -> Iterator[Row]:
    """Names that curators found in papers and what they mean, as :data:`NAME_COLUMNS`; targets are CURIEs."""
    for row in csv.reader(lines(folder, *NAMES)):
        targets = dict(zip(row[1::2], row[2::2], strict=False))
        for space, prefix in _SPACES.items():
            if space in targets:
                yield clean(row[0]), f"{prefix}:{targets[space].split(':')[-1]}"
                break


def more_name_rows(folder: Path) -> Iterator[Row]:
    """Names of families alone, from the list that text-mining tools ship, as :data:`NAME_COLUMNS`."""
    for line in lines(folder, *MORE_NAMES):
        name, identifier, space = [*line.split("\t"), "", "", ""][:3]
        if space == "fplx":
            yield clean(name), f"fplx:{identifier}"


def match_rows(folder: Path) -> Iterator[Row]:
    """The same family in MeSH and InterPro, as :data:`MATCH_COLUMNS`."""
    for space, identifier, family in csv.reader(lines(folder, *EQUIVALENCES)):
        if space in _MATCHED:
            yield family, f"{_MATCHED[space]}:{identifier}"


def _numbers(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """NCBI Gene numbers by approved or else previous symbol, and by UniProt accession."""
    by_symbol: dict[str, str] = {}
    by_protein: dict[str, str] = {}
    rows = [dict(zip(hgnc.GENE_COLUMNS, row, strict=True)) for row in hgnc.gene_rows(folder)]
    for row in rows:
        for symbol in split(row["previous_symbols"]):
            by_symbol.setdefault(symbol, row["ncbigene"])
        for protein in split(row["uniprot"]):
            by_protein.setdefault(protein, row["ncbigene"])
    by_symbol.update((row["symbol"], row["ncbigene"]) for row in rows)
    return (
        {symbol: number for symbol, number in by_symbol.items() if number},
        {protein: number for protein, number in by_protein.items() if number},
    )


def _closure(family: str, below: dict[str, set[str]]) -> set[str]:
    """A family and everything below it."""
    found = {family}
    waiting = [family]
    while waiting:
        for one in below[waiting.pop()] - found:
            found.add(one)
            waiting.append(one)
    return found
