"""The fitted confidence: it learns how often each construction is right."""

from __future__ import annotations

import pytest

from figkg.evaluate.calibration import calibration_error
from figkg.evaluate.fit import Sample, cross_validate, fit


def made(construction: str, score: float, right: int, of: int) -> list[Sample]:
    return [Sample(f"paper {number % 20}", construction, score, number < right) for number in range(of)]


LEARNED = made("active", 0.9, 80, 100) + made("passive", 0.9, 40, 100) + made("active", 0.5, 50, 100)


def test_a_probability_is_the_share_that_is_right() -> None:
    fitted = fit(LEARNED, "made up", penalty=0.1)
    assert fitted.trained_on == "made up"
    assert fitted.probability("active", 0.9) == pytest.approx(0.80, abs=0.03)
    assert fitted.probability("passive", 0.9) == pytest.approx(0.40, abs=0.03)
    assert fitted.probability("active", 0.5) == pytest.approx(0.50, abs=0.03)


def test_a_penalty_draws_constructions_together() -> None:
    loose, strict = fit(LEARNED, penalty=0.1), fit(LEARNED, penalty=100.0)
    gap = [one.probability("active", 0.9) - one.probability("passive", 0.9) for one in (loose, strict)]
    assert 0 < gap[1] < gap[0] / 2


def test_cross_validation_asks_only_about_documents_left_out() -> None:
    asked = made("active", 0.9, 16, 20)
    found = cross_validate(LEARNED, asked)
    assert len(found) == 20
    assert sum(right for _, right in found) == 16
    assert calibration_error(found) < 0.2
