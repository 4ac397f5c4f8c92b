"""Wordings: what a mention may be a wording of."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.wordings import Sort, Wordings, load_wordings, singular_of


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    return load_wordings(mappings_folder())


@pytest.mark.parametrize(
    ("text", "sort", "name"),
    [
        ("phosphorylated STAT3", "gene", "STAT3"),
        ("p-AKT", "gene", "AKT"),
        ("Toll-like receptors (TLRs)", "gene", "Toll-like receptor"),
        ("Toll-like receptors (TLRs)", "gene", "TLR"),
        ("Wnt signaling pathway", "gene", "Wnt"),
        ("caspase II", "gene", "caspase2"),
        ("Ca2+", "chemical", "Ca"),
        ("succinate", "chemical", "succinic acid"),
        ("oestrogen", "chemical", "estrogen"),
        ("lung cancer cell death", "process", "cell death"),
        ("inflammatory responses", "process", "inflammatory response"),
        ("human tumours", "disease", "tumor"),
        ("lung cancer", "disease", "lung neoplasms"),
        ("hepatic steatosis", "disease", "hepatic fatty liver"),
        ("synthesis of ATP", "process", "ATP biosynthesis"),
        ("release of glutamate", "process", "glutamate secretion"),
        ("apoptotic signaling", "process", "apoptotic signaling pathway"),
    ],
)
def test_a_name_in_other_words(wordings: Wordings, text: str, sort: Sort, name: str) -> None:
    names = list(wordings.names(text, sort))
    assert names[0] == text
    assert name in names


def test_what_says_too_little_is_no_name(wordings: Wordings) -> None:
    assert "signaling" not in list(wordings.names("ethylene signaling", "process"))
    assert list(wordings.names("pathway", "process")) == []


def test_what_says_less_comes_when_all_else_is_tried(wordings: Wordings) -> None:
    names = list(wordings.names("cerebral ischaemia", "disease"))
    assert names.index("brain ischemia") < names.index("ischemia")


def test_nothing_is_put_behind_what_says_too_little(wordings: Wordings) -> None:
    assert not [name for name in wordings.names("ethylene signaling", "process") if name.startswith("signaling")]


def test_a_word_that_says_too_little_alone_is_no_other_word_either(wordings: Wordings) -> None:
    assert list(wordings.names("metabolism", "process")) == []
    assert next(iter(wordings.names("oxidation", "process"))) == "oxidation"
    assert "catabolic process" not in list(wordings.names("oxidation", "process"))


def test_a_name_has_so_many_wordings_at_most(wordings: Wordings) -> None:
    assert len(list(wordings.names("release of " * 200 + "glutamate", "process"))) <= 400


def test_nothing_is_taken_off_a_whole_word(wordings: Wordings) -> None:
    assert list(wordings.names("cAMP", "gene")) == ["cAMP"]
    assert list(wordings.names("PTEN", "gene")) == ["PTEN"]


def test_plurals() -> None:
    assert singular_of("RARs") == "RAR"
    assert singular_of("species") is None
    assert singular_of("mitosis") is None


def test_a_file_that_lacks_a_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "wordings.yaml").write_text("before: {}\n")
    with pytest.raises(MappingError, match=r"wordings\.yaml"):
        load_wordings(tmp_path)
