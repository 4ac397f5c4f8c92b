"""How sure a score is: a bootstrap over documents.

Sentences of one paper resemble each other, so papers are drawn, not sentences.

Efron B, Tibshirani RJ (1993), An Introduction to the Bootstrap, chapter 13 (percentile intervals).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from figkg.evaluate.scores import TextScore

DRAWS = 1000


class Interval(Struct, frozen=True):
    """The middle 95 % of what the draws gave."""

    low: float
    high: float


class Intervals(Struct, frozen=True):
    """Intervals of signed precision, recall and F1."""

    precision: Interval
    recall: Interval
    f1: Interval


def bootstrap(texts: Iterable[TextScore], seed: int = 0, draws: int = DRAWS) -> Intervals:
    """Intervals of the signed scores.

    Args:
        texts: the judged texts.
        seed: of the random draws; the same seed gives the same intervals.
        draws: how many times as many documents as there are are drawn, with replacement.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for text in texts:
        document = counts[text.text.document]
        document[0] += sum(one.outcome == "right" for one in text.judged)
        document[1] += sum(one.outcome != "ignored" for one in text.judged)
        document[2] += len(text.edges)
    documents = list(counts.values())
    chance = random.Random(seed)  # noqa: S311
    drawn = [_ratios(chance.choices(documents, k=len(documents))) for _ in range(draws)]
    return Intervals(*(_middle([one[column] for one in drawn]) for column in range(3)))


def _ratios(documents: list[list[int]]) -> tuple[float, float, float]:
    true, predicted, gold = (sum(column) for column in zip(*documents, strict=True))
    precision = true / predicted if predicted else 0.0
    recall = true / gold if gold else 0.0
    return precision, recall, 2 * true / (predicted + gold) if predicted + gold else 0.0


def _middle(values: list[float]) -> Interval:
    values.sort()
    margin = round(len(values) * 0.025)
    return Interval(round(values[margin], 4), round(values[-1 - margin], 4))
