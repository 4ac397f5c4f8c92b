"""A curator's verdict upon a statement or an edge, by command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from figkg.base.errors import MappingError, NothingFoundError, OutputError, reason_of
from figkg.base.files import replace_file
from figkg.base.resources import own_mappings_folder
from figkg.graph.built import Graph
from figkg.graph.edges import read_edges
from figkg.graph.statements import read_statement
from figkg.relate.verdicts import COLUMNS, FILE, check_row, read_verdicts


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
    raise NothingFoundError(f"no statement or edge {name}; `figkg show NAME` prints the names of statements")


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
        MappingError: the row may not be, or contradicts another.
        OutputError: the file cannot be written.
    """
    cells = (*row_about(graph, name), verdict, " ".join(reason.split()), orcid, date.today().isoformat())  # noqa: DTZ011
    path = own_mappings_folder() / FILE
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else "\t".join(COLUMNS) + "\n"
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(str(path), None, str(error)) from error
    content = before + ("" if before.endswith("\n") else "\n") + "\t".join(cells) + "\n"
    check_row(path, len(content.splitlines()), dict(zip(COLUMNS, cells, strict=True)))
    _refuse_contradiction(path, content)
    try:
        replace_file(path, content.encode())
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error
    return path


def _refuse_contradiction(path: Path, content: str) -> None:
    tuple(read_verdicts(path, content.split("\n")))
