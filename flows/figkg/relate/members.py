"""Coordination: the next entity of a list, and whether words before it state a sign of its own."""

from __future__ import annotations

import re

from figkg.relate.compounds import list_goes_on, starts_clause
from figkg.relate.things import turn
from figkg.relate.tokens import Sentence

_SUSPENDED = re.compile(r"-[,c]+E(?:-[,c]+E)*-[ld]")
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
    while place < limit and classes[place] in ",c/kT":
        place += 1
    separator = classes[first:place]
    if not separator and classes[end : end + 2] == "-E":
        separator, place = "/", end + 1
    if not separator or separator == "T" or (separator == "," and sentence.words[place : place + 1] in (["a"], ["an"])):
        return None
    own: int | None = None
    for place in range(place, min(place + _REACH, limit)):  # noqa: B020
        cls = classes[place]
        if cls == "E":
            opens = separator != "/" and starts_clause(sentence, place, limit)
            ends = separator == "," and not list_goes_on(sentence, place, limit)
            return None if opens or ends or (aside and own is None) else (place, own)
        leads = classes[place + 1 : place + 2] == "o"
        if cls in "dl" or (leads and cls in "na"):
            own = turn(sentence, place) * (own or 1)
        elif cls == "p":
            if not participles or sentence.words[place - 1] == "but also":
                return None
            own = turn(sentence, place)
        elif leads and cls in "qG":
            own = own or 1
        elif cls not in "DWIOoqGkB" and not (cls == "n" and own is not None) and not _passed(classes, place):
            return None
    return None


def _passed(classes: str, place: int) -> bool:
    """A comma before *such as*, the bracket around a name."""
    return classes[place : place + 2] == ",k" or classes[place : place + 3] == "(E)"


def _behind_circumstance(classes: str, end: int, limit: int) -> int:
    """Index behind a short phrase: ``activation of A in these cells and …``, ``of A by B and …``."""
    if end >= limit or classes[end] not in "iy":
        return end
    place = end
    while place < limit and classes[place] in "iyDWIOBqhoE" and place - end < 6:
        place += 1
    return place if place < limit and classes[place] in ",c" else end
