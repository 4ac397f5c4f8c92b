"""The trained reader: how probably each pair of a text's mentions is stated as an activation or an inhibition.

A small model (mappings/reader/) goes over the encoder's states of the text once, with what is named marked, and scores
every pair of mentions for both signs. For each pair it also tells which words it looked at: it was taught to look at
those that state the edge. How it was made stands in benchmarks/training/ and in docs/reader.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from figkg.base.models import load_model
from figkg.ground.encoder import Encoder, load_encoder
from figkg.ground.figure import Mention
from figkg.ground.pieces import Row
from figkg.ground.tagger import KINDS
from figkg.relate.assertion import Span

FOLDER = "reader"
FORM = 1
"""Raised with what goes into the model or comes out of it."""
FARTHEST = 200
"""Mentions that are more word pieces apart make no pair: none such was taught."""
LEAST_LOGIT = -3.0
"""Pairs that are less probable than this for both signs are not told of."""
_JOINED_BEFORE = re.compile(r"(?:[^\W_]+[-\u2010\u2011])+\Z")
_JOINED_BEHIND = re.compile(r"(?:[-\u2010\u2011][^\W_]+)+")
_LONGEST_PART = 40
"""So many characters before and behind a word may be joined to it by hyphens."""
_PAIRS_AT_ONCE = 6000
_BESIDE = 0.4
"""Words beside the one most looked at belong to the trigger when they are looked at this much as well."""


class Vote(Struct, frozen=True):
    """What the reader says of a pair of mentions.

    Attributes:
        cause: place of the cause among the mentions given.
        effect: place of the effect.
        activates: log-odds that the text states that cause activates effect.
        inhibits: the same for inhibits.
        trigger: the words that it looked at.
    """

    cause: int
    effect: int
    activates: float
    inhibits: float
    trigger: Span


class PairReader:
    """Scores pairs; one per process, single-threaded, so that answers depend on nothing but the text."""

    def __init__(self, session: Any, encoder: Encoder) -> None:
        """Take a session of onnxruntime, and what makes states of texts."""
        self._session = session
        self._encoder = encoder

    def read(self, text: str, mentions: Sequence[Mention]) -> list[Vote]:
        """Score the pairs of a text's mentions.

        Args:
            text: the text, for example a caption.
            mentions: where it names entities, in any order.

        Returns:
            The pairs that are not improbable, by the places of their mentions.
        """
        votes: list[Vote] = []
        several = len({one.entity for one in mentions}) > 1
        order = sorted(range(len(mentions)), key=lambda number: mentions[number].start)
        for row in self._encoder.rows(text) if several else ():
            places = _placed(row, mentions, order)
            if len(places) > 1:
                votes += self._votes(row, text, mentions, places)
        return sorted(votes, key=lambda one: (one.cause, one.effect))

    def _votes(
        self, row: Row, text: str, mentions: Sequence[Mention], places: dict[int, tuple[int, int]]
    ) -> Iterator[Vote]:
        import numpy as np

        numbers = sorted(places, key=lambda number: (places[number], number))
        first = np.asarray([places[number][0] for number in numbers])
        last = np.asarray([places[number][1] for number in numbers])
        entities = [mentions[number].entity for number in numbers]
        apart = np.asarray([[one != other for other in entities] for one in entities])
        causes, effects = np.nonzero(apart & (abs(first[None] - first[:, None]) < FARTHEST))
        marks = np.zeros((1, len(row.pieces)), dtype=np.int64)
        kinds = np.asarray([KINDS.index(mentions[number].kind) for number in numbers])
        for kind, begin, end in zip(kinds, first, last, strict=True):
            marks[0, begin : end + 1] = 2 + 2 * kind
            marks[0, begin] = 1 + 2 * kind
        feed = {"states": self._encoder.states(row), "marks": marks, "first": first, "last": last, "kinds": kinds}
        words = _Words(row, text)
        for begin in range(0, len(causes), _PAIRS_AT_ONCE):
            some = slice(begin, begin + _PAIRS_AT_ONCE)
            pairs = {"causes": causes[some], "effects": effects[some]}
            logits, looks = self._session.run(None, feed | pairs)
            for at in np.nonzero(logits.max(-1) >= LEAST_LOGIT)[0]:
                cause, effect = int(causes[some][at]), int(effects[some][at])
                inside = [places[numbers[end]] for end in (cause, effect)]
                yield Vote(
                    numbers[cause],
                    numbers[effect],
                    round(float(logits[at, 0]), 2),
                    round(float(logits[at, 1]), 2),
                    words.looked_at(np.exp(looks[at]), inside),
                )


def _placed(row: Row, mentions: Sequence[Mention], order: Sequence[int]) -> dict[int, tuple[int, int]]:
    """First and last piece of each mention that a row holds, by its place among the mentions."""
    offsets = row.offsets
    places: dict[int, tuple[int, int]] = {}
    at = 0
    begin, stop = (offsets[0][0], offsets[-1][1]) if offsets else (0, 0)
    for number in order[bisect_left(order, begin, key=lambda number: mentions[number].start) :]:
        mention = mentions[number]
        if mention.start >= stop:
            break
        if mention.end > stop:
            continue
        while at < len(offsets) and offsets[at][1] <= mention.start:
            at += 1
        end = at
        while end < len(offsets) and offsets[end][0] < mention.end:
            end += 1
        if end > at:
            places[number] = (at + 1, end)
    return places


class _Words:
    """The words of a row, of which a pair looks at some."""

    def __init__(self, row: Row, text: str) -> None:
        import numpy as np

        self._text = text
        self._offsets = row.offsets
        self._first = [at for at, goes_on in enumerate(row.continued) if at == 0 or not goes_on]
        self._last = [*(at - 1 for at in self._first[1:]), len(row.offsets) - 1]
        self._of = np.cumsum([at == 0 or not goes_on for at, goes_on in enumerate(row.continued)]) - 1
        said = (text[row.offsets[a][0] : row.offsets[b][1]] for a, b in zip(self._first, self._last, strict=True))
        self._written = np.asarray([any(map(str.isalnum, word)) for word in said])

    def looked_at(self, weights: Any, ends: Sequence[tuple[int, int]]) -> Span:
        """The words that a pair looks at most, beside the two things themselves.

        Args:
            weights: how much it looks at each piece of the row.
            ends: first and last piece of cause and effect.
        """
        import numpy as np

        seen = np.add.reduceat(weights[1 : len(self._offsets) + 1], self._first)
        seen = np.where(self._written, seen, 0.0)
        for first, last in ends:
            seen[self._of[first - 1] : self._of[last - 1] + 1] = 0.0
        begin = end = int(seen.argmax())
        enough = _BESIDE * seen[begin]
        while begin > 0 and seen[begin - 1] >= enough > 0:
            begin -= 1
        while end + 1 < len(seen) and seen[end + 1] >= enough > 0:
            end += 1
        start, stop = self._offsets[self._first[begin]][0], self._offsets[self._last[end]][1]
        named = [place for first, last in ends for place in (self._offsets[first - 1][0], self._offsets[last - 1][1])]
        before = max((place for place in named if place <= start), default=0)
        behind = min((place for place in named if place >= stop), default=len(self._text))
        return self._whole(start, stop, before, behind)

    def _whole(self, start: int, stop: int, before: int, behind: int) -> Span:
        """Words with what is joined to them by a hyphen, as far as the things themselves: ``down-regulates``."""
        first = _JOINED_BEFORE.search(self._text, max(before, start - _LONGEST_PART), start)
        last = _JOINED_BEHIND.match(self._text, stop, min(behind, stop + _LONGEST_PART))
        return Span(start if first is None else first.start(), stop if last is None else last.end())


def load_reader(mappings: Path, encoder: Encoder | None = None) -> PairReader:
    """The reader of a mappings folder.

    Args:
        mappings: the folder.
        encoder: its encoder, where it is open already.

    Raises:
        MappingError: its card or model, or the encoder's, is missing, damaged or of another version.
    """
    encoder = encoder or load_encoder(mappings)
    return PairReader(load_model(mappings, FOLDER, FORM).session, encoder)
