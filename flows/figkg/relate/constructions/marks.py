"""Hyphens and arrows: ``A-induced B``, ``A → B``, ``A ⊣ B``."""

from __future__ import annotations

from collections.abc import Iterator

from figkg.relate.constructions.candidate import Candidate, hedged_at, pairs
from figkg.relate.constructions.steps import after_adverbs
from figkg.relate.hyphens import hyphen_cause_end
from figkg.relate.lexicon import Verb
from figkg.relate.phrases import phrase
from figkg.relate.things import Phrase, Thing
from figkg.relate.token_classes import (
    ACTS_LOSSES_GAINS,
    CLOSE,
    COMMA,
    DENIED_CAUSE,
    DETERMINER,
    ENTITY,
    GERUND,
    HYPHEN,
    LOSS,
    OF,
    OPEN,
    OTHER,
    QUANTITY,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_DENIED = pattern("COMMA? EXCLUSION DETERMINER* ENTITY")


def hyphen(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``A-induced B expression``, ``A-mediated suppression of B``, ``B-activating function of A``."""
    classes, words, verbs = sentence.classes, sentence.words, sentence.verbs
    behind = hyphen_cause_end(sentence, place)
    if behind is None or _is_excluded(sentence, place):
        return
    word = behind - 1
    hedged = hedged_at(sentence, place, place)
    if classes[word] == GERUND:
        verb = verbs[word]
        assert verb is not None
        after = after_adverbs(classes, behind)
        while classes[after : after + 1] in (QUANTITY, OTHER, LOSS):
            after += 1
        if classes[after : after + 1] == OF:
            after += 1
        found = phrase(sentence, after, prepositions=0) if classes[after : after + 1] == ENTITY else Phrase((), after)
        yield from pairs(found.things, (Thing(place, 1, 0),), verb, word, "hyphen agent", hedged=hedged)
        return
    if words[word] in sentence.vocabulary.acted_on:
        return
    lexical = verbs[word]
    if lexical is not None and lexical.sign < 0:
        return
    found = phrase(sentence, _behind_excluded(sentence, behind), prepositions=0)
    if found.bearer and words[word] in sentence.grammar.bearing:
        return
    if found.things and _leaves_open(sentence, behind, found.things[0].token):
        return
    verb = lexical or Verb("depend", 1, weight=sentence.vocabulary.weights.hyphen)
    yield from pairs((Thing(place, 1, 0),), found.things, verb, word, f"hyphen {words[word]}", hedged=hedged)


def _leaves_open(sentence: Sentence, behind: int, effect: int) -> bool:
    """Whether what is done has no sign: ``A-mediated regulation of B``, not ``A-mediated regulation and loss of B``."""
    between = range(behind, effect)
    if any(sentence.classes[place] in ACTS_LOSSES_GAINS for place in between):
        return False
    return not sentence.grammar.neutral_acts.isdisjoint(sentence.words[behind:effect])


def _is_excluded(sentence: Sentence, place: int) -> bool:
    """Whether a cause is denied: ``but not A-induced``, ``non-A-induced``."""
    before = place - 1
    while before >= 0 and sentence.classes[before] in (DETERMINER, HYPHEN):
        before -= 1
    return before >= 0 and (sentence.classes[before] in DENIED_CAUSE or sentence.words[before] == "non")


def _behind_excluded(sentence: Sentence, place: int) -> int:
    """Index behind a denied cause that stands between another one and what it does: ``but not A-induced``."""
    classes = sentence.classes
    match = _DENIED.match(classes, place)
    behind = None if match is None else hyphen_cause_end(sentence, match.end() - 1)
    if behind is None:
        return place
    return behind + (classes[behind : behind + 1] == COMMA)


def arrow(sentence: Sentence, place: int, sign: int) -> Iterator[Candidate]:
    """``A → B``, ``A ⊣ B``."""
    classes = sentence.classes
    before, after = place - 1, place + 1
    while before >= 0 and classes[before] == QUANTITY:
        before -= 1
    if before >= 0 and classes[before] == CLOSE:
        opening = classes.rfind(OPEN, 0, before)
        before = opening - 1
    if before >= 0 and classes[before] == ENTITY and classes[after : after + 1] == ENTITY:
        yield Candidate(before, after, sign, place, "arrow", sentence.vocabulary.weights.arrow, 0)
