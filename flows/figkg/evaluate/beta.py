"""The Beta distribution of a share of which some draws are known, after a prior that knows nothing.

Gelman A et al. (2013), Bayesian Data Analysis, chapter 2.4.
"""

from __future__ import annotations

import math

_HALVINGS = 50
COVERED = 0.95
"""How much of the distribution an interval holds."""


def mean(right: int, found: int) -> float:
    """The mean of what a share may be.

    Args:
        right: how many draws are right.
        found: how many draws there are.

    >>> mean(8, 10), mean(0, 0)
    (0.75, 0.5)
    """
    return (right + 1) / (found + 2)


def interval(right: int, found: int) -> tuple[float, float]:
    """Where a share lies with a probability of 95 %, the same probability below as above.

    >>> low, high = interval(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.482, 0.94)
    """
    tail = (1 - COVERED) / 2
    return _quantile(tail, right, found), _quantile(1 - tail, right, found)


def _quantile(probability: float, right: int, found: int) -> float:
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _below(middle, right, found) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _below(share: float, right: int, found: int) -> float:
    """Probability that the share is smaller: that of more than ``right`` hits in one draw more than there are."""
    draws, hit, miss = found + 1, math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(_choices(draws, hits) + hits * hit + (draws - hits) * miss) for hits in range(right + 1, draws + 1)
    )


def _choices(draws: int, hits: int) -> float:
    """Logarithm of how many ways there are to draw so many of them."""
    return math.lgamma(draws + 1) - math.lgamma(hits + 1) - math.lgamma(draws - hits + 1)
