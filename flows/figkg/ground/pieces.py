"""Texts as the models read them: word pieces, how they are written, what the dictionary finds there, and the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

FOUND: tuple[str, ...] = ("gene", "family", "chemical", "disease", "process", "other", "unsure")
"""What the dictionary finds, in the order in which the models were taught it."""

_DASHES = {ord(letter): "-" for letter in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63"}
_PLAIN = str.maketrans(_DASHES | {ord(letter): " " for letter in "\u00a0\u2009\u202f"})
_END_OF_SENTENCE = re.compile(r"[.;:]\s+(?=[A-Z(])")
_WORD = re.compile(r"[^\W_]+")
_FIRST, _SEPARATOR = 101, 102
_TITLE = 15
"""What stands where the dictionary's find would, for pieces of the title."""

LONGEST_TEXT = 100_000
"""Models read texts of so many characters, three times the longest caption known; longer ones are looked up and read by
rules alone."""


class Found(Struct, frozen=True):
    """A place where the dictionary finds a name.

    Attributes:
        start: offset of its first character.
        end: offset behind its last one.
        kind: of :data:`FOUND`.
    """

    start: int
    end: int
    kind: str


class Row(Struct, frozen=True):
    """A stretch of a text as the model reads it; all lists have one number for each word piece.

    Attributes:
        pieces: numbers of the word pieces, with what stands before, between and behind text and title.
        shapes: how they are written (:func:`shapes_of`).
        finds: what the dictionary finds there: 0, or 1 and 2 for the beginning and the rest of the first of
            :data:`FOUND`, and so on; 15 for the title.
        offsets: where the pieces of the text begin and end in it; they are the second piece and those that follow.
        continued: whether each of these goes on with the word of the one before.
    """

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    finds: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    continued: tuple[bool, ...]


class Pieces:
    """Makes rows of texts."""

    def __init__(self, tokenizer: Any, longest: int, longest_title: int) -> None:
        """Take a tokenizer.

        Args:
            tokenizer: of the library tokenizers.
            longest: so many pieces of a text go into a row.
            longest_title: so many of a title.
        """
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._longest = longest
        self._longest_title = longest_title

    def rows(self, text: str, title: str, found: Sequence[Found]) -> Iterator[Row]:
        """The rows of a text, one after the other, cut at ends of sentences.

        Args:
            text: a caption.
            title: of its paper, or of the figure, or empty.
            found: what the dictionary finds, in order; of what overlaps the later one counts.
        """
        encoding = self._tokenizer.encode(text.translate(_PLAIN), add_special_tokens=False)
        offsets: list[tuple[int, int]] = encoding.offsets
        finds, shapes = _finds(offsets, found), shapes_of(text, offsets)
        continued = [start > 0 and text[start].isalnum() and text[start - 1].isalnum() for start, _ in offsets]
        about = self._tokenizer.encode(title.translate(_PLAIN), add_special_tokens=False)
        tail = [*about.ids[: self._longest_title], _SEPARATOR] if about.ids else []
        tail_shapes = [*shapes_of(title, about.offsets[: self._longest_title]), 0] if tail else []
        for begin, end in _windows(text, offsets, self._longest):
            yield Row(
                (_FIRST, *encoding.ids[begin:end], _SEPARATOR, *tail),
                (0, *shapes[begin:end], 0, *tail_shapes),
                (0, *finds[begin:end], 0, *[_TITLE] * len(tail)),
                tuple(offsets[begin:end]),
                tuple(continued[begin:end]),
            )


def _finds(offsets: Sequence[tuple[int, int]], found: Sequence[Found]) -> list[int]:
    """What the dictionary finds at each piece, as :attr:`Row.finds` has it."""
    marks = [0] * len(offsets)
    place = 0
    for one in sorted(found, key=lambda one: (one.kind != "unsure", one.start)):
        code = 1 + 2 * FOUND.index(one.kind)
        place = 0 if place >= len(offsets) or offsets[place][0] > one.start else place
        while place < len(offsets) and offsets[place][1] <= one.start:
            place += 1
        first, here = True, place
        while here < len(offsets) and offsets[here][0] < one.end:
            marks[here] = code if first else code + 1
            first = False
            here += 1
    return marks


def _windows(text: str, offsets: Sequence[tuple[int, int]], longest: int) -> Iterator[tuple[int, int]]:
    """Stretches of pieces that are short enough, cut at ends of sentences where there are any."""
    if len(offsets) <= longest:
        yield 0, len(offsets)
        return
    ends: list[int] = []
    place = 0
    for bound in (*(match.end() for match in _END_OF_SENTENCE.finditer(text)), len(text) + 1):
        while place < len(offsets) and offsets[place][0] < bound:
            place += 1
        ends.append(place)
    begin = last = 0
    for end in ends:
        if end - begin > longest and last > begin:
            yield begin, last
            begin = last
        while end - begin > longest:
            yield begin, begin + longest
            begin += longest
        last = end
    if begin < len(offsets):
        yield begin, len(offsets)


def shapes_of(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """How pieces of a text and what they are written together with are written, each as one number below 64.

    A sign stands together with the words on both sides: the dash of *IL-6* with *IL* and *6*.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    shapes: list[int] = []
    known: dict[tuple[int, int], int] = {}
    place = 0
    for start, end in offsets:
        while place < len(words) and words[place][1] < start:
            place += 1
        here = place
        left = words[here][0] if here < len(words) and words[here][0] <= start else start
        while here < len(words) and words[here][1] < end:
            here += 1
        right = words[here][1] if here < len(words) and words[here][0] <= end else end
        if here + 1 < len(words) and words[here + 1][0] == end:
            right = words[here + 1][1]
        whole = (left, max(right, end))
        if whole not in known:
            known = {whole: _shape(text[whole[0] : whole[1]])}
        shapes.append(_shape(text[start:end]) * 8 + known[whole])
    return shapes


def _shape(word: str) -> int:
    """0 nothing, 1 small letters, 2 one capital, 3 capitals, 4 Capitalized, 5 digits, 6 no letters, 7 mIxed1."""
    if not word or word.isspace():
        return 0
    if word.isdigit():
        return 5
    if not any(map(str.isalpha, word)):
        return 6
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 4 if word[0].isupper() and word[1:].islower() else 7
