"""Senses: short names that captions use for things of several sorts; mappings/senses.tsv.

*ER* is the estrogen receptor in one caption and the endoplasmic reticulum in ten. Where nothing in a figure says which,
such a name is identified only if captions mean one sort of thing by it far more often than any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.configuration import read_lines
from figkg.base.errors import MappingError
from figkg.ground.wordings import Sort

FILE = "senses.tsv"
COLUMNS = ["name", "sort", "identifier", "label", "captions"]
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
    """

    captions: Mapping[str, Mapping[str, int]]
    meant: Mapping[tuple[str, str], str] = {}

    def doubtful(self, text: str, sort: Sort) -> bool:
        """Whether a name that is read as a thing of a sort may as well be one of another sort."""
        counted = self.captions.get(text)
        if counted is None:
            return False
        own = counted.get(sort, 0)
        return own < _SURE * (sum(counted.values()) - own)


def load_senses(mappings: Path) -> Senses:
    """Read the table.

    Raises:
        MappingError: it is missing or a line is not of its form.
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
    return Senses(found, meant)
