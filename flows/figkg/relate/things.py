"""What a noun phrase is about: entities, whether their words turn the sign, and brackets."""

from __future__ import annotations

from typing import Literal, NamedTuple

from figkg.relate.token_classes import CLOSE, OPEN
from figkg.relate.tokens import Sentence

LONGEST_PHRASE = 60
"""Tokens that are looked at from where a phrase starts."""
Own = Literal["any", "noun", "none"]
BY_PRONOUN = -1
"""Token of a thing that only a pronoun names."""
CONFLICT = 8
"""Cost of acts that turn the sign both ways: more than any assertion bears."""


class Thing(NamedTuple):
    """An entity as an argument of a relation.

    Attributes:
        token: index of the entity's token.
        polarity: 1 or -1, the product of what modifies it.
        cost: how many uncertain steps the reading took.
    """

    token: int
    polarity: int
    cost: int


class Phrase(NamedTuple):
    """A noun phrase.

    Attributes:
        things: the entities that it is about; empty when it names none.
        end: index behind it.
        bearer: whether it names cells or animals that an entity only marks.
    """

    things: tuple[Thing, ...]
    end: int
    bearer: bool = False


def turn(sentence: Sentence, place: int) -> int:
    """How a word turns the sign of the entity it modifies: ``inhibition of A``, ``inactive A``, ``loss of A``."""
    verb = sentence.verbs[place]
    return -1 if verb is None else verb.sign


def closing(sentence: Sentence, place: int) -> int:
    """Index behind the bracket that closes the one at a place."""
    depth = 0
    classes = sentence.classes
    for index in range(place, min(len(classes), place + LONGEST_PHRASE)):
        if classes[index] == OPEN:
            depth += 1
        elif classes[index] == CLOSE:
            depth -= 1
            if depth == 0:
                return index + 1
    return min(len(classes), place + LONGEST_PHRASE)
