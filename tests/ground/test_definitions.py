"""Definitions: long forms and short forms, in brackets and in legends, both ways."""

from __future__ import annotations

import pytest

from figkg.ground.definitions import explains, find_definitions, meanings


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In chronic lymphocytic leukemia (CLL), ZAP70 rises", {"CLL": "chronic lymphocytic leukemia"}),
        ("tumor necrosis factor alpha (TNF-α) and", {"TNF-α": "tumor necrosis factor alpha"}),
        ("Jun N-terminal kinase (JNK; red)", {"JNK": "Jun N-terminal kinase"}),
        ("the NOX2 of microglia. NO (nitric oxide) is made", {"NO": "nitric oxide"}),
        ("CK (cytokinin) and ABA (abscisic acid) act", {"CK": "cytokinin", "ABA": "abscisic acid"}),
        ("It acts. SA, salicylic acid; JA, jasmonic acid.", {"SA": "salicylic acid", "JA": "jasmonic acid"}),
        (
            "FPP: farnesyl diphosphate; IPP = isopentenyl diphosphate.",
            {"FPP": "farnesyl diphosphate", "IPP": "isopentenyl diphosphate"},
        ),
        ("The kinase (see ref. 3) and (A) panel (12)", {}),
        ("(CLL) at the start", {}),
        ("It cleaves B and chalcone (AC).", {}),
    ],
    ids=[
        "bracket",
        "Greek",
        "first of a list",
        "short before",
        "two",
        "legend",
        "signs",
        "no definition",
        "nothing",
        "conjunction",
    ],
)
def test_what_a_text_defines(text: str, wanted: dict[str, str]) -> None:
    assert meanings(find_definitions(text)) == wanted


def test_a_legend_may_explain_a_form_whose_letters_it_lacks_among_others_that_fit() -> None:
    legend = "GSH, glutathione; GSSG, oxidized glutathione; SA, salicylic acid; JA, jasmonic acid; ET, ethylene."
    assert meanings(find_definitions(legend))["GSSG"] == "oxidized glutathione"


def test_the_first_of_two_meanings_counts() -> None:
    assert meanings(find_definitions("Nitric oxide (NO). NO (nitrous output) rises.")) == {"NO": "Nitric oxide"}


def test_letters_in_order_explain() -> None:
    assert explains("reactive oxygen species", "ROS")
    assert not explains("reactive oxygen species", "SOR")
    assert not explains("NO", "NO")


def test_long_texts_take_time_in_proportion() -> None:
    assert find_definitions("(A" * 20_000) == ()
    assert find_definitions("AB, " * 20_000) == ()


def test_brackets_take_time_in_proportion_to_the_text() -> None:
    assert len(find_definitions("nitric oxide (NO) acts. " * 20_000)) == 1


def test_letters_that_become_two_in_small_leave_places_true() -> None:
    assert meanings(find_definitions("İİİİ nitric oxide (NO) acts. İ (İİ) (İN)")) == {"NO": "nitric oxide"}
