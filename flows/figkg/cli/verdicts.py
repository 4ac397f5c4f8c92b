"""A curator's verdict upon a statement or an edge, by command."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from figkg.base.errors import MappingError, OutputError, reason_of
from figkg.base.files import replacing
from figkg.base.resources import own_mappings_folder
from figkg.graph.built import Graph
from figkg.graph.edges import read_edges
from figkg.graph.resolve import NothingFoundError
from figkg.graph.statements import read_statement
from figkg.relate.verdicts import COLUMNS, FILE, read_verdicts

_NAME = re.compile(r"(?:(?:assertion|edge):)?[0-9a-f]{24}")


def row_about(graph: Graph, name: str) -> tuple[str, str, str, str, str]:
    """The first cells of a verdict: statement, cause, predicate, effect, figure.

    Args:
        graph: the graph that has it.
        name: ``assertion:KEY`` or ``edge:KEY``, as `figkg show` and `figkg paths` print them.

    Raises:
        NothingFoundError: the graph has no such thing.
    """
    kind, _, key = name.rpartition(":")
    if kind in ("", "assertion") and (one := read_statement(graph, key)) is not None:
        return f"assertion:{key}", one.subject_curie, one.predicate, one.object_curie, one.figid
    if kind in ("", "edge") and key.isalnum():
        for edge in read_edges(graph, [graph.prefixes["edge"] + key]):
            return "", edge.subject.curie, edge.verb, edge.object.curie, ""
    hint = "" if _NAME.fullmatch(name) else "it would be assertion: or edge: and 24 digits, as figkg show prints them"
    raise NothingFoundError(name, what="statement and no edge", hint=hint)


def add_verdict(graph: Graph, name: str, verdict: str, reason: str, orcid: str) -> Path:
    """Write a row at the end of verdicts.tsv, in the folder that ``FIGKG_MAPPINGS`` names or the installed one.

    Args:
        graph: the graph that has the statement or edge.
        name: its name.
        verdict: ``right`` or ``wrong``.
        reason: why.
        orcid: who says so.

    Returns:
        The file.

    Raises:
        NothingFoundError: the graph has no such thing.
        MappingError: the row may not be, or contradicts another; the file is as it was.
        OutputError: the file cannot be written.
    """
    cells = (*row_about(graph, name), verdict, " ".join(reason.split()), orcid, date.today().isoformat())
    path = own_mappings_folder() / FILE
    try:
        before = path.read_bytes() if path.exists() else ("\t".join(COLUMNS) + "\n").encode()
        line = "\t".join(cells)
        if line.encode() in before.splitlines():
            return path
        with replacing(path) as draft:
            draft.write_bytes(before.rstrip(b"\r\n") + f"\n{line}\n".encode())
            try:
                tuple(read_verdicts(draft))
            except MappingError as error:
                raise MappingError(FILE, error.row, error.reason) from error
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error
    return path
