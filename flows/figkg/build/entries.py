"""What a record came to, as the rooms hand it to the state of a build."""

from __future__ import annotations

from msgspec import Struct

from figkg.base.line_ranges import LineRange
from figkg.emit.statistics import Statistics
from figkg.ground.figure import Entity
from figkg.relate.drawings import DrawnTally


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
        reference: short citation of the paper, or empty.
        taxon: organism of the figure, or empty.
        entities: the figure's entities.
        assertions: what its caption states, without what curators reject.
        statistics: of the figure's graph.
        verdicts: hash of the curators' verdicts that concern the figure, or empty.
        judged: names of the verdicts that met a statement.
        curated: folded words of the figure that rows of curators are about.
        drawn: what the edges drawn in it came to, by annotation.
    """

    figid: str
    generation: str
    digest: str
    file: str
    place: LineRange
    pmcid: str
    paper_title: str
    year: int | None
    doi: str
    journal: str
    reference: str
    taxon: str
    entities: tuple[Entity, ...]
    assertions: tuple[AssertionEntry, ...]
    statistics: Statistics
    verdicts: str = ""
    judged: tuple[str, ...] = ()
    curated: tuple[str, ...] = ()
    drawn: tuple[DrawnTally, ...] = ()


class Refusal(Struct, frozen=True, array_like=True):
    """One record that became nothing: file, field and reason, as quarantine.jsonl states them."""

    file: str
    field: str
    reason: str


class Made(Struct, frozen=True, array_like=True, tag="made"):
    """A record that became a graph in this run; keys are hexadecimal (:mod:`figkg.build.memory`)."""

    first_key: str
    second_key: str
    entry: FigureEntry


class Known(Struct, frozen=True, array_like=True, tag="known"):
    """A record whose graph is that of the build before; ``file`` is where it was read now."""

    first_key: str
    second_key: str
    file: str


class Refused(Struct, frozen=True, array_like=True, tag="refused"):
    """A record that cannot be used; without a key when it could not even be read."""

    first_key: str
    refusal: Refusal
    record: str


Outcome = Made | Known | Refused
"""What a record came to."""
