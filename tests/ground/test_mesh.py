"""Diseases and chemicals: MeSH numbers checked and brought up to date."""

from __future__ import annotations

from figkg.extract.record import ChemicalRow, DiseaseRow
from figkg.ground import Entity, Grounder
from figkg.ground.mesh import ground_chemical, ground_disease


def test_a_disease_by_its_number(grounder: Grounder) -> None:
    grounding, entity = ground_disease(DiseaseRow("Ph+ leukemia", "D015464"), grounder.tables, grounder.corrections)
    assert entity == Entity("mesh:D015464", "disease", "Leukemia, Myelogenous, Chronic, BCR-ABL Positive")
    assert (grounding.match, grounding.doubts) == ("number", ())


def test_a_disease_by_its_entry_term(grounder: Grounder) -> None:
    grounding, entity = ground_disease(DiseaseRow("Malignant Melanoma", None), grounder.tables, grounder.corrections)
    assert entity == Entity("mesh:D008545", "disease", "Melanoma")
    assert grounding.match == "MeSH entry term"


def test_a_retired_number_is_replaced(grounder: Grounder) -> None:
    grounding, entity = ground_disease(DiseaseRow("CIN", "D018290"), grounder.tables, grounder.corrections)
    assert entity == Entity("mesh:D002578", "disease", "Uterine Cervical Dysplasia")
    assert grounding.doubts == ("retired-mesh",)


def test_a_number_that_is_no_disease_is_flagged(grounder: Grounder) -> None:
    grounding, entity = ground_disease(DiseaseRow("Calcium", "D002118"), grounder.tables, grounder.corrections)
    assert entity is not None
    assert grounding.doubts == ("not-a-disease",)


def test_a_chemical_by_chebi_where_mesh_has_none(grounder: Grounder) -> None:
    row = ChemicalRow("GCa", None, "139037", "GCA")
    grounding, entity = ground_chemical(row, grounder.tables, grounder.unlikely, grounder.corrections)
    assert entity == Entity("chebi:139037", "chemical", "GCA")
    assert grounding.doubts == ()


def test_a_name_that_nothing_knows(grounder: Grounder) -> None:
    grounding, entity = ground_chemical(
        ChemicalRow("Xyzzyate", None), grounder.tables, grounder.unlikely, grounder.corrections
    )
    assert entity is None
    assert grounding.doubts == ("no-identifier",)


def test_a_formula_is_spelt_in_capitals(grounder: Grounder) -> None:
    def doubts(word: str) -> tuple[str, ...]:
        row = ChemicalRow(word, "D009569")
        return ground_chemical(row, grounder.tables, grounder.unlikely, grounder.corrections)[0].doubts

    assert (doubts("NO"), doubts("no"), doubts("No")) == ((), ("unlikely-mention",), ("unlikely-mention",))
