"""Whether confidence means what it says, and what a threshold on it would buy."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from figkg.evaluate.scores import Scores, TextScore, scores

BINS = 10


class Bin(Struct, frozen=True):
    """Predictions of similar confidence.

    Attributes:
        low: least confidence of the bin.
        high: greatest.
        count: predictions in it.
        confidence: their mean confidence.
        right: the share of them that is right.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float


class Point(Struct, frozen=True):
    """The signed scores when less confident predictions are left out."""

    threshold: float
    signed: Scores


def outcomes(texts: Sequence[TextScore]) -> list[tuple[float, bool]]:
    """Confidence of each prediction that counts, and whether it is right."""
    return [
        (one.prediction.confidence, one.outcome == "right")
        for text in texts
        for one in text.judged
        if one.outcome != "ignored"
    ]


def reliability(found: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Predictions in bins of equal width; empty bins are left out."""
    filled: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for one in found:
        filled[min(bins - 1, int(one[0] * bins))].append(one)
    return [
        Bin(
            place / bins,
            (place + 1) / bins,
            len(inside),
            sum(confidence for confidence, _ in inside) / len(inside),
            sum(right for _, right in inside) / len(inside),
        )
        for place, inside in enumerate(filled)
        if inside
    ]


def calibration_error(found: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Expected calibration error: mean distance of confidence and share of right ones, over predictions.

    Naeini MP, Cooper GF, Hauskrecht M (2015), Obtaining well calibrated probabilities using Bayesian
    binning, AAAI.
    """
    if not found:
        return 0.0
    error = sum(one.count * abs(one.confidence - one.right) for one in reliability(found, bins))
    return round(error / len(found), 4)


def curve(texts: Sequence[TextScore], steps: int = 20) -> list[Point]:
    """Signed scores at thresholds from 0 up, as long as a prediction is left."""
    found = outcomes(texts)
    gold = sum(len(text.edges) for text in texts)
    points = []
    for step in range(steps):
        threshold = step / steps
        kept = [right for confidence, right in found if confidence >= threshold]
        if not kept:
            break
        points.append(Point(threshold, scores(sum(kept), len(kept) - sum(kept), gold - sum(kept))))
    return points
