"""One partition of records through all rooms: extract → ground → relate → emit → validate.

Plain Python without an orchestrator, so that this process, a process pool, a Dask worker or a test can call it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct, structs

from figkg.base.errors import RecordError
from figkg.base.files import replacing
from figkg.base.iris import GRAPHS
from figkg.base.line_ranges import LineRange
from figkg.build.entries import AssertionEntry, FigureEntry, Known, Made, Outcome, Refusal, Refused
from figkg.build.judging import Judged, concern, digest_of, judge
from figkg.build.memory import Memory
from figkg.build.tools import Fingerprints, Toolbox
from figkg.emit.figure_graph import drawn_key, key_of_assertion
from figkg.emit.statistics import Statistics
from figkg.extract import RecordText, parse_record, read
from figkg.extract.drawings import DrawingIndex, with_drawings
from figkg.extract.parse import digest
from figkg.extract.told import Told, ToldIndex
from figkg.ground import GroundedFigure
from figkg.ground.curated import decided_words
from figkg.ground.settling import settle
from figkg.relate import Assertion
from figkg.relate.drawings import DrawnAssertion, relate_drawings
from figkg.relate.verdicts import Verdicts, load_verdicts
from figkg.validate.shapes import LINES_AT_ONCE

_encoder = msgspec.json.Encoder()
_MODULUS = 1 << 256
_OUTCOMES = ".outcomes.jsonl"


class FigureJob(Struct, frozen=True):
    """What a process needs to know to make figures, besides their records.

    Attributes:
        toolbox: the tools.
        target: folder for what is made.
        before: folder of the build before, or empty where nothing is to be taken over.
        drawings: index of what is drawn in figures, or empty.
        drawn: hash of what is in that index.
        told: index of what a large model reads in captions, or empty.
        heard: hash of what is in that index.
    """

    toolbox: Toolbox
    target: str
    before: str = ""
    drawings: str = ""
    drawn: str = ""
    told: str = ""
    heard: str = ""


class PartitionResult(Struct, frozen=True):
    """What a partition came to.

    Attributes:
        outcomes: JSON lines, one for every record, with what it came to.
        read: number of records read.
        inputs: hash of its records with their files, in hex; the hashes of several partitions are added up.
    """

    outcomes: str
    read: int
    inputs: str


def read_figures(partition: Path, job: FigureJob) -> PartitionResult:
    """Turn the records of a partition into graphs.

    Args:
        partition: file that :func:`figkg.extract.partition` wrote.
        job: what else is needed; results are named after the partition, in its target.

    Returns:
        Path and counts; the content stays on disk. A figure whose graph violates a shape becomes a refusal.

    Raises:
        MappingError: the tools cannot be loaded, or are others than the job asks for.
        OSError: the target cannot be written.
    """
    quads = Path(job.target) / f"{partition.stem}.nq"
    outcomes = quads.with_suffix(_OUTCOMES)
    with ExitStack() as stack:
        memory = stack.enter_context(Memory(Path(job.before))) if job.before else None
        drawings = stack.enter_context(DrawingIndex(Path(job.drawings))) if job.drawings else None
        told = stack.enter_context(ToldIndex(Path(job.told))) if job.told else None
        drafts = [stack.enter_context(replacing(path)) for path in (quads, outcomes)]  # another worker may do the same
        quads_file, outcomes_file = (stack.enter_context(draft.open("wb")) for draft in drafts)
        writer = _Writer(quads_file, outcomes_file, job.toolbox)
        make = _Maker(job.toolbox, memory, drawings, told, str(quads))
        inputs = _Inputs(job)
        verdicts = None if memory is None else _verdicts_that_changed(memory, job.toolbox)
        for source, key in inputs.keys(read(partition)):
            known = _recall(memory, key, source, verdicts)
            if known is None and isinstance(source, RecordText):
                writer.make(key, source, make)
            elif known is not None:
                writer.write(known)
        writer.flush()
    return PartitionResult(str(outcomes), inputs.count, inputs.total)


def hash_records(partitions: Iterable[Path], job: FigureJob) -> tuple[int, str]:
    """Count and hash the records of partitions, without any tools.

    Args:
        partitions: files that :func:`figkg.extract.partition` wrote.
        job: as for :func:`read_figures`.

    Returns:
        Number of records, and a hash that is the same where :attr:`PartitionResult.inputs` of all of them would be.
    """
    inputs = _Inputs(job)
    for part in partitions:
        for _ in inputs.keys(read(part)):
            pass
    return inputs.count, inputs.total


def add_inputs(results: Iterable[PartitionResult]) -> str:
    """Hash of all records of several partitions, whatever the order of either."""
    return f"{sum(int(result.inputs, 16) for result in results) % _MODULUS:064x}"


class _Inputs:
    """Counts and hashes the records of a partition as they pass."""

    def __init__(self, job: FigureJob) -> None:
        found = job.toolbox.fingerprints
        self._tools = f"{found.data}\0{found.code}\0{job.drawn}" + (f"\0{job.heard}" if job.told else "")
        self._sum = 0
        self.count = 0

    def keys(self, sources: Iterable[RecordText | RecordError]) -> Iterator[tuple[RecordText | RecordError, str]]:
        """Every record with its first key, which is empty for what could not be read."""
        for source in sources:
            self.count += 1
            key = "" if isinstance(source, RecordError) else _first_key(self._tools, source)
            content = f"{key or source}\0{source.file}".encode()
            self._sum += int.from_bytes(hashlib.sha256(content).digest(), "big")
            yield source, key

    @property
    def total(self) -> str:
        """Hash of all of them, in hex."""
        return f"{self._sum % _MODULUS:064x}"


def _first_key(tools: str, source: RecordText) -> str:
    return hashlib.sha256(f"{tools}\0{source.form}\0{digest(source)}".encode()).hexdigest()


def _second_key(fingerprints: Fingerprints, figure: GroundedFigure, told: Sequence[Told], verdicts: str) -> str:
    plain = structs.replace(figure, record=structs.replace(figure.record, file=""))
    content = hashlib.sha256(msgspec.msgpack.encode(plain)).hexdigest()
    if told:
        content += hashlib.sha256(msgspec.msgpack.encode(told)).hexdigest()
    return hashlib.sha256(f"{fingerprints.code}\0{content}\0{verdicts}".encode()).hexdigest()


def _verdicts_that_changed(memory: Memory, toolbox: Toolbox) -> Verdicts | None:
    """The verdicts of curators, or None where they are those of the build before."""
    if memory.about.fingerprints.verdicts == toolbox.fingerprints.verdicts:
        return None
    return load_verdicts(Path(toolbox.mappings))


def _recall(
    memory: Memory | None, key: str, source: RecordText | RecordError, verdicts: Verdicts | None
) -> Known | Refused | None:
    """What the build before remembers of a record; what cannot be read now is never remembered but told again."""
    if isinstance(source, RecordError):
        return Refused("", Refusal(source.file, source.field, source.reason), source.file)
    found = memory.recall(key) if memory is not None else None
    if isinstance(found, Refusal):
        return Refused(key, structs.replace(found, file=source.file + found.file), source.file)
    if found is None or memory is None:
        return None
    if verdicts is not None:
        figid, curies, before = memory.verdicts(found)
        if concern(verdicts, figid, curies) != before:
            return None
    return Known(key, found, source.file)


class _Maker:
    """Makes the graphs of records."""

    def __init__(
        self,
        toolbox: Toolbox,
        memory: Memory | None,
        drawings: DrawingIndex | None,
        told: ToldIndex | None,
        quads: str,
    ) -> None:
        self._toolbox = toolbox
        self._memory = memory
        self._drawings = drawings
        self._told = told
        self._quads = quads

    def __call__(self, source: RecordText) -> tuple[str, _Graph | None]:
        """Second key of a record's figure, and its graph where it is not known.

        Raises:
            RecordError: the record cannot be used.
        """
        tools = self._toolbox.open()
        record = parse_record(source)
        annotations = () if self._drawings is None else self._drawings.of(record)
        figure = tools.grounder.ground(with_drawings(record, annotations))
        told = () if self._told is None else self._told.of(record.caption)
        shown = tools.nodes.ground(figure, tools.modifiers)
        verdicts = tools.verdicts.concerning(record.figid, _curies(shown))
        key = _second_key(tools.fingerprints, figure, told, digest_of(verdicts))
        if self._memory is not None and self._memory.holds(key):
            return key, None
        stated = tools.relator.weigh(figure.record.caption, figure.mentions, told)
        assertions = stated.assertions
        figure = settle(figure, {end for one in assertions for end in (one.subject, one.object)})
        candidates = _among(figure, stated.candidates)
        figure = tools.nodes.ground(figure, tools.modifiers)
        drawn = relate_drawings(figure, tools.drawings)
        worth = tools.verdicts.settings.confirmed
        judged = judge(record.figid, assertions, drawn.statements, candidates, verdicts, worth)
        graph = tools.writer.graph(figure, judged.assertions, judged.drawn, judged.candidates, judged.verdicts)
        statistics = graph.statistics(tools.vocabulary)
        entry = structs.replace(
            _entry(figure, judged, self._quads, statistics),
            verdicts=concern(tools.verdicts, record.figid, _curies(figure)),
            curated=decided_words(figure, tools.grounder.corrections),
            drawn=drawn.tallies,
        )
        return key, _Graph(graph.name, entry, graph.lines())


class _Graph(Struct, frozen=True):
    """The graph of a figure: its name, its entry, its lines."""

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

    def __init__(self, quads: BinaryIO, outcomes: BinaryIO, toolbox: Toolbox) -> None:
        self._quads = quads
        self._outcomes = outcomes
        self._toolbox = toolbox
        self._waiting: dict[str, _Waiting] = {}
        self._lines = 0
        self._offset = 0

    def make(self, key: str, source: RecordText, make: Callable[[RecordText], tuple[str, _Graph | None]]) -> None:
        """Make the graph of a record, or refuse it."""
        try:
            second, graph = make(source)
        except RecordError as error:
            self._refuse(key, error, source.file)
            return
        if graph is None:
            self.write(Known(key, second, source.file))
            return
        if graph.name in self._waiting or self._lines > LINES_AT_ONCE:
            self.flush()  # a second record of a figure is not checked together with the first
        self._waiting[graph.name] = _Waiting(key, second, source.file, graph.entry, graph.lines)
        self._lines += len(graph.lines)

    def flush(self) -> None:
        """Check and write the graphs taken on; one that violates a shape is refused."""
        if not self._waiting:
            return
        lines = [line for one in self._waiting.values() for line in one.lines]
        faults = {fault.figure: fault for fault in self._toolbox.open().checker.check_lines(lines)}
        for graph, one in self._waiting.items():
            fault = faults.get(graph[1:-1].removeprefix(GRAPHS))
            if fault is not None:
                self._refuse(one.first_key, RecordError(one.record, "(graph)", str(fault)), one.record)
                continue
            block = b"".join(map(str.encode, one.lines))
            place = structs.replace(one.entry.place, offset=self._offset, length=len(block))
            self._quads.write(block)
            self.write(Made(one.first_key, one.second_key, structs.replace(one.entry, place=place)))
            self._offset += len(block)
        self._waiting = {}
        self._lines = 0

    def _refuse(self, key: str, error: RecordError, record: str) -> None:
        self.write(Refused(key, Refusal(error.file, error.field, error.reason), record))

    def write(self, outcome: Outcome) -> None:
        """Write what a record came to."""
        self._outcomes.write(_encoder.encode(outcome) + b"\n")


def _curies(figure: GroundedFigure) -> frozenset[str]:
    return frozenset(one.curie for one in figure.entities)


def _among(figure: GroundedFigure, candidates: Sequence[Assertion]) -> list[Assertion]:
    """The candidates whose ends the figure has otherwise: what is only perhaps stated makes nothing known."""
    known = {entity.curie for entity in figure.entities}
    return [one for one in candidates if one.subject in known and one.object in known]


def _entry(
    figure: GroundedFigure,
    judged: Judged,
    partition: str,
    statistics: Statistics,
) -> FigureEntry:
    record = figure.record
    return FigureEntry(
        figid=record.figid,
        generation=record.generation,
        digest=record.digest,
        file=record.file,
        place=LineRange(partition, 0, 0),
        pmcid=record.pmcid,
        paper_title=record.paper_title or "",
        year=record.year,
        doi=record.doi or "",
        journal=record.journal or "",
        reference=record.reference or "",
        taxon=figure.taxon,
        entities=figure.entities,
        assertions=tuple(one for one in _entries(record.figid, judged) if not judged.rejects(one.key)),
        statistics=statistics,
        judged=judged.met,
    )


def _entries(figid: str, judged: Judged) -> Iterator[AssertionEntry]:
    for assertion in judged.assertions:
        yield _assertion_entry(figid, assertion)
    for one in judged.drawn:
        yield _drawn_entry(figid, one)


def _assertion_entry(figid: str, assertion: Assertion) -> AssertionEntry:
    return AssertionEntry(
        key=key_of_assertion(figid, assertion),
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
        hedged=one.hedged,
        explicit=True,
        negated=False,
    )
