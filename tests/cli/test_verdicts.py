"""`figkg judge`: a row of verdicts.tsv for a statement or an edge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.resources import MAPPINGS_VARIABLE
from figkg.emit.vocabulary import edge_key
from figkg.graph.built import open_graph
from figkg.graph.figures import read_figure
from figkg.relate.verdicts import FILE
from tests.helpers.commands import Ran, run_here

ORCID = "0000-0002-1825-0097"
FIGURE = "PMC6676106__CAS-110-2421-g006"
EDGE = f"edge:{edge_key('ncbigene:3491', 1, 'ncbigene:596')}"
Judge = Callable[..., Ran]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def judge(output: Path, own: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Judge:
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(own))

    def run(*arguments: str) -> Ran:
        return run_here(capfd, "judge", *arguments, "--orcid", ORCID, "--out", str(output))

    return run


def rows(own: Path) -> list[list[str]]:
    """What the rows say, without the day."""
    return [line.split("\t")[:-1] for line in (own / FILE).read_text(encoding="utf-8").splitlines()[1:]]


def test_an_edge_and_a_statement_get_a_row_each(judge: Judge, own: Path, output: Path) -> None:
    figure = read_figure(open_graph(output), FIGURE)
    assert figure is not None
    one = figure.statements[0]
    assert judge(EDGE, "wrong", "--reason", "no\nsuch\tedge").returncode == 0
    assert judge(f"assertion:{one.key}", "right").returncode == 0
    assert rows(own) == [
        ["", "ncbigene:3491", "activates", "ncbigene:596", "", "wrong", "no such edge", ORCID],
        [f"assertion:{one.key}", one.subject_curie, one.predicate, one.object_curie, FIGURE, "right", "", ORCID],
    ]


def test_what_may_not_be_said_leaves_the_table_as_it_was(judge: Judge, own: Path) -> None:
    judge(EDGE, "right")
    before = (own / FILE).read_bytes()
    for arguments, said in (
        ((EDGE, "wrong", "--reason", "x"), "mapping verdicts.tsv, line 3: says the contrary of line 2 about the same"),
        ((EDGE, "maybe"), "verdict 'maybe' is none of right, wrong"),
        (("edge:abc", "right"), "no statement and no edge is called 'edge:abc' in this graph"),
    ):
        ran = judge(*arguments)
        assert ran.returncode == 1
        assert said in ran.stderr
        assert (own / FILE).read_bytes() == before
