"""What a text defines itself: ``chronic lymphocytic leukemia (CLL)``, ``CLL (chronic …)``, legends ``CLL, chronic …;``.

Whether a long form explains a short one is decided as by A. S. Schwartz and M. A. Hearst, "A simple algorithm for
identifying abbreviation definitions in biomedical text", Pacific Symposium on Biocomputing 8:451 (2003): the letters of
the short form stand in the long one in their order, the first at the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from figkg.ground.abbreviations import long_form
from figkg.reference.names import GREEK

_SHORT = r"[\w\u0370-\u03ff(][\w\u0370-\u03ff/+\-\u2010-\u2013\u2032'\u2019.*]{0,13}[\w\u0370-\u03ff+\-*]|\w"
_IN_BRACKETS = re.compile(r"(?<=[\w)\]*]) ?[(\[](?P<inside>[^()\[\]]{1,90}(?:\([^()]{1,30}\)[^()\[\]]{0,60})?)[)\]]")
_FIRST_PART = re.compile(r"[,;]\s|\s(?:and|or)\s")
_ITEM = re.compile(
    rf"(?P<lead>^|[.;:,)]\s+|\b[Aa]bbreviations?(?: used| are)?:? +|\band )"
    rf"(?P<short>{_SHORT})(?P<mark>,|:|=| =| ?[\u2013\u2014-] |\u2014)\s*(?P<long>[^;:=]{{4,110}}?)\s*"
    rf"(?=;|\.(?:\s|$)|$|, (?:and )?(?:{_SHORT})(?:,|:|=| =))"
)
_WORD = re.compile(r"\S+")
_LAST_WORD = re.compile(rf"(?P<short>{_SHORT})$")
_NO_BEGINNING = re.compile(r"(?:and|or|of|by|in|to|with|the|a|an|from|for|on|at|as)\s", re.IGNORECASE)
_FURTHER_WORDS = 5
_FARTHEST = 400
"""So many letters before a bracket a long form may begin."""
_LONGEST_SHORT = 14
_FEWEST_ITEMS = 3


class Definition(Struct, frozen=True, order=True):
    """A short form and what it stands for, both as they are written.

    Attributes:
        short: ``CLL``.
        long: ``chronic lymphocytic leukemia``.
    """

    short: str
    long: str


def find_definitions(text: str) -> tuple[Definition, ...]:
    """All definitions of a text, in order, each once.

    >>> text = "Nitric oxide (NO) acts. CK (cytokinin) rises. ABA, abscisic acid; SA, salicylic acid."
    >>> for one in find_definitions(text):
    ...     print(one.short, "=", one.long)
    NO = Nitric oxide
    CK = cytokinin
    ABA = abscisic acid
    SA = salicylic acid
    """
    found = dict.fromkeys((*_bracketed(text), *_listed(text)))
    return tuple(one for one in found if not _NO_BEGINNING.match(one.long) and one.short not in one.long.split())


def meanings(definitions: Iterable[Definition]) -> Mapping[str, str]:
    """The long form of each short one; of several the first."""
    found: dict[str, str] = {}
    for one in definitions:
        found.setdefault(one.short, one.long)
    return found


def explains(long: str, short: str) -> bool:
    """Whether a long form may be what a short one stands for.

    >>> explains("salicylic acid", "SA"), explains("nitric oxide", "SA"), explains("growth factor β", "GFβ")
    (True, False, True)
    """
    start = long_form(_plain(short), _plain(long), 0, len(long))
    return start == 0 and sum(map(str.isalpha, long)) > len(short)


def _bracketed(text: str) -> Iterator[Definition]:
    for match in _IN_BRACKETS.finditer(text):
        inside = _FIRST_PART.split(match["inside"])[0].strip()
        before = text[max(0, match.start() - _FARTHEST) : match.start()].rstrip()
        if _is_short(inside):
            long = _long_before(before, inside)
            if long is not None:
                yield Definition(inside, long)
                continue
        last = _LAST_WORD.search(before)
        whole = match["inside"].strip()
        if last is not None and _is_short(last["short"]):
            for long in dict.fromkeys((whole, inside)):
                if explains(long, last["short"]):
                    yield Definition(last["short"], long)
                    break


def _long_before(before: str, short: str) -> str | None:
    """The shortest end of a text that explains a short form, whole words."""
    plain = _plain(short)
    letters = sum(map(str.isalnum, plain))
    words = list(_WORD.finditer(before))[-min(letters + _FURTHER_WORDS, letters * 2) :]
    if not words:
        return None
    begin = words[0].start()
    for sentence in re.finditer(r"[.;:!?]\s", before[begin:]):
        begin_of_sentence = begin + sentence.end()
        words = [word for word in words if word.start() >= begin_of_sentence] or words
    tail = before[words[0].start() :]
    start = long_form(plain, _plain(tail), 0, len(tail))
    if start is None or len(tail) - start <= len(short):
        return None
    while start > 0 and not tail[start - 1].isspace() and tail[start - 1] not in "([":
        start -= 1  # whole words: "of N-acetyl", not "acetyl"
    long = tail[start:]
    return None if long.count(")") > long.count("(") else long


def _listed(text: str) -> Iterator[Definition]:
    """Items of legends; where there are several, also those whose letters fit less well."""
    items: list[tuple[str, str, bool]] = []
    place = 0
    while (match := _ITEM.search(text, place)) is not None:
        short, long = match["short"], match["long"].strip(" ,")
        fits = _is_short(short) and not long[:1].isdigit() and explains(long, short)
        items.append((short, long, fits))
        place = match.end() if fits else match.start("short") + max(1, len(short))
    good = sum(fits for _, _, fits in items)
    for short, long, fits in items:
        if fits or (good >= _FEWEST_ITEMS and _is_short(short) and _may_be_long(long, short)):
            yield Definition(short, long)


def _may_be_long(long: str, short: str) -> bool:
    """Whether an item of a legend may explain a form whose letters it lacks: *GSSG, oxidized glutathione*."""
    words = long.split()
    return 1 <= len(words) <= 6 and len(long) > len(short) + 3 and words[0].isalpha() and short[:1].isalnum()


def _is_short(text: str) -> bool:
    """Whether a text is written as a short form: no more than two words, with a capital, a digit or a Greek letter."""
    if not 1 < len(text) <= _LONGEST_SHORT or text.count(" ") > 1 or not any(map(str.isalpha, text)):
        return False
    return any(letter.isupper() or letter.isdigit() or letter.lower() in GREEK for letter in text)


def _plain(text: str) -> str:
    """Small letters, letter for letter, with Greek ones as the first letter of their names."""
    return "".join(GREEK.get(small, small)[0] for small in map(str.lower, text))  # İ in small letters is two
