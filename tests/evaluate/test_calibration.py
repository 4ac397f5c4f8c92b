"""Whether confidence means what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.evaluate import Prediction, by_text, judge, read_texts
from figkg.evaluate.calibration import Bin, calibration_error, curve, reliability
from figkg.evaluate.scores import scores

FOUND = [(0.9, True), (0.9, True), (0.9, False), (0.9, True), (0.2, False), (1.0, True)]


def test_bins_hold_predictions_of_similar_confidence() -> None:
    low, high = reliability(FOUND)
    assert low == Bin(0.2, 0.3, 1, 0.2, 0.0)
    assert (high.low, high.high, high.count, high.right) == (0.9, 1.0, 5, 0.8)


def test_the_error_is_the_mean_distance() -> None:
    assert calibration_error(FOUND) == pytest.approx((1 * 0.2 + 5 * (0.92 - 0.8)) / 6, abs=1e-4)
    assert calibration_error([]) == 0.0


def test_the_curve_drops_what_is_less_confident(gold: Path) -> None:
    found = by_text([Prediction("t1", "c0", "c1", 1, 0.8), Prediction("t1", "c1", "c0", 1, 0.3)])
    points = curve([judge(text, found.get(text.text_id, [])) for text in read_texts(gold)], steps=10)
    assert [point.threshold for point in points] == pytest.approx([place / 10 for place in range(9)])
    assert points[0].signed == scores(1, 1, 2)
    assert points[5].signed == scores(1, 0, 2)
