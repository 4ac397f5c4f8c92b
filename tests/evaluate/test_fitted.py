"""Confidences of readers are fitted to what they read, and written where builds read them; priors stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from figkg.base.errors import MappingError
from figkg.base.resources import MAPPINGS_VARIABLE, mappings_folder
from figkg.evaluate.drawn import ReaderScore, Share, score_readers
from figkg.evaluate.fitted import with_fitted
from figkg.relate.drawings import FILE, DrawingPolicy, Measured, load_drawing_policy
from tests.conftest import TESTS
from tests.helpers.commands import run_here

GOLD, READ = TESTS / "gold" / "drawings.jsonl", TESTS / "gold" / "drawings_read.jsonl"
SHIPPED = (mappings_folder() / FILE).read_text(encoding="utf-8")


@pytest.fixture
def policy() -> DrawingPolicy:
    return load_drawing_policy(mappings_folder())


def score(by: str = "m", right: int = 7, found: int = 8) -> ReaderScore:
    return ReaderScore(by, 2, Share(), Share(), Share(right, found, 10), 0)


def loaded(text: str, folder: Path) -> DrawingPolicy:
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_drawing_policy(folder)


def test_readers_are_fitted_on_the_projects_own_gold(policy: DrawingPolicy) -> None:
    careful, doubtful, silent = score_readers(GOLD, [READ], policy)
    assert (careful.edges, careful.confidence, careful.interval) == (Share(7, 8, 8), 0.8, (0.518, 0.972))
    assert (doubtful.edges, doubtful.wrong_signs) == (Share(3, 5, 7), 1)
    assert doubtful.sure == pytest.approx(0.6)
    assert doubtful.confidence == pytest.approx(4 / 7 / 0.6, abs=1e-3)  # times what it says, 4 of 7 on average
    assert doubtful.interval[1] == 1.0
    assert (silent.edges.found, silent.confidence) == (0, 0.5)


def test_a_fitted_reader_stands_in_the_file_and_all_else_stays(policy: DrawingPolicy, tmp_path: Path) -> None:
    text = with_fitted(SHIPPED, [score("some-model"), score("model: 2", 0, 3)], policy)
    assert text.startswith(SHIPPED)
    found = loaded(text, tmp_path)
    assert {name: one for name, one in found.readers.items() if name in policy.readers} == policy.readers
    assert found.readers["some-model"] == replace(
        policy.readers["other"],
        confidence=0.8,
        measured=Measured(right=7, edges=8, figures=2, low=0.518, high=0.972),
    )
    assert found.readers["model: 2"].confidence == 0.2
    assert replace(found, readers={}) == replace(policy, readers={})


@pytest.mark.parametrize("by", ["curator", "wikipathways", "some-model", "no", "a\n\"b\" 'c'", "modèle 7", "#1", ""])
def test_a_reader_is_fitted_again_in_its_place(by: str, policy: DrawingPolicy, tmp_path: Path) -> None:
    once = with_fitted(SHIPPED, [score(by), score("last")], policy)
    again = with_fitted(once, [score(by, 90, 100)], loaded(once, tmp_path))
    found = loaded(again, tmp_path)
    assert found.readers[by].confidence == round(91 / 102, 3)
    assert found.readers[by].eco == policy.readers.get(by, policy.readers["other"]).eco
    assert found.readers.keys() == policy.readers.keys() | {by, "last"}
    assert again.count("\n") == once.count("\n")
    assert {name: one for name, one in found.readers.items() if name != by} == {
        name: one for name, one in loaded(once, tmp_path).readers.items() if name != by
    }


def test_who_read_no_edge_keeps_the_prior(policy: DrawingPolicy) -> None:
    assert with_fitted(SHIPPED, [score("silent", 0, 0)], policy) == SHIPPED


def test_what_cannot_be_written_is_said(policy: DrawingPolicy) -> None:
    with pytest.raises(MappingError, match="other stands for all readers"):
        with_fitted(SHIPPED, [score("other")], policy)
    with pytest.raises(MappingError, match="line of its own"):
        with_fitted(SHIPPED.replace("readers:", "readers: # who"), [score()], policy)


@pytest.mark.parametrize(
    "measured",
    ["{right: 9, edges: 8, figures: 1, low: 0.1, high: 1}", "{right: 1, edges: 8, figures: 1, low: 0.1, high: 0.2}"],
)
def test_what_does_not_fit_together_is_refused(measured: str, tmp_path: Path) -> None:
    entry = f'  m:\n    confidence: 0.5\n    eco: "0008006"\n    measured: {measured}\n'
    with pytest.raises(MappingError, match="readers: m: confidence, interval and counts do not fit"):
        loaded(SHIPPED + entry, tmp_path)


def test_the_command_writes_into_the_folder_of_ones_own(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: DrawingPolicy
) -> None:
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(tmp_path))
    plain = run_here(capfd, "evaluate", "--drawn", str(GOLD), str(READ), "--json")
    numbers = json.loads(plain.stdout)
    assert (numbers["careful"]["confidence"], numbers["careful"]["interval"]) == (0.8, [0.518, 0.972])
    assert not (tmp_path / FILE).exists()
    ran = run_here(capfd, "evaluate", "--drawn", str(GOLD), str(READ), "--write")
    assert (ran.returncode, ran.stderr) == (0, f"figkg: confidences of 2 readers are in {tmp_path / FILE}\n")
    assert "0.52-0.97" in ran.stdout
    found = load_drawing_policy(mappings_folder())
    assert found.readers.keys() == policy.readers.keys() | {"careful", "model: doubtful"}
    assert (TESTS.parent / "mappings" / FILE).read_text(encoding="utf-8") == SHIPPED
