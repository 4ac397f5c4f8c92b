"""Cells of tables that people open in spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO

from figkg.base.spreadsheets import plain_cell


def cell(value: object) -> str:
    """A value as a cell: lists joined with ``|``, nothing for None, and no text that a spreadsheet would run.

    A text that begins as a formula does gets an apostrophe before it, and is one line.

    >>> cell(["a", "b"]), cell(True), cell(None), cell(-1)
    ('a|b', 'true', '', '-1')
    >>> cell("=1+1"), cell("-1")
    ("'=1+1", '-1')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return _harmless("|".join(str(one).replace("|", "/") for one in value))
    return _harmless(value) if isinstance(value, str) else str(value)


def _harmless(text: str) -> str:
    return plain_cell(" ".join(text.split()))


def write_rows(file: IO[str], columns: Sequence[str], rows: Iterable[Iterable[object]], delimiter: str = "\t") -> None:
    """Write a table with a line of names into an open text file."""
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
