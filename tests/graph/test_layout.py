"""Places of a signed network: causes left of effects, heads apart, nothing over another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figkg.graph.layout import Box, Layout, arrange
from figkg.graph.rows import EdgeRow, EntityRow


def edge(cause: str, sign: int, effect: str, **more: object) -> EdgeRow:
    """An edge between two genes by their labels."""
    values: dict[str, object] = {
        "key": f"{cause}{sign}{effect}",
        "subject": EntityRow(f"ncbigene:{cause}", cause, "gene", "", (), ()),
        "sign": sign,
        "object": EntityRow(f"ncbigene:{effect}", effect, "gene", "", (), ()),
        "belief": 0.5,
        "figures": 1,
        "papers": 1,
        "first_year": 2010,
        "last_year": 2015,
        "inferred": False,
        "hedged": False,
        "contradicted": False,
        "diseases": (),
        "taxa": (),
        "assertions": ("a",),
    }
    return EdgeRow(**(values | more))  # type: ignore[arg-type]


def boxes(layout: Layout) -> dict[str, Box]:
    return {box.entity.label: box for box in layout.boxes}


def test_causes_are_left_of_the_thing_in_the_middle_and_effects_right() -> None:
    layout = arrange([edge("A", 1, "M"), edge("B", -1, "M"), edge("M", 1, "C"), edge("D", 1, "M")], ["ncbigene:M"])
    placed = boxes(layout)
    assert placed["A"].x == placed["B"].x == placed["D"].x < placed["M"].x < placed["C"].x
    assert {line.edge.object.label: line.heading for line in layout.lines} == {"M": 1, "C": 1}


def test_what_acts_on_the_middle_and_is_acted_on_is_left_and_its_line_leads_back() -> None:
    layout = arrange([edge("A", 1, "M"), edge("M", -1, "A")], ["ncbigene:M"])
    placed = boxes(layout)
    assert placed["A"].x < placed["M"].x
    there, back = layout.lines
    assert (there.heading, back.heading) == (1, -1)
    assert back.points[0][0] == placed["M"].x
    assert back.points[-1][0] == placed["A"].x + placed["A"].width


def test_without_a_middle_each_thing_is_right_of_what_acts_on_it() -> None:
    placed = boxes(arrange([edge("B", 1, "C"), edge("A", 1, "B"), edge("A", -1, "C")]))
    assert placed["A"].x < placed["B"].x < placed["C"].x


def test_a_line_over_several_columns_passes_between_the_boxes() -> None:
    layout = arrange([edge("A", 1, "B"), edge("B", 1, "C"), edge("A", -1, "C")])
    long = next(line for line in layout.lines if line.edge.sign < 0)
    between = boxes(layout)["B"]
    passing = [point for point in long.points if between.x <= point[0] <= between.x + between.width]
    assert len(passing) == 2
    assert all(not between.y <= y <= between.y + between.height for _, y in passing)


def test_edges_of_a_circle_lead_back_as_seldom_as_they_can() -> None:
    layout = arrange([edge("A", 1, "B"), edge("B", 1, "C"), edge("C", -1, "A")])
    assert sorted(line.heading for line in layout.lines) == [-1, 1, 1]


def test_no_edges_need_no_room() -> None:
    assert arrange([]) == Layout((), (), 0.0, 0.0)


def test_a_thing_that_acts_on_itself_has_a_bow() -> None:
    (line,) = arrange([edge("A", 1, "A")]).lines
    first, last = line.points
    assert first[0] == last[0]
    assert first[1] != last[1]


@pytest.mark.parametrize("hubs", [(), ("ncbigene:A",), ("ncbigene:A", "ncbigene:B")])
@given(edges=st.sets(st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from((1, -1)), st.sampled_from("ABCDEFG"))))
def test_no_two_boxes_overlap_and_no_two_heads_meet(hubs: tuple[str, ...], edges: set[tuple[str, int, str]]) -> None:
    layout = arrange([edge(*one) for one in sorted(edges)], hubs)
    for one, other in combinations(layout.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
    ends = sorted(line.points[-1] for line in layout.lines)
    assert all(a[0] != b[0] or abs(a[1] - b[1]) >= 11.9 for a, b in combinations(ends, 2))
    assert len(layout.lines) == len(edges)
    assert all(box.x >= 0 and box.x + box.width <= layout.width for box in layout.boxes)
