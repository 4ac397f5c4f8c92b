"""The reader stays as good as it is: floors a little below what benchmarks/relations.py measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.evaluate import by_text, judge, predict, predict_signs, read_pairs, read_texts, total, total_pairs
from figkg.relate import Relator

GOLD = Path(__file__).parent.parent.parent.parent / "shared" / "gold"


def annotated(name: str) -> Path:
    path = GOLD / f"{name}_dev.jsonl"
    if not path.exists():
        pytest.skip("the annotated files are not here")
    return path


@pytest.mark.parametrize(
    ("name", "types", "f1", "precision", "sign_accuracy"),
    [
        ("sentences_bionlp13_pc", {"gene", "family"}, 0.57, 0.60, 0.94),
        ("sentences_bionlp_ge", {"gene", "family"}, 0.57, 0.66, 0.97),
        ("captions", {"gene", "family"}, 0.79, 0.87, 0.98),
        ("captions", None, 0.79, 0.87, 0.98),
    ],
)
def test_texts_with_all_their_edges(
    relator: Relator, name: str, types: set[str] | None, f1: float, precision: float, sign_accuracy: float
) -> None:
    texts = read_texts(annotated(name))
    found = by_text(predict(relator, texts))
    wanted = None if types is None else frozenset(types)
    numbers = total([judge(text, found.get(text.text_id, []), wanted) for text in texts])
    assert numbers.signed.f1 >= f1
    assert numbers.signed.precision >= precision
    assert numbers.sign_accuracy is not None
    assert numbers.sign_accuracy >= sign_accuracy


def test_pairs_with_a_sign_are_found_and_those_without_are_not(relator: Relator) -> None:
    signed = read_pairs(annotated("extri2_mor"), core=True)
    numbers = total_pairs(signed, list(predict_signs(relator, signed)))
    assert numbers.signed_recall >= 0.55
    assert numbers.sign_accuracy is not None
    assert numbers.sign_accuracy >= 0.95
    unsigned = read_pairs(annotated("extri2_undefined"))
    assert total_pairs(unsigned, list(predict_signs(relator, unsigned))).asserted <= 0.08
