"""The data behind the reader: read whole, and refused with the file's name when it is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.relate import load_relator
from figkg.relate.confidence import UNCALIBRATED, Confidence, load_confidence
from figkg.relate.grammar import load_grammar
from figkg.relate.lexicon import load_lexicon

FILES = ["relations.yaml", "grammar.yaml", "confidence.json", "denials.yaml", "bystanders.yaml", "constructions.yaml"]


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
    with pytest.raises(MappingError, match=r"grammar\.yaml.*: Object missing required field `of`"):
        load_grammar(mappings)


@pytest.mark.parametrize(
    ("name", "written", "wrong", "said"),
    [
        ("relations.yaml", "verb: activate, sign: 1", "verb: activate, sign: 2", r"entry 1: sign: Expected `int` <= 1"),
        ("relations.yaml", "verb: elicit, sign: 1", "verb: elicit, sing: 1", r"verbs: entry \d+: .*`sing`"),
        ("relations.yaml", "sign: 1, weight: 0.7}", "sign: 1, weight: 7}", r"weight: Expected `float` <= 1.0"),
        ("relations.yaml", "{verb: evoke,", "{verb: Evoke!,", r"verbs: entry \d+: verb: Expected `str` matching"),
        ("relations.yaml", "hedges: [may", "hedge: [may", r"`hedge`"),
        ("relations.yaml", 'negations: [not, "no"', "negations: [not, no", r"no is read as a truth value"),
        ("relations.yaml", "  inhibition: [", "  inhibits: [", r"arrows: .*`inhibits`"),
        ("grammar.yaml", "relatives:", "relative:", r"`relative`"),
        ("grammar.yaml", "by: by", "by: ''", r"by: Expected `str` of length >= 1"),
        ("constructions.yaml", "keep: 0.8", "keep: 8", r"weights: keep: Expected `float` <= 1.0"),
        ("constructions.yaml", "keep: 0.8", "keeps: 0.8", r"weights: .*`keeps`"),
        ("constructions.yaml", "lacking: [lacking]", "lacking: []", r"lacking: Expected `array` of length >= 1"),
        (
            "constructions.yaml",
            "{negatively: -1,",
            "{negatively: -2,",
            r"signed_adverbs: negatively: Invalid enum value -2",
        ),
        ("denials.yaml", "nouns:", "noun:", r"`noun`"),
        ("denials.yaml", "  - neither|nor\n", "  - neither|nor|\n", r"verbs: entry 2: Expected `str` matching"),
        ("bystanders.yaml", "ratios: [ratio, ratios]", "ratios: []", r"ratios: Expected `array` of length >= 1"),
    ],
)
def test_nonsense_is_refused_with_its_line(mappings: Path, name: str, written: str, wrong: str, said: str) -> None:
    whole = (mappings / name).read_text(encoding="utf-8")
    assert written in whole
    (mappings / name).write_text(whole.replace(written, wrong, 1), encoding="utf-8")
    line = whole[: whole.index(written)].count("\n") + 1
    with pytest.raises(MappingError, match=rf"mapping {re.escape(name)}, line {line}: .*{said}"):
        load_relator(mappings, fast=True)


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
