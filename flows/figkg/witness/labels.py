"""Where a label of an annotation stands in an image, by the words that were read off it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import permutations

from msgspec import Struct

Frame = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_LIKE, _LONG = 0.8, 5
"""How alike a label and words are that are taken for it; shorter ones are the same, letter by letter."""
_EXACT = 1.1
_LETTERS = re.compile(r"[\W_]+")
_GAP, _STEP, _OVERLAP = 0.8, 0.4, 0.2
"""Of lines of one label, by their height: the widest gap, the least step down; by their width: the least overlap."""
_MOST_WORDS = 400


class Word(Struct, frozen=True):
    """A line of text in an image.

    Attributes:
        text: as it was read.
        frame: where it stands.
    """

    text: str
    frame: Frame


def plain(text: str) -> str:
    """A text without case, spaces and punctuation.

    >>> plain("TTM-2 ←"), plain("NF-κB")
    ('ttm2', 'nfκb')
    """
    return _LETTERS.sub("", text.replace("ß", "β").casefold())


def around(frames: Sequence[Frame]) -> Frame:
    """The smallest frame around several."""
    lefts, tops, rights, bottoms = zip(*frames, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def find_label(label: str, words: Sequence[Word]) -> tuple[Frame, ...]:
    """Where a label stands: in one line or in up to three below one another; in several places where it is drawn so.

    Args:
        label: the label.
        words: the lines of text of the image.
    """
    wanted = plain(label)
    if not wanted or len(words) > _MOST_WORDS:
        return ()
    found: dict[Frame, float] = {}
    for group in _groups(words):
        said = plain("".join(word.text for word in group))
        if not said or abs(len(said) - len(wanted)) > max(2, len(wanted) // 2):
            continue
        likeness = _EXACT if said == wanted else SequenceMatcher(None, wanted, said, autojunk=False).ratio()
        if likeness == _EXACT or (likeness >= _LIKE and min(len(said), len(wanted)) >= _LONG):
            found[around([word.frame for word in group])] = likeness
    best = max(found.values(), default=0.0)
    return tuple(frame for frame, likeness in found.items() if likeness == best)


def _groups(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    pairs = [(one, other) for one, other in permutations(words, 2) if _is_below(one.frame, other.frame)]
    yield from ((word,) for word in words)
    yield from pairs
    for one, other in pairs:
        yield from ((one, other, third) for second, third in pairs if second is other)


def _is_below(one: Frame, other: Frame) -> bool:
    height, narrower = one[3] - one[1], min(one[2] - one[0], other[2] - other[0])
    step, gap = other[1] - one[1], other[1] - one[3]
    overlap = min(one[2], other[2]) - max(one[0], other[0])
    return step > _STEP * height and gap < _GAP * height and overlap > _OVERLAP * narrower
