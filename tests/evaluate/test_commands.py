"""`figkg relate` and `figkg evaluate` as a user calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.conftest import TESTS, write_lines
from tests.helpers.commands import Ran, run_here

Run = Callable[..., Ran]


@pytest.fixture
def figkg(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command."""

    def run(*arguments: str, stdin: str = "") -> Ran:
        return run_here(capfd, *arguments, stdin=stdin)

    return run


def test_relate_writes_a_line_for_each_statement(figkg: Run, gold: Path, tmp_path: Path) -> None:
    ran = figkg("relate", str(gold), str(tmp_path / "out.jsonl"))
    assert (ran.returncode, ran.stderr) == (0, "figkg: 3 statements in 2 texts\n")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["text_id"], one["subject"], one["sign"], one["object"]) for one in lines] == [
        ("t1", "c0", 1, "c1"),
        ("t1", "c0", -1, "c2"),
        ("t2", "c0", -1, "c1"),
    ]
    assert list(lines[0]) == [
        *("text_id", "subject", "object", "sign", "confidence", "hedged"),
        *("sentence", "start", "end", "trigger", "rule"),
    ]
    assert (lines[0]["trigger"], lines[0]["start"], lines[0]["end"]) == ("activates", 0, 39)


def test_relate_reads_standard_input_and_writes_standard_output(figkg: Run, gold: Path) -> None:
    ran = figkg("relate", "-", "-", stdin=gold.read_text(encoding="utf-8"))
    assert ran.stdout.count("\n") == 3


def test_a_wrong_line_leaves_no_file(figkg: Run, gold: Path, tmp_path: Path) -> None:
    gold.write_text(gold.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    ran = figkg("relate", str(gold), str(tmp_path / "out.jsonl"))
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"figkg: {gold}, line 3: ")
    assert ran.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["gold.jsonl"]


def test_evaluate_prints_scores_breakdowns_and_calibration(figkg: Run, gold: Path) -> None:
    ran = figkg("evaluate", str(gold), "--curve", "--errors", "2")
    assert ran.returncode == 0
    for words in ("2 texts, 3 edges", "by construction", "active", "expected calibration error", "confidence at least"):
        assert words in ran.stdout
    assert "0 wrong predictions" in ran.stdout


def test_evaluate_measures_the_rules_alone(figkg: Run, gold: Path) -> None:
    both, rules = (figkg("evaluate", str(gold), "--json", *more) for more in ((), ("--reader", "fast")))
    assert (both.returncode, rules.returncode) == (0, 0)
    assert json.loads(both.stdout)["calibration_error"] != json.loads(rules.stdout)["calibration_error"]
    assert figkg("evaluate", str(gold), "--reader", "quick").returncode == 2


def test_evaluate_as_json(figkg: Run, gold: Path) -> None:
    numbers: dict[str, Any] = json.loads(figkg("evaluate", str(gold), "--split", "dev", "--json").stdout)
    assert numbers["total"]["signed"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "true": 2,
        "false": 0,
        "missed": 0,
    }


def test_evaluate_scores_the_predictions_of_a_file(figkg: Run, gold: Path, tmp_path: Path) -> None:
    lines = [
        {"text_id": "t1", "subject": "c0", "object": "c1", "sign": -1},
        {"text_id": "t9", "subject": "c0", "object": "c1", "sign": 1},
    ]
    file = tmp_path / "predictions.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    ran = figkg("evaluate", str(gold), "--predictions", str(file), "--json")
    assert json.loads(ran.stdout)["total"]["signed"]["false"] == 1
    assert ran.stderr == "figkg: passed over the predictions of 1 texts that are not evaluated\n"


def test_evaluate_of_pairs(figkg: Run, pairs: Path) -> None:
    assert "3 pairs: asserted 0.6667, with the right sign 0.3333" in figkg("evaluate", str(pairs), "--core").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("none.jsonl",), "figkg: cannot evaluate none.jsonl: No such file or directory"),
        (("{gold}", "--split", "test"), "no split 'test'; there are: dev, heldout"),
        (("{gold}", "--types", "gene,planet"), "no type 'planet'"),
    ],
)
def test_a_mistake_ends_in_one_line(figkg: Run, gold: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = figkg("evaluate", *(one.format(gold=gold) for one in arguments))
    assert ran.returncode == 1
    assert words in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_captions_annotated_whole_are_measured_with_nothing_given(figkg: Run, tmp_path: Path) -> None:
    lines = (TESTS / "gold" / "whole_captions.jsonl").read_text(encoding="utf-8").splitlines()[:2]
    gold = write_lines(tmp_path / "whole.jsonl", [json.loads(line) for line in lines])
    ran = figkg("evaluate", str(gold), "--json")
    numbers = json.loads(ran.stdout)
    assert (ran.returncode, numbers["captions"]) == (0, 2)
    assert numbers["edges"]["all kinds"]["annotated"] == sum(len(json.loads(line)["edges"]) for line in lines)
    assert set(numbers["mentions"]) == {
        *("all kinds", "genes and families", "chemicals", "processes", "diseases", "other things"),
    }
    assert figkg("evaluate", str(gold)).stdout.startswith("edges of 2 captions, end to end")


def test_records_of_captions_that_are_not_there_are_named(figkg: Run, tmp_path: Path) -> None:
    ran = figkg("evaluate", str(TESTS / "gold" / "whole_captions.jsonl"), "--records", str(tmp_path / "none"))
    assert ran.returncode == 1
    assert "no such file or folder" in ran.stderr
