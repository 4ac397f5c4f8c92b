"""Shapes: SHACL (https://www.w3.org/TR/shacl/) over whole files, with a compiled engine, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
import shacl
from msgspec import Struct

from figkg.base.errors import MappingError, OutputError, ShapeError, reason_of
from figkg.base.iris import BASE, DERIVED_GRAPHS, GRAPHS

FILE = "shapes.ttl"
LINES_AT_ONCE = 10_000
"""More at once take a fifth longer: they do not fit into the processor's cache."""
MOST_VIOLATIONS = 1000
"""More than this many in one piece are not listed."""

SHAPE = f"{BASE}shape/"
"""How the names of all shapes begin."""


class Violation(Struct, frozen=True, order=True):
    """One fault.

    Attributes:
        shape: the shape that is violated, ``Statement-confidence``.
        node: IRI of the node that violates it.
        figure: name of the figure's graph that the node is in, or of the derived graph: ``edges``, ``entities``.
        message: what the shape demands, in words.
        value: the offending value as it stands in N-Triples, or empty.
    """

    shape: str
    node: str
    figure: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        value = f", found {self.value}" if self.value else ""
        return f"{self.figure}: {self.node}: {self.message} ({self.shape}{value})"


class ShapeChecker:
    """Checks graphs against the shapes; compiled once, immutable, one per process."""

    def __init__(self, shapes: Path) -> None:
        """Compile the shapes.

        Args:
            shapes: a Turtle file.

        Raises:
            MappingError: it is missing or not valid.
        """
        try:
            self._shapes = shacl.Shapes.from_text(shapes.read_text(encoding="utf-8"), "turtle")
        except FileNotFoundError as error:
            raise MappingError(shapes.name, None, f"missing from {shapes.parent}") from error
        except (ValueError, RuntimeError, SyntaxError) as error:
            raise MappingError(shapes.name, None, f"not valid shapes: {error}") from error

    def check_lines(self, lines: list[str]) -> list[Violation]:
        """Faults in N-Quads lines, which hold every node that a shape with ``sh:class`` looks at."""
        try:
            report = self._shapes.validate_text("".join(lines), format="nquads", max_results=MOST_VIOLATIONS)
        except ValueError as error:
            unreadable = list(_unreadable(lines))
            if not unreadable:
                raise OutputError("(graph)", f"cannot be checked: {error}") from error
            wrong = {number for number, _ in unreadable}
            rest = self.check_lines([line for number, line in enumerate(lines) if number not in wrong])
            return sorted({*rest, *(fault for _, fault in unreadable)})
        if report.conforms:
            return []
        graphs = dict(_graphs_of({result.focus_node for result in report.results}, lines))
        return sorted(
            {
                Violation(
                    (result.source_shape or result.component).strip("<>").removeprefix(SHAPE),
                    result.focus_node.strip("<>"),
                    graphs.get(result.focus_node, ""),
                    result.message or result.component,
                    result.value or "",
                )
                for result in report.results
            }
        )

    def check_file(self, path: Path) -> Iterator[Violation]:
        """Faults in an N-Quads file whose graphs stand one after the other, each sorted, as figkg writes them.

        Raises:
            OutputError: the file cannot be read.
        """
        try:
            with path.open(encoding="utf-8", newline="\n") as lines:
                for piece in pieces(lines, LINES_AT_ONCE):
                    yield from self.check_lines(piece)
        except OSError as error:
            raise OutputError(str(path), reason_of(error)) from error

    def require(self, path: Path) -> None:
        """Make sure that a file is without fault.

        Raises:
            ShapeError: something violates a shape.
            OutputError: the file cannot be read.
        """
        faults = [str(one) for one in self.check_file(path)]
        if faults:
            raise ShapeError(faults[:3], len(faults))


def pieces(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    """Cut lines into pieces that can be checked alone: a figure's graph, or a node of a derived graph, stays whole.

    Args:
        lines: N-Quads lines.
        size: lines after which the next piece begins as soon as possible.

    >>> a, b = "<https://x/a> <p> <o> <g> .", "<https://x/a#b> <p> <o> <g> ."
    >>> [len(piece) for piece in pieces([a, a, b, "<https://x/c> <p> <o> <g> ."], 1)]
    [3, 1]
    """
    piece: list[str] = []
    for line in lines:
        if len(piece) >= size and _unit(line) != _unit(piece[-1]):
            yield piece
            piece = []
        piece.append(line)
    if piece:
        yield piece


def _unit(line: str) -> str:
    """What must not be cut: the graph of a figure, or in a derived graph a subject with what hangs on it."""
    graph = line[line.rindex("<") + 1 : line.rindex(">")]
    if graph.startswith(GRAPHS) and graph[len(GRAPHS) :] not in DERIVED_GRAPHS:
        return graph
    return line[: line.index(">")].partition("#")[0]


def _unreadable(lines: Iterable[str]) -> Iterator[tuple[int, Violation]]:
    """Lines that are no N-Quads, by their numbers from 0."""
    for number, line in enumerate(lines):
        try:
            list(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS))
        except SyntaxError as error:
            subject, *_, graph, _ = line.split(" ")
            yield number, Violation("syntax", subject.strip("<>"), graph.strip("<>").removeprefix(GRAPHS), str(error))


def _graphs_of(nodes: set[str], lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        subject = line[: line.index(" ")]
        if subject in nodes:
            yield subject, line[line.rindex("<") + 1 : line.rindex(">")].removeprefix(GRAPHS)
