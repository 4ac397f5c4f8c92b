"""Labels are found among the lines of text that were read off an image."""

from __future__ import annotations

import pytest

from figkg.witness.labels import Frame, Word, find_label

WORDS = [
    Word("TNF-a", (10, 10, 60, 30)),
    Word("RC maturation/", (100, 10, 220, 30)),
    Word("functioning", (110, 34, 210, 54)),
    Word("of cells", (110, 58, 210, 78)),
    Word("NF-κB", (300, 10, 350, 30)),
    Word("NF-KB", (300, 90, 350, 110)),
    Word("TTM-2 ←", (10, 90, 80, 110)),
    Word("→", (400, 10, 440, 30)),
]


@pytest.mark.parametrize(
    ("label", "frames"),
    [
        ("TNFa", [(10, 10, 60, 30)]),
        ("RC maturation / functioning", [(100, 10, 220, 54)]),
        ("RC maturation functioning of cells", [(100, 10, 220, 78)]),
        ("NF-KB", [(300, 90, 350, 110)]),
        ("TTM-2", [(10, 90, 80, 110)]),
        ("TNF", []),
        ("→", []),
        ("", []),
    ],
)
def test_where_a_label_stands(label: str, frames: list[Frame]) -> None:
    assert list(find_label(label, WORDS)) == frames


def test_a_label_that_is_drawn_twice_stands_in_both_places() -> None:
    twice = [Word("Dvl", (0, 0, 30, 20)), Word("Dvl", (0, 100, 30, 120))]
    assert find_label("Dvl", twice) == ((0, 0, 30, 20), (0, 100, 30, 120))
