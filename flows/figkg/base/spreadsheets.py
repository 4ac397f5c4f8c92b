"""Cells that people open in a spreadsheet, which runs a text that begins like a formula."""

from __future__ import annotations

import csv
import io
import re

_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]")
"""What begins like a formula and is none: numbers, and a sign alone."""


def plain_cell(text: str) -> str:
    r"""A text as a cell that no spreadsheet runs: behind an apostrophe where it might be a formula.

    After OWASP (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay as they are.

    >>> plain_cell('=HYPERLINK("https://evil.example")'), plain_cell("-1.5e3"), plain_cell("-")
    ('\'=HYPERLINK("https://evil.example")', '-1.5e3', '-')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_csv(text: str) -> str:
    r"""The same for all cells of a CSV file.

    >>> plain_csv("a,b\r\n@SUM(1),2\r\n")
    "a,b\r\n'@SUM(1),2\r\n"
    """
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if all(plain_cell(cell) == cell for row in rows for cell in row):
        return text
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([*map(plain_cell, row)] for row in rows)
    return written.getvalue()
