"""Counting: by hand on a small file, once more in another way, and as the protocol's own scorer counts."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from figkg.evaluate import (
    Prediction,
    by_text,
    judge,
    predict,
    predict_signs,
    read_pairs,
    read_texts,
    total,
    total_pairs,
)
from figkg.evaluate.gold import GoldText
from figkg.evaluate.scores import Scores, TextScore, by_construction, by_sign, scores
from figkg.relate import Relator
from tests.evaluate.conftest import SHARED, annotated


def judged(gold: Path, predictions: list[Prediction], types: frozenset[str] | None = None) -> list[TextScore]:
    found = by_text(predictions)
    return [judge(text, found.get(text.text_id, []), types) for text in read_texts(gold)]


def test_scores_of_counts() -> None:
    assert scores(3, 1, 2) == Scores(0.75, 0.6, 0.6667, 3, 1, 2)
    assert scores(0, 0, 0) == Scores(0.0, 0.0, 0.0, 0, 0, 0)


def test_each_prediction_has_one_outcome(gold: Path) -> None:
    predictions = [
        Prediction("t1", "c0", "c1", 1, rule="active/activate"),
        Prediction("t1", "c0", "c2", 1, rule="active/inhibit"),
        Prediction("t1", "c1", "c2", 1, rule="noun/inhibit"),
        Prediction("t1", "c2", "c1", 1, rule="noun/activate"),
        Prediction("t1", "c1", "c0", 1, rule="passive/activate"),
        Prediction("t1", "c9", "c0", 1),
    ]
    first, second = judged(gold, predictions)
    assert [one.outcome for one in first.judged] == ["right", "wrong sign", "ignored", "false", "false"]
    assert [one.denied for one in first.judged] == [False, False, False, True, False]
    assert [one.reversed for one in first.judged] == [False, False, False, False, True]
    assert (first.unlinked, first.missed) == (1, ())
    assert [(one.subject, one.object) for one in second.missed] == [("c0", "c1")]
    numbers = total([first, second])
    assert numbers.pair == scores(2, 2, 1)
    assert numbers.signed == scores(1, 3, 2)
    assert numbers.sign_accuracy == 0.5
    assert by_sign([first, second]) == {1: scores(1, 3, 0), -1: scores(0, 0, 2)}
    assert by_construction([first, second]) == {"active": (1, 1), "noun": (0, 1), "passive": (0, 1)}


def test_the_last_prediction_of_a_pair_counts(gold: Path) -> None:
    first, _ = judged(gold, [Prediction("t1", "c0", "c1", -1), Prediction("t1", "c0", "c1", 1)])
    assert [one.outcome for one in first.judged] == ["right"]


def test_entities_may_be_named_by_their_words(gold: Path) -> None:
    first, _ = judged(gold, [Prediction("t1", "akt-1", "mTOR", 1)])
    assert [one.outcome for one in first.judged] == ["right"]


def test_types_leave_out_edges_and_predictions(gold: Path) -> None:
    first, second = judged(gold, [Prediction("t1", "c0", "c2", -1)], frozenset({"gene"}))
    assert (first.judged, len(first.edges), second.edges) == ((), 1, ())


def test_pairs(pairs: Path, relator: Relator) -> None:
    core = read_pairs(pairs, core=True)
    signs = list(predict_signs(relator, core))
    assert signs == [1, -1, 0]
    numbers = total_pairs(core, signs)
    assert (numbers.pair_recall, numbers.signed_recall, numbers.sign_accuracy) == (0.6667, 0.3333, 0.5)
    assert numbers.majority_sign == 0.6667


def plain(name: str) -> str:
    return "".join(one for one in name.lower() if one.isascii() and one.isalnum())


def identify(name: str, text: GoldText) -> str | None:
    """Which entity of a text is called so, by its identifier or by its words."""
    for entity in text.entities:
        if name == entity.id or plain(name) in {plain(mention.text) for mention in entity.mentions}:
            return entity.id
    return None


def counted(texts: list[GoldText], predictions: list[Prediction], types: set[str]) -> dict[str, int]:
    """What comes of the predictions, counted in another way: pair by pair of entities, not prediction by prediction."""
    outcomes = dict.fromkeys(("right", "wrong sign", "false", "ignored", "missed"), 0)
    for text in texts:
        named = [
            (identify(one.subject, text), identify(one.object, text), one.sign)
            for one in predictions
            if one.text_id == text.text_id
        ]
        known = [one.id for one in text.entities if one.type in types]
        for pair in itertools.permutations(known, 2):
            said = [sign for *found, sign in named if tuple(found) == pair]
            true = [one.sign for one in text.edges if (one.subject, one.object) == pair]
            if said and true:
                outcomes["right" if said[-1] == true[0] else "wrong sign"] += 1
            elif said:
                outcomes["ignored" if pair in text.ignore_pairs else "false"] += 1
            elif true:
                outcomes["missed"] += 1
    return outcomes


@pytest.mark.parametrize("types", [None, {"gene", "family"}])
def test_a_second_count_of_disturbed_predictions_is_the_same(types: set[str] | None, relator: Relator) -> None:
    texts = read_texts(annotated("own"))
    every = {entity.type for text in texts for entity in text.entities}
    for seed in range(5):
        predictions = disturbed(list(predict(relator, texts)), seed)
        found = by_text(predictions)
        wanted = None if types is None else frozenset(types)
        numbers = total([judge(one, found.get(one.text_id, []), wanted) for one in texts])
        again = counted(texts, predictions, types or every)
        assert (numbers.pair.true, numbers.signed.true) == (again["right"] + again["wrong sign"], again["right"])
        assert (numbers.pair.false, numbers.signed.false) == (again["false"], again["false"] + again["wrong sign"])
        assert (numbers.pair.missed, numbers.ignored_predictions) == (again["missed"], again["ignored"])


def official(arguments: list[str]) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, str(SHARED / "score.py"), *arguments], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def disturbed(predictions: list[Prediction], seed: int) -> list[Prediction]:
    """The same, with what a scorer must cope with: names, turned and reversed edges, strangers, repetitions."""
    chance = random.Random(seed)
    found = []
    for one in predictions:
        found.append(one)
        dice = chance.random()
        if dice < 0.1:
            found.append(msgspec.structs.replace(one, sign=-one.sign))
        elif dice < 0.2:
            found[-1] = msgspec.structs.replace(one, subject=one.object, object=one.subject)
        elif dice < 0.3:
            found[-1] = msgspec.structs.replace(one, subject="c" + str(chance.randrange(6)))
        elif dice < 0.4:
            found.append(msgspec.structs.replace(one, object="someone unknown"))
        elif dice < 0.5:
            found.append(msgspec.structs.replace(one, object=one.sentence[:12]))
    return found


@pytest.mark.parametrize("types", [None, "gene,family"])
@pytest.mark.parametrize("file", ["own", "sentences_bionlp13_pc", "sentences_bionlp_ge", "captions"])
def test_the_numbers_are_those_of_the_protocol(file: str, types: str | None, relator: Relator, tmp_path: Path) -> None:
    path = annotated(file)
    if not (SHARED / "score.py").exists():
        pytest.skip("the protocol's scorer is not here; it lies beside the project where it is developed")
    texts = read_texts(path)
    predictions = disturbed(list(predict(relator, texts)), seed=len(file))
    written = tmp_path / "predictions.jsonl"
    written.write_bytes(msgspec.json.Encoder().encode_lines(predictions))
    found = by_text(predictions)
    ours = total(
        [judge(one, found.get(one.text_id, []), frozenset(types.split(",")) if types else None) for one in texts]
    )
    theirs = official(["exhaustive", str(path), str(written), *(["--types", types] if types else [])])
    assert theirs["signed"] == {
        "P": ours.signed.precision,
        "R": ours.signed.recall,
        "F1": ours.signed.f1,
        "tp": ours.signed.true,
        "fp": ours.signed.false,
        "fn": ours.signed.missed,
    }
    assert (theirs["pair"]["tp"], theirs["pair"]["fp"], theirs["pair"]["F1"]) == (
        ours.pair.true,
        ours.pair.false,
        ours.pair.f1,
    )
    for name in (
        "sentences",
        "gold",
        "sign_accuracy",
        "ignored_predictions",
        "fp_with_direction_reversed",
        "fp_negated",
    ):
        assert theirs[name] == getattr(ours, name), name
    assert theirs["unlinked_predictions"] == ours.unlinked_predictions


@pytest.mark.parametrize(("file", "core"), [("extri2_mor", True), ("extri2_undefined", False)])
def test_the_numbers_of_pairs_are_those_of_the_protocol(
    file: str, core: bool, relator: Relator, tmp_path: Path
) -> None:
    path = annotated(file)
    pairs = read_pairs(path, core=core)[:600]
    some = tmp_path / "pairs.jsonl"
    kept = {one.id for one in pairs}
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    some.write_text("".join(line for line in lines if json.loads(line)["id"] in kept), encoding="utf-8")
    signs = list(predict_signs(relator, pairs))
    written = tmp_path / "signs.jsonl"
    written.write_text(
        "".join(json.dumps({"id": one.id, "sign": sign}) + "\n" for one, sign in zip(pairs, signs, strict=True)),
        encoding="utf-8",
    )
    ours = total_pairs(pairs, signs)
    theirs = official(["pairs", str(some), str(written), *(["--core"] if core else [])])
    assert theirs["n"] == ours.n
    for name in ("pair_recall", "signed_recall", "sign_accuracy", "majority_sign"):
        assert theirs[name] == getattr(ours, name), name
    assert theirs["macro_sign_F1"] == ours.macro_sign_f1
