"""The data behind the reader: read whole, and refused with the file's name when it is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.relate import load_relator
from figkg.relate.confidence import UNCALIBRATED, Confidence, load_confidence
from figkg.relate.grammar import load_grammar
from figkg.relate.lexicon import load_lexicon

FILES = ["relations.yaml", "grammar.yaml", "confidence.json", "denials.yaml", "bystanders.yaml"]


@pytest.fixture
def mappings(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(mappings_folder() / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(mappings: Path, name: str) -> None:
    (mappings / name).unlink()
    with pytest.raises(MappingError, match=f"mapping {name}: missing"):
        load_relator(mappings, fast=True)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_form_is_named(mappings: Path, name: str) -> None:
    (mappings / name).write_text("- [", encoding="utf-8")
    with pytest.raises(MappingError, match=f"mapping {name}"):
        load_relator(mappings, fast=True)


def test_a_list_that_is_not_there_is_named(mappings: Path) -> None:
    lines = (mappings / "grammar.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    (mappings / "grammar.yaml").write_text("".join(line for line in lines if not line.startswith("of:")), "utf-8")
    with pytest.raises(MappingError, match=r"grammar\.yaml: has no of"):
        load_grammar(mappings)


def test_a_function_word_comes_before_a_verb_with_a_sign() -> None:
    lexicon, grammar = load_lexicon(mappings_folder()), load_grammar(mappings_folder())
    signed = {form for form, word in lexicon.triggers.items() if word.verb is not None and word.verb.sign}
    assert sorted(signed & grammar.classes.keys()) == ["following", "required"]


def test_confidence_rises_with_the_score_and_knows_constructions() -> None:
    fitted = load_confidence(mappings_folder())
    assert "captions of pathway figures" in fitted.trained_on
    assert fitted.probability("active", 0.5) < fitted.probability("active", 0.9)
    assert fitted.probability("infinitive", 0.9) < fitted.probability("needed", 0.9)


def test_confidence_stays_away_from_certainty() -> None:
    assert Confidence(50.0, 1.0, {}).probability("active", 0.9) == 0.98
    assert Confidence(-50.0, 1.0, {}).probability("active", 0.9) == 0.02
    assert UNCALIBRATED.probability("active", 0.7) == pytest.approx(0.7)
