"""Rows of a query in HTML: a plain page, or a table that becomes part of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape
from typing import IO, Any

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import Shortener
from figkg.serve.addresses import page_of

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>figkg: answer</title></head><body><main><h1>Answer</h1>
"""
_FOOT = "</main></body></html>\n"
_LONGEST_CELL = 2_000
"""Characters."""
_LONG = 60
"""Characters that do not fit into a narrow column."""
_NUMBERS = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float")}


class Most(Struct, frozen=True):
    """How much a table holds at most.

    Attributes:
        rows: number of rows.
        size: bytes, but for the row that goes beyond it.
    """

    rows: int
    size: int


def write_page(
    results: Any, file: IO[bytes], most: Most, prefixes: Mapping[str, str], entities: Collection[str]
) -> int:
    """Write a whole page; see :func:`write_table`."""
    file.write(_HEAD.encode())
    count = write_table(results, file, most, prefixes, entities)
    file.write(_FOOT.encode())
    return count


def write_table(
    results: Any, file: IO[bytes], most: Most, prefixes: Mapping[str, str], entities: Collection[str]
) -> int:
    """Write rows, a yes or no, or triples as a table.

    IRIs are shown as CURIEs and lead to their page on this server.

    Args:
        results: what a query came to.
        file: where to.
        most: how much of it; what is more is told.
        prefixes: the prefix map.
        entities: prefixes of entities.

    Returns:
        How many rows were written.
    """
    if isinstance(results, pyoxigraph.QueryBoolean):
        file.write(f"<p>{'yes' if results else 'no'}</p>\n".encode())
        return 0
    if isinstance(results, pyoxigraph.QueryTriples):
        columns = ["subject", "predicate", "object"]
        rows = ((triple.subject, triple.predicate, triple.object) for triple in results)
    else:
        columns = [variable.value for variable in results.variables]
        rows = (tuple(solution) for solution in results)
    short = Shortener(prefixes)
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    file.write(f"<table><thead><tr>{heads}</tr></thead><tbody>\n".encode())
    count, left = 0, most.size
    for row in rows:
        cells: list[str] = []
        for term in row:
            cells.append(f"<td{_class_of(term)}>{_cell(term, short, entities)}</td>")
            left -= len(cells[-1])
            if left < 0:
                break
        if left < 0 or count == most.rows:
            limit = f"{most.size:,} characters" if left < 0 else f"{most.rows:,} rows"
            more = f"more than {limit}; ask for CSV to get all"
            file.write(f'<tr><td colspan="{len(columns)}">{more}</td></tr>'.encode())
            break
        file.write(f"<tr>{''.join(cells)}</tr>\n".encode())
        count += 1
    file.write(b"</tbody></table>\n")
    return count


def _class_of(term: object) -> str:
    """Numbers stand on the right and in one line; long texts are given room."""
    if not isinstance(term, pyoxigraph.Literal):
        return ""
    if term.datatype.value in _NUMBERS:
        return ' class="count"'
    return ' class="long"' if len(term.value) > _LONG else ""


def _cell(term: object, short: Shortener, entities: Collection[str]) -> str:
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        address = escape(page_of(term.value, short, entities))
        return f'<a href="{address}" title="{escape(term.value)}">{escape(short(term.value))}</a>'
    text = term.value if isinstance(term, pyoxigraph.Literal) else str(term)
    if len(text) > _LONGEST_CELL:
        text = f"{text[:_LONGEST_CELL]} … ({len(text):,} characters; ask for CSV to get all)"
    return escape(text)
