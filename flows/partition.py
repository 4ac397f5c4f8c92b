"""One partition of records through all rooms: extract → ground → relate → emit → validate.

Plain Python without an orchestrator, so that a process pool, a Dask worker or a test can call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct, structs

from flows import __version__
from flows.emit.figure_graph import figure_triples, quad_lines
from flows.emit.ledger import AssertionEntry, FigureEntry, Place, Refusal
from flows.emit.statistics import Statistics, measure
from flows.emit.vocabulary import GRAPHS, Vocabulary, assertion_key
from flows.errors import RecordError
from flows.extract import parse_record, read
from flows.ground import GroundedFigure, Grounder, load_grounder
from flows.relate import Assertion, Relator, load_relator
from flows.resources import ontologies_folder, read_prefixes
from flows.validate import ShapeChecker
from flows.validate.shapes import FILE as SHAPES_FILE
from flows.validate.shapes import LINES_AT_ONCE

_encoder = msgspec.json.Encoder()


class PartitionResult(Struct, frozen=True):
    """What processing a partition left behind.

    Attributes:
        quads: N-Quads file with the graphs of its figures.
        entries: JSON lines with a ledger entry for every record.
        read: number of records read.
    """

    quads: str
    entries: str
    read: int


class Rooms(Struct, frozen=True):
    """What the rooms need: loaded once per process."""

    grounder: Grounder
    relator: Relator
    vocabulary: Vocabulary
    checker: ShapeChecker


@lru_cache(maxsize=1)
def open_rooms(mappings: Path) -> Rooms:
    """Load reference tables, lexicon and prefixes.

    Raises:
        MappingError: one of them is missing or wrong.
    """
    checker = ShapeChecker(ontologies_folder() / SHAPES_FILE)
    return Rooms(load_grounder(mappings), load_relator(mappings), Vocabulary(read_prefixes()), checker)


def process_partition(partition: Path, target: Path, mappings: Path) -> PartitionResult:
    """Turn the records of a partition into graphs.

    Args:
        partition: file that :func:`flows.extract.partition` wrote.
        target: folder for the results, named after the partition.
        mappings: the mappings folder.

    Returns:
        Paths and counts; the content stays on disk. A figure whose graph violates a shape becomes a refusal.

    Raises:
        MappingError: a mapping table is missing or wrong.
        OSError: the target cannot be written.
    """
    rooms = open_rooms(mappings)
    quads = target / f"{partition.stem}.nq"
    entries = target / f"{partition.stem}.entries.jsonl"
    count = 0
    with quads.open("wb") as quads_file, entries.open("wb") as entries_file:
        writer = _Writer(quads_file, entries_file, rooms.checker)
        for source in read(partition):
            count += 1
            try:
                if isinstance(source, RecordError):
                    raise source
                figure = rooms.grounder.ground(parse_record(source))
                assertions = rooms.relator.relate(figure.record.caption, figure.mentions)
                triples = figure_triples(figure, assertions, rooms.vocabulary, __version__)
                graph = rooms.vocabulary.graph(figure.record.figid)
                entry = _entry(figure, assertions, str(quads), measure(triples, rooms.vocabulary))
                writer.add(graph, entry, quad_lines(triples, graph))
            except RecordError as error:
                writer.refuse(error)
        writer.flush()
    return PartitionResult(str(quads), str(entries), count)


class _Writer:
    """Writes graphs and ledger entries, each graph after a check against the shapes, many at once."""

    def __init__(self, quads: BinaryIO, entries: BinaryIO, checker: ShapeChecker) -> None:
        self._quads = quads
        self._entries = entries
        self._checker = checker
        self._waiting: dict[str, tuple[FigureEntry, list[str]]] = {}
        self._lines = 0
        self._offset = 0

    def add(self, graph: str, entry: FigureEntry, lines: list[str]) -> None:
        """Take a figure on; a second record of a figure is not checked together with the first."""
        if graph in self._waiting or self._lines > LINES_AT_ONCE:
            self.flush()
        self._waiting[graph] = (entry, lines)
        self._lines += len(lines)

    def refuse(self, error: RecordError) -> None:
        """Write the refusal of a record."""
        self._entries.write(b"R" + _encoder.encode(Refusal(error.file, error.field, error.reason)) + b"\n")

    def flush(self) -> None:
        """Check and write the figures taken on; one that violates a shape is refused."""
        lines = [line for _, some in self._waiting.values() for line in some]
        faults = {fault.figure: fault for fault in self._checker.check_lines(lines)} if lines else {}
        for graph, (entry, some) in self._waiting.items():
            fault = faults.get(graph[1:-1].removeprefix(GRAPHS))
            if fault is not None:
                self.refuse(RecordError(entry.file, "(graph)", str(fault)))
                continue
            block = "".join(some).encode()
            placed = structs.replace(entry, place=structs.replace(entry.place, offset=self._offset, length=len(block)))
            self._quads.write(block)
            self._entries.write(b"F" + _encoder.encode(placed) + b"\n")
            self._offset += len(block)
        self._waiting = {}
        self._lines = 0


def _entry(
    figure: GroundedFigure, assertions: Sequence[Assertion], partition: str, statistics: Statistics
) -> FigureEntry:
    record = figure.record
    return FigureEntry(
        figid=record.figid,
        generation=record.generation,
        digest=record.digest,
        file=record.file,
        place=Place(partition, 0, 0),
        pmcid=record.pmcid,
        paper_title=record.paper_title or "",
        year=record.year,
        doi=record.doi or "",
        journal=record.journal or "",
        taxon=figure.taxon,
        entities=figure.entities,
        assertions=tuple(_assertion_entry(record.figid, assertion) for assertion in assertions),
        doubts=tuple(doubt for grounding in figure.groundings for doubt in grounding.doubts),
        statistics=statistics,
    )


def _assertion_entry(figid: str, assertion: Assertion) -> AssertionEntry:
    evidence = assertion.evidence
    return AssertionEntry(
        key=assertion_key(figid, evidence.start, evidence.end, assertion.subject, assertion.sign, assertion.object),
        subject=assertion.subject,
        sign=assertion.sign,
        object=assertion.object,
        confidence=assertion.confidence,
        hedged=assertion.hedged,
        explicit=assertion.reading == "explicit",
        negated=assertion.negated,
    )
