"""Senses: what captions mean by short names; mappings/senses.tsv, mappings/chemical_abbreviations.tsv.

*ER* is the estrogen receptor in one caption and the endoplasmic reticulum in ten. Where nothing in a figure says which,
such a name is identified only if captions mean one sort of thing by it far more often than any other. What is read as
a chemical has the names of the trade: *EGCG*, *BH4*, *Fe3+*, which tables spell out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.tables import read_rows
from figkg.ground.wordings import Sort

FILE = "senses.tsv"
ABBREVIATIONS = "chemical_abbreviations.tsv"
COLUMNS = ["name", "sort", "identifier", "label", "captions"]
COLUMNS_OF_ABBREVIATIONS = ["name", "identifier", "label"]
_SORTS = get_args(Sort)
SHORTEST, LONGEST = 2, 5
"""Characters that such a name has."""
_FEWEST = 2
_SURE = 2
"""A sort is meant so many times as often as all others, or the name is in doubt."""


class Senses(Struct, frozen=True):
    """The names.

    Attributes:
        captions: number of captions by name, as it is written, and sort.
        meant: CURIE of what is mostly meant, by name and sort, where two captions mean it.
        abbreviations: CURIE of the chemical, by the name that the trade has for it, as it is written.
    """

    captions: Mapping[str, Mapping[str, int]]
    meant: Mapping[tuple[str, str], str] = {}
    abbreviations: Mapping[str, str] = {}

    def doubtful(self, text: str, sort: Sort) -> bool:
        """Whether a name that is read as a thing of a sort may as well be one of another sort."""
        counted = self.captions.get(text)
        if counted is None:
            return False
        own = counted.get(sort, 0)
        return own < _SURE * (sum(counted.values()) - own)


def load_senses(mappings: Path) -> Senses:
    """Read the tables.

    Raises:
        MappingError: one is missing or a line is not of its form.
    """
    found: dict[str, dict[str, int]] = {}
    meant: dict[tuple[str, str], str] = {}
    for place, row in read_rows(mappings / FILE, COLUMNS):
        name, sort, captions = row["name"], row["sort"], row["captions"]
        if not captions.isdigit():
            raise MappingError(FILE, place, f"captions {captions!r} is no number")
        if sort not in _SORTS:
            raise MappingError(FILE, place, f"sort {sort!r} is none of {', '.join(_SORTS)}")
        if sort in found.setdefault(name, {}):
            raise MappingError(FILE, place, f"{name!r} as {sort} stands in an earlier line")
        found[name][sort] = int(captions)
        if int(captions) >= _FEWEST:
            meant[name, sort] = row["identifier"]
    return Senses(found, meant, load_abbreviations(mappings))


def load_abbreviations(mappings: Path) -> dict[str, str]:
    """CURIEs of chemicals by the names that the trade has for them.

    Raises:
        MappingError: the table is missing or a line is not of its form.
    """
    found: dict[str, str] = {}
    for place, row in read_rows(mappings / ABBREVIATIONS, COLUMNS_OF_ABBREVIATIONS):
        name, identifier = row["name"], row["identifier"]
        if not all(row.values()):
            raise MappingError(ABBREVIATIONS, place, f"is not {', '.join(COLUMNS_OF_ABBREVIATIONS)}")
        if name in found:
            raise MappingError(ABBREVIATIONS, place, f"{name} is there twice")
        found[name] = identifier
    return found
