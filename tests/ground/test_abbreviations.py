"""Abbreviations: what a caption defines counts more than what the tables have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figkg.extract.record import FigureRecord
from figkg.ground import Grounder
from figkg.ground.abbreviations import find_abbreviations
from figkg.reference.phrases import flattener


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In chronic lymphocytic leukemia (CLL), ZAP70 rises", [("CLL", "chronic lymphocytic leukemia")]),
        ("tumor necrosis factor alpha (TNF-α) and", [("TNF-α", "tumor necrosis factor alpha")]),
        ("Jun N-terminal kinase (JNK; red)", [("JNK", "Jun N-terminal kinase")]),
        ("signals by insulin (INS)", [("INS", "insulin")]),
        ("the kinase (see ref. 3) and (A) panel (12)", []),
        ("protein kinase B (AKT)", []),
        ("(CLL) at the start", []),
    ],
)
def test_definitions(text: str, wanted: list[tuple[str, str]]) -> None:
    found = find_abbreviations(text, text.translate(flattener()))
    assert [(one.short, text[one.start : one.end]) for one in found] == wanted


@pytest.mark.parametrize(
    ("caption", "wanted"),
    [
        ("Corticosterone (CORT) acts; CORT falls", ["Corticosterone", "Corticosterone", "Corticosterone"]),
        ("Fatty acid hydroxylase (FAH) acts", ["FA2H", "FA2H"]),
        ("A lipoxygenase (LOX) acts; LOX falls", []),
        ("Lysyl oxidase (LOX) acts", ["LOX", "LOX"]),
        ("Suppressor of fused (SUFU) acts", ["SUFU"]),
        ("Jun N-terminal kinase (JNK) acts", ["JNK", "JNK"]),
        ("Receptor-interacting protein 1 (RIP-1) acts", ["RIPK1"]),
    ],
    ids=["chemical", "other gene", "no known name", "its own name", "symbol in name", "family", "old name"],
)
def test_a_definition_decides_what_an_abbreviation_names(
    grounder: Grounder, make_record: Callable[..., FigureRecord], caption: str, wanted: list[str]
) -> None:
    figure = grounder.ground(make_record(caption))
    labels = {entity.curie: entity.label for entity in figure.entities}
    assert [labels[one.entity] for one in figure.mentions] == wanted
