"""Assembly of a release: the figures' graphs in order, then the graphs derived from all of them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct, field

from figkg import __version__
from figkg.base.kinds import Kinds, read_kinds
from figkg.base.resources import mappings_folder
from figkg.emit.dataset import Description, ExampleQuery, dataset_quads
from figkg.emit.edges import Edge, aggregate, edge_quads
from figkg.emit.entities import entity_quads, paper_quads, with_relatives
from figkg.build.ledger import Ledger
from figkg.build.memory import Known, Memory, MemoryWriter, Outcome, Refused
from figkg.emit.statistics import Statistics, measured
from figkg.emit.vocabulary import Vocabulary, edge_key
from figkg.base.errors import OutputError
from figkg.graph.named_queries import NamedQuery, with_prefixes
from figkg.base.place import Place
from figkg.reference.tables import ReferenceTables

GRAPH_FILE = "figkg.nq"
DERIVED_FILE = "derived.nq"
QUARANTINE_FILE = "quarantine.jsonl"

_EXAMPLES = 3
_PIECE = 10_000_000
_REMEMBERED = 200_000
_EXACT_MATCH = "#exactMatch> "


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


class Entered(Struct):
    """What entering came to.

    Attributes:
        made: figures whose graph was made in this run, doubles included.
        known: figures whose graph was taken over, doubles included.
        places: where the lines of all of them are; neighbours are one place.
    """

    made: int = 0
    known: int = 0
    places: list[Place] = field(default_factory=list)

    def add(self, place: Place) -> None:
        """Add the place of a graph."""
        last = self.places[-1] if self.places else None
        if last is not None and last.partition == place.partition and last.offset + last.length == place.offset:
            self.places[-1] = Place(last.partition, last.offset, last.length + place.length)
        else:
            self.places.append(place)


class Gathered(Struct, frozen=True):
    """The graphs of figures, with which a release begins.

    Attributes:
        length: their bytes.
        contested: where the lines of figures are of which there were several records.
    """

    length: int
    contested: list[Place]


def enter(ledger: Ledger, outcomes: Path, writer: MemoryWriter, before: Memory | None = None) -> Entered:
    """Enter what the records of one partition came to.

    Args:
        ledger: of this run.
        outcomes: JSON lines that :func:`figkg.build.figures.process_partition` wrote.
        writer: the memory of this run.
        before: that of the build before.
    """
    decoder = msgspec.json.Decoder(Outcome)
    entered = Entered()
    with outcomes.open("rb") as lines:
        for line in lines:
            one = decoder.decode(line)
            if isinstance(one, Refused):
                ledger.enter_refusal(one.refusal)
                if one.first_key:
                    writer.note_refusal(one.first_key, one.refusal, one.record)
                continue
            if isinstance(one, Known):
                assert before is not None
                entry = before.entry(one.second_key, one.file)
                entered.known += 1
            else:
                entry = one.entry
                entered.made += 1
            entered.add(entry.place)
            ledger.enter_figure(entry, one.second_key)
            writer.note_graph(one.first_key, one.second_key, entry)
    return entered


def assemble(
    ledger: Ledger,
    target: Path,
    tables: ReferenceTables,
    vocabulary: Vocabulary,
    queries: Sequence[NamedQuery] = (),
    *,
    writer: MemoryWriter,
) -> EdgeCounts:
    """Write a release: :func:`gather`, then :func:`derive`."""
    gather(ledger, target, writer)
    return derive(ledger, target, tables, vocabulary, queries)


def gather(ledger: Ledger, target: Path, writer: MemoryWriter) -> Gathered:
    """Begin ``figkg.nq`` with the graphs of figures by figid, and write ``quarantine.jsonl``.

    Args:
        ledger: the filled ledger.
        target: folder of the build.
        writer: the memory of this run, which notes where the lines of each figure are.

    Returns:
        Where they are.

    Raises:
        OutputError: a partition is not as long as the ledger says.
    """
    with (target / GRAPH_FILE).open("wb") as output:
        gathered = _copy_figures(ledger, output, writer)
    with (target / QUARANTINE_FILE).open("wb") as output:
        for refusal in ledger.refusals():
            line = {"file": refusal.file, "field": refusal.field, "reason": refusal.reason}
            output.write(msgspec.json.encode(line) + b"\n")
    return gathered


def derive(
    ledger: Ledger,
    target: Path,
    tables: ReferenceTables,
    vocabulary: Vocabulary,
    queries: Sequence[NamedQuery] = (),
    written: Callable[[Place], None] = lambda _: None,
) -> EdgeCounts:
    """Write what is derived from all figures, as ``derived.nq`` and at the end of ``figkg.nq``.

    The order of lines is fixed: the graphs of edges, entities and the dataset; within a graph by code point. The same
    ledger gives the same bytes.

    Args:
        ledger: the filled ledger.
        target: folder of the build.
        tables: the reference tables.
        vocabulary: expands terms.
        queries: named queries that the description of the dataset shows.
        written: is told of whole lines in ``derived.nq`` as soon as they are there, piece by piece.

    Returns:
        Counts of edges.
    """
    kinds = read_kinds(mappings_folder())
    tally = _Tally({prefix: f"<{vocabulary.prefixes[prefix]}" for prefix in kinds.linked("matched")})
    total = ledger.statistics()
    labels = {entity.curie: entity.label for entity in ledger.entities()}
    with _Pieces(target / DERIVED_FILE, written) as output:
        diseases = lru_cache(_REMEMBERED)(ledger.diseases)  # edges of a figure are far apart
        edges = tally.count(aggregate(ledger.edge_rows(), diseases))
        lines = ledger.sorted_lines(edge_quads(edge, labels.__getitem__, vocabulary) for edge in edges)
        output.write(measured(lines, total, vocabulary))
        lines = ledger.sorted_lines(tally.count_links(_entity_lines(ledger, tables, vocabulary, kinds)))
        output.write(measured(lines, total, vocabulary))
        total.subjects -= len(tally.causes)  # they are subjects in the graph of entities too
        description = _describe(ledger, tally, total, queries, vocabulary, kinds)
        output.write([dataset_quads(description, vocabulary, kinds)])
    with (target / GRAPH_FILE).open("ab") as output, (target / DERIVED_FILE).open("rb") as derived:
        shutil.copyfileobj(derived, output, 1 << 20)
    return EdgeCounts(tally.activating, tally.inhibiting, tally.inferred, tally.contradicted)


def _copy_figures(ledger: Ledger, output: BinaryIO, writer: MemoryWriter) -> Gathered:
    offset = 0
    contested = ledger.contested
    places: list[Place] = []
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for figid, key, place in ledger.figures():
            if place.partition not in files:
                files[place.partition] = stack.enter_context(open(place.partition, "rb"))
            files[place.partition].seek(place.offset)
            lines = files[place.partition].read(place.length)
            if len(lines) != place.length:
                raise OutputError(place.partition, f"breaks off at figure {figid}")
            output.write(lines)
            writer.note_place(figid, key, offset, place.length)
            if figid in contested:
                places.append(Place(output.name, offset, place.length))
            offset += place.length
    return Gathered(offset, places)


def _entity_lines(
    ledger: Ledger, tables: ReferenceTables, vocabulary: Vocabulary, kinds: Kinds
) -> Iterator[list[str]]:
    for entity in with_relatives(ledger.entities(), tables):
        yield entity_quads(entity, tables, vocabulary, kinds)
    for paper in ledger.papers():
        yield paper_quads(*paper, vocabulary)


def _describe(
    ledger: Ledger,
    tally: _Tally,
    total: Statistics,
    queries: Sequence[NamedQuery],
    vocabulary: Vocabulary,
    kinds: Kinds,
) -> Description:
    counts = ledger.counts()
    depicted = ledger.depictions()
    links = {prefix: depicted[prefix] for prefix in kinds.linked("shown") if prefix in depicted}
    return Description(
        version=__version__,
        figures=counts["figures"],
        papers=counts["papers"],
        edges=tally.activating + tally.inhibiting,
        statistics=total,
        links=links | dict(sorted(tally.links.items())),
        examples=[vocabulary.edge(key) for key in tally.examples],
        queries=[
            ExampleQuery(one.name, one.title, one.question, with_prefixes(one.text, vocabulary.prefixes))
            for one in queries
        ],
    )


class _Pieces:
    """A file of lines that is told of as it grows; a context manager."""

    def __init__(self, path: Path, written: Callable[[Place], None], size: int = _PIECE) -> None:
        self._path = path
        self._written = written
        self._size = size
        self._told = 0

    def __enter__(self) -> _Pieces:
        self._file = self._path.open("wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._tell()
        self._file.close()

    def write(self, blocks: Iterable[list[str]]) -> None:
        """Write lines."""
        for lines in blocks:
            self._file.write("".join(lines).encode())
            if self._file.tell() - self._told >= self._size:
                self._tell()

    def _tell(self) -> None:
        self._file.flush()
        end = self._file.tell()
        if end > self._told:
            self._written(Place(str(self._path), self._told, end - self._told))
        self._told = end


class _Tally:
    """Counts edges and links as they pass.

    Args:
        linked: how the IRIs of other datasets begin as terms, by prefix.
    """

    def __init__(self, linked: Mapping[str, str]) -> None:
        self._linked = linked
        self.activating = self.inhibiting = self.inferred = self.contradicted = 0
        self.causes: set[str] = set()
        self.examples: list[str] = []
        self.links: Counter[str] = Counter()

    def count(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        for edge in edges:
            self.activating += edge.sign > 0
            self.inhibiting += edge.sign < 0
            self.inferred += not edge.explicit
            self.contradicted += edge.contradicted
            if edge.explicit:
                self.causes.add(edge.subject)
            if len(self.examples) < _EXAMPLES:
                self.examples.append(edge_key(edge.subject, edge.sign, edge.object))
            yield edge

    def count_links(self, groups: Iterable[list[str]]) -> Iterator[list[str]]:
        for lines in groups:
            for line in lines:
                if _EXACT_MATCH in line:
                    thing = line.split(" ", 3)[2]
                    self.links.update(prefix for prefix, base in self._linked.items() if thing.startswith(base))
            yield lines
