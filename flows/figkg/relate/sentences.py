"""Sentences of a caption, by offset."""

from __future__ import annotations

import re
from collections.abc import Container

_END = re.compile(
    r"""
    [.?!][)\]”"’']*(?=\s+["“(\[]?[^\W_]|\s*$)       # end mark, space, a word
    | \.(?<=[a-z)]{2}\.)(?=[A-Z][a-z]+\s)           # a lost space: `activity.Interaction of`
    | \n\s*\n
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|figs?|refs?|approx|ca|al|etc|resp|spp?|no|st|dr|eq|suppl|incl|var)|(?<![-‐‑\w])[A-Z]|^\W*\d{1,2})$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?<![-‐‑\w])[A-Z]$")


LONGEST_SENTENCE = 3000
"""Characters after which a sentence is cut, so that the time to read a text grows with its length alone."""


def split_sentences(text: str, names: Container[int] = ()) -> list[tuple[int, int]]:
    """Start and end offsets of the sentences of a text, without surrounding white space.

    Args:
        text: the text.
        names: offsets behind its names; a point right there is no abbreviation (``vitamin E. Then``).

    A point after an abbreviation (``Fig.``, ``et al.``, ``i.e.``) or an initial ends no sentence. What is
    longer than :data:`LONGEST_SENTENCE` is no sentence but a list or damage, and is cut at a space.

    >>> text = "A activates B (Fig. 2). C does not."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['A activates B (Fig. 2).', 'C does not.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        point = match.start()
        if text[point] == "." and point not in names and _is_abbreviation(text, start, point, match.end()):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _is_abbreviation(text: str, start: int, point: int, after: int) -> bool:
    before = text[max(start, point - 8) : point]
    if _INITIAL.search(before):
        return True
    if not _ABBREVIATION.search(before):
        return False
    following = text[after:].lstrip()[:1] if after < len(text) else ""
    return before.lower().endswith((".g", ".e", "fig", "figs", "al", "vs", "cf", "ref", "refs")) or following.islower()


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = space if space > 0 else start + LONGEST_SENTENCE
        spans.append((start, cut))
        start = cut + (space > 0)
    if end > start:
        spans.append((start, end))
