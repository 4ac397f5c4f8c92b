"""One partition of records through all rooms: extract → ground → relate → emit → validate.

Plain Python without an orchestrator, so that a process pool, a Dask worker or a test can call it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import msgspec
from msgspec import Struct, structs

from figkg import __version__
from figkg.emit.figure_graph import FigureWriter, drawn_key
from figkg.build.ledger import AssertionEntry, FigureEntry, Refusal
from figkg.build.memory import Fingerprints, Known, Made, Memory, Outcome, Refused
from figkg.emit.statistics import Statistics
from figkg.emit.vocabulary import GRAPHS, Vocabulary, assertion_key
from figkg.base.errors import RecordError
from figkg.extract import RecordText, parse_record, read
from figkg.extract.drawings import DrawingIndex, with_drawings
from figkg.extract.parse import digest
from figkg.build.tools import take_fingerprints
from figkg.ground import GroundedFigure, Grounder, load_grounder
from figkg.base.place import Place
from figkg.relate import Assertion, Relator, load_relator
from figkg.relate.drawings import DrawingPolicy, DrawnAssertion, load_drawing_policy, relate_drawings
from figkg.base.resources import ontologies_folder, read_prefixes
from figkg.validate import ShapeChecker
from figkg.validate.shapes import FILE as SHAPES_FILE
from figkg.validate.shapes import LINES_AT_ONCE

_encoder = msgspec.json.Encoder()
_MODULUS = 1 << 256


class PartitionResult(Struct, frozen=True):
    """What processing a partition left behind.

    Attributes:
        quads: N-Quads file with the graphs that were made.
        outcomes: JSON lines, one for every record, with what it came to.
        read: number of records read.
        inputs: hash of its records with their files, in hex; the hashes of several partitions are added up.
        recalled: whether the build before remembers all of them.
    """

    quads: str
    outcomes: str
    read: int
    inputs: str
    recalled: bool


class Remembrance(Struct, frozen=True):
    """What a process needs to know of the build before.

    Attributes:
        fingerprints: of this run.
        build: folder of the build before, or empty where nothing is to be taken over.
        drawings: index of what is drawn in figures, or empty.
    """

    fingerprints: Fingerprints
    build: str = ""
    drawings: str = ""


class Rooms(Struct, frozen=True):
    """What the rooms need: loaded once per process."""

    grounder: Grounder
    relator: Relator
    vocabulary: Vocabulary
    writer: FigureWriter
    checker: ShapeChecker
    drawings: DrawingPolicy


@lru_cache(maxsize=1)
def open_rooms(mappings: Path) -> Rooms:
    """Load reference tables, lexicon and prefixes.

    Raises:
        MappingError: one of them is missing or wrong.
    """
    checker = ShapeChecker(ontologies_folder() / SHAPES_FILE)
    vocabulary = Vocabulary(read_prefixes())
    return Rooms(
        load_grounder(mappings),
        load_relator(mappings),
        vocabulary,
        FigureWriter(vocabulary),
        checker,
        load_drawing_policy(mappings),
    )


def process_partition(
    partition: Path, target: Path, mappings: Path, remembrance: Remembrance | None = None
) -> PartitionResult:
    """Turn the records of a partition into graphs.

    Args:
        partition: file that :func:`figkg.extract.partition` wrote.
        target: folder for the results, named after the partition.
        mappings: the mappings folder.
        remembrance: what may be taken over from the build before; without it everything is made.

    Returns:
        Paths and counts; the content stays on disk. A figure whose graph violates a shape becomes a refusal.

    Raises:
        MappingError: a mapping table is missing or wrong.
        OSError: the target cannot be written.
    """
    rooms = open_rooms(mappings)
    known = remembrance or Remembrance(take_fingerprints(mappings, ontologies_folder()))
    memory = open_memory(Path(known.build)) if known.build else None
    drawings = open_drawings(Path(known.drawings)) if known.drawings else None
    quads = target / f"{partition.stem}.nq"
    outcomes = target / f"{partition.stem}.outcomes.jsonl"
    drafts = [path.with_suffix(f".{uuid4().hex}") for path in (quads, outcomes)]
    count = inputs = 0
    with drafts[0].open("wb") as quads_file, drafts[1].open("wb") as outcomes_file:
        writer = _Writer(quads_file, outcomes_file, rooms.checker)
        for source in read(partition):
            count += 1
            key = "" if isinstance(source, RecordError) else _key(known.fingerprints, digest(source))
            inputs += _number(key or str(source), source.file)
            writer.take(key, source, memory, lambda one: _make(one, rooms, known.fingerprints, memory, drawings, quads))
        writer.flush()
    drafts[0].replace(quads)  # in one step: another worker may have taken the same partition over
    drafts[1].replace(outcomes)
    return PartitionResult(str(quads), str(outcomes), count, f"{inputs % _MODULUS:064x}", writer.recalled)


@lru_cache(maxsize=1)
def open_memory(build: Path) -> Memory:
    """The memory of a build, opened once per process."""
    return Memory(build)


@lru_cache(maxsize=1)
def open_drawings(path: Path) -> DrawingIndex:
    """An index of drawings, opened once per process."""
    return DrawingIndex(path)


def add_inputs(results: Sequence[PartitionResult]) -> str:
    """Hash of all records of several partitions, whatever the order of either."""
    return f"{sum(int(result.inputs, 16) for result in results) % _MODULUS:064x}"


def _key(fingerprints: Fingerprints, content: str) -> str:
    """First key of a record by its digest, or, without data, second key of a figure."""
    return hashlib.sha256(f"{fingerprints.data}\0{fingerprints.code}\0{content}".encode()).hexdigest()


def _number(key: str, file: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{key}\0{file}".encode()).digest(), "big")


def _make(
    source: RecordText,
    rooms: Rooms,
    fingerprints: Fingerprints,
    memory: Memory | None,
    drawings: DrawingIndex | None,
    quads: Path,
) -> tuple[str, _Graph | None]:
    """Second key of a record's figure, and its graph where it is not known.

    Raises:
        RecordError: the record cannot be used.
    """
    record = parse_record(source)
    annotations = () if drawings is None else drawings.of(record)
    figure = rooms.grounder.ground(with_drawings(record, annotations))
    plain = structs.replace(figure, record=structs.replace(figure.record, file=""))
    content = hashlib.sha256(msgspec.msgpack.encode(plain)).hexdigest()
    key = _key(structs.replace(fingerprints, data=""), content)
    if memory is not None and memory.holds(key):
        return key, None
    assertions = rooms.relator.relate(figure.record.caption, figure.mentions)
    drawn = relate_drawings(figure, rooms.drawings)
    graph = rooms.writer.graph(figure, assertions, __version__, drawn)
    entry = _entry(figure, assertions, drawn, str(quads), graph.statistics(rooms.vocabulary))
    return key, _Graph(graph.name, entry, graph.lines())


class _Graph(Struct, frozen=True):
    """The graph of a figure: its name, its ledger entry, its lines."""

    name: str
    entry: FigureEntry
    lines: list[str]


class _Waiting(Struct, frozen=True):
    """A graph that waits for its check."""

    first_key: str
    second_key: str
    record: str
    entry: FigureEntry
    lines: list[str]


class _Writer:
    """Writes graphs and what records came to, each graph after a check against the shapes, many at once."""

    def __init__(self, quads: BinaryIO, outcomes: BinaryIO, checker: ShapeChecker) -> None:
        self._quads = quads
        self._outcomes = outcomes
        self._checker = checker
        self._waiting: dict[str, _Waiting] = {}
        self._lines = 0
        self._offset = 0
        self.recalled = True

    def take(
        self,
        key: str,
        source: RecordText | RecordError,
        memory: Memory | None,
        make: Callable[[RecordText], tuple[str, _Graph | None]],
    ) -> None:
        """Take a record on: recall it, or make its graph, or refuse it."""
        recalled = memory.recall(key) if memory is not None and key else None
        try:
            if isinstance(source, RecordError):
                raise source
            if isinstance(recalled, Refusal):
                self._write(Refused(key, structs.replace(recalled, file=source.file + recalled.file), source.file))
                return
            self.recalled = self.recalled and recalled is not None
            second, graph = (recalled, None) if recalled is not None else make(source)
        except RecordError as error:
            self._refuse(key, error, source.file)
            return
        if graph is None:
            self._write(Known(key, second, source.file))
            return
        if graph.name in self._waiting or self._lines > LINES_AT_ONCE:
            self.flush()  # a second record of a figure is not checked together with the first
        self._waiting[graph.name] = _Waiting(key, second, source.file, graph.entry, graph.lines)
        self._lines += len(graph.lines)

    def flush(self) -> None:
        """Check and write the graphs taken on; one that violates a shape is refused."""
        lines = [line for one in self._waiting.values() for line in one.lines]
        faults = {fault.figure: fault for fault in self._checker.check_lines(lines)} if lines else {}
        for graph, one in self._waiting.items():
            fault = faults.get(graph[1:-1].removeprefix(GRAPHS))
            if fault is not None:
                self._refuse(one.first_key, RecordError(one.record, "(graph)", str(fault)), one.record)
                continue
            block = b"".join(map(str.encode, one.lines))
            place = structs.replace(one.entry.place, offset=self._offset, length=len(block))
            self._quads.write(block)
            self._write(Made(one.first_key, one.second_key, structs.replace(one.entry, place=place)))
            self._offset += len(block)
        self._waiting = {}
        self._lines = 0

    def _refuse(self, key: str, error: RecordError, record: str) -> None:
        self._write(Refused(key, Refusal(error.file, error.field, error.reason), record))

    def _write(self, outcome: Outcome) -> None:
        self._outcomes.write(_encoder.encode(outcome) + b"\n")


def _entry(
    figure: GroundedFigure,
    assertions: Sequence[Assertion],
    drawn: Sequence[DrawnAssertion],
    partition: str,
    statistics: Statistics,
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
        assertions=(
            *(_assertion_entry(record.figid, assertion) for assertion in assertions),
            *(_drawn_entry(record.figid, one) for one in drawn),
        ),
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


def _drawn_entry(figid: str, one: DrawnAssertion) -> AssertionEntry:
    return AssertionEntry(
        key=drawn_key(figid, one),
        subject=one.subject,
        sign=one.sign,
        object=one.object,
        confidence=one.confidence,
        hedged=False,
        explicit=True,
        negated=False,
    )
