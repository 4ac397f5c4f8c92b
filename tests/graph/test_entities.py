"""Entities, with relatives and figures."""

from __future__ import annotations

from figkg.graph import Graph, read_entity, statements_about
from figkg.graph.entities import figures_with, labels_of

CCN1 = "https://identifiers.org/ncbigene/3491"
NFKAPPAB = "https://identifiers.org/fplx/NFkappaB"


def test_an_entity_with_its_relatives(graph: Graph) -> None:
    gene, family = read_entity(graph, CCN1), read_entity(graph, NFKAPPAB)
    assert gene is not None
    assert family is not None
    assert (gene.curie, gene.iri, gene.label, gene.kind, gene.taxon) == ("ncbigene:3491", CCN1, "CCN1", "gene", "9606")
    assert "CYR61" in gene.synonyms
    assert (family.kind, family.taxon) == ("family", "9606")
    assert ("ncbigene:4790", "NFKB1") in [(one.curie, one.label) for one in family.members]
    nfkb1 = read_entity(graph, "https://identifiers.org/ncbigene/4790")
    assert nfkb1 is not None
    assert "fplx:NFkappaB" in [one.curie for one in nfkb1.families]


def test_a_figure_is_no_entity(graph: Graph) -> None:
    assert read_entity(graph, "https://pfocr.wikipathways.org/figures/PMC6676106__CAS-110-2421-g006.html") is None


def test_the_figures_and_statements_of_an_entity(graph: Graph) -> None:
    entity = read_entity(graph, CCN1)
    assert entity is not None
    figures = figures_with(graph, CCN1)
    assert len(figures) == entity.figures == 1
    assert (figures[0].figid, figures[0].year) == ("PMC6676106__CAS-110-2421-g006", "2019")
    statements = statements_about(graph, CCN1)
    assert {(one.subject, one.object) for one in statements} >= {("CCN1", "BCL2"), ("CCN1", "NFkappaB")}
    assert figures_with(graph, CCN1, most=0) == ()


def test_labels_come_in_their_order_and_for_nothing_there_are_none(graph: Graph) -> None:
    found = labels_of(graph, ("ncbigene:4790", "ncbigene:596", "no curie"))
    assert [(one.curie, one.label) for one in found] == [("ncbigene:596", "BCL2"), ("ncbigene:4790", "NFKB1")]
    assert labels_of(graph, ()) == ()
