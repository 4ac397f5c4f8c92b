"""Mentions: where a caption names the entities of its figure."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from figkg.extract.record import FigureRecord, GeneRow
from figkg.ground import Entity, Grounder
from figkg.ground.mentions import find_mentions

NFKB1 = GeneRow("NF-KB", "NFKB1", "4790", "hgnc_alias_symbol")
BCL2 = GeneRow("Bcl-2", "BCL2", "596", "hgnc_alias_symbol")
MET = GeneRow("MET", "MET", "4233", "hgnc_symbol")


def found(grounder: Grounder, record: FigureRecord) -> list[tuple[str, str]]:
    mentions = grounder.ground(record).mentions
    assert all(record.caption[one.start : one.end] == one.text for one in mentions)
    return [(one.text, one.entity) for one in mentions]


def test_hyphens_and_greek_letters(grounder: Grounder, make_record: Callable[..., FigureRecord]) -> None:
    record = make_record("NF‐κB and nuclear factor NF‑kappaB raise Bcl‐2.", (NFKB1, BCL2))
    assert found(grounder, record) == [
        ("NF‐κB", "ncbigene:4790"),
        ("NF‑kappaB", "ncbigene:4790"),
        ("Bcl‐2", "ncbigene:596"),
    ]


def test_the_longest_name_wins(grounder: Grounder, make_record: Callable[..., FigureRecord]) -> None:
    record = make_record("BCL2 apoptosis regulator", (BCL2,))
    assert found(grounder, record) == [("BCL2 apoptosis regulator", "ncbigene:596")]


def test_an_english_word_is_no_gene(grounder: Grounder, make_record: Callable[..., FigureRecord]) -> None:
    assert found(grounder, make_record("The criteria were met by MET.", (MET,))) == [("MET", "ncbigene:4233")]


def test_unlikely_words_take_no_part(grounder: Grounder, make_record: Callable[..., FigureRecord]) -> None:
    record = make_record("Under light TNF falls.", (GeneRow("light", "TNFSF14", "8740", "hgnc_alias_symbol"),))
    assert found(grounder, record) == [("TNF", "ncbigene:7124")]


@given(st.text(max_size=200))
def test_any_text_gives_spans_that_reproduce_it(grounder: Grounder, caption: str) -> None:
    entities = {"ncbigene:4233": Entity("ncbigene:4233", "gene", "MET", "9606")}
    mentions, _ = find_mentions(caption, entities, {"met": "ncbigene:4233"}, frozenset(), grounder.dictionary)
    for one in mentions:
        assert caption[one.start : one.end] == one.text


def test_a_word_that_only_the_figure_knows_is_found_from_the_first_letter_on(
    grounder: Grounder, make_record: Callable[..., FigureRecord]
) -> None:
    word = GeneRow("Quux9 factor", "BCL2", "596", "hgnc_alias_symbol")
    record = make_record("Quux9 factor acts on a Quux9 factor.", (word,))
    assert found(grounder, record) == [("Quux9 factor", "ncbigene:596")] * 2


def test_a_word_of_another_species_counts_where_no_human_gene_has_it(
    grounder: Grounder, make_record: Callable[..., FigureRecord]
) -> None:
    human = GeneRow("Quux9", "BCL2", "596", "hgnc_alias_symbol")
    mouse = [GeneRow(word, "Quux", "12043", "ncbigene_synonym", "10090") for word in ("Quux9", "Quux8")]
    record = make_record("Quux9 and Quux8.", (*mouse, human))
    assert found(grounder, record) == [("Quux9", "ncbigene:596"), ("Quux8", "ncbigene:12043")]
