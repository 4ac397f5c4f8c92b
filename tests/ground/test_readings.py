"""Readings: what OCR and authors' habits made of a name, undone."""

from __future__ import annotations

import pytest

from figkg.base.resources import mappings_folder
from figkg.ground.policy import Policy, load_policy
from figkg.ground.readings import parts, readings


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(mappings_folder())


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("p-JAK2", "JAK2"),
        ("RAN-GTP", "RAN"),
        ("Myd88-dependent", "Myd88"),
        ("APP's", "APP"),
        ("mTORs", "mTOR"),
        ("ARRII", "ARR2"),
        ("PTCHI", "PTCH1"),
        ("IFNY", "IFNγ"),
        ("АРС", "APC"),
        ("JÚN", "JUN"),
        ("TSC1(fig)", "TSC1"),
    ],
)
def test_a_reading_of_a_word(policy: Policy, word: str, read: str) -> None:
    assert read in [reading.text for reading in readings(word, policy)]


def test_the_word_itself_comes_first_and_is_trusted_most(policy: Policy) -> None:
    first, *others = readings("p-JAK2s", policy)
    assert (first.text, first.trust) == ("p-JAK2s", 1.0)
    assert all(reading.trust < 1 for reading in others)


@pytest.mark.parametrize(
    ("word", "listed"),
    [
        ("LRP5/6", ("LRP5", "LRP6")),
        ("E2F1,2,3", ("E2F1", "E2F2", "E2F3")),
        ("PFK1-3", ("PFK1", "PFK2", "PFK3")),
        ("MTOR/raptorErapamycin", ("MTOR", "raptorErapamycin")),
        ("PI(4,5)P2", ()),
    ],
)
def test_things_that_a_word_lists(word: str, listed: tuple[str, ...]) -> None:
    assert parts(word) == listed
