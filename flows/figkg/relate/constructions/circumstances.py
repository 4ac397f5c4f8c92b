"""Circumstances that name a cause: ``upon A stimulation``, ``in A-deficient cells``."""

from __future__ import annotations

from figkg.relate.clauses import Clause
from figkg.relate.hyphens import hyphen_cause_end
from figkg.relate.phrases import phrase
from figkg.relate.things import Thing
from figkg.relate.token_classes import (
    BEARER,
    CIRCUMSTANCE,
    CIRCUMSTANCE_END,
    CIRCUMSTANCE_START,
    COMMA,
    ENTITY,
    JOINTS,
    LOSSES,
    PASSED_TO_A_CIRCUMSTANCE,
    PASSED_TO_A_MARKER,
    PLAIN_ADVERB,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_ANOTHER = pattern("[COMMA SEMICOLON] CONJUNCTION (?= CIRCUMSTANCE)")
"""``In response to A, B …, and in response to C``."""


def circumstances(sentence: Sentence, clauses: list[Clause], index: int, *, alone: bool) -> tuple[Thing, ...]:
    """Causes around a verb: ``upon A stimulation``, ``in A-deficient cells``, ``in an A-dependent manner``.

    Args:
        sentence: the tokens.
        clauses: its clauses.
        index: which of them.
        alone: whether nobody else acts: beside somebody who does, what is only there does nothing, as A in
            ``B activates C in the presence of A``.
    """
    clause = clauses[index]
    classes = sentence.classes
    start = clause.verb + 1
    acted = clause.objects if clause.voice not in ("passive", "reduced") else clause.agents
    if acted:
        start = max(start, clause.end)
    stop = clauses[index + 1].start if index + 1 < len(clauses) else len(classes)
    found = circumstance_in(sentence, start, min(stop, start + 20))
    if not found and clause.link == "before" and clause.start:
        start, stop = clauses[index - 1].end if index else 0, clause.start
        found = _leading_circumstance(sentence, start, stop)
    if found and not alone and _is_only_there(sentence, start, found[0].token):
        return ()
    return found


def _is_only_there(sentence: Sentence, start: int, thing: int) -> bool:
    place = next((at for at in range(thing - 1, start - 1, -1) if sentence.classes[at] == CIRCUMSTANCE), None)
    return place is not None and sentence.words[place] in sentence.grammar.absence | sentence.grammar.standing


def _leading_circumstance(sentence: Sentence, start: int, stop: int) -> tuple[Thing, ...]:
    """``In response to A, B …``."""
    classes = sentence.classes
    another = max((match.end() for match in _ANOTHER.finditer(classes, start, stop)), default=start)
    start = max(start, another)
    while start < stop and classes[start] in PASSED_TO_A_CIRCUMSTANCE:
        start += 1
    if start >= stop or classes[start] not in CIRCUMSTANCE_START:
        return ()
    comma = classes.find(COMMA, start, stop)
    return circumstance_in(sentence, start, comma) if comma > 0 else ()


def circumstance_in(sentence: Sentence, start: int, stop: int) -> tuple[Thing, ...]:
    """The causes that the first circumstance of a stretch names."""
    classes, words = sentence.classes, sentence.words
    place = start
    while place < stop:
        cls = classes[place]
        if cls == CIRCUMSTANCE or (place == 0 and words[place] == "without"):
            found = phrase(sentence, place + 1, stop)
            sign = -1 if words[place] in sentence.grammar.absence else 1
            return tuple(Thing(one.token, one.polarity * sign, one.cost) for one in found.things)
        if words[place] == "in":
            return _marking(sentence, place + 1, stop)
        if cls in CIRCUMSTANCE_END or (cls in JOINTS and place > start):
            return ()
        place += 1
    return ()


def _marking(sentence: Sentence, start: int, stop: int) -> tuple[Thing, ...]:
    """``in A-deficient cells``, ``in an A-dependent manner``."""
    classes, words, known = sentence.classes, sentence.words, sentence.vocabulary
    place = start
    while place < stop and classes[place] in PASSED_TO_A_MARKER:
        place += 1
    if classes[place - 1] == BEARER and place < stop and words[place] in known.carrying | known.lacking:
        sign = -1 if words[place] in known.lacking else 1
        return tuple(one._replace(polarity=one.polarity * sign) for one in phrase(sentence, place + 1, stop, 0).things)
    if place >= stop or classes[place] != ENTITY:
        return ()
    behind = hyphen_cause_end(sentence, place)
    if behind is not None:
        following = behind
        while following < stop and classes[following] in PLAIN_ADVERB and words[following] not in known.manners:
            following += 1
        if words[following : following + 1] and words[following] in known.manners:
            return (Thing(place, 1, 0),)
    found = phrase(sentence, place, stop, 0)
    if (found.bearer or classes[found.end - 1 : found.end] in LOSSES) and any(one.polarity < 0 for one in found.things):
        return found.things
    if found.bearer and behind is not None:
        return found.things
    return ()
