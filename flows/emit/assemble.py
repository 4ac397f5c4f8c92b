"""Assembly of a release: the figures' graphs in order, then the graphs derived from all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from flows import __version__
from flows.emit.dataset import dataset_quads
from flows.emit.edges import Edge, aggregate, edge_quads
from flows.emit.entities import entity_quads, paper_quads, with_relatives
from flows.emit.ledger import FigureEntry, Ledger, Refusal
from flows.emit.vocabulary import Vocabulary
from flows.reference.tables import ReferenceTables

GRAPH_FILE = "figkg.nq"
QUARANTINE_FILE = "quarantine.jsonl"


class EdgeCounts(Struct, frozen=True):
    """How many edges there are.

    Attributes:
        activating: edges with sign 1.
        inhibiting: edges with sign -1.
        inferred: edges read from the order of steps alone, among them.
        contradicted: edges whose opposite exists, among them.
    """

    activating: int
    inhibiting: int
    inferred: int
    contradicted: int


def enter(ledger: Ledger, entries: Path) -> None:
    """Enter the ledger entries of one partition."""
    with entries.open("rb") as lines:
        for line in lines:
            if line[:1] == b"F":
                ledger.enter_figure(msgspec.json.decode(line[1:], type=FigureEntry))
            else:
                ledger.enter_refusal(msgspec.json.decode(line[1:], type=Refusal))


def assemble(ledger: Ledger, target: Path, tables: ReferenceTables, vocabulary: Vocabulary) -> EdgeCounts:
    """Write the release: ``figkg.nq`` and ``quarantine.jsonl``.

    The order of lines is fixed: graphs of figures by figid, then the graphs of edges, entities and the
    dataset; within a graph by code point. The same ledger gives the same bytes.

    Args:
        ledger: the filled ledger.
        target: folder of the build.
        tables: the reference tables.
        vocabulary: expands terms.

    Returns:
        Counts of edges.
    """
    tally = _Tally()
    labels = {entity.curie: entity.label for entity in ledger.entities()}
    with (target / GRAPH_FILE).open("wb") as output:
        _copy_figures(ledger, output)
        edges = tally.count(aggregate(ledger.edge_rows(), ledger.diseases))
        _write(output, ledger.sorted_lines(edge_quads(edge, labels.__getitem__, vocabulary) for edge in edges))
        _write(output, ledger.sorted_lines(_entity_lines(ledger, tables, vocabulary)))
        figures = ledger.counts()["figures"]
        _write(output, dataset_quads(__version__, figures, tally.activating + tally.inhibiting, vocabulary))
    with (target / QUARANTINE_FILE).open("wb") as output:
        for refusal in ledger.refusals():
            line = {"file": refusal.file, "field": refusal.field, "reason": refusal.reason}
            output.write(msgspec.json.encode(line) + b"\n")
    return EdgeCounts(tally.activating, tally.inhibiting, tally.inferred, tally.contradicted)


def _copy_figures(ledger: Ledger, output: BinaryIO) -> None:
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for _, partition, offset, length in ledger.figures():
            if partition not in files:
                files[partition] = stack.enter_context(open(partition, "rb"))
            files[partition].seek(offset)
            output.write(files[partition].read(length))


def _entity_lines(ledger: Ledger, tables: ReferenceTables, vocabulary: Vocabulary) -> Iterator[list[str]]:
    for entity in with_relatives(ledger.entities(), tables):
        yield entity_quads(entity, tables, vocabulary)
    for paper in ledger.papers():
        yield paper_quads(*paper, vocabulary)


def _write(output: BinaryIO, lines: Iterable[str]) -> None:
    for line in lines:
        output.write(line.encode())


class _Tally:
    """Counts edges as they pass."""

    def __init__(self) -> None:
        self.activating = self.inhibiting = self.inferred = self.contradicted = 0

    def count(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        for edge in edges:
            self.activating += edge.sign > 0
            self.inhibiting += edge.sign < 0
            self.inferred += not edge.explicit
            self.contradicted += edge.contradicted
            yield edge
