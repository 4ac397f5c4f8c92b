"""The ledger: what every record came to, kept in SQLite until the graphs that need all figures are written.

Nothing vanishes: each record read is entered once, as a figure or in quarantine, and the ledger's counts
must add up. SQLite sorts and groups on disk, so memory does not grow with the number of figures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec import Struct

from figkg.emit.edges import EdgeSupport
from figkg.emit.statistics import Statistics
from figkg.base.errors import RecordError
from figkg.ground.figure import Entity
from figkg.base.place import Place

GENERATION_RANK = {"api": 0, "1a": 1, "1b": 2, "2": 3}
"""Which of several records of one figure is used: the later generation; among equals the smaller digest."""


class AssertionEntry(Struct, frozen=True, array_like=True):
    """What aggregation needs to know of one assertion; see :class:`figkg.relate.assertion.Assertion`."""

    key: str
    subject: str
    sign: int
    object: str
    confidence: float
    hedged: bool
    explicit: bool
    negated: bool


class FigureEntry(Struct, frozen=True, array_like=True):
    """One figure that became a graph.

    Attributes:
        figid: identifier of the figure.
        generation: generation of the record.
        digest: digest of the record.
        file: where the record was read.
        place: where the figure's lines are.
        pmcid: the paper.
        paper_title: title of the paper, or empty.
        year: year of the paper, or None.
        doi: DOI of the paper, or empty.
        journal: journal of the paper, or empty.
        taxon: organism of the figure, or empty.
        entities: the figure's entities.
        assertions: what its caption states.
        doubts: doubts of its groundings, one for each grounding that has it.
        statistics: of the figure's graph.
    """

    figid: str
    generation: str
    digest: str
    file: str
    place: Place
    pmcid: str
    paper_title: str
    year: int | None
    doi: str
    journal: str
    taxon: str
    entities: tuple[Entity, ...]
    assertions: tuple[AssertionEntry, ...]
    doubts: tuple[str, ...]
    statistics: Statistics


class Refusal(Struct, frozen=True, array_like=True):
    """One record that became nothing: file, field and reason, as quarantine.jsonl states them."""

    file: str
    field: str
    reason: str


_SCHEMA = """
CREATE TABLE figure (
    figid TEXT PRIMARY KEY, rank INTEGER, digest TEXT, file TEXT, partition TEXT, offset INTEGER,
    length INTEGER, pmcid TEXT, year INTEGER, taxon TEXT, paper_title TEXT, doi TEXT, journal TEXT,
    statistics BLOB, memory_key TEXT
) WITHOUT ROWID;
CREATE TABLE assertion (
    subject TEXT, sign INTEGER, object TEXT, key TEXT, confidence REAL, hedged INTEGER, explicit INTEGER,
    negated INTEGER, figid TEXT
);
CREATE INDEX assertion_of_figure ON assertion (figid);
CREATE TABLE depiction (figid TEXT, curie TEXT, PRIMARY KEY (figid, curie)) WITHOUT ROWID;
CREATE TABLE entity (curie TEXT PRIMARY KEY, kind TEXT, label TEXT, taxon TEXT) WITHOUT ROWID;
CREATE TABLE doubt (figid TEXT, name TEXT);
CREATE INDEX doubt_of_figure ON doubt (figid);
CREATE TABLE refusal (file TEXT, field TEXT, reason TEXT);
CREATE TABLE block (subject TEXT, lines TEXT);
"""


class Ledger:
    """The ledger of one run. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self._contested: set[str] = set()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def enter_refusal(self, refusal: Refusal) -> None:
        """Enter a record that cannot be used."""
        self._database.execute("INSERT INTO refusal VALUES (?, ?, ?)", (refusal.file, refusal.field, refusal.reason))

    def enter_figure(self, entry: FigureEntry, memory_key: str = "") -> None:
        """Enter a figure; of several records with one figid the best stays, the others are refused.

        Args:
            entry: the figure.
            memory_key: by which the next build finds its graph; see :mod:`figkg.build.memory`.
        """
        rank = GENERATION_RANK[entry.generation]
        known = self._database.execute(
            "SELECT rank, digest, file, memory_key FROM figure WHERE figid = ?", (entry.figid,)
        ).fetchone()
        if known is not None:
            known_rank, known_digest, known_file, known_key = known
            if memory_key != known_key:
                self._contested.add(entry.figid)
            if (-known_rank, known_digest, known_file) <= (-rank, entry.digest, entry.file):
                self._refuse_double(entry.figid, entry.file, known_file)
                return
            self._refuse_double(entry.figid, known_file, entry.file)
            for table in ("figure", "assertion", "depiction", "doubt"):
                self._database.execute(f"DELETE FROM {table} WHERE figid = ?", (entry.figid,))  # noqa: S608
        self._insert(entry, rank, memory_key)

    @property
    def contested(self) -> frozenset[str]:
        """Identifiers of figures of which several records with different graphs were entered."""
        return frozenset(self._contested)

    def _refuse_double(self, figid: str, file: str, kept: str) -> None:
        error = RecordError(file, "figid", f"another record of figure {figid} was used: {kept}")
        self.enter_refusal(Refusal(error.file, error.field, error.reason))

    def _insert(self, entry: FigureEntry, rank: int, memory_key: str) -> None:
        run = self._database
        run.execute(
            "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(entry.figid, rank, entry.digest, entry.file),
                *(entry.place.partition, entry.place.offset, entry.place.length),
                *(entry.pmcid, entry.year, entry.taxon, entry.paper_title, entry.doi, entry.journal),
                msgspec.msgpack.encode(entry.statistics),
                memory_key,
            ),
        )
        run.executemany(
            "INSERT INTO assertion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(one.subject, one.sign, one.object, one.key, one.confidence),
                    one.hedged,
                    one.explicit,
                    one.negated,
                    entry.figid,
                )
                for one in entry.assertions
            ],
        )
        run.executemany("INSERT INTO depiction VALUES (?, ?)", [(entry.figid, one.curie) for one in entry.entities])
        run.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?) ON CONFLICT (curie) DO UPDATE SET "
            "label = min(label, excluded.label), kind = min(kind, excluded.kind)",
            [(one.curie, one.kind, one.label, one.taxon) for one in entry.entities],
        )
        run.executemany("INSERT INTO doubt VALUES (?, ?)", [(entry.figid, doubt) for doubt in entry.doubts])

    def figures(self) -> Iterator[tuple[str, str, Place]]:
        """Every figure by figid, with its memory key and the place of its lines."""
        for figid, key, *place in self._database.execute(
            "SELECT figid, memory_key, partition, offset, length FROM figure ORDER BY figid"
        ):
            yield figid, key, Place(*place)

    def statistics(self) -> Statistics:
        """The statistics of the graphs of all figures together."""
        total = Statistics()
        decode = msgspec.msgpack.Decoder(Statistics).decode
        for (packed,) in self._database.execute("SELECT statistics FROM figure"):
            total.add(decode(packed))
        return total

    def depictions(self) -> dict[str, int]:
        """How many pairs of a figure and an entity there are, by the prefix of the entity's CURIE."""
        rows = self._database.execute(
            "SELECT substr(curie, 1, instr(curie, ':') - 1) AS prefix, count(*) FROM depiction GROUP BY prefix"
        )
        return dict(rows)

    def edge_rows(self) -> Iterator[EdgeSupport]:
        """Every assertion that is not negated, ordered by subject, object, sign and figure."""
        rows = self._database.execute(
            "SELECT subject, sign, object, key, confidence, hedged, explicit, figure.figid, pmcid, year, taxon "
            "FROM assertion JOIN figure USING (figid) WHERE NOT negated "
            "ORDER BY subject, object, sign, figid, key"
        )
        for row in rows:
            subject, sign, object_, key, confidence, hedged, explicit, *rest = row
            yield EdgeSupport(subject, sign, object_, key, confidence, bool(hedged), bool(explicit), *rest)

    def diseases(self, figid: str) -> list[str]:
        """CURIEs of the diseases of a figure, sorted."""
        rows = self._database.execute(
            "SELECT curie FROM depiction JOIN entity USING (curie) WHERE figid = ? AND kind = 'disease' ORDER BY curie",
            (figid,),
        )
        return [curie for (curie,) in rows]

    def entities(self) -> Iterator[Entity]:
        """Every entity of a figure that is a graph, by CURIE."""
        rows = self._database.execute(
            "SELECT DISTINCT curie, kind, label, taxon FROM entity JOIN depiction USING (curie) ORDER BY curie"
        )
        for curie, kind, label, taxon in rows:
            yield Entity(curie, kind, label, taxon)

    def papers(self) -> Iterator[tuple[str, str, int | None, str, str]]:
        """Every paper by PMC identifier: identifier, title, year, DOI, journal; the fullest of what figures say."""
        yield from self._database.execute(
            "SELECT pmcid, max(paper_title), max(year), max(doi), max(journal) FROM figure GROUP BY pmcid"
        )

    def refusals(self) -> Iterator[Refusal]:
        """Every refused record by file."""
        for row in self._database.execute("SELECT file, field, reason FROM refusal ORDER BY file, field, reason"):
            yield Refusal(*row)

    def counts(self) -> dict[str, int]:
        """How many there are of: figures, papers, quarantined, assertions, negated, figures_with_assertions."""
        one = self._database.execute
        return {
            "figures": one("SELECT count(*) FROM figure").fetchone()[0],
            "papers": one("SELECT count(DISTINCT pmcid) FROM figure").fetchone()[0],
            "quarantined": one("SELECT count(*) FROM refusal").fetchone()[0],
            "assertions": one("SELECT count(*) FROM assertion WHERE NOT negated").fetchone()[0],
            "negated": one("SELECT count(*) FROM assertion WHERE negated").fetchone()[0],
            "figures_with_assertions": one("SELECT count(DISTINCT figid) FROM assertion").fetchone()[0],
        }

    def entity_counts(self) -> dict[str, int]:
        """How many distinct entities there are of each kind."""
        rows = self._database.execute(
            "SELECT kind, count(DISTINCT curie) FROM entity JOIN depiction USING (curie) GROUP BY kind ORDER BY kind"
        )
        return dict(rows)

    def doubt_counts(self) -> dict[str, int]:
        """How many groundings have each doubt."""
        return dict(self._database.execute("SELECT name, count(*) FROM doubt GROUP BY name ORDER BY name"))

    def sorted_lines(self, groups: Iterable[Sequence[str]]) -> Iterator[list[str]]:
        """Lines of N-Quads in code point order, each once, those of a subject together; sorted on disk.

        No term is the beginning of another, so lines are in order when their subjects are, and those of one subject.

        Args:
            groups: lines with their ends, in any order; those of a subject are best kept together.
        """
        self._database.execute("DELETE FROM block")
        self._database.executemany("INSERT INTO block VALUES (?, ?)", _blocks(groups))
        rows = self._database.execute("SELECT subject, lines FROM block ORDER BY subject")
        for _, blocks in groupby(rows, key=itemgetter(0)):
            first, *others = (_lines_of(block) for _, block in blocks)
            yield sorted({*first, *chain.from_iterable(others)}) if others else first


def _lines_of(block: str) -> list[str]:
    return [f"{line}\n" for line in block[:-1].split("\n")]  # splitlines also cuts at other characters


def _blocks(groups: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        for subject, lines in groupby(sorted(set(group)), key=_subject):
            yield subject, "".join(lines)


def _subject(line: str) -> str:
    return line[: line.index(" ")]
