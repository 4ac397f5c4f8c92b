"""docs/relations.md is the specification: each row of its tables is read as it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.relate import Assertion

PAGE = Path(__file__).parent.parent.parent / "docs" / "relations.md"


def rows(columns: int) -> list[tuple[str, ...]]:
    """The rows with examples of the tables with so many columns."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines if line.startswith("|")]
    return [row for row in cells if len(row) == columns and re.search(r"\[.+\]", " ".join(row))]


STATED, NOT_STATED = rows(3), rows(2)


def test_the_page_has_examples() -> None:
    assert len(STATED) > 50
    assert len(NOT_STATED) >= 10


@pytest.mark.parametrize(("rule", "sentence", "expected"), STATED, ids=[row[1] for row in STATED])
def test_an_example_is_read(
    assertions: Callable[[str], list[Assertion]], rule: str, sentence: str, expected: str
) -> None:
    found = [one for one in assertions(sentence) if not one.negated and one.reading == "explicit"]
    edges = {f"{one.subject} {'+' if one.sign > 0 else '-'} {one.object}" for one in found}
    assert edges == set(expected.split(", "))
    assert rule.strip("`") in {one.evidence.rule.split("/")[0] for one in found}


@pytest.mark.parametrize(("sentence", "reason"), NOT_STATED, ids=[row[0] for row in NOT_STATED])
def test_what_states_nothing_makes_no_edge(edges: Callable[[str], set[str]], sentence: str, reason: str) -> None:
    assert edges(sentence) == set(), reason
