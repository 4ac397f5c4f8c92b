"""Predictions: what the reader states about annotated texts, or what a file says that some reader stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from figkg.evaluate.gold import GoldPair, GoldText, read_lines
from figkg.relate import Relator
from figkg.relate.lines import AnnotatedText, TextEntity, TextMention, statements


class Prediction(Struct, frozen=True):
    """One stated edge.

    Attributes:
        text_id: identifier of the text.
        subject: the cause: an entity's identifier in that text, or one of its names.
        object: the effect, in the same way.
        sign: 1 or -1.
        confidence: in (0, 1].
        rule: name of the construction and its verb; empty when unknown.
        trigger: the words that state it.
        sentence: the words around them.
    """

    text_id: str
    subject: str
    object: str
    sign: int
    confidence: float = 1.0
    rule: str = ""
    trigger: str = ""
    sentence: str = ""


def predict(relator: Relator, texts: Iterable[GoldText]) -> Iterator[Prediction]:
    """What a reader states about texts whose entities are given, in the order of the texts."""
    for text in texts:
        for one in statements(relator, AnnotatedText(text.text_id, text.text, text.entities)):
            yield Prediction(
                one.text_id, one.subject, one.object, one.sign, one.confidence, one.rule, one.trigger, one.sentence
            )


def predict_signs(relator: Relator, pairs: Iterable[GoldPair]) -> Iterator[int]:
    """For each pair the sign that a reader states, 0 for none.

    Every place where a text writes the name of a side counts as a mention of it.
    """
    for pair in pairs:
        sides = (("subject", pair.subject.text), ("object", pair.object.text))
        entities = tuple(TextEntity(side, tuple(_mentions(pair.text, name))) for side, name in sides if name)
        found = [
            one
            for one in statements(relator, AnnotatedText(pair.id, pair.text, entities))
            if (one.subject, one.object) == ("subject", "object")
        ]
        yield found[-1].sign if found else 0


def read_predictions(path: Path) -> list[Prediction]:
    """Predictions from a file of JSON lines, as ``figkg relate`` writes them.

    Raises:
        GoldError: the file cannot be read.
        LineError: a line is not what it should be.
    """
    return list(read_lines(path, Prediction))


def by_text(predictions: Iterable[Prediction]) -> dict[str, list[Prediction]]:
    """Predictions by the text that they are about, in their order."""
    found: dict[str, list[Prediction]] = defaultdict(list)
    for one in predictions:
        found[one.text_id].append(one)
    return dict(found)


def _mentions(text: str, name: str) -> Iterator[TextMention]:
    place = text.find(name)
    while place >= 0:
        yield TextMention(name, place, place + len(name))
        place = text.find(name, place + 1)
