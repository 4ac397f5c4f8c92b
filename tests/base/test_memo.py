"""Memory: a value is made once as long as it is remembered, and no more are than allowed."""

from __future__ import annotations

import pytest

from figkg.base.memo import Memo


def test_a_value_is_made_once() -> None:
    made: list[str] = []

    def shout(word: str) -> str:
        made.append(word)
        return word.upper()

    shouted = Memo(shout, most=10)
    assert [shouted[word] for word in ("a", "b", "a")] == ["A", "B", "A"]
    assert made == ["a", "b"]


def test_there_are_never_more_than_allowed() -> None:
    doubled: Memo[int, int] = Memo(lambda number: 2 * number, most=3)
    for number in range(100):
        assert doubled[number] == 2 * number
        assert len(doubled) <= 3


def test_what_cannot_be_made_is_not_remembered() -> None:
    numbers: Memo[str, int] = Memo(lambda text: int(text), most=3)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            numbers["a"]
    assert len(numbers) == 0
