"""Rows of a query as a plain HTML page."""

from __future__ import annotations

from html import escape
from typing import IO, Any

import pyoxigraph

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>figkg: answer</title></head><body><main><h1>Answer</h1>
"""


def write_rows(results: Any, file: IO[bytes], most: int) -> int:
    """Write rows, a yes or no, or triples as a table of at most so many rows; returns how many were written."""
    file.write(_HEAD.encode())
    if isinstance(results, pyoxigraph.QueryBoolean):
        file.write(f"<p>{'yes' if results else 'no'}</p></main></body></html>\n".encode())
        return 0
    if isinstance(results, pyoxigraph.QueryTriples):
        columns = ["subject", "predicate", "object"]
        rows = ((triple.subject, triple.predicate, triple.object) for triple in results)
    else:
        columns = [variable.value for variable in results.variables]
        rows = (tuple(solution) for solution in results)
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    file.write(f"<table><thead><tr>{heads}</tr></thead><tbody>\n".encode())
    count = 0
    for row in rows:
        if count == most:
            file.write(
                f'<tr><td colspan="{len(columns)}">more than {most:,} rows; ask for CSV to get all</td></tr>'.encode()
            )
            break
        file.write(f"<tr>{''.join(f'<td>{_cell(term)}</td>' for term in row)}</tr>\n".encode())
        count += 1
    file.write(b"</tbody></table></main></body></html>\n")
    return count


def _cell(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        shown = escape(term.value)
        linked = term.value.startswith(("http://", "https://"))
        return f'<a href="{shown}" rel="noreferrer">{shown}</a>' if linked else shown
    return escape(term.value if isinstance(term, pyoxigraph.Literal) else str(term))
