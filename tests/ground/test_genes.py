"""Genes: the number wins over the symbol, doubts are kept, families stay one."""

from __future__ import annotations

import pytest

from figkg.extract.record import GeneRow
from figkg.ground import Entity, Grounder
from figkg.ground.genes import GeneGrounder
from figkg.ground.grounded import Grounded


def ground(grounder: Grounder, *rows: GeneRow, human: bool = True) -> list[Grounded]:
    return GeneGrounder(grounder.tables, grounder.unlikely, grounder.corrections).ground(rows, human=human)


@pytest.mark.parametrize(
    ("row", "curie", "label", "match", "doubts"),
    [
        (GeneRow("IGFBP10", "CYR61", "3491", "hgnc_symbol"), "ncbigene:3491", "CCN1", "number", ()),
        (GeneRow("NF-KB", "NFKB1", "4790", ""), "ncbigene:4790", "NFKB1", "number", ()),
        (GeneRow("P-53", "MDM2", "7157", ""), "ncbigene:7157", "TP53", "number", ("symbol-number-mismatch",)),
        (GeneRow("ALS5", "ALS5", "255", ""), "ncbigene:80208", "SPG11", "number", ("retired-number",)),
        (GeneRow("TNF", "TNF", "999999999", ""), "ncbigene:7124", "TNF", "approved symbol", ("unknown-number",)),
        (GeneRow("CYR61", "CYR61", None, ""), "ncbigene:3491", "CCN1", "previous symbol", ()),
        (GeneRow("light", "TNFSF14", "8740", ""), "ncbigene:8740", "TNFSF14", "number", ("unlikely-mention",)),
    ],
    ids=["renamed", "alias", "mismatch", "retired", "unknown", "symbol only", "unlikely"],
)
def test_single_genes(
    grounder: Grounder, row: GeneRow, curie: str, label: str, match: str, doubts: tuple[str, ...]
) -> None:
    (found,) = ground(grounder, row)
    assert found.entities == (Entity(curie, "gene", label, "9606"),)
    assert [(one.entity, one.match, one.doubts) for one in found.groundings] == [(curie, match, doubts)]


def test_a_word_that_names_nothing_is_kept_without_an_identifier(grounder: Grounder) -> None:
    (found,) = ground(grounder, GeneRow("Zzzq", "ZZZQ", None, ""))
    assert found.entities == ()
    assert [(one.word, one.entity, one.doubts) for one in found.groundings] == [("Zzzq", None, ("no-identifier",))]


def test_every_doubt_of_a_word_is_kept(grounder: Grounder) -> None:
    (found,) = ground(grounder, GeneRow("CAT2", "CAT2", "999999999", ""))
    assert [(one.entity, one.doubts) for one in found.groundings] == [(None, ("ambiguous-alias", "unknown-number"))]


def test_an_expanded_family_is_one_entity(grounder: Grounder) -> None:
    rows = [GeneRow("PI3K", None, number, "bioentities_symbol") for number in ("5290", "5291", "5293", "5294", "5295")]
    (found,) = ground(grounder, *rows)
    assert found.entities == (Entity("fplx:PI3K", "family", "PI3K"),)


def test_a_word_with_several_genes_takes_the_one_it_spells(grounder: Grounder) -> None:
    rows = [
        GeneRow("Elk-1", symbol, number, "ncbigene_synonym")
        for symbol, number in (("ELK1", "2002"), ("KCNH4", "23415"), ("KCNH8", "131096"))
    ]
    (found,) = ground(grounder, *rows)
    assert [entity.label for entity in found.entities] == ["ELK1"]


def test_other_species_are_kept_apart(grounder: Grounder) -> None:
    human, mouse = ground(
        grounder,
        GeneRow("TNF", "TNF", "7124", "", "9606"),
        GeneRow("TNF", "Tnf", "21926", "", "10090"),
    )
    assert human.entities == (Entity("ncbigene:7124", "gene", "TNF", "9606"),)
    assert mouse.entities == (Entity("ncbigene:21926", "gene", "Tnf", "10090"),)
    assert mouse.groundings[0].doubts == ("other-species",)


def test_a_human_figure_with_fly_genes_only_has_the_wrong_organism(grounder: Grounder) -> None:
    row = GeneRow("Bcl-2", "Debcl", "53585", "ncbigene_synonym", "7227")
    assert ground(grounder, row)[0].groundings[0].doubts == ("other-species", "wrong-organism")
    assert ground(grounder, row, human=False)[0].groundings[0].doubts == ("other-species",)


def test_a_word_that_lists_genes_is_all_of_them(grounder: Grounder) -> None:
    rows = [GeneRow("LRP5/6", "LRP5", "4041", "hgnc_symbol"), GeneRow("LRP5/6", "LRP6", "4040", "hgnc_symbol")]
    (found,) = ground(grounder, *rows)
    assert [(one.entity, one.doubts) for one in found.groundings] == [("ncbigene:4041", ()), ("ncbigene:4040", ())]


def test_a_row_that_dropped_cyrillic_letters_is_read_again(grounder: Grounder) -> None:
    (found,) = ground(grounder, GeneRow("тC-РТP", "CP", "1356", "hgnc_symbol"))
    assert [(one.entity, one.doubts) for one in found.groundings] == [("ncbigene:5771", ("symbol-number-mismatch",))]
