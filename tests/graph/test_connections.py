"""Connections: the edges among some things, and what lies between them."""

from __future__ import annotations

from figkg.graph import Graph, Resolver
from figkg.graph.connections import connect
from figkg.graph.edge_set import line_of


def things(graph: Graph, *names: str) -> list[str]:
    resolver = Resolver(graph)
    return [resolver.entity(name).iri for name in names]


def test_the_edges_among_genes_and_their_families(graph: Graph) -> None:
    found = connect(graph, things(graph, "AKT1", "GSK3B", "MYC"))
    assert [line_of(edge).partition(",")[0] for edge in found.among] == ["AKT ⊣ GSK3B", "GSK3B ⊣ MYC"]
    assert [edge.belief for edge in found.among] == sorted((edge.belief for edge in found.among), reverse=True)
    assert found.bridges == ()


def test_what_lies_between_is_given_on_request(graph: Graph) -> None:
    found = connect(graph, things(graph, "AKT", "MYC"), bridges=5)
    assert not found.among
    bridges = {one.node.label: one for one in found.bridges}
    assert bridges.keys() >= {"GSK3B", "H19"}
    for one in bridges.values():
        assert one.joined == 2
        assert all(one.node.curie in (edge.subject.curie, edge.object.curie) for edge in one.edges)
    assert connect(graph, things(graph, "AKT", "MYC"), bridges=1).bridges == found.bridges[:1]


def test_one_thing_alone_is_connected_with_nothing(graph: Graph) -> None:
    assert connect(graph, things(graph, "GSK3B"), bridges=5).bridges == ()
