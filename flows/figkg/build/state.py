"""The state of a build in SQLite: what every record came to, and what the next build may take over.

Nothing vanishes: each record read is entered once, as a figure or in quarantine, and the counts must add up. SQLite
sorts and groups on disk, so memory does not grow with the number of figures.

What the next build reads (:mod:`figkg.build.memory`) is one file in the folder of the build; what only this build
needs, for the graphs that are derived from all figures, lies in another that goes with its work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec import Struct

from figkg.base.errors import RecordError
from figkg.base.line_ranges import LineRange
from figkg.build.entries import FigureEntry, Known, Outcome, Refusal, Refused
from figkg.build.memory import STATE_FILE, About, Memory
from figkg.emit.edges import EdgeSupport
from figkg.emit.papers import Paper
from figkg.emit.statistics import Statistics
from figkg.ground.entities import HUMAN, is_name
from figkg.ground.figure import Entity
from figkg.relate.drawings import DrawnTally

_NAMED = 100
"""Changed figures that are named at most."""

GENERATION_RANK = {"api": 0, "bot": 1, "1a": 2, "1b": 3, "2": 4}
"""Which of several records of one figure is used: the later generation; among equals the smaller digest."""

_KEPT = """
CREATE TABLE about (content TEXT);
CREATE TABLE seen (first_key TEXT PRIMARY KEY, second_key TEXT, refusal TEXT);
CREATE TABLE curated (name TEXT);
CREATE TABLE graph (second_key TEXT PRIMARY KEY, figid TEXT, entry TEXT, offset INTEGER, length INTEGER);
"""
_PASSING = """
CREATE TABLE work.figure (
    figid TEXT PRIMARY KEY, rank INTEGER, digest TEXT, file TEXT, partition TEXT, offset INTEGER,
    length INTEGER, pmcid TEXT, year INTEGER, taxon TEXT, paper_title TEXT, doi TEXT, journal TEXT,
    reference TEXT, statistics BLOB, memory_key TEXT
) WITHOUT ROWID;
CREATE TABLE work.assertion (
    subject TEXT, sign INTEGER, object TEXT, key TEXT, confidence REAL, hedged INTEGER, explicit INTEGER,
    negated INTEGER, figid TEXT
);
CREATE INDEX work.assertion_of_figure ON assertion (figid);
CREATE TABLE work.depiction (figid TEXT, curie TEXT, PRIMARY KEY (figid, curie)) WITHOUT ROWID;
CREATE TABLE work.entity (curie TEXT PRIMARY KEY, kind TEXT, label TEXT, taxon TEXT) WITHOUT ROWID;
CREATE TABLE work.drawn (figid TEXT, tally TEXT);
CREATE TABLE work.refusal (file TEXT, field TEXT, reason TEXT);
CREATE TABLE work.block (subject TEXT, lines TEXT);
CREATE TABLE work.judged (figid TEXT, name TEXT);
CREATE TABLE work.decided (figid TEXT, word TEXT);
"""


class Stated(Struct, frozen=True):
    """What a figure states, in short: key, cause, sign and effect."""

    key: str
    subject: str
    sign: int
    object: str


class State:
    """The state of one run. Use as a context manager.

    Args:
        build: folder of the build, which gets ``state.sqlite``.
        work: folder for what only this run needs.
        before: the memory of the build before, from which graphs are taken over.
    """

    def __init__(self, build: Path, work: Path, before: Memory | None = None) -> None:
        self._before = before
        self._database = sqlite3.connect(build / STATE_FILE, check_same_thread=False)
        self._database.execute("ATTACH ? AS work", (str(work / "entries.sqlite"),))
        for schema in ("main", "work"):
            self._database.execute(f"PRAGMA {schema}.journal_mode = OFF")
            self._database.execute(f"PRAGMA {schema}.synchronous = OFF")
        self._database.executescript(_KEPT + _PASSING)
        self._contested: set[str] = set()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def enter(self, outcome: Outcome) -> LineRange | None:
        """Enter what a record came to; returns where the lines of its graph are, if it has one."""
        if isinstance(outcome, Refused):
            self.enter_refusal(outcome.refusal)
            if outcome.first_key:
                rest = outcome.refusal.file.removeprefix(outcome.record)
                self._remember(outcome.first_key, None, msgspec.structs.replace(outcome.refusal, file=rest))
            return None
        if isinstance(outcome, Known):
            assert self._before is not None
            entry = self._before.entry(outcome.second_key, outcome.file)
        else:
            entry = outcome.entry
        self.enter_figure(entry, outcome.second_key)
        self._remember(outcome.first_key, outcome.second_key, None)
        plain = msgspec.structs.replace(entry, file="", place=LineRange("", 0, 0))
        self._database.execute(
            "INSERT OR IGNORE INTO graph (second_key, figid, entry) VALUES (?, ?, ?)",
            (outcome.second_key, entry.figid, msgspec.json.encode(plain).decode()),
        )
        return entry.place

    def note_place(self, second_key: str, offset: int, length: int) -> None:
        """Remember where in ``figkg.nq`` the lines of a graph are."""
        values = (offset, length, second_key)
        self._database.execute("UPDATE graph SET offset = ?, length = ? WHERE second_key = ?", values)

    def finish(self, about: About) -> None:
        """Remember what all of this is of, and write everything to the file."""
        self._database.execute("INSERT INTO about VALUES (?)", (msgspec.json.encode(about).decode(),))
        self._database.commit()

    def _remember(self, first_key: str, second_key: str | None, refusal: Refusal | None) -> None:
        content = None if refusal is None else msgspec.json.encode(refusal).decode()
        self._database.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (first_key, second_key, content))

    def enter_refusal(self, refusal: Refusal) -> None:
        """Enter a record that cannot be used."""
        self._database.execute("INSERT INTO refusal VALUES (?, ?, ?)", (refusal.file, refusal.field, refusal.reason))

    def enter_figure(self, entry: FigureEntry, memory_key: str = "") -> None:
        """Enter a figure; of several records with one figid the best stays, the others are refused.

        Args:
            entry: the figure.
            memory_key: by which the next build finds its graph (:mod:`figkg.build.memory`).
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
            for table in ("figure", "assertion", "depiction", "judged", "decided", "drawn"):
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
            "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(entry.figid, rank, entry.digest, entry.file),
                *(entry.place.partition, entry.place.offset, entry.place.length),
                *(entry.pmcid, entry.year, entry.taxon, entry.paper_title, entry.doi, entry.journal),
                entry.reference,
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
        run.executemany("INSERT INTO judged VALUES (?, ?)", [(entry.figid, name) for name in entry.judged])
        run.executemany("INSERT INTO decided VALUES (?, ?)", [(entry.figid, word) for word in entry.curated])
        tallies = [(entry.figid, msgspec.json.encode(one).decode()) for one in entry.drawn]
        run.executemany("INSERT INTO drawn VALUES (?, ?)", tallies)
        run.executemany("INSERT INTO depiction VALUES (?, ?)", [(entry.figid, one.curie) for one in entry.entities])
        run.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?) ON CONFLICT (curie) DO UPDATE SET "
            "label = min(label, excluded.label), kind = min(kind, excluded.kind)",
            [(one.curie, one.kind, one.label, one.taxon) for one in entry.entities],
        )

    def figures(self) -> Iterator[tuple[str, str, LineRange]]:
        """Every figure by figid, with its memory key and the place of its lines."""
        for figid, key, *place in self._database.execute(
            "SELECT figid, memory_key, partition, offset, length FROM figure ORDER BY figid"
        ):
            yield figid, key, LineRange(*place)

    def statistics(self) -> Statistics:
        """The statistics of the graphs of all figures together."""
        total = Statistics()
        decode = msgspec.msgpack.Decoder(Statistics).decode
        for (packed,) in self._database.execute("SELECT statistics FROM figure"):
            total.add(decode(packed))
        return total

    def drawn(self) -> Iterator[DrawnTally]:
        """What the edges drawn in figures came to, by figure and annotation."""
        decode = msgspec.json.Decoder(DrawnTally).decode
        for (tally,) in self._database.execute("SELECT tally FROM drawn ORDER BY figid, rowid"):
            yield decode(tally)

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

    def judged(self) -> frozenset[str]:
        """Names of the verdicts that met a statement (:func:`figkg.build.judging.name_of`)."""
        return frozenset(name for (name,) in self._database.execute("SELECT DISTINCT name FROM judged"))

    def decided(self) -> frozenset[str]:
        """Folded words of figures that rows of curators are about."""
        return frozenset(word for (word,) in self._database.execute("SELECT DISTINCT word FROM decided"))

    def note_rows(self, names: Iterable[str]) -> None:
        """Remember the rows of curators, so that the next build knows which are new."""
        self._database.executemany("INSERT INTO curated VALUES (?)", [(name,) for name in names])

    def has_figure(self, figid: str) -> bool:
        """Whether a figure was entered."""
        return self._database.execute("SELECT 1 FROM figure WHERE figid = ?", (figid,)).fetchone() is not None

    def stated(self, figid: str) -> list[Stated]:
        """What a figure states, without what curators reject."""
        rows = "SELECT key, subject, sign, object FROM assertion WHERE figid = ? ORDER BY key"
        return [Stated(*row) for row in self._database.execute(rows, (figid,))]

    def diseases(self, figid: str) -> list[str]:
        """CURIEs of the diseases of a figure that have an identifier, sorted."""
        rows = self._database.execute(
            "SELECT curie FROM depiction JOIN entity USING (curie) WHERE figid = ? AND kind = 'disease' ORDER BY curie",
            (figid,),
        )
        return [curie for (curie,) in rows if not is_name(curie)]

    def entities(self) -> Iterator[Entity]:
        """Every entity of a figure that is a graph, by CURIE."""
        rows = self._database.execute(
            "SELECT DISTINCT curie, kind, label, taxon FROM entity JOIN depiction USING (curie) ORDER BY curie"
        )
        for curie, kind, label, taxon in rows:
            yield Entity(curie, kind, label, taxon)

    def taxa(self) -> Iterator[str]:
        """NCBI Taxonomy number of every organism of a figure or an entity, and of the human genes of families."""
        rows = self._database.execute(
            "SELECT taxon FROM figure UNION SELECT taxon FROM entity UNION VALUES (?)", (HUMAN,)
        )
        yield from sorted(taxon for (taxon,) in rows if taxon)

    def papers(self) -> Iterator[Paper]:
        """Every paper by PMC identifier, with the fullest of what figures say."""
        rows = self._database.execute(
            "SELECT pmcid, max(paper_title), max(year), max(doi), max(journal), max(reference) "
            "FROM figure GROUP BY pmcid"
        )
        for row in rows:
            yield Paper(*row)

    def refusals(self) -> Iterator[Refusal]:
        """Every refused record by file."""
        for row in self._database.execute("SELECT file, field, reason FROM refusal ORDER BY file, field, reason"):
            yield Refusal(*row)

    def counts(self) -> tuple[int, int]:
        """How many figures there are, and how many papers they stand in."""
        row = self._database.execute("SELECT count(*), count(DISTINCT pmcid) FROM figure").fetchone()
        return int(row[0]), int(row[1])

    @property
    def refused(self) -> int:
        """How many records were refused."""
        return int(self._database.execute("SELECT count(*) FROM refusal").fetchone()[0])

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


class Compared(Struct, frozen=True):
    """How the figures of a build differ from those of the build before.

    Attributes:
        graph: figures whose graph was made in this run.
        unchanged: figures whose graph was taken over.
        new: figures that the build before lacks.
        changed: figures whose graph is another one than in the build before.
        withdrawn: figures of the build before that are gone.
        changed_figures: the first of the changed ones.
    """

    graph: int
    unchanged: int
    new: int
    changed: int
    withdrawn: int
    changed_figures: tuple[str, ...] = ()


def compare(state: State, before: Memory | None) -> Compared:
    """Compare the figures of a state with those of the build before."""
    known = dict(before.figures()) if before is not None else {}
    taken = "" if before is None else str(before.build)
    figures = new = made = 0
    changed: list[str] = []
    for figid, key, place in state.figures():
        figures += 1
        made += not (taken and place.partition.startswith(taken))
        new += figid not in known
        if known.pop(figid, key) != key:
            changed.append(figid)
    return Compared(made, figures - made, new, len(changed), len(known), tuple(changed[:_NAMED]))
