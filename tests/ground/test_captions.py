"""The dictionary pass: names in captions that no row of the record holds, and words that are no names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figkg.extract.record import FigureRecord
from figkg.ground import Entity, Grounder
from figkg.ground.mentions import find_mentions


def named(grounder: Grounder, record: FigureRecord) -> list[tuple[str, str]]:
    return [(one.text, one.entity) for one in grounder.ground(record).mentions]


@pytest.mark.parametrize(
    ("caption", "mentions"),
    [
        ("STAT3 binds.", [("STAT3", "ncbigene:6774")]),
        ("TGF-β1 and TGFβ1", [("TGF-β1", "ncbigene:7040"), ("TGFβ1", "ncbigene:7040")]),
        ("the insulin receptor", [("insulin receptor", "ncbigene:3643")]),
        ("STATs and TLRs", [("STATs", "fplx:STAT"), ("TLRs", "fplx:TLR")]),
        ("inhibits apoptosis", [("apoptosis", "go:0006915")]),
        ("in breast cancer cells", [("breast cancer", "mesh:D001943")]),
        ("with rapamycin", [("rapamycin", "mesh:D020123")]),
        ("Ca2+ enters", [("Ca2+", "mesh:D002118")]),
    ],
)
def test_names(
    grounder: Grounder, make_record: Callable[..., FigureRecord], caption: str, mentions: list[tuple[str, str]]
) -> None:
    assert named(grounder, make_record(caption)) == mentions


@pytest.mark.parametrize(
    "caption",
    [
        "The rest was set in the light of the last step.",
        "Cat and mice in a cage",
        "proteins of the cell",
        "CD4+ T cells",
        "a map of the clock",
        "Fig. S18 and panel 141",
    ],
)
def test_words_that_are_no_names(grounder: Grounder, make_record: Callable[..., FigureRecord], caption: str) -> None:
    assert named(grounder, make_record(caption)) == []


def test_an_ordinary_word_in_capitals_is_a_symbol(grounder: Grounder, make_record: Callable[..., FigureRecord]) -> None:
    assert named(grounder, make_record("REST and rest")) == [("REST", "ncbigene:5978")]


def test_what_the_caption_alone_names_is_told_apart(
    grounder: Grounder, make_record: Callable[..., FigureRecord]
) -> None:
    figure = grounder.ground(make_record("STAT3 binds."))
    assert figure.named == ("ncbigene:6774",)
    assert [(one.word, one.source, one.match) for one in figure.groundings] == [("STAT3", "caption", "approved symbol")]


@pytest.mark.parametrize(
    ("caption", "wanted"),
    [
        ("LRP5/6 rises", [("LRP5", "ncbigene:4041"), ("6", "ncbigene:4040")]),
        ("SMAD2/3/4 bind", [("SMAD2/3", "fplx:SMAD2_3"), ("4", "ncbigene:4089")]),
        ("IL-1α/β fall", [("IL-1α", "ncbigene:3552"), ("β", "ncbigene:3553")]),
        ("MAPK1/3 too", [("MAPK1", "ncbigene:5594"), ("3", "ncbigene:5595")]),
        ("LRP5/67 no", [("LRP5", "ncbigene:4041")]),
        ("JAK2/x no", [("JAK2", "ncbigene:3717")]),
    ],
)
def test_enumerations_with_a_shared_beginning(
    grounder: Grounder, make_record: Callable[..., FigureRecord], caption: str, wanted: list[tuple[str, str]]
) -> None:
    assert named(grounder, make_record(caption)) == wanted


def test_a_gene_named_after_a_disease_is_no_disease(
    grounder: Grounder, make_record: Callable[..., FigureRecord]
) -> None:
    assert named(grounder, make_record("In Alzheimer disease")) == [("Alzheimer disease", "mesh:D000544")]


def test_the_word_of_a_name_in_the_caption_is_the_captions(
    grounder: Grounder, make_record: Callable[..., FigureRecord]
) -> None:
    figure = grounder.ground(make_record("Bcl‐2 falls."))
    assert [(one.word, one.entity) for one in figure.groundings] == [("Bcl‐2", "ncbigene:596")]


def test_a_symbol_in_small_letters_counts_with_a_digit_only(grounder: Grounder) -> None:
    caption = "The tp53, met and bcl2 of the rest. MET."
    mentions, _ = find_mentions(caption, {}, {}, frozenset(), grounder.dictionary)
    assert [one.text for one in mentions] == ["tp53", "bcl2", "MET"]


@pytest.mark.parametrize("before", ["É ", "ĉelo ", "細胞 ", "🧬 ", "É-"])
def test_letters_of_other_scripts_leave_places_true(grounder: Grounder, before: str) -> None:
    caption = f"{before}STAT3, {before}TLRs and the {before}Quux9 factor"
    words = {"Quux9 factor": "ncbigene:596"}
    wanted = {"ncbigene:596": Entity("ncbigene:596", "gene", "BCL2", "9606")}
    mentions, _ = find_mentions(caption, wanted, words, frozenset(), grounder.dictionary)
    assert [one.text for one in mentions] == ["STAT3", "TLRs", "Quux9 factor"]
    assert all(caption[one.start : one.end] == one.text for one in mentions)


def test_names_between_letters_of_other_scripts_are_found(grounder: Grounder) -> None:
    caption = "Cajal–Retzius cells, Ménière disease"
    assert grounder.dictionary.flatten(caption) == "cajal retzius cells  ménière disease"
    assert len(grounder.dictionary.flatten(caption)) == len(caption)
