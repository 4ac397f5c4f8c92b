"""One partition of records through all rooms: extract → ground → relate → emit.

Plain Python without an orchestrator, so that a process pool, a Dask worker or a test can call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from flows import __version__
from flows.emit.figure_graph import figure_quads
from flows.emit.ledger import AssertionEntry, FigureEntry, Refusal
from flows.emit.vocabulary import Vocabulary, assertion_key
from flows.errors import RecordError
from flows.extract import parse_record, read
from flows.ground import GroundedFigure, Grounder, load_grounder
from flows.relate import Assertion, Relator, load_relator
from flows.resources import read_prefixes

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


@lru_cache(maxsize=1)
def open_rooms(mappings: Path) -> Rooms:
    """Load reference tables, lexicon and prefixes.

    Raises:
        MappingError: one of them is missing or wrong.
    """
    return Rooms(load_grounder(mappings), load_relator(mappings), Vocabulary(read_prefixes()))


def process_partition(partition: Path, target: Path, mappings: Path) -> PartitionResult:
    """Turn the records of a partition into graphs.

    Args:
        partition: file that :func:`flows.extract.partition` wrote.
        target: folder for the results, named after the partition.
        mappings: the mappings folder.

    Returns:
        Paths and counts; the content stays on disk.

    Raises:
        MappingError: a mapping table is missing or wrong.
        OSError: the target cannot be written.
    """
    rooms = open_rooms(mappings)
    quads = target / f"{partition.stem}.nq"
    entries = target / f"{partition.stem}.entries.jsonl"
    count = offset = 0
    with quads.open("wb") as quads_file, entries.open("wb") as entries_file:
        for source in read(partition):
            count += 1
            entry: FigureEntry | Refusal
            try:
                if isinstance(source, RecordError):
                    raise source
                figure = rooms.grounder.ground(parse_record(source))
                assertions = rooms.relator.relate(figure.record.caption, figure.mentions)
                block = "".join(figure_quads(figure, assertions, rooms.vocabulary, __version__)).encode()
                entry = _entry(figure, assertions, str(quads), offset, len(block))
                quads_file.write(block)
                offset += len(block)
            except RecordError as error:
                entry = Refusal(error.file, error.field, error.reason)
            kind = b"F" if isinstance(entry, FigureEntry) else b"R"
            entries_file.write(kind + _encoder.encode(entry) + b"\n")
    return PartitionResult(str(quads), str(entries), count)


def _entry(
    figure: GroundedFigure, assertions: Sequence[Assertion], quads: str, offset: int, length: int
) -> FigureEntry:
    record = figure.record
    return FigureEntry(
        figid=record.figid,
        generation=record.generation,
        digest=record.digest,
        file=record.file,
        partition=quads,
        offset=offset,
        length=length,
        pmcid=record.pmcid,
        paper_title=record.paper_title or "",
        year=record.year,
        doi=record.doi or "",
        journal=record.journal or "",
        taxon=figure.taxon,
        entities=figure.entities,
        assertions=tuple(_assertion_entry(record.figid, assertion) for assertion in assertions),
        doubts=tuple(doubt for grounding in figure.groundings for doubt in grounding.doubts),
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
