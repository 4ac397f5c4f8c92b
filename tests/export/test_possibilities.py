"""Hedged, inferred, drawn and disputed stay visible: no format makes a claim of a possibility."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph
import pytest

from figkg.base.kinds import Kinds
from figkg.emit.vocabulary import Vocabulary
from figkg.export import FORMATS, export
from figkg.graph.built import Release
from tests.helpers.small_release import Said, small_release

A, B, C = "ncbigene:1", "ncbigene:2", "ncbigene:3"
OUTRIGHT = Said(A, 1, B)
DISPUTED = Said(A, -1, B, paper=2, confidence=0.6, sentence="A1BG inhibits A2M.")
HEDGED = Said(B, 1, C, hedged=True, sentence="A2M may activate A2MP1.")
INFERRED = Said(C, 1, A, reading="SequenceChain", sentence="A2MP1 rises, then A1BG.")
BOTH = (Said(B, 1, A, hedged=True), Said(B, 1, A, reading="SequenceChain"))
DRAWN = Said(A, 1, C, reading="Drawn")
DENIED = Said(C, 1, B, denied=True)
STATED = {(A, 1, B), (A, -1, B), (A, 1, C)}
POSSIBLE = {(B, 1, C), (C, 1, A), (B, 1, A)}


@pytest.fixture(scope="module")
def released(vocabulary: Vocabulary, kinds: Kinds, tmp_path_factory: pytest.TempPathFactory) -> Release:
    said = (OUTRIGHT, DISPUTED, HEDGED, INFERRED, *BOTH, DRAWN, DENIED)
    return small_release(tmp_path_factory.mktemp("possible"), said, vocabulary, kinds)


@pytest.fixture
def written(released: Release, tmp_path: Path) -> Any:
    def write(name: str, target: str) -> Path:
        export(released, tmp_path / target, FORMATS[name])
        return tmp_path / target

    return write


def rows(path: Path, delimiter: str = "\t") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def signed(row: dict[str, str]) -> tuple[str, int, str]:
    return row["subject"], int(row["sign"]), row["object"]


def test_direct_triples_and_sif_are_what_is_stated(released: Release, written: Any) -> None:
    words = {"activates": 1, "inhibits": -1}
    lines = [line.split("\t") for line in written("sif", "a.sif").read_text().splitlines()]
    assert {(a, words[verb], b) for a, verb, b in lines} == STATED
    direct = {
        quad
        for quad in pyoxigraph.parse(path=str(released.path), format=pyoxigraph.RdfFormat.N_QUADS)
        if quad.predicate.value.rpartition("#")[2] in words
    }
    assert len(direct) == len(STATED)


def test_the_table_of_edges_says_how_sure_the_words_are(written: Any) -> None:
    found = {signed(row): row for row in rows(written("edges", "edges.tsv"))}
    assert found.keys() == STATED | POSSIBLE
    marks = {
        edge: tuple(name for name in ("inferred", "hedged", "drawn", "contradicted") if row[name] == "true")
        for edge, row in found.items()
    }
    assert marks == {
        (A, 1, B): ("contradicted",),
        (A, -1, B): ("contradicted",),
        (B, 1, C): ("hedged",),
        (C, 1, A): ("inferred",),
        (B, 1, A): ("hedged",),
        (A, 1, C): ("drawn",),
    }


def test_statements_say_it_each_and_denials_are_among_them(written: Any) -> None:
    found = rows(written("statements", "statements.tsv"))
    assert len(found) == 8
    (denied,) = [row for row in found if row["denied"] == "true"]
    assert signed(denied) == (C, 1, B)
    assert {signed(row) for row in found if row["hedged"] == "true"} == {(B, 1, C), (B, 1, A)}
    assert {signed(row) for row in found if row["inferred"] == "true"} == {(C, 1, A), (B, 1, A)}


def test_kgx_calls_a_possibility_a_prediction(written: Any) -> None:
    found = rows(written("kgx", "kgx") / "edges.tsv")
    levels = {(row["subject"], row["object"]): (row["knowledge_level"], row["agent_type"]) for row in found}
    text, person = "text_mining_agent", "manual_agent"
    assert levels == {
        ("NCBIGene:1", "NCBIGene:2"): ("knowledge_assertion", text),
        ("NCBIGene:2", "NCBIGene:3"): ("prediction", text),
        ("NCBIGene:3", "NCBIGene:1"): ("prediction", text),
        ("NCBIGene:2", "NCBIGene:1"): ("prediction", text),
        ("NCBIGene:1", "NCBIGene:3"): ("knowledge_assertion", person),
    }
    assert [row["hedged"] for row in found].count("true") == 2
    assert [row["contradicted"] for row in found].count("true") == 2


def test_networks_have_it_as_attributes(written: Any) -> None:
    graph = networkx.read_graphml(written("graphml", "a.graphml"), force_multigraph=True)
    outright = {(a, data["sign"], b) for a, b, data in graph.edges(data=True) if data["outright"]}
    assert outright == STATED
    assert {(a, b) for a, b, data in graph.edges(data=True) if data["drawn"]} == {(A, C)}
    parts = json.loads(written("cx2", "a.cx2").read_text())
    edges = next(part["edges"] for part in parts if "edges" in part)
    assert sorted((one["v"]["outright"], one["v"]["drawn"]) for one in edges) == sorted(
        [*[(False, False)] * 3, *[(True, False)] * 2, (True, True)]
    )


def test_a_nanopublication_states_only_what_the_figure_does(written: Any) -> None:
    graphs: dict[tuple[str, str], list[pyoxigraph.Quad]] = {}
    path = written("nanopub", "a.nanopub.trig")
    for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TRIG):
        name, _, part = str(quad.graph_name)[1:-1].rpartition("#")
        graphs.setdefault((name, part), []).append(quad)
    said = [quads for (_, part), quads in graphs.items() if part == "assertion"]
    assert len(said) == 5  # outright, disputed, hedged twice, drawn; nothing of what is inferred or denied
    triples = [quads for quads in said if len(quads) == 1]
    assert {str(quads[0].predicate).rpartition("#")[2] for quads in triples} == {"activates>", "inhibits>"}
    assert len(triples) == 3
    hedged = [quads for quads in said if len(quads) > 1]
    for quads in hedged:
        values = {quad.predicate.value.rpartition("/")[2].rpartition("#")[2]: str(quad.object) for quad in quads}
        assert values["hedged"].startswith('"true"')
        assert values["knowledge_level"] == '"prediction"'
        assert not {"activates", "inhibits"} & values.keys()
    disputed = [quad for quads in graphs.values() for quad in quads if quad.predicate.value.endswith("isDisputedBy")]
    assert len(disputed) == 2


def test_indra_is_told_of_hypotheses(written: Any) -> None:
    found = json.loads(written("indra", "a.indra.json").read_text())
    assert len(found) == 6
    supposed = {
        (one["subj"]["name"], one["obj"]["name"]): [piece["epistemics"]["hypothesis"] for piece in one["evidence"]]
        for one in found
        if one["type"] == "Activation"
    }
    assert supposed == {
        ("A1BG", "A2M"): [False],
        ("A2M", "A2MP1"): [True],
        ("A2MP1", "A1BG"): [True],
        ("A2M", "A1BG"): [True, True],
        ("A1BG", "A2MP1"): [False],
    }


def test_formats_without_room_for_a_doubt_have_none(written: Any) -> None:
    pairs = {(row["source"], row["target"]): row for row in rows(written("omnipath", "omnipath.tsv"))}
    assert pairs.keys() == {(A, B), (A, C)}
    both = pairs[A, B]
    assert (both["is_stimulation"], both["is_inhibition"]) == ("1", "1")
    assert (both["consensus_stimulation"], both["consensus_inhibition"]) == ("1", "0")
    assert both["references"] == "figkg:PMC1;figkg:PMC2"
    script = written("bel", "a.bel").read_text()
    said = [line for line in script.splitlines() if " increases " in line or " decreases " in line]
    assert said == [
        'p(HGNC:5 ! "A1BG") increases p(NCBIGENE:2 ! "A2M")',
        'p(HGNC:5 ! "A1BG") increases p(NCBIGENE:3 ! "A2MP1")',
        'p(HGNC:5 ! "A1BG") decreases p(NCBIGENE:2 ! "A2M")',
    ]


def test_neo4j_has_other_types_for_possibilities(written: Any) -> None:
    found = rows(written("neo4j", "neo4j") / "edges.csv", ",")
    types = {(row[":START_ID"], row[":TYPE"], row[":END_ID"]) for row in found}
    assert types == {
        *((A, "ACTIVATES", B), (A, "INHIBITS", B), (A, "ACTIVATES", C)),
        *((B, "MAY_ACTIVATE", C), (C, "MAY_ACTIVATE", A), (B, "MAY_ACTIVATE", A)),
    }
