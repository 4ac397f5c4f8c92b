"""Counting: which predictions are right, and precision, recall and F1 of them.

The rules are those of the evaluation protocol that the annotated files come with: a pair may be predicted
once for each text (the last prediction counts), ignored pairs count neither for nor against, and a pair
with the wrong sign is found as a pair but wrong as an edge.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from figkg.evaluate.gold import GoldEdge, GoldPair, GoldText
from figkg.evaluate.predictions import Prediction

Outcome = Literal["right", "wrong sign", "false", "ignored"]


class Scores(Struct, frozen=True):
    """Precision, recall and F1, rounded to four digits, and what they are counted from."""

    precision: float
    recall: float
    f1: float
    true: int
    false: int
    missed: int


class Judged(Struct, frozen=True):
    """A prediction and what the annotation says to it.

    Attributes:
        prediction: the prediction, its subject and object resolved to the text's identifiers.
        outcome: whether it is right.
        reversed: whether the text states the edge the other way round instead.
        denied: whether the text denies it.
    """

    prediction: Prediction
    outcome: Outcome
    reversed: bool = False
    denied: bool = False


class TextScore(Struct, frozen=True):
    """A text, judged.

    Attributes:
        text: the text.
        judged: its predictions, one for each pair.
        edges: its edges that count.
        missed: those of them whose pair was not predicted.
        unlinked: predictions about entities that the text does not have.
    """

    text: GoldText
    judged: tuple[Judged, ...]
    edges: tuple[GoldEdge, ...]
    missed: tuple[GoldEdge, ...]
    unlinked: int


class Evaluation(Struct, frozen=True):
    """The scores of an exhaustive file."""

    sentences: int
    gold: int
    pair: Scores
    signed: Scores
    sign_accuracy: float | None
    ignored_predictions: int
    fp_with_direction_reversed: int
    fp_negated: int
    unlinked_predictions: int


class PairEvaluation(Struct, frozen=True):
    """The scores of a pair file; ``asserted`` is the share of pairs with a predicted sign."""

    n: int
    pair_recall: float
    signed_recall: float
    sign_accuracy: float | None
    majority_sign: float
    macro_sign_f1: float

    @property
    def asserted(self) -> float:
        """Share of the pairs that were asserted: over-claiming, where annotators saw no sign."""
        return self.pair_recall


def scores(true: int, false: int, missed: int) -> Scores:
    """Precision, recall and F1 of counts; 0 where they are undefined."""
    precision = true / (true + false) if true + false else 0.0
    recall = true / (true + missed) if true + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Scores(round(precision, 4), round(recall, 4), round(f1, 4), true, false, missed)


def judge(text: GoldText, predictions: Sequence[Prediction], types: frozenset[str] | None = None) -> TextScore:
    """Compare the predictions about a text with its annotation.

    Args:
        text: the annotated text.
        predictions: those about it, in their order.
        types: types of the entities that count; all, when None.
    """
    names = _names(text)
    kinds = {entity.id: entity.type for entity in text.entities}
    counts = {one for one, kind in kinds.items() if types is None or kind in types}
    edges = {(one.subject, one.object): one for one in text.edges if one.subject in counts and one.object in counts}
    ignored, denied = set(text.ignore_pairs), set(text.negated_pairs)
    chosen: dict[tuple[str, str], Prediction] = {}
    unlinked = 0
    for one in predictions:
        subject, object_ = (names.get(side, names.get(_key(side))) for side in (one.subject, one.object))
        if subject is None or object_ is None:
            unlinked += 1
        elif subject != object_ and subject in counts and object_ in counts:
            chosen[subject, object_] = one
    judged = []
    for pair, one in chosen.items():
        outcome: Outcome = "false"
        if pair in edges:
            outcome = "right" if edges[pair].sign == one.sign else "wrong sign"
        elif pair in ignored:
            outcome = "ignored"
        wrong = outcome == "false"
        judged.append(Judged(one, outcome, wrong and pair[::-1] in edges, wrong and pair in denied))
    missed = tuple(edge for pair, edge in edges.items() if pair not in chosen)
    return TextScore(text, tuple(judged), tuple(edges.values()), missed, unlinked)


def total(texts: Sequence[TextScore]) -> Evaluation:
    """The scores of all texts."""
    outcomes = Counter(one.outcome for text in texts for one in text.judged)
    right, wrong = outcomes["right"], outcomes["wrong sign"]
    missed = sum(len(text.missed) for text in texts)
    false = outcomes["false"]
    return Evaluation(
        sentences=len(texts),
        gold=sum(len(text.edges) for text in texts),
        pair=scores(right + wrong, false, missed),
        signed=scores(right, false + wrong, missed + wrong),
        sign_accuracy=round(right / (right + wrong), 4) if right + wrong else None,
        ignored_predictions=outcomes["ignored"],
        fp_with_direction_reversed=sum(one.reversed for text in texts for one in text.judged),
        fp_negated=sum(one.denied for text in texts for one in text.judged),
        unlinked_predictions=sum(text.unlinked for text in texts),
    )


def by_sign(texts: Iterable[TextScore]) -> dict[int, Scores]:
    """Scores of activating (1) and inhibiting (-1) edges by themselves."""
    true, predicted, gold = Counter[int](), Counter[int](), Counter[int]()
    for text in texts:
        gold.update(edge.sign for edge in text.edges)
        for one in text.judged:
            if one.outcome != "ignored":
                predicted[one.prediction.sign] += 1
                true[one.prediction.sign] += one.outcome == "right"
    return {sign: scores(true[sign], predicted[sign] - true[sign], gold[sign] - true[sign]) for sign in (1, -1)}


def by_construction(texts: Iterable[TextScore]) -> dict[str, tuple[int, int]]:
    """How many predictions of each construction are right, and how many wrong; the most frequent first."""
    right, wrong = Counter[str](), Counter[str]()
    for text in texts:
        for one in text.judged:
            if one.outcome != "ignored":
                (right if one.outcome == "right" else wrong)[construction(one.prediction)] += 1
    both = right + wrong
    return {name: (right[name], wrong[name]) for name, _ in both.most_common()}


def construction(prediction: Prediction) -> str:
    """The construction that a prediction rests on: ``passive`` of ``passive/inhibit``."""
    return prediction.rule.partition("/")[0] or "unknown"


def total_pairs(pairs: Sequence[GoldPair], signs: Sequence[int]) -> PairEvaluation:
    """The scores of a pair file.

    Args:
        pairs: its pairs, at least one.
        signs: the predicted sign of each, 0 for none.
    """
    found = sum(sign != 0 for sign in signs)
    right = sum(sign != 0 and sign == pair.sign for pair, sign in zip(pairs, signs, strict=True))
    majority = Counter(pair.sign for pair in pairs).most_common(1)[0][1]
    both = [_sign_scores(pairs, signs, sign).f1 for sign in (1, -1)]
    return PairEvaluation(
        n=len(pairs),
        pair_recall=round(found / len(pairs), 4),
        signed_recall=round(right / len(pairs), 4),
        sign_accuracy=round(right / found, 4) if found else None,
        majority_sign=round(majority / len(pairs), 4),
        macro_sign_f1=round(sum(both) / 2, 4),
    )


def _sign_scores(pairs: Sequence[GoldPair], signs: Sequence[int], sign: int) -> Scores:
    both = list(zip(pairs, signs, strict=True))
    return scores(
        sum(said == sign == pair.sign for pair, said in both),
        sum(said == sign != pair.sign for pair, said in both),
        sum(pair.sign == sign != said for pair, said in both),
    )


def _names(text: GoldText) -> dict[str, str]:
    """What a prediction may call the entities of a text; the first that has a name keeps it."""
    names: dict[str, str] = {}
    for entity in text.entities:
        names[entity.id] = entity.id
        for mention in entity.mentions:
            names.setdefault(_key(mention.text), entity.id)
    return names


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
