"""What a share may be, by what is known of it: against exact sums and known values."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from figkg.evaluate.beta import interval, mean


def below(share: Fraction, right: int, found: int) -> Fraction:
    """Probability that the share is smaller, exactly: Beta(right + 1, found - right + 1)."""
    draws = found + 1
    hits = range(right + 1, draws + 1)
    return sum((comb(draws, one) * share**one * (1 - share) ** (draws - one) for one in hits), Fraction(0))


@pytest.mark.parametrize(("right", "found"), [(0, 0), (0, 5), (5, 5), (8, 10), (87, 103), (1, 200)])
def test_an_interval_leaves_out_as_much_below_as_above(right: int, found: int) -> None:
    low, high = interval(right, found)
    assert float(below(Fraction(low), right, found)) == pytest.approx(0.025, abs=1e-9)
    assert float(below(Fraction(high), right, found)) == pytest.approx(0.975, abs=1e-9)
    assert low < mean(right, found) < high


def test_where_nothing_is_known_anything_may_be() -> None:
    assert interval(0, 0) == pytest.approx((0.025, 0.975))
    assert mean(0, 0) == 0.5


def test_the_more_is_known_the_narrower_it_is() -> None:
    widths = [high - low for low, high in (interval(8 * times, 10 * times) for times in (1, 10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.02
