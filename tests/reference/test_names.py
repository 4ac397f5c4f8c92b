"""Names that are written differently meet under one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figkg.reference.names import fold, shorten


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NF-κB", "NF‐kappaB"),
        ("Bcl‐2", "BCL2"),
        ("IL-1β", "IL1beta"),
        ("TGF‑β1", "tgf beta 1"),
        ("P/CAF", "PCAF"),
        ("ﬁbrin", "fibrin"),
    ],
)
def test_spellings_that_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_greek_letters_as_single_latin_ones() -> None:
    assert shorten(fold("NF-κB")) == fold("NFKB")


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
