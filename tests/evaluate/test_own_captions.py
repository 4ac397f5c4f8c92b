"""The annotated captions that come with the project: complete, and at odds with nothing."""

from __future__ import annotations

import pytest

from figkg.evaluate import read_texts
from figkg.evaluate.gold import GoldText
from tests.evaluate.conftest import OWN

TEXTS = read_texts(OWN)


def test_there_are_twenty_with_edges_of_both_signs() -> None:
    assert len({text.text_id for text in TEXTS}) == len({text.text for text in TEXTS}) == 20
    signs = [edge.sign for text in TEXTS for edge in text.edges]
    assert (signs.count(1), signs.count(-1)) == (90, 84)
    assert {entity.type for text in TEXTS for entity in text.entities} >= {"gene", "family", "chemical", "process"}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.text_id)
def test_mentions_stand_where_they_are_said_to_and_none_is_left_out(text: GoldText) -> None:
    taken: set[int] = set()
    for entity in text.entities:
        for mention in entity.mentions:
            assert mention.start is not None
            assert mention.end is not None
            places = set(range(mention.start, mention.end))
            assert text.text[mention.start : mention.end] == mention.text
            assert not taken & places, mention.text
            taken |= places
    for entity in text.entities:
        for name in {mention.text for mention in entity.mentions}:
            start = -1
            while (start := text.text.find(name, start + 1)) >= 0:
                alone = not (text.text[:start][-1:].isalnum() or text.text[start + len(name) :][:1].isalnum())
                assert not alone or start in taken, f"{name} at {start}"


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.text_id)
def test_a_pair_is_an_edge_or_ignored_or_denied(text: GoldText) -> None:
    known = {entity.id for entity in text.entities}
    edges = [(one.subject, one.object) for one in text.edges]
    pairs = [*edges, *text.ignore_pairs, *text.negated_pairs]
    assert len(pairs) == len(set(pairs))
    assert all(subject != object_ and {subject, object_} <= known for subject, object_ in pairs)
    paired = {one for pair in pairs for one in pair}
    assert all(one.type in ("gene", "family", "complex") or one.id in paired for one in text.entities)
