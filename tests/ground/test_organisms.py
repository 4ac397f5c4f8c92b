"""Organisms: whose genes a caption names."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.organisms import Organisms, foreign_taxon, load_organisms
from figkg.ground.tagger import Tagged


@pytest.fixture(scope="module")
def organisms() -> Organisms:
    return load_organisms(mappings_folder())


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (("Flowering in Arabidopsis", "FT of A. thaliana"), ["Arabidopsis thaliana"]),
        (("HIV-1 enters human cells. HIV-1 Nef acts.",), ["Human immunodeficiency virus 1", "Homo sapiens"]),
        (("Mice and mouse cells, one rat",), ["Mus musculus", "Rattus norvegicus"]),
        (("an HIVE of PLANTS, ratio of mousetraps",), ["Viridiplantae"]),
        (("TNF activates IL6.",), []),
    ],
    ids=["plant", "virus and host", "most often first", "whole words", "nobody"],
)
def test_who_is_named(organisms: Organisms, texts: tuple[str, ...], names: list[str]) -> None:
    assert [one.name for one in organisms.named(*texts)] == names


@pytest.mark.parametrize(
    ("text", "taxon"),
    [
        ("rice leaves", "4530"),
        ("yeast cells", "4932"),
        ("yeast and human cells", ""),
        ("HCV replication", ""),
        ("TNF", ""),
    ],
    ids=["plant", "fungus", "with an animal", "in a host", "nobody"],
)
def test_whose_genes_they_are(organisms: Organisms, text: str, taxon: str) -> None:
    assert foreign_taxon(organisms.named(text)) == taxon


def test_a_piece_of_an_organisms_name_is_no_thing(organisms: Organisms) -> None:
    text = "SARS-CoV-2 and SARS act on ACE2."
    tagged = [Tagged(0, 4, "other", 0.6, 0.0), Tagged(15, 19, "disease", 0.6, 0.0), Tagged(27, 31, "gene", 0.9, 0.0)]
    assert organisms.unbroken(tagged, text) == tagged[1:]


def test_a_group_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "organisms.yaml").write_text('organisms:\n  "1": {name: A, group: stone, words: [a]}\n')
    with pytest.raises(MappingError, match=r"organisms\.yaml.*group"):
        load_organisms(tmp_path)
