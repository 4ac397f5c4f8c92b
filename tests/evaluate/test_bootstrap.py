"""Intervals over documents."""

from __future__ import annotations

from pathlib import Path

from figkg.evaluate import Prediction, by_text, judge, read_texts
from figkg.evaluate.bootstrap import Interval, bootstrap


def test_documents_are_drawn_not_sentences(gold: Path) -> None:
    found = by_text([Prediction("t1", "c0", "c1", 1), Prediction("t1", "c0", "c2", -1)])
    texts = [judge(text, found.get(text.text_id, [])) for text in read_texts(gold)]
    intervals = bootstrap(texts)
    assert intervals.recall == Interval(0.0, 1.0)
    assert intervals.precision == Interval(0.0, 1.0)
    assert bootstrap([texts[0], texts[0]]).f1 == Interval(1.0, 1.0)


def test_a_seed_gives_the_same_intervals(gold: Path) -> None:
    texts = [judge(text, []) for text in read_texts(gold)]
    assert bootstrap(texts, seed=3) == bootstrap(texts, seed=3)
