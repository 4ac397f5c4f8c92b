"""How right rules and readers are by verdicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from figkg.base.resources import MAPPINGS_VARIABLE
from figkg.evaluate.verdicts import share_of, verdict_report
from figkg.graph.built import open_graph
from figkg.graph.figures import read_figure
from figkg.graph.judged import JudgedStatement
from figkg.relate.verdicts import COLUMNS, FILE
from tests.helpers.commands import run_here

RECORD = Path(__file__).parent.parent / "records" / "_figures" / "PMC6676106__CAS-110-2421-g006.md"


def judged(rule: str, right: bool, *, rules: bool = True, reader: bool = True) -> JudgedStatement:
    return JudgedStatement("assertion:x", right, rule, rules, reader)


def test_judged_statements_are_counted_by_what_read_them() -> None:
    report = verdict_report(
        [
            judged("passive/inhibit", True),
            judged("passive/activate", False, reader=False),
            judged("passive/inhibit", True, rules=False),
            judged("noun/loss", False, rules=False, reader=False),
        ]
    )
    assert report.total == share_of(2, 2)
    assert report.by_reader == {
        "others": share_of(0, 1),
        "reader alone": share_of(1, 0),
        "rules alone": share_of(0, 1),
        "rules and reader": share_of(1, 0),
    }
    assert list(report.by_construction.items()) == [("passive", share_of(2, 1)), ("noun", share_of(0, 1))]
    assert report.by_rule["passive/inhibit"] == share_of(2, 0)
    assert verdict_report([]).total is None


def test_few_verdicts_are_unsure_and_many_are_not() -> None:
    few, many = share_of(2, 0), share_of(200, 0)
    assert (few.share, few.low) == (1.0, 0.3424)
    assert (many.low, many.high) == (0.9812, 1.0)


def test_verdicts_are_reported_after_the_build_that_met_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, out = tmp_path / "own", tmp_path / "out"
    own.mkdir()
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(own))
    build = ("build", str(RECORD), "--out", str(out), "--reader", "fast", "-q")
    assert run_here(capfd, *build).returncode == 0
    asked = ("evaluate", "--verdicts", "--out", str(out))
    assert run_here(capfd, *asked).stdout.startswith("No statement of this graph has a verdict: figkg judge")
    figure = read_figure(open_graph(out), RECORD.stem)
    assert figure is not None
    first, second = figure.statements[:2]
    rows = [
        (f"assertion:{one.key}", one.subject_curie, one.predicate, one.object_curie, one.figid, verdict, "an example")
        for one, verdict in ((first, "right"), (second, "wrong"))
    ]
    lines = ["\t".join(COLUMNS), *("\t".join((*row, "0000-0002-1825-0097", "2026-11-28")) for row in rows)]
    (own / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run_here(capfd, *build).returncode == 0
    report = json.loads(run_here(capfd, *asked, "--json").stdout)
    assert (report["total"]["right"], report["total"]["wrong"]) == (1, 1)
    assert report["by_rule"].keys() == {first.rule, second.rule}
    assert "rules alone" in run_here(capfd, *asked).stdout


def test_evaluate_wants_a_file_or_verdicts(capfd: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capfd, "evaluate")
    assert ran.returncode == 2
    assert "give a file of annotated texts, or --verdicts" in ran.stderr
