"""Coordination: the next entity of a list, and whether words before it state a sign of its own."""

from __future__ import annotations

from figkg.relate.compounds import list_goes_on, starts_clause
from figkg.relate.things import turn
from figkg.relate.token_classes import (
    ACT,
    ASIDE,
    BEFORE_A_MEMBER,
    BY,
    CARRIED,
    CLOSE,
    COMMA,
    CONSEQUENCE,
    DOING_NOUNS,
    ENTITY,
    EXAMPLE,
    HYPHEN,
    JOINTS,
    LOSSES,
    MEMBER_JOINTS,
    OF,
    OPEN,
    PARTICIPLE,
    PREPOSITION,
    SLASH,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_SUSPENDED = pattern("HYPHEN JOINTS+ ENTITY (?:HYPHEN JOINTS+ ENTITY)* HYPHEN LOSSES")
"""Behind the first of ``A- and B-deficient``."""
_REACH = 9
"""How many tokens may stand before the next entity of a list."""


def next_member(sentence: Sentence, end: int, limit: int, *, participles: bool) -> tuple[int, int | None] | None:
    """The next entity of a list after a separator, and its own polarity if words before it state one."""
    classes = sentence.classes
    end += _SUSPENDED.match(classes, end) is not None
    place = _behind_circumstance(classes, end, limit)
    aside = place > end
    first = place
    while place < limit and classes[place] in MEMBER_JOINTS:
        place += 1
    separator = classes[first:place]
    if not separator and classes[end : end + 2] == HYPHEN + ENTITY:
        separator, place = SLASH, end + 1
    if (
        not separator
        or separator == CONSEQUENCE
        or (separator == COMMA and sentence.words[place : place + 1] in (["a"], ["an"]))
    ):
        return None
    own: int | None = None
    for place in range(place, min(place + _REACH, limit)):  # noqa: B020
        cls = classes[place]
        if cls == ENTITY:
            opens = separator != SLASH and starts_clause(sentence, place, limit)
            ends = separator == COMMA and not list_goes_on(sentence, place, limit)
            return None if opens or ends or (aside and own is None) else (place, own)
        leads = classes[place + 1 : place + 2] == OF
        if cls in LOSSES or (leads and cls in DOING_NOUNS):
            own = turn(sentence, place) * (own or 1)
        elif cls == PARTICIPLE:
            if not participles or sentence.words[place - 1] == "but also":
                return None
            own = turn(sentence, place)
        elif leads and cls in CARRIED:
            own = own or 1
        elif cls not in BEFORE_A_MEMBER and not (cls == ACT and own is not None) and not _passed(classes, place):
            return None
    return None


def _passed(classes: str, place: int) -> bool:
    """A comma before *such as*, the bracket around a name."""
    return classes[place : place + 2] == COMMA + EXAMPLE or classes[place : place + 3] == OPEN + ENTITY + CLOSE


def _behind_circumstance(classes: str, end: int, limit: int) -> int:
    """Index behind a short phrase: ``activation of A in these cells and …``, ``of A by B and …``."""
    if end >= limit or classes[end] not in (PREPOSITION, BY):
        return end
    place = end
    while place < limit and classes[place] in ASIDE and place - end < 6:
        place += 1
    return place if place < limit and classes[place] in JOINTS else end
