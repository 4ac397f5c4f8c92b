"""Names as phrases: how a name may stand in running text, for the search that finds all of them at once.

A phrase is a text made flat: small letters, Greek letters as Latin ones, single spaces for all but letters and
digits. Flattening never changes the length of a text, so that places in it stay true: ``NF-κB`` becomes ``nf kb``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from figkg.reference.names import GREEK

LATIN = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "abgdezhqiklmnxoprsstufcyo", strict=True)) | {"ß": "b", "µ": "m"}
"""The Latin letter that stands for a Greek one in a phrase."""

_LONG = "|".join(sorted((spelt for spelt in GREEK.values() if len(spelt) > 3), key=len, reverse=True))
_SHORT = "|".join(spelt for spelt in GREEK.values() if len(spelt) <= 3)
_SPELT = re.compile(rf"{_LONG}|(?<![a-z])(?:{_SHORT})(?![a-z])")
_LETTER = {spelt: LATIN[letter] for letter, spelt in GREEK.items()}
_DIGITS = re.compile(r"(?<=[a-z])(?=\d)")
_MOST_WORDS_JOINED = 4
_LONGEST_JOINED = 12

FlatTable = dict[int, str]


class _Flat(FlatTable):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        lower = chr(code).lower()
        flat = LATIN.get(lower, lower) if chr(code).isalnum() and len(lower) == 1 else " "
        self[code] = flat
        return flat


def flattener() -> FlatTable:
    """A table for :meth:`str.translate` that flattens text character by character."""
    return _Flat()


def phrases(name: str, flat: FlatTable) -> Iterator[str]:
    """The ways in which a name may be written in text.

    Args:
        name: the name as its table spells it.
        flat: what :func:`flattener` gave.

    Yields:
        Phrases, some of them more than once: with and without hyphens, with Greek letters as letters or spelt out.
    """
    plain = name.translate(flat)
    short = _SPELT.sub(lambda match: _LETTER[match.group()], plain)
    for spelling in (plain,) if short == plain else (plain, short):
        words = spelling.split()
        if not words:
            continue
        if len(words) > _MOST_WORDS_JOINED or sum(map(len, words)) > _LONGEST_JOINED:
            yield " ".join(words)
            continue
        yield from _joined(words)
        if len(words) == 1:
            yield _DIGITS.sub(" ", words[0], count=1)


def _joined(words: list[str]) -> Iterator[str]:
    """All ways to leave out some of the spaces."""
    for pattern in range(1 << (len(words) - 1)):
        text = words[0]
        for place, word in enumerate(words[1:]):
            text += word if pattern >> place & 1 else f" {word}"
        yield text
