"""What a user gets, measured: mentions, identifiers and edges against captions annotated whole."""

from __future__ import annotations

from typing import Literal

import pytest

from figkg.evaluate.captions import CaptionEdge, CaptionEntity, EntityType, GoldCaption, gold_mentions
from figkg.evaluate.whole import Prediction, Tally, edge_tally, is_end, measure, mention_tally, ranking
from figkg.ground.figure import Mention

HUMAN = {"7124", "3569"}


def entity(text: str, type_: EntityType = "gene", *ids: str, members: tuple[str, ...] = ()) -> CaptionEntity:
    return CaptionEntity(text, (text,), type_, ids, members)


TNF = entity("TNF", "gene", "ncbigene:7124")
IL6 = entity("IL-6", "gene", "ncbigene:3569")
AVR = entity("AvrPto")
STRESS = entity("stress", "other")


def gold(caption: str, *entities: CaptionEntity, edges: tuple[CaptionEdge, ...] = ()) -> GoldCaption:
    return GoldCaption("PMC1__f1", caption, entities, edges)


def test_the_longest_name_is_the_mention() -> None:
    caption = gold("TNF receptor and TNF", TNF, entity("TNF receptor", "family"))
    assert [(one.start, one.end, one.entity) for one in gold_mentions(caption)] == [(0, 12, 1), (17, 20, 0)]


def test_a_mention_counts_by_place_and_kind() -> None:
    caption = gold("TNF acts on IL-6", TNF, IL6)
    found = [Mention(0, 3, "ncbigene:7124", "family", "TNF"), Mention(12, 14, "fplx:IL", "family", "IL")]
    assert mention_tally(caption, found) == Tally(1, 2, 1, 2)
    assert mention_tally(caption, found, {"chemical"}) == Tally(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("curie", "words", "annotated", "right"),
    [
        ("ncbigene:7124", "anything", TNF, True),
        ("ncbigene:3569", "TNF", TNF, False),
        ("name.gene:1", "TNF", TNF, False),
        ("name.gene:1", "AvrPto", AVR, True),
        ("ncbigene:7124", "AvrPto", AVR, False),
        ("ncbigene:844287", "AvrPto", AVR, True),
        ("fplx:AKT", "AvrPto", AVR, False),
        ("mesh:D000079225", "stress", STRESS, True),
        ("name.other:1", "stresses", STRESS, False),
    ],
    ids=[
        "identifier",
        "another",
        "name of what has one",
        "its name",
        "a human gene",
        "a plant's",
        "a family",
        "no gene",
        "other words",
    ],
)
def test_an_end(curie: str, words: str, annotated: CaptionEntity, right: bool) -> None:
    assert is_end(curie, words, annotated, HUMAN) is right


def edges(sign: Literal[1, -1] = 1, *, negated: bool = False) -> GoldCaption:
    return gold("TNF acts on IL-6", TNF, IL6, edges=(CaptionEdge(0, 1, sign, negated),))


FOUND = Prediction("ncbigene:7124", "ncbigene:3569", 1, 0.8, ("TNF", "IL-6"))


def test_an_edge_is_right_with_both_ends_and_its_sign() -> None:
    assert edge_tally(edges(), [FOUND], HUMAN, genes=True) == (Tally(1, 1, 1, 1), [(0.8, True)])
    assert edge_tally(edges(-1), [FOUND], HUMAN, genes=True) == (Tally(0, 1, 0, 1), [(0.8, False)])
    assert edge_tally(edges(negated=True), [FOUND], HUMAN, genes=True) == (Tally(0, 1, 0, 0), [(0.8, False)])


def test_an_edge_to_what_is_no_gene_is_passed_over_among_genes() -> None:
    found = Prediction("ncbigene:7124", "mesh:D000079225", 1, 0.8, ("TNF", "stress"))
    assert edge_tally(edges(), [found], HUMAN, genes=True)[0] == Tally(0, 0, 0, 1)
    assert edge_tally(edges(), [found], HUMAN, genes=False)[0] == Tally(0, 1, 0, 1)


def test_a_measure_has_an_interval() -> None:
    found = measure([Tally(1, 2, 1, 1), Tally(1, 1, 1, 3)], draws=200)
    assert (found.precision, found.recall, found.f1) == (0.6667, 0.5, 0.5714)
    assert found.low <= found.f1 <= found.high
    assert measure([]).f1 == 0.0


def test_ranking_counts_ties_half() -> None:
    assert ranking([(0.9, True), (0.5, False), (0.5, True)]) == 0.75
    assert ranking([(0.9, True)]) is None
