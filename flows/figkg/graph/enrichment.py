"""Which figures, and which things, a list of genes meets more often than chance would have it.

The hypergeometric test against the genes of all figures, with q values after Benjamini and Hochberg, over all sets of
at least two genes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import exp, lgamma
from typing import Literal

from msgspec import Struct

from figkg.graph.built import Graph

SetKind = Literal["figures", "nodes"]
"""Genes that a figure shows or names; genes that have an edge with a thing."""

_FEWEST = 2
_SHOWN = """
SELECT DISTINCT ?set ?gene {
  ?set rdf:type fkg:PathwayFigure ; fkg:depicts|fkg:mentions ?gene . ?gene rdf:type fkg:Gene }"""
_JOINED = """
SELECT DISTINCT ?set ?gene {
  { ?gene rdf:type fkg:Gene . ?edge wp:target ?gene ; wp:source ?set }
  UNION { ?gene rdf:type fkg:Gene . ?edge wp:source ?gene ; wp:target ?set }
  FILTER (?set != ?gene) }"""
_LABELS = "SELECT ?thing ?label {{ VALUES ?thing {{ {values} }} ?thing rdfs:label ?label }}"


class Enriched(Struct, frozen=True):
    """A set that shares genes with a list.

    Attributes:
        iri: of the figure or thing.
        label: title of the figure, or label of the thing.
        shared: genes of the list that it has, their IRIs, sorted.
        size: number of its genes.
        p: probability that as many or more are shared by chance.
        q: share of false finds among all sets that are as striking.
    """

    iri: str
    label: str
    shared: tuple[str, ...]
    size: int
    p: float
    q: float


class Enrichment(Struct, frozen=True):
    """What a list of genes meets.

    Attributes:
        found: sets that share a gene with the list, the most striking first.
        used: IRIs of the genes of the list that figures show, sorted.
        universe: number of genes that figures show.
        tested: number of sets.
    """

    found: tuple[Enriched, ...]
    used: tuple[str, ...]
    universe: int
    tested: int


def enrich(graph: Graph, genes: Collection[str], of: SetKind = "figures") -> Enrichment:
    """Test all figures, or all things with edges, against a list of genes.

    Args:
        graph: the graph.
        genes: their IRIs.
        of: what is tested.
    """
    shown = _sets(graph, _SHOWN)
    universe = frozenset().union(*shown.values())
    sets = shown if of == "figures" else _sets(graph, _JOINED)
    used = universe & set(genes)
    tested = {iri: kept for iri, one in sets.items() if len(kept := one & universe) >= _FEWEST}
    scored = sorted((chance(len(universe), len(used), len(one), len(one & used)), iri) for iri, one in tested.items())
    adjusted = benjamini_hochberg([p for p, _ in scored])
    hits = [(p, q, iri) for (p, iri), q in zip(scored, adjusted, strict=True) if tested[iri] & used]
    labels = _labels(graph, [iri for _, _, iri in hits])
    found = (
        Enriched(iri, labels.get(iri, iri), tuple(sorted(tested[iri] & used)), len(tested[iri]), p, q)
        for p, q, iri in hits
    )
    ordered: list[Enriched] = sorted(found, key=lambda one: (one.p, -len(one.shared), one.label, one.iri))
    return Enrichment(tuple(ordered), tuple(sorted(used)), len(universe), len(tested))


def chance(universe: int, listed: int, size: int, shared: int) -> float:
    """Probability of so many shared genes or more: the upper tail of the hypergeometric distribution.

    Args:
        universe: number of all genes.
        listed: of those in the list.
        size: of those in the set.
        shared: of those in both.

    >>> round(chance(universe=20, listed=5, size=4, shared=3), 6)
    0.031992
    >>> chance(20, 5, 4, 0)
    1.0
    """
    if shared <= 0:
        return 1.0
    most = min(listed, size)
    whole = _log_ways(universe, listed)
    terms = (
        _log_ways(size, one) + _log_ways(universe - size, listed - one) - whole
        for one in range(shared, most + 1)
        if listed - one <= universe - size
    )
    return min(1.0, sum(map(exp, terms)))


def benjamini_hochberg(sorted_p: Sequence[float]) -> list[float]:
    """The q values of p values that are sorted.

    >>> [round(q, 4) for q in benjamini_hochberg([0.01, 0.02, 0.03, 0.5])]
    [0.04, 0.04, 0.04, 0.5]
    """
    adjusted, least = [], 1.0
    for rank in range(len(sorted_p), 0, -1):
        least = min(least, sorted_p[rank - 1] * len(sorted_p) / rank)
        adjusted.append(least)
    return adjusted[::-1]


def _log_ways(of: int, chosen: int) -> float:
    """Logarithm of the number of ways to choose so many of so many."""
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


def _sets(graph: Graph, query: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in graph.rows(query):
        found.setdefault(row["set"], set()).add(row["gene"])
    return {iri: frozenset(genes) for iri, genes in found.items()}


def _labels(graph: Graph, iris: Sequence[str]) -> dict[str, str]:
    if not iris:
        return {}
    values = " ".join(f"<{iri}>" for iri in iris)
    return {row["thing"]: row["label"] for row in graph.rows(_LABELS.format(values=values))}
