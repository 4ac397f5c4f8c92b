"""Enrichment: the hypergeometric test, adjusted, over figures or over things with edges."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from figkg.graph import Graph, Resolver
from figkg.graph.enrichment import benjamini_hochberg, chance, enrich


@pytest.mark.parametrize(
    ("universe", "listed", "size", "shared"),
    [(20, 5, 4, 3), (20, 5, 4, 1), (329, 5, 6, 3), (10, 10, 4, 4), (10, 9, 4, 3), (5000, 200, 60, 12)],
)
def test_the_chance_is_the_tail_of_the_hypergeometric_distribution(
    universe: int, listed: int, size: int, shared: int
) -> None:
    ways = range(shared, min(listed, size) + 1)
    exact = sum(Fraction(comb(size, one) * comb(universe - size, listed - one), comb(universe, listed)) for one in ways)
    assert chance(universe, listed, size, shared) == pytest.approx(float(exact), rel=1e-9)


def test_q_values_never_fall_and_never_exceed_one() -> None:
    assert benjamini_hochberg([0.001, 0.02, 0.03, 0.9]) == pytest.approx([0.004, 0.04, 0.04, 0.9])
    assert benjamini_hochberg([0.8, 0.9, 1.0]) == [1.0, 1.0, 1.0]
    assert benjamini_hochberg([]) == []


def genes(graph: Graph, *names: str) -> set[str]:
    resolver = Resolver(graph)
    return {resolver.entity(name).iri for name in names}


def test_figures_that_show_the_list_come_first(graph: Graph) -> None:
    listed = genes(graph, "GSK3B", "CTNNB1", "MYC")
    found = enrich(graph, listed)
    (best,) = (one for one in found.found if one.iri.endswith("PMC1052008__JCI0524178.f3.html"))
    assert set(best.shared) == listed == set(found.used)
    assert best.p == pytest.approx(chance(found.universe, 3, best.size, 3))
    assert [one.p for one in found.found] == sorted(one.p for one in found.found)
    assert all(one.p <= one.q <= 1 and one.shared for one in found.found)
    assert len(found.found) <= found.tested


def test_things_are_tested_by_the_genes_that_they_have_edges_with(graph: Graph) -> None:
    found = enrich(graph, genes(graph, "GSK3B", "MYC"), "nodes")
    assert found.found[0].label == "CTNNB1"
    assert len(found.found[0].shared) == 2


def test_a_list_that_no_figure_shows_meets_nothing(graph: Graph) -> None:
    assert enrich(graph, set()).found == ()
