"""The middle of strokes, and what their ends look like; drawn here pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from figkg.witness.heads import find_ends
from figkg.witness.skeleton import Mask, ends_of, middle_of, pruned

HEIGHT = 30.0


def canvas() -> Mask:
    return np.zeros((80, 200), dtype=bool)


def line() -> Mask:
    mask = canvas()
    mask[38:43, 20:160] = True
    return mask


def arrow() -> Mask:
    mask = line()
    for step in range(24):
        mask[40 - (23 - step) // 2 : 41 + (23 - step) // 2, 150 + step] = True
    return mask


def bar() -> Mask:
    mask = line()
    mask[26:55, 156:161] = True
    return mask


def shapes(mask: Mask) -> list[str]:
    middle = pruned(middle_of(mask), 18)
    ends = find_ends(middle, np.argwhere(mask), 2.5, HEIGHT)
    return [end.shape for end in sorted(ends, key=lambda one: one.tip)]


@pytest.mark.parametrize(
    ("mask", "expected"), [(line(), ["plain", "plain"]), (arrow(), ["plain", "arrow"]), (bar(), ["plain", "bar"])]
)
def test_a_head_is_told_from_a_bar_in_every_direction(mask: Mask, expected: list[str]) -> None:
    assert shapes(mask) == expected
    assert shapes(mask[:, ::-1]) == expected[::-1]
    assert shapes(mask.T) == expected
    assert shapes(mask.T[::-1]) in (expected, expected[::-1])


def test_an_end_points_outwards_from_its_tip() -> None:
    first, last = sorted(find_ends(middle_of(line()), np.argwhere(line()), 2.5, HEIGHT), key=lambda one: one.tip)
    assert (first.towards[0], last.towards[0]) == pytest.approx((-1, 1), abs=0.05)
    assert first.tip[0] == pytest.approx(20, abs=2)
    assert last.tip[0] == pytest.approx(159, abs=2)


def test_a_middle_is_one_pixel_wide_and_as_long_as_the_stroke() -> None:
    middle = middle_of(line())
    assert len(ends_of(middle)) == 2
    assert 130 <= len(middle) <= 140
    assert max(len(near) for near in middle.values()) == 2


def test_small_branches_are_cut_and_long_ones_stay() -> None:
    mask = line()
    mask[38:50, 90:93] = True
    assert len(ends_of(pruned(middle_of(mask), 18))) == 2
    mask[38:80, 90:93] = True
    assert len(ends_of(pruned(middle_of(mask), 18))) == 3
    ring = canvas()
    ring[10:40, 10:40] = True
    ring[15:35, 15:35] = False
    assert ends_of(pruned(middle_of(ring), 18)) == []
    assert find_ends(middle_of(ring), np.argwhere(ring), 2.5, HEIGHT) == []


def test_nothing_has_no_middle() -> None:
    assert middle_of(canvas()) == {}
