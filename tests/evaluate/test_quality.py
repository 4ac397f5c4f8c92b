"""The reader stays as good as it is: floors a little below what benchmarks/relations.py measures."""

from __future__ import annotations

import pytest

from figkg.evaluate import by_text, judge, predict, predict_signs, read_pairs, read_texts, total, total_pairs
from figkg.evaluate.gold import GoldName, GoldPair, GoldText
from figkg.relate import Relator
from tests.evaluate.conftest import annotated


@pytest.mark.parametrize(
    ("name", "types", "precision", "recall", "sign_accuracy"),
    [
        ("own", None, 0.95, 0.79, 0.97),
        ("own", {"gene", "family"}, 0.95, 0.78, 0.97),
        ("sentences_bionlp13_pc", {"gene", "family"}, 0.60, 0.55, 0.94),
        ("sentences_bionlp_ge", {"gene", "family"}, 0.66, 0.51, 0.97),
        ("captions", {"gene", "family"}, 0.87, 0.72, 0.98),
        ("captions", None, 0.87, 0.72, 0.98),
    ],
)
def test_texts_with_all_their_edges(
    relator: Relator, name: str, types: set[str] | None, precision: float, recall: float, sign_accuracy: float
) -> None:
    texts = read_texts(annotated(name))
    found = by_text(predict(relator, texts))
    wanted = None if types is None else frozenset(types)
    numbers = total([judge(text, found.get(text.text_id, []), wanted) for text in texts])
    assert numbers.signed.precision >= precision
    assert numbers.signed.recall >= recall
    assert numbers.sign_accuracy is not None
    assert numbers.sign_accuracy >= sign_accuracy


@pytest.mark.parametrize("name", ["own", "captions"])
def test_what_a_caption_denies_is_not_asserted(relator: Relator, name: str) -> None:
    texts = read_texts(annotated(name))
    found = by_text(predict(relator, texts))
    assert total([judge(text, found.get(text.text_id, [])) for text in texts]).fp_negated == 0
    assert name != "own" or sum(len(text.negated_pairs) for text in texts) == 4


def test_single_pairs_of_the_captions(relator: Relator) -> None:
    texts = read_texts(annotated("own"))

    def pair(text: GoldText, subject: str, object_: str, sign: int) -> GoldPair:
        names = {one.id: GoldName(one.mentions[0].text) for one in text.entities}
        return GoldPair(f"{text.text_id} {subject} {object_}", text.text, names[subject], names[object_], sign)

    signed = [pair(text, one.subject, one.object, one.sign) for text in texts for one in text.edges]
    numbers = total_pairs(signed, list(predict_signs(relator, signed)))
    assert numbers.signed_recall >= 0.73
    assert numbers.sign_accuracy is not None
    assert numbers.sign_accuracy >= 0.97
    denied = [pair(text, *one, 0) for text in texts for one in text.negated_pairs]
    assert total_pairs(denied, list(predict_signs(relator, denied))).asserted == 0


def test_pairs_with_a_sign_are_found_and_those_without_are_not(relator: Relator) -> None:
    signed = read_pairs(annotated("extri2_mor"), core=True)
    numbers = total_pairs(signed, list(predict_signs(relator, signed)))
    assert numbers.signed_recall >= 0.53
    assert numbers.sign_accuracy is not None
    assert numbers.sign_accuracy >= 0.95
    unsigned = read_pairs(annotated("extri2_undefined"))
    assert total_pairs(unsigned, list(predict_signs(relator, unsigned))).asserted <= 0.08
