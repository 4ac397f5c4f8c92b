"""Paths, connections, enriched sets and what a text states: on a terminal, as TSV, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from figkg.base.errors import FigkgError, SourceError, reason_of
from figkg.cli.console import open_console
from figkg.cli.options import AnswerFormat
from figkg.cli.pages import print_table
from figkg.cli.terminal import write_out
from figkg.graph.edge_set import COLUMNS, Edges, line_of
from figkg.graph.opened import OpenedGraph
from figkg.graph.paths import CausalPath
from figkg.graph.query import ResultTable
from figkg.graph.resolve import Meaning, NothingFoundError
from figkg.graph.rows import verb
from figkg.relate.texts import TextStatement

_STATEMENT = (
    *("subject", "subject_id", "sign", "object", "object_id", "confidence", "denied", "hedged"),
    *("trigger", "sentence"),
)
_PATH = ("path", "sign", "belief", "steps", "nodes", "edges")
_SET = ("name", "label", "shared", "size", "p", "q", "genes")


class NothingToDrawError(FigkgError):
    """A thing that no edge leads to or from.

    Attributes:
        meant: the thing.
    """

    def __init__(self, meant: Meaning) -> None:
        super().__init__(meant)
        self.meant = meant

    def __str__(self) -> str:
        why = "no caption is read as saying that it acts on something or is acted on"
        if self.meant.kind == "figure":
            why = "the edges of a figure are not drawn, those of what it shows are"
        return f"nothing to draw of {self.meant}: {why}; `figkg show {self.meant.name}` has what there is"


def print_statements_of_text(found: Sequence[TextStatement], form: AnswerFormat) -> None:
    """Print what a text states."""
    rows = [
        (
            *(one.subject.label, one.subject.curie, one.sign, one.object.label, one.object.curie),
            *(round(one.confidence, 4), one.negated, one.hedged, one.trigger, one.sentence),
        )
        for one in found
    ]
    if not found:
        _say(
            "nothing found: no sentence is read as saying that one thing activates or inhibits another; what it names:"
        )
        _say('  figkg ground --caption "TEXT"')
    if form is not AnswerFormat.table:
        _print(_STATEMENT, rows, form)
        return
    console = open_console()
    for one in found:
        console.print(Text(str(one), style="green" if (one.sign > 0) != one.negated else "red"), soft_wrap=True)
        console.print(Text(f"    “{one.sentence}”  by: {one.trigger}", style="dim"), soft_wrap=True)


def print_paths(source: str, target: str, out: Path, longest: int, most: int, form: AnswerFormat) -> None:
    """Print paths from one thing to another, or why there may be none."""
    graph = OpenedGraph(out)
    first, last = graph.resolve(source), graph.resolve(target)
    found = graph.paths(first.name, last.name, longest=longest, most=most)
    if not found:
        _say(_no_path(graph, first, last, longest))
    if form is not AnswerFormat.table:
        _print(_PATH, map(_path_row, found), form)
        return
    console = open_console()
    for path in found:
        console.print(Text(str(path), style="bold") + Text(f"  {_sum(path)}", style="dim"))
        for step in path.steps:
            console.print(Text(f"    {line_of(step)}; {_papers(step.papers)}; edge:{step.key}", style="dim"))


def print_connections(names: Sequence[str], out: Path, bridges: int, form: AnswerFormat) -> None:
    """Print the edges among things, and what lies between them."""
    graph = OpenedGraph(out)
    things = _resolved(graph, _names(names))
    found = graph.connect(*(one.name for one in things), bridges=bridges)
    if not found.among:
        more = "" if bridges else "; what lies between them: --bridges 5"
        _say(f"nothing found: no edge leads from one of them ({_listed(things)}) to another{more}")
    if form is not AnswerFormat.table:
        rows = [{"bridge": "", **row} for row in found.among.to_rows()]
        rows += [{"bridge": one.node.curie, **row} for one in found.bridges for row in one.edges.to_rows()]
        _print(("bridge", *COLUMNS), [tuple(row.values()) for row in rows], form)
        return
    console = open_console()
    _print_edges(found.among, console, "")
    for one in found.bridges:
        console.print(Text(f"by way of {one.node.label}", style="bold") + Text(f", which joins {one.joined} of them"))
        _print_edges(one.edges, console, "    ")


def print_enrichment(names: Sequence[str], out: Path, most: int, form: AnswerFormat, *, nodes: bool) -> None:
    """Print the sets that a list of genes meets most strikingly."""
    graph = OpenedGraph(out)
    genes = _resolved(graph, _names(names))
    found = graph.enrich([one.name for one in genes], "nodes" if nodes else "figures")
    what = "things with edges" if nodes else "figures"
    if not found.used:
        _say(f"nothing found: no figure shows a gene of the list ({_listed(genes)})")
    elif not found.found:
        _say(f"nothing found: none of {found.tested:,} {what} with two genes or more has one of the list")
    rows = [
        (
            *(graph.resolve(one.iri).name, one.label, len(one.shared), one.size),
            *(float(f"{one.p:.3g}"), float(f"{one.q:.3g}"), " ".join(graph.resolve(iri).label for iri in one.shared)),
        )
        for one in found.found[:most]
    ]
    if form is not AnswerFormat.table:
        _print(_SET, rows, form)
        return
    if rows:
        columns = ("node" if nodes else "figure", "genes", "of", "q", "which")
        shown = [(_titled(row, nodes=nodes), *map(str, row[2:4]), f"{row[5]:.2g}", str(row[6])) for row in rows]
        print_table(ResultTable(columns, tuple(shown)), open_console())
        used = f"{len(found.used):,} genes of the list, members of families too, are among"
        _say(f"{used} the {found.universe:,} of all figures; {found.tested:,} {what} tested")


def _titled(row: Sequence[Any], *, nodes: bool) -> str:
    return f"{row[1]} ({row[0]})" if nodes else f"{row[0]} {row[1]}"


def _no_path(graph: OpenedGraph, first: Meaning, last: Meaning, longest: int) -> str:
    """Why there may be no path, in words."""
    said = [f"nothing found: no path of up to {longest} steps leads from {first} to {last}"]
    if not graph.edges(source=first.name):
        said.append(f"no caption is read as saying that {first.label} acts on anything")
    elif not graph.edges(target=last.name):
        said.append(f"no caption is read as saying that anything acts on {last.label}")
    elif graph.paths(last.name, first.name, longest=longest, most=1):
        said.append(f"the other way round there is one: figkg paths {last.name} {first.name}")
    else:
        said.append(f"longer ones: --longest {longest + 2}")
    return "; ".join(said)


def _names(given: Sequence[str]) -> Iterator[str]:
    """Names from the command line, from standard input, and from files, one a line."""
    for one in given:
        path = Path(one)
        if one == "-":
            yield from filter(None, map(str.strip, sys.stdin))
        elif path.suffix and path.is_file():
            try:
                lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
            except OSError as error:
                raise SourceError(one, reason_of(error)) from error
            yield from filter(None, map(str.strip, lines))
        elif path.suffix in (".txt", ".tsv", ".csv", ".lst"):
            raise SourceError(one, "no such file")
        else:
            yield one


def _resolved(graph: OpenedGraph, names: Iterable[str]) -> list[Meaning]:
    """What names mean; those that mean nothing here, or several things, are told and left out.

    Raises:
        NothingFoundError: none of them means anything.
    """
    found: dict[str, Meaning] = {}
    faults: list[FigkgError] = []
    for name in dict.fromkeys(names):
        try:
            meant = graph.resolve(name)
        except FigkgError as error:
            faults.append(error)
            continue
        found[meant.iri] = meant
    if not found:
        raise faults[0] if len(faults) == 1 else NothingFoundError(f"any of {len(faults)} names", what="entity")
    for fault in faults:
        _say(f"left out: {fault}")
    return list(found.values())


def _print(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: AnswerFormat) -> None:
    """Print rows for programs."""
    if form is AnswerFormat.json:
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        write_out(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        return
    write_out("\t".join(columns) + "\n")
    for row in rows:
        write_out("\t".join(map(_cell, row)) + "\n")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else " ".join(str(value).split())


def _path_row(path: CausalPath) -> tuple[Any, ...]:
    nodes = " ".join((path.steps[0].subject.curie, *(step.object.curie for step in path.steps)))
    edges = " ".join(f"edge:{step.key}" for step in path.steps)
    return str(path), path.sign, round(path.belief, 4), len(path), nodes, edges


def _sum(path: CausalPath) -> str:
    steps = f"{len(path)} step{'' if len(path) == 1 else 's'}"
    return f"{verb(path.sign)}, belief {path.belief:.2f}, {steps}"


def _print_edges(edges: Edges, console: Console, before: str) -> None:
    for one in edges:
        style = "green" if one.sign > 0 else "red"
        console.print(Text(before) + Text(line_of(one), style=style) + Text(f"; {_papers(one.papers)}", style="dim"))


def _papers(count: int) -> str:
    return f"{count:,} paper{'' if count == 1 else 's'}"


def _listed(things: Sequence[Meaning]) -> str:
    return ", ".join(one.label for one in things[:5]) + (f" and {len(things) - 5:,} more" if len(things) > 5 else "")


def _say(line: str) -> None:
    sys.stderr.write(f"figkg: {line}\n")
