"""Pathways that redraw a figure: found by their comments, read as WikiPathways means them."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import SourceError
from figkg.extract.drawings import Annotation, Edge, Node
from figkg.extract.gpml import read_pathway, read_pathways, redrawn_figure
from tests.conftest import TESTS

PATHWAY = TESTS / "pathway.gpml"


@pytest.fixture(scope="module")
def drawn() -> Annotation:
    found = read_pathway(PATHWAY.read_bytes())
    assert found is not None
    return found


def labelled(drawn: Annotation) -> set[tuple[str, str, str]]:
    labels = {node.id: node.label for node in drawn.nodes}
    return {(labels[edge.source], edge.type, labels[edge.target]) for edge in drawn.edges}


def test_the_figure_is_that_of_the_comment(drawn: Annotation) -> None:
    assert (drawn.figid, drawn.by) == ("PMC6676106__F6", "wikipathways")


def test_groups_are_their_members_and_states_what_they_are_of(drawn: Annotation) -> None:
    assert labelled(drawn) >= {
        ("TNF", "mim-stimulation", "IKK complex"),
        ("IKK complex", "Arrow", "RELA"),
        ("IKK complex", "Arrow", "NFKB1"),
    }


def test_a_line_onto_a_line_acts_on_its_target(drawn: Annotation) -> None:
    assert labelled(drawn) >= {("A drug", "inhibition", "IKK complex"), ("A rescuer", "activation", "IKK complex")}
    assert Edge("a6", "a2", "inhibition", "tbar", on=("a1", "a2")) in drawn.edges


def test_a_head_at_the_beginning_turns_the_line_and_a_line_without_heads_is_no_edge(drawn: Annotation) -> None:
    assert ("TNF", "mim-inhibition", "ceramide") in labelled(drawn)
    assert len(drawn.edges) == 6
    assert "cell death" not in {node.label for node in drawn.nodes}


def test_nodes_keep_type_and_number(drawn: Annotation) -> None:
    assert drawn.nodes[:2] == (Node("TNF", "GeneProduct", "a1", "7124"), Node("IKK complex", "Complex", "a2"))
    assert [edge.dashed for edge in drawn.edges] == [False, True, True, False, False, False]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (
            "Figure 1, https://pfocr.wikipathways.org/figures/PMC1234567__a-1_g001.html.",
            "PMC1234567__a-1_g001",
        ),
        ("Modified from Fig. 2b in PMC 1234567", "PMC1234567__F2"),
        ("Figures 1 and 2 of PMC1234567", None),
        ("Figure 1 of PMC1234567, and figure 3", None),
        ("Figure 1 of PMC1234567 and of PMC7654321", None),
        ("Figure S1 of PMC1234567", None),
        ("PMC1234567", None),
    ],
)
def test_only_a_pathway_of_one_figure_redraws_it(text: str, figure: str | None) -> None:
    assert redrawn_figure(text) == figure


def test_a_folder_is_read_whole_and_what_is_no_pathway_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.gpml").write_bytes(PATHWAY.read_bytes())
    (tmp_path / "other.gpml").write_text("<Pathway/>")
    (tmp_path / "wrong.gpml").write_text("<Pathway>")
    (tmp_path / "worse.gpml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><Pathway/>')
    found = read_pathways(tmp_path)
    assert (found.pathways, len(found.annotations)) == (4, 1)
    assert [one.reason for one in found.refused] == [
        "no GPML: it defines entities",
        "no GPML: no element found: line 1, column 9",
    ]
    with pytest.raises(SourceError, match="no pathway"):
        read_pathways(tmp_path / "nothing")
