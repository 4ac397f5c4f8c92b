"""Paths: the shortest first, of equally long ones the most believed, and only through what carries an effect."""

from __future__ import annotations

from itertools import pairwise

import pytest

from figkg.graph import Graph, Resolver
from figkg.graph.network import Arc, Network, read_network
from figkg.graph.paths import CausalPath, find_paths


@pytest.fixture(scope="module")
def network(graph: Graph) -> Network:
    return read_network(graph)


def paths(graph: Graph, network: Network, source: str, target: str, longest: int = 4) -> tuple[CausalPath, ...]:
    resolver = Resolver(graph)
    return find_paths(graph, resolver.entity(source).iri, resolver.entity(target).iri, longest, 10, network)


def test_paths_come_by_length_and_belief_with_the_sign_of_their_steps(graph: Graph, network: Network) -> None:
    found = paths(graph, network, "AKT", "MYC")
    assert [(str(path), path.sign) for path in found[:2]] == [
        ("AKT ⊣ GSK3B ⊣ MYC", 1),
        ("AKT ⊣ GSK3B ⊣ CTNNB1 → MYC", 1),
    ]
    assert found[0].belief == pytest.approx(found[0].steps[0].belief * found[0].steps[1].belief)
    order = [(len(path), -path.belief) for path in found]
    assert order == sorted(order)


def test_steps_follow_each_other_and_nothing_is_passed_twice(graph: Graph, network: Network) -> None:
    for path in paths(graph, network, "TNF", "apoptosis", 5):
        assert all(one.object.curie == other.subject.curie for one, other in pairwise(path.steps))
        nodes = [path.steps[0].subject.curie, *(step.object.curie for step in path.steps)]
        assert len(set(nodes)) == len(nodes)
        assert {step.object.kind for step in path.steps[:-1]} <= {"gene", "family", "chemical"}


def test_a_gene_stands_for_its_families_at_both_ends(graph: Graph, network: Network) -> None:
    assert [str(path) for path in paths(graph, network, "CYR61", "NFKB1", 1)] == ["CCN1 → NFkappaB"]
    assert str(paths(graph, network, "AKT1", "MYC", 2)[0]) == "AKT ⊣ GSK3B ⊣ MYC"


def test_where_there_is_none_there_is_none(graph: Graph, network: Network) -> None:
    assert paths(graph, network, "EGFR", "MYC") == ()
    assert paths(graph, network, "AKT", "MYC", 1) == ()


def test_of_many_ways_the_best_are_found_at_once() -> None:
    """A lattice of twelve layers has more paths than could be looked at one by one."""
    from figkg.graph.paths import _walk  # noqa: PLC2701, RUF100

    leaving: dict[str, list[Arc]] = {}
    layers = [["a"], *([f"{layer}.{row}" for row in range(10)] for layer in range(10)), ["z"]]
    for before, after in pairwise(layers):
        for source in before:
            for row, target in enumerate(after):
                belief = 0.9 if row == 3 or target == "z" else 0.5
                leaving.setdefault(source, []).append(Arc(f"{source}-{target}", source, 1, target, belief))
    arcs = {source: tuple(found) for source, found in leaving.items()}
    best = next(_walk(Network(arcs, {}, frozenset(arcs)), "a", "z", 11))
    assert [arc.target for arc in best] == [*(f"{layer}.3" for layer in range(10)), "z"]
