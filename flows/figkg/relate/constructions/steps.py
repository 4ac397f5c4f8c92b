"""Steps from a trigger to the words that complete it."""

from __future__ import annotations

from collections.abc import Iterable

from figkg.relate.phrases import phrase
from figkg.relate.things import Thing
from figkg.relate.token_classes import (
    ACTS_LOSSES_GAINS,
    BEFORE_A_COMPOUND_HEAD,
    CLOSE,
    COMPLEMENT_END,
    ENTITY,
    GERUND,
    HYPHEN,
    OPEN,
    PASSED_TO_A_PHRASE,
)
from figkg.relate.tokens import Sentence


def acted_on(sentence: Sentence, start: int, *, acting: bool = True) -> tuple[Thing, ...]:
    """The entities of a phrase whose head says what happens to them, unlike ``for the regulation of B``.

    Args:
        sentence: the tokens.
        start: where the phrase starts.
        acting: whether what is done must be named: ``in the activation of B``, ``in activating B``; that ``B`` is
            expressed or made says nothing of how much.
    """
    found = phrase(sentence, start).things
    if not found or sentence.grammar.neutral_acts.intersection(sentence.words[start : found[0].token]):
        return ()
    behind = range(start, min(found[-1].token + 4, len(sentence.words)))
    named = any(
        sentence.classes[place] in ACTS_LOSSES_GAINS or sentence.words[place] in sentence.grammar.amounts
        for place in behind
    )
    return found if not acting or named or _raises(sentence, start) else ()


def _raises(sentence: Sentence, place: int) -> bool:
    verb = sentence.verbs[place]
    return verb is not None and verb.sign > 0 and sentence.classes[place] == GERUND


def after_adverbs(classes: str, place: int) -> int:
    """Index of the first token from a place on that is no adverb."""
    while classes[place : place + 1] in PASSED_TO_A_PHRASE:
        place += 1
    return place


def word_behind(sentence: Sentence, place: int, wanted: Iterable[str], reach: int = 3) -> int | None:
    """Index behind the next wanted preposition within some tokens and the same clause."""
    for index in range(place + 1, min(place + 1 + reach, len(sentence.words))):
        if sentence.words[index] in wanted:
            return index + 1
        if reach > 3 and sentence.classes[index] in COMPLEMENT_END:
            return None
    return None


def compound_before(sentence: Sentence, place: int) -> Thing | None:
    """The entity of the compound that ends in the noun at a place: ``NF-κB activation``."""
    classes, words = sentence.classes, sentence.words
    index = place - 1
    steps = 0
    while (
        index >= 0 and classes[index] in BEFORE_A_COMPOUND_HEAD and steps < 3 and words[index] not in ("the", "a", "an")
    ):
        index -= 1
        steps += 1
    if index >= 0 and classes[index] == CLOSE:
        opening = classes.rfind(OPEN, max(0, index - 8), index)
        index = opening - 1 if opening > 0 else -1
    if index < 0 or classes[index] != ENTITY:
        return None
    grammar = sentence.grammar
    if classes[index + 1] == HYPHEN and (
        words[index + 2] in grammar.modifiers or words[index + 2] in grammar.hyphen_causes
    ):
        return None
    return Thing(index, 1, steps)
