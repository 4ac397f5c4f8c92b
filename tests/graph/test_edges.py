"""Edges and entities: the same rows by look-ups in the store and as a stream from the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.iris import OWN
from figkg.graph import EdgeRow, Graph, Release, read_edges, read_entity, stream_edges, stream_entities, touching
from figkg.graph.edges import in_context_of, of_figure, opposite_of
from figkg.graph.statements import read_statement, statements_behind

CCN1 = "https://identifiers.org/ncbigene/3491"
LEUKEMIA = "http://id.nlm.nih.gov/mesh/D015464"
FIGURE = "https://pfocr.wikipathways.org/figures/PMC6676106__CAS-110-2421-g006.html"


@pytest.fixture(scope="module")
def released(release: Path, graph: Graph) -> Release:
    return Release(release / "figkg.nq", graph.prefixes, graph.kinds)


@pytest.fixture(scope="module")
def edges(released: Release) -> list[EdgeRow]:
    return list(stream_edges(released))


def said(edges: tuple[EdgeRow, ...]) -> list[tuple[str, str, str]]:
    return sorted((edge.subject.label, edge.verb, edge.object.label) for edge in edges)


def test_store_and_release_give_the_same_edges(graph: Graph, edges: list[EdgeRow]) -> None:
    assert len(edges) == pytest.approx(262, abs=2)
    assert list(read_edges(graph, [OWN["edge"] + edge.key for edge in edges])) == edges


def test_store_and_release_give_the_same_entities(graph: Graph, released: Release) -> None:
    entities = list(stream_entities(released))
    assert len(entities) > 500
    for row in entities:
        prefix, _, local = row.curie.partition(":")
        entity = read_entity(graph, graph.prefixes[prefix] + local)
        assert entity is not None
        assert all(getattr(entity, name) == getattr(row, name) for name in row.__struct_fields__)


def test_the_edges_of_an_entity_a_disease_and_a_figure(graph: Graph) -> None:
    wanted = [("CCN1", "activates", "BCL2"), ("CCN1", "activates", "NFkappaB")]
    assert said(read_edges(graph, touching(graph, CCN1))) == wanted
    assert set(wanted) <= set(said(read_edges(graph, of_figure(graph, FIGURE))))
    in_context = read_edges(graph, in_context_of(graph, LEUKEMIA))
    assert set(wanted) <= set(said(in_context))
    assert all("mesh:D015464" in edge.diseases for edge in in_context)


def test_opposite_edges_lead_to_each_other(graph: Graph, edges: list[EdgeRow]) -> None:
    contradicted = [edge for edge in edges if edge.contradicted]
    assert len(contradicted) == 6
    for edge in contradicted:
        opposite = opposite_of(graph, OWN["edge"] + edge.key)
        assert opposite is not None
        (other,) = read_edges(graph, [opposite])
        assert (other.subject, other.sign, other.object) == (edge.subject, -edge.sign, edge.object)
    assert opposite_of(graph, OWN["edge"] + next(edge.key for edge in edges if not edge.contradicted)) is None


def test_what_is_no_edge_is_left_out(graph: Graph) -> None:
    assert read_edges(graph, [CCN1, OWN["edge"] + "0"]) == ()


def test_the_statements_behind_an_edge_come_page_by_page(graph: Graph, edges: list[EdgeRow]) -> None:
    edge = max(edges, key=lambda one: (len(one.assertions), one.key))
    assert len(edge.assertions) >= 3
    iri = OWN["edge"] + edge.key
    statements = statements_behind(graph, iri, 100)
    assert {one.key for one in statements} == set(edge.assertions)
    confidences = [float(one.confidence) for one in statements]
    assert confidences == sorted(confidences, reverse=True)
    assert statements_behind(graph, iri, 2) + statements_behind(graph, iri, 100, after=2) == statements
    assert read_statement(graph, edge.assertions[0]) in statements
    assert read_statement(graph, "0> ?p") is None
