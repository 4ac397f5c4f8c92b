"""Boundaries: mentions as whole names and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.boundaries import Boundaries, bounded, load_boundaries, named
from figkg.ground.figure import Kind
from figkg.ground.pieces import Found
from figkg.ground.tagger import Tagged


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return load_boundaries(mappings_folder())


def names(text: str, boundaries: Boundaries, *marked: tuple[str, Kind]) -> list[str]:
    tagged = [Tagged(text.index(word), text.index(word) + len(word), kind, 0.9, 0.0) for word, kind in marked]
    return [text[one.start : one.end] for one in bounded(sorted(tagged), text, boundaries)]


@pytest.mark.parametrize(
    ("text", "marked", "kind", "named"),
    [
        ("the uncoating of the virus", "uncoating of the", "process", ["uncoating"]),
        ("immunity against them", "immunity against", "process", ["immunity"]),
        ("their survival", "their survival", "process", ["survival"]),
        ("GPD1 and -2", "GPD1 and", "gene", ["GPD1"]),
        ("NO production rises", "NO production", "chemical", ["NO"]),
        ("IL-6 expression", "IL-6 expression", "gene", ["IL-6"]),
        ("cytokine production", "cytokine production", "process", ["cytokine production"]),
        ("AlsS = synthase", "AlsS =", "gene", ["AlsS"]),
        ("PKC\u2014protein kinase C", "PKC\u2014protein kinase C", "family", ["PKC", "protein kinase C"]),
        ("PI4K\u2014", "PI4K\u2014", "family", ["PI4K"]),
        ("of the", "of the", "process", []),
        ("less prone to apoptosis", "prone to", "process", []),
        ("ADH alcohol dehydrogenase", "ADH alcohol dehydrogenase", "gene", ["ADH", "alcohol dehydrogenase"]),
        ("TNF receptor factor", "TNF receptor factor", "gene", ["TNF receptor factor"]),
        ("inhibitor of kB (IkB)", "inhibitor of kB (IkB)", "family", ["inhibitor of kB", "IkB"]),
        (
            "NADH dehydrogenase (ubiquinone)",
            "NADH dehydrogenase (ubiquinone)",
            "gene",
            ["NADH dehydrogenase (ubiquinone)"],
        ),
    ],
)
def test_a_name_ends_before_what_does_not_belong_to_it(
    text: str, marked: str, kind: Kind, named: list[str], boundaries: Boundaries
) -> None:
    assert names(text, boundaries, (marked, kind)) == named


@pytest.mark.parametrize(
    ("text", "marked", "kind", "named"),
    [
        ("PRI-724 blocks it", "PRI", "chemical", ["PRI-724"]),
        ("miR-451 blocks it", "miR", "gene", ["miR-451"]),
        ("phosphorylated at Ser-216", "Ser", "gene", ["Ser"]),
        ("the MVA pathway", "MVA", "process", ["MVA pathway"]),
        ("gluconate dehydrogenase", "gluconate", "gene", ["gluconate dehydrogenase"]),
        ("lysophosphatidic acid", "lysophosphatidic", "chemical", ["lysophosphatidic acid"]),
        ("ATR kinases", "ATR", "gene", ["ATR"]),
        ("2,3-butanediol", "3-butanediol", "chemical", ["2,3-butanediol"]),
        ("in 2,4-dinitrophenol", "4-dinitrophenol", "chemical", ["2,4-dinitrophenol"]),
        ("MVA-pathway-like", "MVA", "process", ["MVA"]),
    ],
)
def test_a_name_goes_on_to_its_end(
    text: str, marked: str, kind: Kind, named: list[str], boundaries: Boundaries
) -> None:
    assert names(text, boundaries, (marked, kind)) == named


@pytest.mark.parametrize(
    ("text", "marked", "kind", "kept"),
    [
        ("PTEN insufficiency activates it", "PTEN insufficiency", "disease", [("PTEN", "gene")]),
        ("iron deficiency activates it", "iron deficiency", "disease", [("iron deficiency", "disease")]),
        ("hypermethylation of PTEN", "hypermethylation", "process", []),
        ("hypermethylation activates it", "hypermethylation", "process", [("hypermethylation", "process")]),
        ("PTEN insufficiency", "PTEN insufficiency", "gene", [("PTEN insufficiency", "gene")]),
        ("it induces PTEN", "PTEN", "chemical", [("PTEN", "gene")]),
        (
            "the exchange factor son of sevenless",
            "exchange factor son of sevenless",
            "family",
            [("son of sevenless", "family")],
        ),
        ("the factor sons of nothing", "factor sons of nothing", "family", [("factor sons of nothing", "family")]),
    ],
)
def test_what_no_table_knows_is_cut_to_the_name_in_it(
    text: str, marked: str, kind: Kind, kept: list[tuple[str, Kind]], boundaries: Boundaries
) -> None:
    start = text.index(marked)
    tagged = [Tagged(start, start + len(marked), kind, 0.4, 0.0)]
    found = [Found(text.index("PTEN"), text.index("PTEN") + 4, "gene")] if "PTEN" in text else []
    known = {("iron deficiency", "disease"), ("son of sevenless", "family")}
    said = ("son of sevenless", "sons of nothing")
    made = named(tagged, text, boundaries, found, said, lambda name, its: (name, its) in known)
    assert [(text[one.start : one.end], one.kind) for one in made] == kept


def test_a_gene_found_in_a_mention_is_sure(boundaries: Boundaries) -> None:
    tagged = [Tagged(0, 18, "disease", 0.4, 0.0)]
    (one,) = named(tagged, "PTEN insufficiency", boundaries, [Found(0, 4, "gene")], (), lambda *_: False)
    assert one.probability == 0.8


def test_a_long_mention_is_read_in_no_time(boundaries: Boundaries) -> None:
    text = "Abc " + "of the " * 20_000 + "x" * 50_000 + " (ABC) " + "\u2014a" * 20_000
    assert names(text, boundaries, (text, "gene"))


def test_two_halves_of_a_genes_name_are_one(boundaries: Boundaries) -> None:
    text = "Suppressor of cytokine signaling and BRCA1"
    marked: list[tuple[str, Kind]] = [("Suppressor of", "gene"), ("cytokine signaling", "family"), ("BRCA1", "gene")]
    assert names(text, boundaries, *marked) == ["Suppressor of cytokine signaling", "BRCA1"]


def test_what_stands_next_is_not_taken(boundaries: Boundaries) -> None:
    assert names("MVA pathway", boundaries, ("MVA", "process"), ("pathway", "other")) == ["MVA", "pathway"]


def test_a_file_that_says_more_is_refused(tmp_path: Path) -> None:
    (tmp_path / "boundaries.yaml").write_text("not_first: []\nnot_last: []\nhappens: {}\nbelongs: {genes: [kinase]}\n")
    with pytest.raises(MappingError, match=r"boundaries\.yaml.*genes"):
        load_boundaries(tmp_path)
