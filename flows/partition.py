"""One partition of records through all rooms: extract → ground → relate → emit → validate.

Plain Python without an orchestrator, so that a process pool, a Dask worker or a test can call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct

from flows import __version__
from flows.emit.figure_graph import figure_triples, quad_lines
from flows.emit.ledger import AssertionEntry, FigureEntry, Place, Refusal
from flows.emit.statistics import Statistics, measure
from flows.emit.vocabulary import UNRESERVED, Vocabulary, assertion_key
from flows.errors import RecordError
from flows.extract import parse_record, read
from flows.ground import GroundedFigure, Grounder, load_grounder
from flows.relate import Assertion, Relator, load_relator
from flows.resources import ontologies_folder, read_prefixes
from flows.validate import ShapeChecker
from flows.validate.shapes import FILE as SHAPES_FILE

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
    offset = 0
    reached: list[FigureEntry | Refusal] = []
    with quads.open("wb") as quads_file:
        for source in read(partition):
            try:
                if isinstance(source, RecordError):
                    raise source
                figure = rooms.grounder.ground(parse_record(source))
                assertions = rooms.relator.relate(figure.record.caption, figure.mentions)
                triples = figure_triples(figure, assertions, rooms.vocabulary, __version__)
                lines = quad_lines(triples, rooms.vocabulary.graph(figure.record.figid))
                block = "".join(lines).encode()
                place = Place(str(quads), offset, len(block))
                reached.append(_entry(figure, assertions, place, measure(triples, rooms.vocabulary)))
                quads_file.write(block)
                offset += len(block)
            except RecordError as error:
                reached.append(Refusal(error.file, error.field, error.reason))
    faults = {one.figure: one for one in rooms.checker.check_file(quads)}
    with entries.open("wb") as entries_file:
        for one in reached:
            fault = faults.get(quote(one.figid, safe=UNRESERVED)) if isinstance(one, FigureEntry) else None
            entry = one if fault is None else Refusal(one.file, "(graph)", str(fault))
            kind = b"F" if isinstance(entry, FigureEntry) else b"R"
            entries_file.write(kind + _encoder.encode(entry) + b"\n")
    return PartitionResult(str(quads), str(entries), len(reached))


def _entry(
    figure: GroundedFigure, assertions: Sequence[Assertion], place: Place, statistics: Statistics
) -> FigureEntry:
    record = figure.record
    return FigureEntry(
        figid=record.figid,
        generation=record.generation,
        digest=record.digest,
        file=record.file,
        place=place,
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
