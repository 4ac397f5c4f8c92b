"""Filters: what an address leaves out, in which order, and that it comes back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from figkg.graph.rows import EdgeRow, EntityRow
from figkg.serve.explorer.filters import COLUMNS, EdgeFilter, read_filter
from figkg.serve.protocol import ProtocolError


def edge(subject: str, sign: int, object_: str, **more: object) -> EdgeRow:
    values: dict[str, object] = {
        "key": f"{subject}{sign}{object_}",
        "subject": EntityRow(f"ncbigene:{subject}", subject, "gene", "", (), ()),
        "sign": sign,
        "object": EntityRow(f"ncbigene:{object_}", object_, "gene", "", (), ()),
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


EDGES = [
    edge("A", 1, "B", belief=0.9, papers=3),
    edge("A", -1, "C", contradicted=True, diseases=("mesh:D1",)),
    edge("B", -1, "A", inferred=True, first_year=None, last_year=None),
    edge("c", 1, "A", belief=0.2, first_year=2018, last_year=2020, papers=2),
]


def shown(chosen: EdgeFilter) -> list[str]:
    return [one.key for one in chosen.apply(EDGES, "ncbigene:A")]


@pytest.mark.parametrize(
    ("chosen", "keys"),
    [
        (EdgeFilter(), ["A1B", "c1A", "A-1C", "B-1A"]),
        (EdgeFilter(sign="inhibits"), ["A-1C", "B-1A"]),
        (EdgeFilter(direction="out"), ["A1B", "A-1C"]),
        (EdgeFilter(direction="in"), ["c1A", "B-1A"]),
        (EdgeFilter(belief=0.5), ["A1B", "A-1C", "B-1A"]),
        (EdgeFilter(since=2016), ["c1A"]),
        (EdgeFilter(until=2012), ["A1B", "A-1C"]),
        (EdgeFilter(since=2012, until=2012), ["A1B", "A-1C"]),
        (EdgeFilter(disease="mesh:D1"), ["A-1C"]),
        (EdgeFilter(disputed=True), ["A-1C"]),
        (EdgeFilter(explicit=True), ["A1B", "c1A", "A-1C"]),
        (EdgeFilter(sort="subject", order="ascending"), ["A-1C", "A1B", "B-1A", "c1A"]),
        (EdgeFilter(sort="year"), ["c1A", "A-1C", "A1B", "B-1A"]),
    ],
)
def test_what_is_shown(chosen: EdgeFilter, keys: list[str]) -> None:
    assert shown(chosen) == keys


@given(
    st.builds(
        EdgeFilter,
        sign=st.sampled_from(("", "activates", "inhibits")),
        direction=st.sampled_from(("", "in", "out")),
        belief=st.floats(0, 1),
        since=st.integers(0, 9999),
        until=st.integers(0, 9999),
        disease=st.text("abc:D0123", max_size=12),
        disputed=st.booleans(),
        explicit=st.booleans(),
        sort=st.sampled_from(COLUMNS),
        order=st.sampled_from(("ascending", "descending")),
        page=st.integers(1, 1_000_000),
    )
)
def test_an_address_keeps_a_filter(chosen: EdgeFilter) -> None:
    assert read_filter(QueryParams(chosen.query().removeprefix("?"))) == chosen


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sign", "up"),
        ("belief", "nan"),
        ("belief", "1.1"),
        ("since", "x"),
        ("page", "0"),
        ("sort", "key"),
        ("disputed", "2"),
    ],
)
def test_what_no_filter_knows_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ProtocolError, match=name):
        read_filter({name: value})


def test_empty_fields_of_a_form_and_other_parameters_are_no_filter() -> None:
    assert read_filter({"sign": "", "belief": " ", "utm_source": "x"}) == EdgeFilter()
    assert not EdgeFilter(sort="belief", page=2).narrows
    assert EdgeFilter(since=2000).narrows


def test_a_column_is_sorted_the_useful_way_first_and_then_turned_round() -> None:
    by_belief = EdgeFilter().sorted_by("belief")
    assert (by_belief.sort, by_belief.order) == ("belief", "descending")
    assert by_belief.sorted_by("belief").order == "ascending"
    assert EdgeFilter(page=3).sorted_by("subject") == EdgeFilter(sort="subject", order="ascending")
