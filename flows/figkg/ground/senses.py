"""Senses: what captions mean by short names; mappings/senses.tsv, mappings/chemical_abbreviations.tsv.

*ER* is the estrogen receptor in one caption and the endoplasmic reticulum in ten. Where nothing in a figure says which,
such a name is identified only if captions mean one sort of thing by it far more often than any other. What is read as
a chemical has the names of the trade: *EGCG*, *BH4*, *Fe3+*, which tables spell out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.configuration import read_lines
from figkg.base.errors import MappingError
from figkg.ground.wordings import Sort

FILE = "senses.tsv"
ABBREVIATIONS = "chemical_abbreviations.tsv"
COLUMNS = ["name", "sort", "identifier", "label", "captions"]
COLUMNS_OF_ABBREVIATIONS = ["name", "identifier", "label"]
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
    header, *lines = read_lines(mappings / FILE)
    if header.split("\t") != COLUMNS:
        raise MappingError(FILE, 1, f"the header is not {', '.join(COLUMNS)}")
    found: dict[str, dict[str, int]] = {}
    meant: dict[tuple[str, str], str] = {}
    for place, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or not cells[-1].isdigit():
            raise MappingError(FILE, place, f"is not {', '.join(COLUMNS)} with a number of captions")
        found.setdefault(cells[0], {})[cells[1]] = int(cells[-1])
        if int(cells[-1]) >= _FEWEST:
            meant[cells[0], cells[1]] = cells[2]
    return Senses(found, meant, _abbreviations(mappings))


def _abbreviations(mappings: Path) -> dict[str, str]:
    header, *lines = read_lines(mappings / ABBREVIATIONS)
    if header.split("\t") != COLUMNS_OF_ABBREVIATIONS:
        raise MappingError(ABBREVIATIONS, 1, f"the header is not {', '.join(COLUMNS_OF_ABBREVIATIONS)}")
    found: dict[str, str] = {}
    for place, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS_OF_ABBREVIATIONS) or not all(cells):
            raise MappingError(ABBREVIATIONS, place, f"is not {', '.join(COLUMNS_OF_ABBREVIATIONS)}")
        if cells[0] in found:
            raise MappingError(ABBREVIATIONS, place, f"{cells[0]} is there twice")
        found[cells[0]] = cells[1]
    return found
