"""Entity tables: the tab-separated files that generation 2 keeps beside a record."""

from __future__ import annotations

import re

from figkg.base.errors import RecordError
from figkg.extract.front_matter import decode

TABLE_KINDS = ("genes", "chemicals", "diseases")
"""Kinds of entity table; the file of a record ``F`` is called ``F-<kind>.tsv``."""


_QUOTED = re.compile(r'"(.*)"', re.DOTALL)
_ESCAPED = re.compile(r'\\"|""')


def read_table(content: bytes, file: str) -> list[dict[str, str | None]]:
    r"""Read one entity table by its header.

    Args:
        content: bytes of the file; columns in any order. Quotes have no meaning, unless the whole header stands in
            them, as R's ``write.table`` has it, with names of rows or without.
        file: name for messages.

    Returns:
        One mapping per row from column name to the text of the cell; a missing cell is None.
        ``NA`` stays text here, since it is a gene's name as well as a missing value.

    Raises:
        RecordError: not UTF-8, or a row is longer than the header.

    >>> read_table(b"word\tmesh\nCa2+\tmesh:D002118\n", "x-chemicals.tsv")
    [{'word': 'Ca2+', 'mesh': 'mesh:D002118'}]
    """
    lines = [line for line in decode(content, file).split("\n") if line.strip()]
    if not lines:
        return []
    header = [name.strip() for name in lines[0].split("\t")]
    quoted = all(map(_QUOTED.fullmatch, header))
    if quoted:
        header = [_unquoted(name) for name in header]
    if "word" not in header:
        raise RecordError(file, "(header)", "no column is called word")
    rows: list[dict[str, str | None]] = []
    for number, line in enumerate(lines[1:], start=2):
        texts = line.split("\t")
        if quoted:
            texts = [_unquoted(cell) for cell in texts[len(texts) - len(header) == 1 :]]
        cells: list[str | None] = list(texts)
        if len(cells) > len(header):
            raise RecordError(file, f"line {number}", f"{len(cells)} cells under {len(header)} columns")
        cells += [None] * (len(header) - len(cells))
        rows.append(dict(zip(header, cells, strict=True)))
    return rows


def _unquoted(cell: str) -> str:
    """A cell without the quotes around it; those within it are escaped or doubled."""
    match = _QUOTED.fullmatch(cell)
    return cell if match is None else _ESCAPED.sub('"', match[1])
