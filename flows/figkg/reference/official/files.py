"""Official files on disk: plain or gzipped, delimited tables read by column name."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from figkg.base.errors import MappingError

Row = tuple[str, ...]

_LONGEST_CELL = 10_000_000


def find(folder: Path, *names: str) -> Path | None:
    """The first of these files that is in the folder, plain or gzipped.

    A name may be a pattern (``desc*.xml``); of several files that it fits, the last by name is taken.
    """
    for name in names:
        for pattern in (name, f"{name}.gz"):
            if found := sorted(folder.glob(pattern)):
                return found[-1]
    return None


@contextmanager
def open_binary(folder: Path, *names: str) -> Iterator[IO[bytes]]:
    """Open the first of these files that is there.

    Raises:
        MappingError: none is there, or the one that is breaks off.
    """
    path = find(folder, *names)
    if path is None:
        raise MappingError(names[0], None, f"not in {folder}, neither plain nor gzipped")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as content:
            yield content  # type: ignore[misc]
    except (OSError, EOFError, zlib.error) as error:
        raise MappingError(path.name, None, f"cannot be read ({error})") from error


def lines(folder: Path, *names: str) -> Iterator[str]:
    """Lines of a text file, without their ends.

    Raises:
        MappingError: the file is missing, breaks off, or is not UTF-8.
    """
    with open_binary(folder, *names) as content:
        for number, line in enumerate(content, start=1):
            try:
                yield line.decode().rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise MappingError(names[0], number, f"not UTF-8 ({error.reason})") from error


def table(
    folder: Path, names: tuple[str, ...], columns: tuple[str, ...], *, delimiter: str = "\t", quoted: bool = False
) -> Iterator[Row]:
    """Some columns of a delimited table with a header, found by name.

    Args:
        folder: where the file is.
        names: file names it may have.
        columns: the wanted columns, in the wanted order; a leading ``#`` of the header is ignored.
        delimiter: what separates cells.
        quoted: whether cells may stand in double quotes.

    Yields:
        The cells of each row, white space made single; ``-`` means empty.

    Raises:
        MappingError: the file or a column is missing, or a row is shorter than the header demands.
    """
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(
        lines(folder, *names), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    )
    header = [column.lstrip("#") for column in next(rows, [])]
    missing = [column for column in columns if column not in header]
    if missing:
        raise MappingError(names[0], 1, f"no column {', '.join(missing)}")
    places = [header.index(column) for column in columns]
    last = max(places)
    for number, row in enumerate(rows, start=2):
        if not row:
            continue
        if len(row) <= last:
            raise MappingError(names[0], number, f"{len(row)} cells where {len(header)} are expected")
        yield tuple(clean(row[place]) for place in places)


def clean(cell: str) -> str:
    """A cell with single white space; NCBI's ``-`` for nothing becomes empty."""
    return " ".join(cell.split()) if cell != "-" else ""


def split(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by ``|``."""
    return cell.split("|") if cell else []
