"""Places in an image: whatever annotations say, what the graph says of it can be read again."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figkg.base.regions import Box, Line, Place, box_of, line_of, panel_of, read_box, read_line

anything = st.lists(st.floats(), max_size=5) | st.lists(st.floats(-50, 5000), min_size=4, max_size=4)


@given(anything)
def test_a_box_holds_what_was_said_and_is_read_as_it_was_written(corners: list[float]) -> None:
    box = box_of(corners)
    if box is None:
        return
    assert box.left <= max(0, min(corners[0::2])) < max(corners[0::2]) <= box.right
    assert box.top <= max(0, min(corners[1::2])) < max(corners[1::2]) <= box.bottom
    assert read_box(box.fragment) == box


@given(st.lists(st.floats(), max_size=3), st.lists(st.floats(-1, 5000), min_size=2, max_size=2))
def test_a_line_is_read_as_it_was_written(start: list[float], end: list[float]) -> None:
    for line in (line_of(start, end), line_of(end, start), line_of(end, [1, 2])):
        assert line is None or read_line(line.points) == line


@pytest.mark.parametrize(
    "corners",
    [None, (1, 2, 3), (5, 5, 5, 9), (-9, -9, -1, -1), (0, 0, math.inf, 1), (0, 0, math.nan, 1), (0, 0, 1e7, 1)],
)
def test_what_has_no_area_in_an_image_is_no_box(corners: tuple[float, ...] | None) -> None:
    assert box_of(corners) is None


def test_corners_may_come_in_any_order_and_reach_over_the_edge() -> None:
    assert box_of((80, 40, 10, -3)) == Box(10, 0, 70, 40)


@pytest.mark.parametrize("written", ["xywh=1,2,3", "xywh=percent:1,2,3,4", "1,2,3,4", "xywh=1,2,3,-4", ""])
def test_other_fragments_are_no_boxes(written: str) -> None:
    assert read_box(written) is None
    assert read_line(written) is None


@pytest.mark.parametrize(
    ("start", "end"), [(None, (1, 1)), ((1, 1), None), ((1, 1), (1.2, 1.2)), ((-9, 1), (1, 1)), ((1,), (1, 1))]
)
def test_a_line_needs_two_ends(start: tuple[float, ...] | None, end: tuple[float, ...] | None) -> None:
    assert line_of(start, end) is None


def test_the_region_is_around_all_that_is_known() -> None:
    one, other, line = Box(10, 20, 70, 20), Box(160, 100, 60, 20), Line((80, 30), (300, 5))
    assert Place(one, other, line).region == Box(10, 5, 290, 115)
    assert Place(one).region == one
    assert Place(line=Line((5, 5), (5, 25))).region == Box(5, 5, 1, 20)
    assert Place(panel="A").region is None


def test_a_panel_is_said_by_all_who_say_one() -> None:
    assert (panel_of(" b  1 ", "", None), panel_of(), panel_of("A", "B")) == ("b 1", "", "")
