"""The verdicts of curators: which of them holds of a statement, and what a table may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.relate.verdicts import COLUMNS, FILE, SETTINGS_FILE, Verdicts, load_verdicts, verdicts_on

KEY = "0123456789abcdef01234567"
ORCID = "0000-0002-1825-0097"
OTHER = "0000-0001-5109-3700"
EDGE = ("", "ncbigene:596", "inhibits", "go:0006915", "", "right", "", ORCID, "2026-11-28")
IN_FIGURE = (*EDGE[:4], "PMC1__f1", "wrong", "a graph", ORCID, "2026-11-28")
STATEMENT = (f"assertion:{KEY}", *EDGE[1:4], "PMC1__f1", "right", "", ORCID, "2026-11-28")


def read(folder: Path, *rows: tuple[str, ...]) -> Verdicts:
    (folder / FILE).write_text("\n".join("\t".join(row) for row in (COLUMNS, *rows)) + "\n", encoding="utf-8")
    (folder / SETTINGS_FILE).write_bytes((mappings_folder() / SETTINGS_FILE).read_bytes())
    return load_verdicts(folder)


def holding(verdicts: Verdicts, statement: str, figure: str) -> list[int]:
    """Lines of the rows that hold of a statement."""
    rows = verdicts.concerning(figure, {"ncbigene:596", "go:0006915"})
    return [one.line for one in verdicts_on(rows, statement, figure, "ncbigene:596", -1, "go:0006915")]


def test_the_narrowest_verdict_holds(tmp_path: Path) -> None:
    verdicts = read(tmp_path, EDGE, IN_FIGURE, STATEMENT)
    assert holding(verdicts, KEY, "PMC1__f1") == [4]
    assert holding(verdicts, "f" * 24, "PMC1__f1") == [3]
    assert holding(verdicts, "f" * 24, "PMC2__f1") == [2]


def test_a_verdict_on_an_edge_concerns_figures_that_have_both_ends(tmp_path: Path) -> None:
    verdicts = read(tmp_path, EDGE)
    assert len(verdicts.concerning("PMC9__f9", {"ncbigene:596", "go:0006915"})) == 1
    assert verdicts.concerning("PMC9__f9", {"ncbigene:596"}) == ()


def test_two_curators_may_say_the_same(tmp_path: Path) -> None:
    verdicts = read(tmp_path, EDGE, (*EDGE[:7], OTHER, "2026-11-29"))
    assert holding(verdicts, KEY, "PMC1__f1") == [2, 3]


def changed(row: tuple[str, ...], column: str, cell: str) -> tuple[str, ...]:
    return tuple(cell if name == column else given for name, given in zip(COLUMNS, row, strict=True))


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ([changed(STATEMENT, "statement", "abc")], 2, "statement 'abc' is not assertion: with 24 hexadecimal digits"),
        ([changed(STATEMENT, "figure", "")], 2, "a statement needs its figure"),
        ([changed(EDGE, "subject", "BCL2")], 2, "subject 'BCL2' is no identifier"),
        ([changed(EDGE, "object", "")], 2, "object '' is no identifier"),
        ([changed(EDGE, "predicate", "binds")], 2, "predicate 'binds' is none of activates, inhibits"),
        ([changed(EDGE, "verdict", "maybe")], 2, "verdict 'maybe' is none of right, wrong"),
        ([changed(EDGE, "verdict", "wrong")], 2, "wrong needs a reason"),
        ([changed(EDGE, "orcid", "0000-0002-1825-0098")], 2, "no ORCID iD"),
        ([changed(EDGE, "date", "2026-02-30")], 2, "date '2026-02-30' is no day"),
        ([EDGE, EDGE], 3, "the row of line 2 again"),
        ([EDGE, changed(EDGE, "date", "2026-11-29")], 3, f"{ORCID} says so in line 2 already"),
        ([EDGE, changed(changed(EDGE, "verdict", "wrong"), "reason", "no")], 3, "says the contrary of line 2"),
        ([EDGE[:-1]], 2, "not 9 cells but 8"),
    ],
)
def test_nonsense_is_refused_with_its_line(rows: list[tuple[str, ...]], line: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(MappingError) as caught:
        read(tmp_path, *rows)
    assert caught.value.row == line
    assert said in caught.value.reason
