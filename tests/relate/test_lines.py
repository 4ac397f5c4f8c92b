"""Texts and statements as JSON lines."""

from __future__ import annotations

import json

import pytest

from figkg.base.errors import LineError
from figkg.relate import Relator
from figkg.relate.lines import AnnotatedText, TextEntity, TextMention, mentions_of, read_texts, statements


def line(**changes: object) -> bytes:
    fields: dict[str, object] = {
        "text_id": "t",
        "text": "AKT1 activates MTOR.",
        "entities": [{"id": "c0", "type": "gene", "mentions": [{"text": "AKT1", "start": 0, "end": 4}]}],
        "more": "passed over",
    }
    return json.dumps(fields | changes).encode()


def test_a_line_is_a_text_with_its_entities() -> None:
    (text,) = read_texts([line(), b"\n"], "in")
    assert text == AnnotatedText("t", "AKT1 activates MTOR.", (TextEntity("c0", (TextMention("AKT1", 0, 4),), "gene"),))


def test_mentions_without_offsets_are_left_out() -> None:
    text = AnnotatedText("t", "AKT1", (TextEntity("c0", (TextMention("AKT1", 0, 4), TextMention("PKB"))),))
    assert [(one.start, one.end, one.entity) for one in mentions_of(text)] == [(0, 4, "c0")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (b"{", "line 2: Input data was truncated"),
        (b'{"text_id": "t"}', "line 2: Object missing required field `text`"),
        (line(text=5), r"line 2: Expected `str`, got `int` - at `\$.text`"),
        (line(text="AKT"), "line 2: entity c0: mention 'AKT1' at 0-4 lies outside the text"),
    ],
)
def test_a_wrong_line_is_named(wrong: bytes, words: str) -> None:
    with pytest.raises(LineError, match=words):
        list(read_texts([line(), wrong], "in"))


def test_statements_of_a_pair_stand_together_the_most_confident_last(relator: Relator) -> None:
    text = "AKT1 may inhibit MTOR. AKT1 activates FOXO3. AKT1 activates MTOR. AKT1 does not inhibit FOXO3."
    entities = tuple(
        TextEntity(
            name,
            tuple(
                TextMention(name, place, place + len(name))
                for place in range(len(text))
                if text.startswith(name, place)
            ),
        )
        for name in ("AKT1", "MTOR", "FOXO3")
    )
    found = statements(relator, AnnotatedText("t", text, entities))
    assert [(one.object, one.sign, one.hedged) for one in found] == [
        ("MTOR", -1, True),
        ("MTOR", 1, False),
        ("FOXO3", 1, False),
    ]


def test_the_kinds_of_given_entities_are_kept() -> None:
    types = ("gene", "family", "complex", "chemical", "disease", "process", "other", "cell line")
    entities = tuple(TextEntity(one, (TextMention("A", 0, 1),), one) for one in types)
    found = [one.kind for one in mentions_of(AnnotatedText("t", "A", entities))]
    assert found == ["gene", "family", "family", "chemical", "disease", "process", "other", "other"]
