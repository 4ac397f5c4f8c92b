"""What a curator read off real figures comes out whole, and no sign is turned that should not be.

The annotations lie beside the project where it is developed; nothing of them is in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from figkg.build.drawn import DrawnReport
from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.graph.built import Graph, open_graph
from tests.conftest import SHARED

CURATED = SHARED / "gold" / "drawings_dev.jsonl"
SIGNS = {"activation": 1, "inhibition": -1}
LOSS = re.compile(r"\b(?:siRNA|shRNA|inhibitor|antagonist|anti)\b|-/-")
RECORD = "---\nfigid: {figid}\npmcid: {pmcid}\nfigtitle: A figure\ncaption: ''\n---\n"
SAME = "same thing at both ends"

STATED = """
SELECT ?figid ?source ?target ?predicate { ?statement rdf:predicate ?predicate ; fkg:evidence ?evidence .
  ?evidence oa:hasSource/dcterms:identifier ?figid ; fkg:drawnSubject ?source ; fkg:drawnObject ?target }"""
NAMED = """
SELECT ?figid ?word ?entity { ?figure dcterms:identifier ?figid ; fkg:depicts ?entity .
  { ?grounding fkg:inFigure ?figure ; fkg:entity ?entity ; fkg:word ?word } UNION { ?entity rdfs:label ?word } }"""

Ends = tuple[str, str, str]
"""Figure, label of the cause, label of the effect."""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    if not CURATED.exists():
        pytest.skip("annotations of real figures are not here; they lie beside the project where it is developed")
    return [json.loads(line) for line in CURATED.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def curated(lines: list[dict[str, Any]]) -> dict[Ends, set[int]]:
    """The signs of all edges that have one; a label that says a loss turns it."""
    found: dict[Ends, set[int]] = {}
    for line in lines:
        labels = {node["id"]: " ".join(node["label"].split()) for node in line["nodes"]}
        for edge in line["edges"]:
            if sign := SIGNS.get(edge["type"], 0):
                source, target = labels[edge["source"]], labels[edge["target"]]
                turned = sum(LOSS.search(label) is not None for label in (source, target)) % 2
                found.setdefault((line["figid"], source, target), set()).add(-sign if turned else sign)
    return found


@pytest.fixture(scope="module")
def built(
    lines: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[DrawnReport, dict[Ends, set[int]], Graph]:
    """What became of the edges, the signs that the graph has, and the graph; the figures have no caption."""
    records, out = tmp_path_factory.mktemp("records"), tmp_path_factory.mktemp("out")
    for line in lines:
        named = RECORD.format(figid=line["figid"], pmcid=line["figid"].partition("__")[0])
        Path(records / f"{line['figid']}.md").write_text(named, encoding="utf-8")
    request = Request(sources=(str(records),), workers=1, annotations=(str(CURATED),), fast=True)
    summary = build_graph(request, OutputFolder(out))
    assert (summary.figures, summary.quarantined) == (len(lines), 0)
    assert summary.drawn is not None
    graph = open_graph(out)
    stated: dict[Ends, set[int]] = {}
    for row in graph.rows(STATED):
        sign = 1 if row["predicate"].endswith("#activates") else -1
        stated.setdefault((row["figid"], row["source"], row["target"]), set()).add(sign)
    return summary.drawn, stated, graph


Built = tuple[DrawnReport, dict[Ends, set[int]], Graph]


def test_no_edge_comes_out_with_a_wrong_sign(curated: dict[Ends, set[int]], built: Built) -> None:
    _, stated, _ = built
    assert {ends: signs for ends, signs in stated.items() if signs != curated.get(ends)} == {}


def test_every_edge_with_a_sign_comes_out_but_from_a_thing_to_itself(
    curated: dict[Ends, set[int]], built: Built
) -> None:
    report, stated, graph = built
    missing = curated.keys() - stated.keys()
    assert len(missing) == report.unused.get(SAME, 0)
    meant = entities_by_word(graph)
    for figid, source, target in missing:
        assert meant(figid, source) == meant(figid, target)


def test_every_edge_is_accounted_for(lines: list[dict[str, Any]], built: Built) -> None:
    report, _, _ = built
    edges = [edge for line in lines for edge in line["edges"]]
    assert report.edges == len(edges) == report.used + sum(report.unused.values())
    assert report.unused["no sign"] == sum(edge["type"] not in SIGNS for edge in edges)
    assert report.unused.keys() == {"no sign", SAME}
    assert (report.types, report.missing, report.lines) == ((), (), 0)


def entities_by_word(graph: Graph) -> Callable[[str, str], set[str]]:
    """What a word of a figure stands for."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in graph.rows(NAMED):
        found.setdefault((row["figid"], row["word"].lower()), set()).add(row["entity"])
    return lambda figid, word: found[figid, word.lower()]
