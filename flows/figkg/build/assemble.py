"""Assembly of a release: the figures' graphs in order, then the graphs derived from all of them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from figkg import __version__
from figkg.base.errors import OutputError
from figkg.base.line_ranges import LineRange
from figkg.build.knowledge import Knowledge
from figkg.build.state import State
from figkg.emit.dataset import Description, ExampleQuery, dataset_quads
from figkg.emit.edges import Edge, aggregate, edge_quads
from figkg.emit.entities import entity_quads, taxon_quads, with_relatives
from figkg.emit.hierarchy import heading_quads, headings
from figkg.emit.ontology import vocabulary_quads
from figkg.emit.papers import paper_quads
from figkg.emit.statistics import Statistics, measured
from figkg.emit.vocabulary import edge_key
from figkg.graph.named_queries import with_prefixes

GRAPH_FILE = "figkg.nq"
DERIVED_FILE = "derived.nq"
QUARANTINE_FILE = "quarantine.jsonl"

_EXAMPLES = 3
_PIECE = 10_000_000
_REMEMBERED = 200_000
_EXACT_MATCH = "#exactMatch> "


class Gathered(Struct, frozen=True):
    """The graphs of figures, with which a release begins.

    Attributes:
        length: their bytes.
        contested: where the lines of figures are of which there were several records.
    """

    length: int
    contested: list[LineRange]


def gather(state: State, target: Path) -> Gathered:
    """Begin ``figkg.nq`` with the graphs of figures by figid, and write ``quarantine.jsonl``.

    Args:
        state: what was entered.
        target: folder of the build.

    Returns:
        Where they are.

    Raises:
        OutputError: a partition is not as long as was noted.
    """
    with (target / GRAPH_FILE).open("wb") as output:
        gathered = _copy_figures(state, output)
    with (target / QUARANTINE_FILE).open("wb") as output:
        for refusal in state.refusals():
            line = {"file": refusal.file, "field": refusal.field, "reason": refusal.reason}
            output.write(msgspec.json.encode(line) + b"\n")
    return gathered


def derive(state: State, target: Path, known: Knowledge, written: Callable[[LineRange], None] = lambda _: None) -> None:
    """Write what is derived from all figures, as ``derived.nq`` and at the end of ``figkg.nq``.

    The order of lines is fixed: the graphs of edges, entities, the vocabulary and the dataset; within a graph by code
    point. The same state gives the same bytes.

    Args:
        state: what was entered.
        target: folder of the build.
        known: what is known beside the figures.
        written: is told of whole lines in ``derived.nq`` as soon as they are there, piece by piece.
    """
    vocabulary, kinds = known.vocabulary, known.kinds
    tally = _Tally({prefix: f"<{vocabulary.prefixes[prefix]}" for prefix in kinds.linked("matched")})
    total = state.statistics()
    labels = {entity.curie: entity.label for entity in state.entities()}
    with _Pieces(target / DERIVED_FILE, written) as output:
        diseases = lru_cache(_REMEMBERED)(state.diseases)  # edges of a figure are far apart
        edges = tally.count(aggregate(state.edge_rows(), diseases))
        lines = state.sorted_lines(edge_quads(edge, labels.__getitem__, vocabulary) for edge in edges)
        output.write(measured(lines, total, vocabulary))
        lines = state.sorted_lines(tally.count_links(_entity_lines(state, known)))
        output.write(measured(lines, total, vocabulary))
        output.write([vocabulary_quads(known.ontologies, vocabulary)])
        total.subjects -= len(tally.causes)  # they are subjects in the graph of entities too
        description = _describe(state, tally, total, known)
        output.write([dataset_quads(description, vocabulary, kinds)])
    with (target / GRAPH_FILE).open("ab") as output, (target / DERIVED_FILE).open("rb") as derived:
        shutil.copyfileobj(derived, output, 1 << 20)


def _copy_figures(state: State, output: BinaryIO) -> Gathered:
    offset = 0
    contested = state.contested
    places: list[LineRange] = []
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for figid, key, place in state.figures():
            if place.partition not in files:
                files[place.partition] = stack.enter_context(open(place.partition, "rb"))
            files[place.partition].seek(place.offset)
            lines = files[place.partition].read(place.length)
            if len(lines) != place.length:
                raise OutputError(place.partition, f"breaks off at figure {figid}")
            output.write(lines)
            state.note_place(key, offset, place.length)
            if figid in contested:
                places.append(LineRange(output.name, offset, place.length))
            offset += place.length
    return Gathered(offset, places)


def _entity_lines(state: State, known: Knowledge) -> Iterator[list[str]]:
    tables, vocabulary = known.tables, known.vocabulary
    shown = {entity.curie for entity in state.entities()}
    for entity in with_relatives(state.entities(), tables):
        told = entity.curie in shown
        yield entity_quads(entity, tables, known.names, vocabulary, known.kinds, shown=told)
    for curie in headings(shown, tables):
        yield heading_quads(curie, tables, known.names, vocabulary)
    for taxon in state.taxa():
        yield taxon_quads(taxon, known.organisms.get(taxon, ""), vocabulary)
    for paper in state.papers():
        yield paper_quads(paper, known.papers.of(paper.pmcid), vocabulary)


def _describe(state: State, tally: _Tally, total: Statistics, known: Knowledge) -> Description:
    figures, papers = state.counts()
    depicted = state.depictions()
    links = {prefix: depicted[prefix] for prefix in known.kinds.linked("shown") if prefix in depicted}
    prefixes = known.vocabulary.prefixes
    return Description(
        version=__version__,
        run=known.run,
        figures=figures,
        papers=papers,
        edges=tally.edges,
        statistics=total,
        links=links | dict(sorted(tally.links.items())),
        examples=[known.vocabulary.edge(key) for key in tally.examples],
        queries=[
            ExampleQuery(one.name, one.title, one.question, with_prefixes(one.text, prefixes)) for one in known.queries
        ],
    )


class _Pieces:
    """A file of lines that is told of as it grows; a context manager."""

    def __init__(self, path: Path, written: Callable[[LineRange], None], size: int = _PIECE) -> None:
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
            self._written(LineRange(str(self._path), self._told, end - self._told))
        self._told = end


class _Tally:
    """Counts edges and links as they pass.

    Args:
        linked: how the IRIs of other datasets begin as terms, by prefix.
    """

    def __init__(self, linked: Mapping[str, str]) -> None:
        self._linked = linked
        self.edges = 0
        self.causes: set[str] = set()
        self.examples: list[str] = []
        self.links: Counter[str] = Counter()

    def count(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        for edge in edges:
            self.edges += 1
            if edge.outright:
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
