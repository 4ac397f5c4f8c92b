"""Rows of curators that met nothing in a build: said after it, so that none is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from figkg.base.resources import installed_mappings_folder
from figkg.build.judging import name_of
from figkg.build.memory import Memory
from figkg.build.state import State, Stated
from figkg.ground.curated import Row, row_names
from figkg.relate.verdicts import FILE, SIGNS, Verdict, Verdicts

_WORDS = {sign: word for word, sign in SIGNS.items()}


def unmet_verdicts(state: State, verdicts: Verdicts) -> tuple[str, ...]:
    """A line for each verdict whose statement or edge is not in the graph.

    Args:
        state: what was entered.
        verdicts: the table.
    """
    met = state.judged() if verdicts.rows else frozenset()
    return tuple(_line(row, state) for row in verdicts.rows if name_of(row) not in met)


def unmet_rows(decided: frozenset[str], rows: Sequence[Row], before: Memory | None, mappings: Path) -> tuple[str, ...]:
    """A line for each row about a word that met none, among those that somebody wrote.

    Of the rows that come with figkg most meet nothing in a small graph, which tells nobody anything.

    Args:
        decided: folded words of figures that rows are about.
        rows: all rows.
        before: the build before; rows that it did not have count.
        mappings: the folder that the rows are from; rows that the installed one does not have count.
    """
    installed = installed_mappings_folder()
    shipped = None if mappings == installed.resolve() else row_names(installed)
    known = None if before is None else before.rows()
    written = [one for one in rows if one.name not in (shipped or {one.name}) or one.name not in (known or {one.name})]
    return tuple(f"{one}; no figure has the word so" for one in written if not one.is_met(decided))


def _line(row: Verdict, state: State) -> str:
    what = f"{row.subject} {_WORDS[row.sign]} {row.object}"
    place = f"{FILE}, line {row.line}:"
    if not row.figure:
        return f"{place} no figure here states that {what}"
    if not state.has_figure(row.figure):
        return f"{place} no figure {row.figure} is here"
    near = nearest(row, state.stated(row.figure))
    named = f"assertion:{row.statement} ({what})" if row.statement else what
    return f"{place} {row.figure} does not state {named}" + (f"; nearest: {near}" if near else ", nor anything else")


def nearest(row: Verdict, stated: Sequence[Stated]) -> str:
    """The statement of a figure that is most like what a verdict is about, in words, or empty where there is none.

    Args:
        row: the verdict.
        stated: what the figure states.
    """

    def likeness(one: Stated) -> tuple[int, int, str]:
        ends = (one.subject == row.subject) + (one.object == row.object)
        return -ends, -(one.sign == row.sign), one.key

    best = min(stated, key=likeness, default=None)
    return f"assertion:{best.key}, {best.subject} {_WORDS[best.sign]} {best.object}" if best else ""


def first_of(lines: Sequence[str], most: int) -> Iterator[str]:
    """The first lines, and how many there are beyond.

    >>> list(first_of(["a", "b", "c"], 1))
    ['a', 'and 2 more']
    """
    yield from lines[:most]
    if len(lines) > most:
        yield f"and {len(lines) - most:,} more"
