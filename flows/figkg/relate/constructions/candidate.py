"""The candidate: a relation that a construction found, before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from figkg.relate.lexicon import Verb
from figkg.relate.things import Thing
from figkg.relate.token_classes import HEDGE
from figkg.relate.tokens import Sentence

_BESIDE = 2
"""Tokens from a verb to what it frees, at most: ``relieving A``, not ``relieving the phosphorylation of A``."""


class Candidate(Struct, frozen=True):
    """A relation that a construction found.

    Attributes:
        subject: token of the cause.
        object: token of the effect.
        sign: 1 or -1.
        trigger: token of the trigger.
        rule: name of the construction and its verb.
        weight: how far the construction and its verb can be trusted, in (0, 1].
        cost: uncertain steps taken.
        negated: whether it is denied.
        hedged: whether it is a possibility.
        inferred: whether it is read from the order of steps.
        frees: whether the sign is turned where the effect is a gene or family.
        mends: whether the sign is turned where the effect is a disease.
    """

    subject: int
    object: int
    sign: int
    trigger: int
    rule: str
    weight: float
    cost: int
    negated: bool = False
    hedged: bool = False
    inferred: bool = False
    frees: bool = False
    mends: bool = False


def pairs(
    causes: tuple[Thing, ...],
    effects: tuple[Thing, ...],
    verb: Verb,
    place: int,
    rule: str,
    *,
    negated: bool = False,
    hedged: bool = False,
    inferred: bool = False,
) -> Iterator[Candidate]:
    """A candidate for each cause and effect.

    Args:
        causes: who acts.
        effects: what is acted on.
        verb: what happens, with its sign and how far it can be trusted.
        place: token of the trigger.
        rule: name of the construction.
        negated: whether it is denied.
        hedged: whether it is a possibility.
        inferred: whether it is read from the order of steps.
    """
    if not causes or not effects:
        return
    named = f"{rule}/{verb.verb}"
    for cause in causes:
        for effect in effects:
            if cause.token != effect.token and cause.token >= 0 and effect.token >= 0:
                yield Candidate(
                    cause.token,
                    effect.token,
                    verb.sign * cause.polarity * effect.polarity,
                    place,
                    named,
                    verb.weight,
                    cause.cost + effect.cost,
                    negated,
                    hedged,
                    inferred,
                    verb.frees and effect.polarity > 0 and abs(effect.token - place) <= _BESIDE,
                    verb.mends,
                )


def hedged_at(sentence: Sentence, start: int, place: int) -> bool:
    """Whether a statement is a possibility: ``may``, or a word of doubt before it."""
    group = sentence.words[start:place]
    return not sentence.vocabulary.possible.isdisjoint(group) or HEDGE in sentence.classes[max(0, start - 12) : place]
