"""The graph as Python programs ask it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from figkg.graph.edge_set import COLUMNS, Edges, MissingPackageError
from figkg.graph.opened import OpenedGraph
from figkg.graph.resolve import NothingFoundError, SeveralMeaningsError


@pytest.fixture(scope="module")
def opened(output: Path) -> OpenedGraph:
    return OpenedGraph(output)


def pairs(edges: Edges) -> set[tuple[str, int, str]]:
    return {(edge.subject.label, edge.sign, edge.object.label) for edge in edges}


def test_edges_fit_all_that_is_given(opened: OpenedGraph) -> None:
    inhibitors = opened.edges(target="nfkb1", sign=-1)
    assert pairs(inhibitors) >= {("NFKBIA", -1, "NFkappaB"), ("CYLD", -1, "NFkappaB")}
    assert {(edge.sign, edge.object.label) for edge in inhibitors} == {(-1, "NFkappaB")}
    assert [edge.belief for edge in inhibitors] == sorted((edge.belief for edge in inhibitors), reverse=True)
    assert pairs(opened.edges(source="CYR61", target="BCL2")) == {("CCN1", 1, "BCL2")}
    assert pairs(opened.edges("CCN1")) == pairs(opened.edges(source="CCN1")) | pairs(opened.edges(target="CCN1"))
    assert all(edge.belief >= 0.8 for edge in opened.edges(least=0.8))


def test_a_gene_stands_for_its_families_unless_it_is_to_stand_alone(opened: OpenedGraph) -> None:
    assert opened.edges(target="NFKB1", families=False) == Edges(())
    assert opened.edges(target="NFkappaB", families=False) == opened.edges(target="NFKB1")


def test_all_edges_are_there_each_once(opened: OpenedGraph) -> None:
    counted = opened.sparql("SELECT (COUNT(?edge) AS ?edges) { ?edge rdf:type fkg:Edge }").rows[0][0]
    assert len(opened.edges()) == int(counted) == len({edge.key for edge in opened.edges()})


def test_a_sign_is_one_of_two(opened: OpenedGraph) -> None:
    with pytest.raises(ValueError, match="a sign is 1 for activation or -1 for inhibition, not 0"):
        opened.edges(sign=0)


def test_names_without_meaning_or_with_two_are_told(opened: OpenedGraph) -> None:
    with pytest.raises(NothingFoundError, match=r"near: .*NFKB1"):
        opened.edges(target="NFKB9")
    with pytest.raises(SeveralMeaningsError, match="means several things here"):
        opened.paths("Mtor", "MYC")
    assert opened.resolve("cyr61").name == "ncbigene:3491"


def test_edges_become_a_table_of_pandas(opened: OpenedGraph) -> None:
    edges = opened.edges("CCN1")
    table = edges.to_pandas()
    assert tuple(table.columns) == COLUMNS
    assert table["sign"].tolist() == [edge.sign for edge in edges]
    assert table["first_year"].tolist() == [edge.first_year for edge in edges]
    assert tuple(opened.edges(source="MYC", target="EGFR").to_pandas().columns) == COLUMNS


def test_edges_become_a_graph_of_networkx(opened: OpenedGraph) -> None:
    edges = opened.edges("GSK3B")
    found = edges.to_networkx()
    assert (found.number_of_edges(), found.nodes["ncbigene:2932"]["label"]) == (len(edges), "GSK3B")
    assert {data["sign"] for _, _, data in found.edges(data=True)} == {edge.sign for edge in edges}


@pytest.mark.parametrize(("package", "call"), [("pandas", "to_pandas"), ("networkx", "to_networkx")])
def test_a_package_that_is_missing_is_named(
    opened: OpenedGraph, package: str, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackageError, match=rf"{call}\(\) needs {package}, .* run `pip install {package}`"):
        getattr(opened.edges("CCN1"), call)()


def test_edges_print_as_lines_and_are_a_sequence(opened: OpenedGraph) -> None:
    edges = opened.edges(source="CCN1")
    assert repr(edges[:1]).startswith("CCN1 → ")
    assert repr(Edges(())) == "no edges"
    assert (edges[0], len(edges[:1]), hash(edges)) == (next(iter(edges)), 1, hash(Edges(edges)))


def test_a_family_in_a_list_stands_for_its_members(opened: OpenedGraph) -> None:
    assert "https://identifiers.org/ncbigene/207" in opened.enrich(["AKT"]).used
    assert opened.draw("nfkb1").startswith("<svg")
    assert [str(path) for path in opened.paths("akt", "c-Myc", longest=2, most=1)] == ["AKT ⊣ GSK3B ⊣ MYC"]
    assert [edge.object.label for edge in opened.connect("AKT1", "GSK3B").among] == ["GSK3B"]
