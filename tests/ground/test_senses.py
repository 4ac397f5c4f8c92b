"""Senses: short names that captions use for things of several sorts."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground import Grounder
from figkg.ground.decider import Context, Decider
from figkg.ground.senses import Senses, load_senses
from figkg.ground.usage import Usage
from figkg.ground.wordings import load_wordings

HEADER = "name\tsort\tidentifier\tlabel\tcaptions\n"


def test_a_name_is_doubtful_unless_one_sort_is_meant_twice_as_often_as_all_others() -> None:
    senses = Senses({"ER": {"gene": 10, "disease": 37}, "FAS": {"gene": 11, "process": 1}, "LPA": {"chemical": 6}})
    assert [senses.doubtful(name, "gene") for name in ("ER", "FAS", "LPA", "TNF")] == [True, False, True, False]
    assert not senses.doubtful("LPA", "chemical")


def test_a_doubtful_name_has_a_node_of_its_own_until_the_caption_says_what_it_is(grounder: Grounder) -> None:
    decider = Decider(grounder.lookup, load_wordings(mappings_folder()), Usage({}), Senses({"LPA": {"chemical": 6}}))
    alone = decider.decide("LPA", "gene", Context())
    assert (alone.candidate, alone.reason, alone.doubts) == (None, "ambiguous", ("ambiguous-alias",))
    told = decider.decide("LPA", "gene", Context({"LPA": "lipoprotein(a)"}))
    assert told.candidate is not None
    assert told.candidate.entity.curie == "ncbigene:4018"


def test_the_shipped_table_knows_what_captions_call_by_short_names() -> None:
    senses = load_senses(mappings_folder())
    assert senses.doubtful("ER", "gene")
    assert senses.doubtful("LPA", "gene")
    assert not senses.doubtful("RAS", "gene")


def test_a_chemical_has_the_names_of_the_trade_where_it_is_read_as_one(grounder: Grounder) -> None:
    decider = Decider(
        grounder.lookup, load_wordings(mappings_folder()), Usage({}), Senses({}, {}, {"MET": "mesh:D008715"})
    )
    decided = [decider.decide("MET", kind, Context()).candidate for kind in ("chemical", "gene")]
    assert [one.entity.curie for one in decided if one is not None] == ["mesh:D008715", "ncbigene:4233"]


def test_what_is_none_of_its_kind_is_what_tables_call_so(grounder: Grounder) -> None:
    decider = Decider(grounder.lookup, load_wordings(mappings_folder()), Usage({}), Senses({}))
    found = decider.of_another_kind("withaferin A", "gene")
    assert found is not None
    assert found.candidate is not None
    assert (found.candidate.entity.curie, found.candidate.entity.kind) == ("mesh:C009684", "chemical")
    assert decider.of_another_kind("withaferin Z", "gene") is None
    assert decider.of_another_kind("TNF", "chemical") is None  # no gene is found so


def test_the_shipped_abbreviations_are_of_things_that_exist(grounder: Grounder) -> None:
    abbreviations = load_senses(mappings_folder()).abbreviations
    assert abbreviations["EGCG"] == "mesh:C045651"
    assert [name for name, curie in abbreviations.items() if not grounder.tables.exists(curie)] == []


@pytest.mark.parametrize(
    ("word", "curie"),
    [
        ("Gleevec", "mesh:D000068877"),
        ("BAY 11-7082", "mesh:C434003"),
        ("taxol", "mesh:D017239"),
        ("CHX", "mesh:D003513"),
        ("DHT", "mesh:D013196"),
    ],
    ids=["brand", "laboratory code", "brand in small letters", "abbreviation", "a table's own name"],
)
def test_a_word_alone_is_looked_up_by_the_names_of_the_trade_where_no_table_has_it(
    grounder: Grounder, word: str, curie: str
) -> None:
    found = grounder.lookup.find(word).best
    assert found is not None
    assert found.entity.curie == curie


@pytest.mark.parametrize("lines", ["EGCG\tmesh:C045651", "Fe\tmesh:D007501\tIron\nFe\tmesh:D007501\tIron"])
def test_an_abbreviation_of_another_form_or_twice_is_named(tmp_path: Path, lines: str) -> None:
    (tmp_path / "senses.tsv").write_text(HEADER)
    (tmp_path / "chemical_abbreviations.tsv").write_text(f"name\tidentifier\tlabel\n{lines}\n")
    with pytest.raises(MappingError, match=r"chemical_abbreviations\.tsv, line [23]"):
        load_senses(tmp_path)


@pytest.mark.parametrize("line", ["ER\tgene\tfplx:ESR\tESR\tmany", "ER\tgene"], ids=["no number", "too few cells"])
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "senses.tsv").write_text(HEADER + line + "\n")
    with pytest.raises(MappingError, match=r"senses\.tsv, line 2"):
        load_senses(tmp_path)
