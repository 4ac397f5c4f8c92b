"""Fusions: two genes written as one protein."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.figure import Kind
from figkg.ground.fusions import fused, load_fusions
from figkg.ground.tagger import Tagged


def names(text: str, *words: str, kind: Kind = "gene") -> list[str]:
    places = [text.index(word) for word in words]
    tagged = [Tagged(at, at + len(word), kind, 0.9, 0.0) for at, word in zip(places, words, strict=True)]
    return [text[one.start : one.end] for one in fused(tagged, text, load_fusions(mappings_folder()))]


@pytest.mark.parametrize("text", ["PML-RARA", "PML\u2013RARA", "PML/RARA", "pml-rara", "PML::RARA"])
def test_a_known_fusion_is_one_name(text: str) -> None:
    assert names(f"{text} represses CEBPA", text[:3], text[-4:]) == [text]


def test_any_two_genes_are_one_where_the_text_says_so() -> None:
    assert names("the AAA-BBB fusion", "AAA", "BBB") == ["AAA-BBB"]


@pytest.mark.parametrize("text", ["AAA-BBB signaling", "PML, RARA", "PML and RARA", "PML RARA"])
def test_others_stay_two(text: str) -> None:
    first, second = ("PML", "RARA") if "PML" in text else ("AAA", "BBB")
    assert names(text, first, second) == [first, second]


def test_only_genes_fuse() -> None:
    assert names("PML-RARA", "PML", "RARA", kind="chemical") == ["PML", "RARA"]


@pytest.mark.parametrize(
    "content", ["fusions: [PML]", "fusions: [PML RARA]", "fusion: [PML-RARA]", "fusions: PML-RARA"]
)
def test_what_is_no_fusion_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "fusions.yaml").write_text(content)
    with pytest.raises(MappingError, match=r"fusions\.yaml"):
        load_fusions(tmp_path)
