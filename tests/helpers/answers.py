"""Answers beside those that are written down.

Confidences and beliefs are compared with a tolerance: what models say differs in the fourth digit from one kind of
processor to the other, where products of 32 bits are added in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pytest

TOLERANCE = 0.01
_FRACTION = re.compile(r"0\.\d+|1\.0")

Row = tuple[tuple[str, ...], tuple[float, ...]]


def comparable(rows: Iterable[Sequence[str]]) -> list[Row]:
    """Rows as they are compared: their words, with a mark for each number between 0 and 1, and these; sorted by words.

    What has the same words is sorted by numbers, so that their order does not depend on a last digit.
    """
    made = []
    for row in rows:
        words = tuple("?" if _FRACTION.fullmatch(cell) else cell for cell in row)
        made.append((words, tuple(float(cell) for cell in row if _FRACTION.fullmatch(cell))))
    return sorted(made)


def same_answers(found: Iterable[Sequence[str]], expected: Iterable[Sequence[str]]) -> None:
    """Assert that rows are those that are expected, in whatever order."""
    ours, theirs = comparable(found), comparable(expected)
    assert [words for words, _ in ours] == [words for words, _ in theirs]
    for (words, numbers), (_, wanted) in zip(ours, theirs, strict=True):
        assert numbers == pytest.approx(wanted, abs=TOLERANCE), words
