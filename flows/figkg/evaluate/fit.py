"""Fits the confidence of the reader to what annotators agree with.

A logistic regression over the log-odds of a score with an offset for each construction, its weights held
small by a penalty on their squares; Newton's method with a diagonal step, which needs no library for a few
dozen weights.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from msgspec import Struct

from figkg.evaluate.scores import TextScore, construction
from figkg.relate.confidence import Confidence, log_odds

PENALTY = 10.0
FOLDS = 10
_ROUNDS = 500


class Sample(Struct, frozen=True):
    """One prediction to learn from.

    Attributes:
        document: where it was made.
        construction: what read it.
        score: its score.
        right: whether annotators agree.
    """

    document: str
    construction: str
    score: float
    right: bool


def samples(texts: Sequence[TextScore]) -> list[Sample]:
    """What judged texts teach; their predictions must carry bare scores."""
    return [
        Sample(text.text.document, construction(one.prediction), one.prediction.confidence, one.outcome == "right")
        for text in texts
        for one in text.judged
        if one.outcome != "ignored"
    ]


def fit(learned: Sequence[Sample], trained_on: str = "", penalty: float = PENALTY) -> Confidence:
    """Fit the regression.

    Args:
        learned: what to learn from.
        trained_on: the sources, for people.
        penalty: strength of the penalty on the squares of slope and offsets.
    """
    names = sorted({one.construction for one in learned})
    rows = [(log_odds(one.score), names.index(one.construction), one.right) for one in learned]
    bias, slope, offsets = 0.0, 0.0, [0.0] * len(names)
    for _ in range(_ROUNDS):
        gradient = [0.0, -penalty * slope, *(-penalty * offset for offset in offsets)]
        curvature = [1e-9, penalty, *(penalty for _ in offsets)]
        for odds, name, right in rows:
            expected = 1.0 / (1.0 + math.exp(-(bias + slope * odds + offsets[name])))
            error, weight = right - expected, expected * (1.0 - expected)
            for place, value in ((0, 1.0), (1, odds), (2 + name, 1.0)):
                gradient[place] += error * value
                curvature[place] += weight * value * value
        steps = [0.3 * push / bend for push, bend in zip(gradient, curvature, strict=True)]
        bias, slope = bias + steps[0], slope + steps[1]
        offsets = [offset + step for offset, step in zip(offsets, steps[2:], strict=True)]
    rounded = {name: round(offset, 4) for name, offset in zip(names, offsets, strict=True)}
    return Confidence(round(bias, 4), round(slope, 4), rounded, trained_on)


def cross_validate(
    learned: Sequence[Sample], asked: Sequence[Sample], seed: int = 0, penalty: float = PENALTY
) -> list[tuple[float, bool]]:
    """Confidence in each asked prediction of a regression that has not seen its document.

    Args:
        learned: what to learn from.
        asked: the predictions to ask about.
        seed: of the shuffle of documents into folds.
        penalty: as for :func:`fit`.

    Returns:
        Confidence and whether the prediction is right.
    """
    documents = sorted({one.document for one in (*learned, *asked)})
    random.Random(seed).shuffle(documents)  # noqa: S311
    found: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        left_out = set(documents[fold::FOLDS])
        fitted = fit([one for one in learned if one.document not in left_out], penalty=penalty)
        found += [
            (fitted.probability(one.construction, one.score), one.right) for one in asked if one.document in left_out
        ]
    return found
