"""Edges: the consensus over assertions, by a formula that can be checked by hand."""

from __future__ import annotations

import pytest

from figkg.emit.edges import Edge, EdgeSupport, aggregate, belief, edge_quads
from figkg.emit.vocabulary import Vocabulary, edge_key


def row(
    sign: int = 1, figid: str = "PMC1__a", pmcid: str = "PMC1", confidence: float = 0.5, **more: object
) -> EdgeSupport:
    fields: dict[str, object] = {"hedged": False, "explicit": True, "year": 2019, "taxon": "9606", "key": figid} | more
    return EdgeSupport("ncbigene:1", sign, "ncbigene:2", figid=figid, pmcid=pmcid, confidence=confidence, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("confidences", "expected"),
    [
        ([("PMC1", 0.5)], 0.5),
        ([("PMC1", 0.5), ("PMC1", 0.5)], 0.5),
        ([("PMC1", 0.5), ("PMC2", 0.5)], 0.75),
        ([("PMC1", 0.9), ("PMC1", 0.2), ("PMC2", 0.5), ("PMC3", 0.8)], 0.99),
    ],
)
def test_belief_counts_papers_not_repetitions(confidences: list[tuple[str, float]], expected: float) -> None:
    assert belief(confidences) == pytest.approx(expected)


def test_figures_papers_years_and_contexts_are_counted() -> None:
    rows = [
        row(key="k1"),
        row(key="k2", figid="PMC1__b"),
        row(key="k3", figid="PMC2__c", pmcid="PMC2", year=2023, hedged=True),
    ]
    (edge,) = aggregate(rows, lambda figid: ["mesh:D1"] if figid != "PMC2__c" else ["mesh:D1", "mesh:D2"])
    assert edge == Edge(
        subject="ncbigene:1",
        sign=1,
        object="ncbigene:2",
        belief=0.75,
        figures=3,
        papers=2,
        first_year=2019,
        last_year=2023,
        explicit=True,
        hedged=False,
        contradicted=False,
        diseases={"mesh:D1": 3, "mesh:D2": 1},
        taxa={"9606": 3},
        assertions=("k1", "k2", "k3"),
    )


def test_opposite_signs_contradict_each_other(vocabulary: Vocabulary) -> None:
    edges = list(aggregate([row(-1), row(1)], lambda _: []))
    assert [(edge.sign, edge.contradicted) for edge in edges] == [(-1, True), (1, True)]
    other = vocabulary.edge(edge_key("ncbigene:1", 1, "ncbigene:2"))
    assert any(f"contradicts> {other}" in line for line in edge_quads(edges[0], str, vocabulary))


INFERRED, HEDGED, OUTRIGHT = row(explicit=False), row(hedged=True), row()


@pytest.mark.parametrize(
    ("rows", "inferred", "hedged"),
    [
        ([INFERRED], True, False),
        ([HEDGED], False, True),
        ([INFERRED, HEDGED], False, True),
        ([row(explicit=False, hedged=True)], True, True),
        ([OUTRIGHT], False, False),
        ([INFERRED, HEDGED, OUTRIGHT], False, False),
    ],
)
def test_only_what_some_figure_states_outright_makes_a_direct_triple(
    rows: list[EdgeSupport], inferred: bool, hedged: bool, vocabulary: Vocabulary
) -> None:
    (edge,) = aggregate(rows, lambda _: [])
    assert (not edge.explicit, edge.hedged) == (inferred, hedged)
    direct = "<https://identifiers.org/ncbigene/1> <https://w3id.org/figkg/vocab#activates>"
    stated = any(line.startswith(direct) for line in edge_quads(edge, str, vocabulary))
    assert stated == edge.outright == (not inferred and not hedged)
