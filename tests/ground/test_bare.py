"""Bare names: what is done to a thing is no part of its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.bare import Affixes, bare, load_affixes
from figkg.ground.figure import Kind
from figkg.ground.tagger import Tagged


@pytest.fixture(scope="module")
def affixes() -> Affixes:
    return load_affixes(mappings_folder())


def names(text: str, affixes: Affixes, kind: Kind = "gene") -> list[str]:
    return [text[one.start : one.end] for one in bare([Tagged(0, len(text), kind, 0.9, 0.0)], text, affixes)]


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("BRCA1 KO", ["BRCA1"]),
        ("BRCA1-KD", ["BRCA1"]),
        ("si-BRCA1", ["BRCA1"]),
        ("miR-21 sponge", ["miR-21"]),
        ("p53-null", ["p53"]),
        ("PTEN-/-", ["PTEN"]),
        ("KRAS mutant", ["KRAS"]),
        ("BRCA1-", ["BRCA1"]),
        ("son of sevenless (SOS", ["son of sevenless", "SOS"]),
        ("interleukin 6 (IL-6)", ["interleukin 6 (IL-6)"]),
        ("IL-1 receptor", ["IL-1 receptor"]),
    ],
)
def test_a_name_is_freed_of_what_is_done_to_the_thing(written: str, named: list[str], affixes: Affixes) -> None:
    assert names(written, affixes) == named


@pytest.mark.parametrize("word", ["KO", "siRNA", "knockdown", "sh"])
def test_what_is_done_is_no_name_itself(word: str, affixes: Affixes) -> None:
    assert names(word, affixes) == []


def test_a_process_is_left_as_it_is(affixes: Affixes) -> None:
    assert names("vitamin D deficiency", affixes, "disease") == ["vitamin D deficiency"]


def test_a_file_that_says_more_is_refused(tmp_path: Path) -> None:
    (tmp_path / "affixes.yaml").write_text("before: [si]\nbehind: [KO]\naround: [x]\n")
    with pytest.raises(MappingError, match=r"affixes\.yaml.*around"):
        load_affixes(tmp_path)
