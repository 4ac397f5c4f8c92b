"""Tables as workbooks of Excel: numbers are numbers, texts are texts, and nothing is a formula, a link or a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from figkg.base.errors import OutputError
from figkg.base.extras import how_to_install
from figkg.base.spreadsheets import plain_cell
from figkg.export.cells import in_one_line

MOST_ROWS = 1_048_575
"""Rows below the line of names that a sheet can have."""
MOST_CHARACTERS = 32_767
"""Characters that a cell can have; a longer text ends in an ellipsis."""

_CREATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same for every workbook, so that the same graph gives the same bytes."""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTHS = {"sentence": 80, "title": 60}
_WIDTH = 16


def write_workbook(columns: Sequence[str], rows: Iterable[Sequence[object]], file: BinaryIO, target: Path) -> None:
    """Write a table with a line of names as the one sheet of a workbook.

    Args:
        columns: names of the columns.
        rows: the cells; lists are joined with ``|``.
        file: where to write.
        target: its name, for messages; the sheet has it too.

    Raises:
        OutputError: XlsxWriter is not installed, or a sheet cannot hold so many rows.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise OutputError(str(target), f"Excel files need the package xlsxwriter: {how_to_install('excel')}") from error
    book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    heading, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    guarded = book.add_format({"num_format": "@", "quote_prefix": True})
    sheet = book.add_worksheet(target.stem[:31] if target.stem.isidentifier() else "figkg")
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
        sheet.write_string(0, place, name, heading)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise OutputError(str(target), f"a sheet has room for {MOST_ROWS:,} rows; take {target.stem}.csv")
        for place, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            elif isinstance(value, int | float):
                sheet.write_number(number, place, value)
            elif words := cell_text(value):
                sheet.write_string(number, place, words, text if plain_cell(words) == words else guarded)
    book.close()


def cell_text(value: object) -> str:
    r"""A text or a list of texts as it stands in a cell.

    >>> cell_text(["a", "b"]), cell_text("=1+1"), cell_text("a\x00b"), cell_text(None)
    ('a|b', '=1+1', 'a�b', '')
    """
    words = _NOT_IN_XML.sub("\ufffd", in_one_line(value))
    return words if len(words) <= MOST_CHARACTERS else f"{words[: MOST_CHARACTERS - 1]}…"
