"""Tables that people keep by hand: tab-separated, with a header, faults by file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from figkg.base.configuration import read_lines
from figkg.base.errors import MappingError

_MARK = "\ufeff"
"""What spreadsheets put at the beginning of a file."""


def read_rows(
    path: Path, required: Collection[str], optional: Collection[str] = (), *, comments: bool = True
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, as cells by column, with their line numbers; empty lines are passed over.

    Args:
        path: the file, tab-separated, in UTF-8; its first line, after comments, names the columns.
        required: columns that must be there.
        optional: columns that may be there.
        comments: whether lines at the beginning of the file that begin with ``#`` are comments.

    Raises:
        MappingError: the file is missing or not UTF-8; a column is missing, unknown or there twice; a row has another
            number of cells, or is there already.
    """
    lines = read_lines(path)
    lines[0] = lines[0].removeprefix(_MARK)
    start = next((at for at, line in enumerate(lines) if not (comments and line.startswith("#"))), len(lines))
    header = [name.strip() for name in lines[start].split("\t")] if start < len(lines) else []
    _check_columns(path, start + 1, header, required, optional)
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(header):
            raise MappingError(path.name, number, f"not {len(header)} cells but {len(cells)}")
        if line in seen:
            raise MappingError(path.name, number, f"the row of line {seen[line]} again")
        seen[line] = number
        yield number, {column: cell.strip() for column, cell in zip(header, cells, strict=True)}


def _check_columns(
    path: Path, line: int, header: list[str], required: Collection[str], optional: Collection[str]
) -> None:
    missing = [column for column in required if column not in header]
    if missing:
        raise MappingError(path.name, line, f"no column {', '.join(missing)}")
    for place, column in enumerate(header):
        if column in header[:place]:
            raise MappingError(path.name, line, f"column {column} stands twice")
        if column not in required and column not in optional:
            raise MappingError(path.name, line, f"unknown column {column!r}; there may be {', '.join(required)}")
