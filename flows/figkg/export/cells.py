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
    words = in_one_line(value)
    return plain_cell(words) if isinstance(value, str | list | tuple) else words


def in_one_line(value: object) -> str:
    r"""A value in words: lists joined with ``|``, nothing for None, one line.

    >>> in_one_line(["a|b", "c"]), in_one_line("=1\n+1"), in_one_line(False)
    ('a/b|c', '=1 +1', 'false')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "|".join(str(one).replace("|", "/") for one in value)
    return " ".join(str(value).split())


def write_rows(file: IO[str], columns: Sequence[str], rows: Iterable[Iterable[object]], delimiter: str = "\t") -> None:
    """Write a table with a line of names into an open text file."""
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
