"""Sentences: ends that are ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figkg.relate.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A does. B does not.", ["A does.", "B does not."]),
        ("See Fig. 2 and et al. for more.", ["See Fig. 2 and et al. for more."]),
        ("By kinases, e.g. Akt. Then more.", ["By kinases, e.g. Akt.", "Then more."]),
        ("It raised activity.Interaction of A with B.", ["It raised activity.", "Interaction of A with B."]),
        ("At 0.5 mM it stops.", ["At 0.5 mM it stops."]),
        ("In E. coli it grows.", ["In E. coli it grows."]),
        ("", []),
    ],
)
def test_splitting(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(st.text())
def test_sentences_are_in_order_and_apart(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
