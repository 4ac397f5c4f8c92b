"""Compounds that an entity opens: ``A expression``, ``A-deficient mice``, ``A inhibitor``."""

from __future__ import annotations

from typing import NamedTuple

from figkg.relate.things import closing, turn
from figkg.relate.token_classes import (
    ACT,
    ADVERBIAL,
    AGENT,
    BEARER,
    BEHIND_A_HYPHEN,
    BRACKETED_LOSS,
    CARRIED,
    CLOSE,
    COMPOUND,
    COMPOUND_GOES_ON,
    COMPOUND_START,
    FINITE,
    HYPHEN,
    LIST_END,
    LOSSES,
    LOSSES_AND_ACTS,
    NO_OBJECT,
    OF,
    OPEN,
    OTHER,
    PARTICIPLE,
    SLASH,
    TURNING_NOUNS,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_LONGEST_BRACKET = 12
_LONGEST_COMPOUND = 6
_JOINT_QUANTITY = pattern("CONJUNCTION CARRIED (?! OF)")
"""``expression and activity``, not ``expression and activity of B``."""


class Compound(NamedTuple):
    """What stands behind an entity in its compound: ``A expression``, ``A-deficient mice``, ``A inhibitor``.

    Attributes:
        turn: the turn of sign.
        end: index behind it.
        closed: whether anything was there.
        bearer: whether it ends in cells or animals.
        marked: whether they lack the entity.
        agent: whether it ends in who acts on the entity: ``A inhibitor``.
        target: whether it ends in what the entity acts on: ``A target genes``.
        theme: index where the object of an act begins: ``A inhibition of``, else None.
    """

    turn: int
    end: int
    closed: bool
    bearer: bool = False
    marked: bool = False
    agent: bool = False
    target: bool = False
    theme: int | None = None


def compound(sentence: Sentence, place: int, limit: int) -> Compound:
    """Read the compound that an entity opens.

    Args:
        sentence: the tokens.
        place: index behind the entity.
        limit: index at which to stop.
    """
    key = (place, limit)
    known = sentence.compounds.get(key)
    if known is None:
        known = sentence.compounds[key] = _read(sentence, place, limit)
    assert isinstance(known, Compound)
    return known


def _read(sentence: Sentence, start: int, limit: int) -> Compound:
    classes = sentence.classes
    targets = sentence.grammar.targets
    if start >= limit or (classes[start] not in COMPOUND_START and sentence.words[start] not in targets):
        return Compound(1, start, False)
    place, marked = _behind_bracket(sentence, start, limit)
    turned, closed = -1 if marked else 1, marked
    while place < limit:
        cls = classes[place]
        if sentence.words[place] in targets:
            return Compound(turned, place + 1, True, target=True)
        if cls == HYPHEN and place + 1 < limit:
            following = classes[place + 1]
            if following == SLASH:  # A-/- cells
                turned, closed, marked, place = -turned, True, True, min(place + 3, limit)
                continue
            if following not in BEHIND_A_HYPHEN:
                break
        elif cls == BEARER:
            return Compound(turned, place + 1, True, bearer=True, marked=marked)
        elif cls not in COMPOUND or place - start > _LONGEST_COMPOUND:
            break
        elif cls in TURNING_NOUNS and not (cls in LOSSES and marked and classes[place - 1] in LOSSES_AND_ACTS):
            turned, closed, marked = turned * turn(sentence, place), True, marked or cls in LOSSES
            if cls == ACT and classes[place + 1 : place + 2] == OF:
                return Compound(turned, place + 1, True, theme=place + 2)
        elif cls in CARRIED:
            closed = True
            place += _JOINT_QUANTITY.match(classes, place + 1) is not None
        elif cls == OTHER and classes[place + 1 : place + 2] not in COMPOUND_GOES_ON:
            place += 1
            break
        place += 1
    tail = sentence.words[start:place]
    site = bool(tail) and tail[-1] in sentence.grammar.parts and not sentence.vocabulary.sites.isdisjoint(tail)
    return Compound(
        turned, place, closed, target=site, marked=marked, agent=place > start and classes[place - 1] == AGENT
    )


def _behind_bracket(sentence: Sentence, place: int, limit: int) -> tuple[int, bool]:
    """Index behind a short bracket, and whether it says that the entity is missing: ``A(-/-)``."""
    classes = sentence.classes
    if place >= limit or classes[place] != OPEN:
        return place, False
    behind = closing(sentence, place)
    if classes[place + 1 : behind] in (HYPHEN + SLASH + HYPHEN + CLOSE, OTHER + SLASH + HYPHEN + CLOSE):
        return behind, True
    lists_losses = classes[place + 1 : place + 2] in BRACKETED_LOSS and HYPHEN in classes[place:behind]
    return (place if behind - place > _LONGEST_BRACKET or lists_losses else behind), False


def starts_clause(sentence: Sentence, place: int, limit: int) -> bool:
    """Whether the entity at a place is the subject of a finite verb that follows it."""
    end = compound(sentence, place + 1, limit).end
    classes = sentence.classes
    while end < limit and classes[end] in ADVERBIAL:
        end += 1
    if end >= limit:
        return False
    if classes[end] == PARTICIPLE:
        return end + 1 < len(classes) and classes[end + 1] not in NO_OBJECT
    return classes[end] in FINITE


def list_goes_on(sentence: Sentence, place: int, limit: int) -> bool:
    """Whether a list continues behind the entity at a place with a comma, *and* or its end."""
    end = compound(sentence, place + 1, limit).end
    classes = sentence.classes
    return end >= limit or classes[end] in LIST_END or sentence.words[end] == "."
