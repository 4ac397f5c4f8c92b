"""Evaluate: how good the reader is, against annotated texts."""

from figkg.evaluate.gold import kind_of, read_pairs, read_texts, require_types
from figkg.evaluate.predictions import Prediction, by_text, predict, predict_signs, read_predictions
from figkg.evaluate.scores import TextScore, judge, total, total_pairs

__all__ = [
    "Prediction",
    "TextScore",
    "by_text",
    "judge",
    "kind_of",
    "predict",
    "predict_signs",
    "read_pairs",
    "read_predictions",
    "read_texts",
    "require_types",
    "total",
    "total_pairs",
]
