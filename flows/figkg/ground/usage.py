"""Usage: what annotated captions call by a name, where the tables do not say so; mappings/caption_names.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.tables import read_rows
from figkg.ground.wordings import Sort
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

FILE = "caption_names.tsv"
COLUMNS = ["sort", "name", "identifier", "label"]
_SORTS: tuple[Sort, ...] = ("gene", "chemical", "process", "disease", "other")


class Usage(Struct, frozen=True):
    """The names.

    Attributes:
        curies: CURIE by sort and folded name.
    """

    curies: Mapping[tuple[Sort, str], str]

    def of(self, key: str, sort: Sort) -> str | None:
        """What a folded name stands for among things of a sort, or None."""
        return self.curies.get((sort, key))


def load_usage(mappings: Path, tables: ReferenceTables) -> Usage:
    """Read the table; names of what the reference tables no longer have are passed over.

    Raises:
        MappingError: it is missing; a line has another number of cells, another sort, or a name that an earlier line
            has.
    """
    found: dict[tuple[Sort, str], str] = {}
    for place, row in read_rows(mappings / FILE, COLUMNS):
        named, name, curie = row["sort"], row["name"], row["identifier"]
        sort = next((one for one in _SORTS if one == named), None)
        if sort is None:
            raise MappingError(FILE, place, f"{named!r} is none of {', '.join(_SORTS)}")
        if not tables.exists(curie):
            continue  # learned from annotations of another release; curators' own rows are stricter
        if found.setdefault((sort, fold(name)), curie) != curie:
            raise MappingError(FILE, place, f"{name!r} stands for {found[sort, fold(name)]} already")
    return Usage(found)
