"""Verdicts of curators in a build: what is wrong makes no edge, what is right is believed, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.resources import MAPPINGS_VARIABLE, ontologies_folder
from figkg.build.summary import Summary
from figkg.graph.built import Graph, open_graph
from figkg.graph.figures import Figure, read_figure
from figkg.ground.curated import REQUIRED
from figkg.relate.verdicts import COLUMNS, FILE
from tests.helpers.builds import build_small, digest
from tests.helpers.records import write

pytestmark = pytest.mark.slow

ORCID = "0000-0002-1825-0097"
BCL2, NFKB1 = "ncbigene:596", "ncbigene:4790"
Judge = Callable[..., Summary]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    write(folder, 1, 1, "BCL2 activates NFKB1.")
    write(folder, 2, 2, "BCL2 activates NFKB1. NFKB1 inhibits BCL2.")
    write(folder, 3, 3, "A cell.")
    return folder


@pytest.fixture
def judge(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Builds the records with verdicts, given as statement, cause, predicate, effect, figure, verdict, reason."""
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(own))

    def build(*rows: tuple[str, ...], full: bool = False, out: str = "out") -> Summary:
        lines = [COLUMNS, *((*row, ORCID, "2026-11-28") for row in rows)]
        (own / FILE).write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
        return build_small(records, tmp_path / out, full=full, fast=True)

    return build


def figure(out: Path, figid: str) -> Figure:
    found = read_figure(open_graph(out), figid)
    assert found is not None
    return found


def run_named(graph: Graph, name: str) -> list[dict[str, str]]:
    return [*graph.rows((ontologies_folder() / "queries" / f"{name}.rq").read_text(encoding="utf-8"))]


def direct(out: Path) -> set[tuple[str, str]]:
    """Direct triples, by the last parts of predicate and cause."""
    rows = open_graph(out).rows("SELECT ?p ?a { VALUES ?p { fkg:activates fkg:inhibits } ?a ?p ?b }")
    return {(row["p"].rpartition("#")[2], row["a"].rpartition("/")[2]) for row in rows}


def test_a_rejected_statement_leaves_the_edges_and_stays_with_who_and_why(judge: Judge, tmp_path: Path) -> None:
    out = tmp_path / "out"
    judge()
    (one,) = figure(out, "PMC1__f1").statements
    summary = judge((f"assertion:{one.key}", BCL2, "activates", NFKB1, "PMC1__f1", "wrong", "a graph's axis"))
    assert (summary.graph, summary.unchanged, summary.changed, summary.rejected) == (1, 2, 1, 1)
    assert summary.unmet == ()
    found = figure(out, "PMC1__f1")
    assert found.statements == ()
    (gone,) = found.rejected
    assert (gone.key, gone.verdicts) == (one.key, (f"wrong: a graph's axis ({ORCID}, 2026-11-28)",))
    assert len(figure(out, "PMC2__f2").statements) == 2
    graph = open_graph(out)
    (edge,) = graph.rows("SELECT ?n { ?e wp:source ncbigene:596 ; fkg:figureCount ?n ; rdf:type fkg:Edge }")
    assert edge["n"] == "1"
    (row,) = run_named(graph, "rejected-statements")
    assert (row["statement"].rpartition("/")[2], row["reason"]) == (one.key, "a graph's axis")
    assert (row["curator"], row["figure"]) == (f"https://orcid.org/{ORCID}", found.page)
    associations = "SELECT ?s { ?s rdf:type biolink:Association ; rdf:type fkg:RejectedAssertion }"
    assert list(graph.rows(associations)) == []


def test_an_edge_that_is_rejected_is_gone_and_comes_back(judge: Judge, tmp_path: Path) -> None:
    out = tmp_path / "out"
    judge()
    before = digest(out)
    assert direct(out) == {("activates", "596"), ("inhibits", "4790")}
    summary = judge(("", BCL2, "activates", NFKB1, "", "wrong", "misread"))
    assert (summary.graph, summary.activating, summary.rejected) == (3, 0, 2)  # all figures with both ends
    assert direct(out) == {("inhibits", "4790")}
    judge(("", BCL2, "activates", NFKB1, "", "wrong", "misread"), full=True, out="anew")
    assert digest(out) == digest(tmp_path / "anew")
    judge()
    assert digest(out) == before


def test_what_is_right_is_believed(judge: Judge, tmp_path: Path) -> None:
    judge(("", BCL2, "activates", NFKB1, "PMC1__f1", "right", ""))
    (one,) = figure(tmp_path / "out", "PMC1__f1").statements
    assert (one.confidence, one.verdicts) == ("0.95", (f"right ({ORCID}, 2026-11-28)",))
    other = figure(tmp_path / "out", "PMC2__f2").statements[0]
    assert float(other.confidence) < 0.95


def test_rows_about_words_say_what_they_changed_and_what_met_nothing(judge: Judge, tmp_path: Path) -> None:
    judge()
    rows = "\n".join(
        "\t".join(("", word, "skos:exactMatch", "ncbigene:4790", "NFKB1", "semapv:ManualMappingCuration", modifier))
        for word, modifier in (("BCL2", ""), ("NFKB1", "Not"), ("NF\u2010κB", ""), ("Zyxovec", "Not"))
    )
    header = "\t".join((*REQUIRED, "predicate_modifier"))
    (tmp_path / "own" / "mine.sssom.tsv").write_text(f"{header}\n{rows}\n", encoding="utf-8")
    said = judge()
    assert said.changed_figures == ("PMC1__f1", "PMC2__f2", "PMC3__f3")
    assert said.unmet == (
        "mine.sssom.tsv, line 4: NF\u2010κB is ncbigene:4790; no figure has the word so",
        "mine.sssom.tsv, line 5: Zyxovec is not ncbigene:4790; no figure has the word so",
    )


def test_a_verdict_that_met_nothing_is_said_with_what_is_near(judge: Judge) -> None:
    gone = f"assertion:{'0' * 24}"
    said = judge(
        (gone, BCL2, "activates", NFKB1, "PMC1__f1", "wrong", "x"),
        ("", BCL2, "inhibits", NFKB1, "", "wrong", "x"),
        ("", BCL2, "inhibits", NFKB1, "PMC9__f9", "wrong", "x"),
        ("", BCL2, "inhibits", NFKB1, "PMC3__f3", "wrong", "x"),
    ).unmet
    first, *others = said
    assert first.startswith(
        f"verdicts.tsv, line 2: PMC1__f1 does not state {gone} ({BCL2} activates {NFKB1}); nearest: assertion:"
    )
    assert first.endswith(f", {BCL2} activates {NFKB1}")
    assert others == [
        f"verdicts.tsv, line 3: no figure here states that {BCL2} inhibits {NFKB1}",
        "verdicts.tsv, line 4: no figure PMC9__f9 is here",
        f"verdicts.tsv, line 5: PMC3__f3 does not state {BCL2} inhibits {NFKB1}, nor anything else",
    ]
