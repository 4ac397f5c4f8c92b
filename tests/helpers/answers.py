"""Answers beside those that are written down.

Confidences and beliefs are compared with a tolerance: what models say differs in the fourth digit from one kind of
processor to the other, where products of 32 bits are added in another order. With ``FIGKG_RENEW=1`` in the environment
the files are written anew instead: read what git says has changed.
"""

from __future__ import annotations

import doctest
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

TOLERANCE = 0.01
_FRACTION = re.compile(r"0\.\d+|1\.0")
_IN_TEXT = re.compile(r"\b(?:0\.\d+|1\.0)\b")

Row = tuple[tuple[str, ...], tuple[float, ...]]


def expected_rows(path: Path, columns: Sequence[str], found: Iterable[Sequence[str]]) -> list[list[str]]:
    """Rows that a file expects; asserts that it has these columns."""
    if os.environ.get("FIGKG_RENEW"):
        path.write_text("".join("\t".join(row) + "\n" for row in (columns, *found)), encoding="utf-8")
    header, *expected = path.read_text(encoding="utf-8").splitlines()
    assert list(columns) == header.split("\t")
    return [line.split("\t") for line in expected]


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


def same_counts(found: Iterable[Sequence[str]], expected: Iterable[Sequence[str]]) -> None:
    """Assert that names have about the counts that are expected: what is just probable enough differs as well."""
    ours, theirs = ({name: int(count) for name, count in rows} for rows in (found, expected))
    assert ours.keys() == theirs.keys()
    assert ours == pytest.approx(theirs, rel=TOLERANCE, abs=2)


class TolerantChecker(doctest.OutputChecker):
    """Takes an example's answer whose numbers between 0 and 1 are about those that stand there."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Whether an answer is the one that stands there."""
        if super().check_output(want, got, optionflags):
            return True
        if _IN_TEXT.sub("?", want) != _IN_TEXT.sub("?", got):
            return False
        numbers = [[float(one) for one in _IN_TEXT.findall(text)] for text in (got, want)]
        return bool(numbers[0] == pytest.approx(numbers[1], abs=2 * TOLERANCE))


def failed_examples(page: Path) -> tuple[int, int]:
    """Run the examples of a page; gives how many fail, and how many there are."""
    runner = doctest.DocTestRunner(TolerantChecker())
    text = page.read_text(encoding="utf-8")
    runner.run(doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, page.name, str(page), 0))
    return runner.failures, runner.tries
