"""The report of a run: whole, alone, and the same numbers as everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.build.summary import Summary


@pytest.fixture
def out(tmp_path: Path, shipped: Path, broken: Path) -> Path:
    build(tmp_path / "out", shipped)
    build(tmp_path / "out", shipped, broken)
    return tmp_path / "out"


def build(out: Path, *sources: Path) -> Summary:
    return build_graph(Request(sources=tuple(map(str, sources)), workers=1, allow_loss=True), OutputFolder(out))


def cells(page: str, word: str) -> list[str]:
    """The cells of the row that begins with a word."""
    row = next(row for row in page.split("<tr>") if f'<th scope="row">{word}</th>' in row)
    return re.findall(r'<td class="count">(.*?)</td>', row)


def test_the_report_tells_what_there_is_and_what_changed(out: Path) -> None:
    page, summary = (out / "report.html").read_text(), json.loads((out / "summary.json").read_text())
    assert cells(page, "figures") == [f"{summary['figures']:,}", "="]
    assert cells(page, "in quarantine") == [f"{summary['quarantined']:,}", f"+{summary['quarantined']}"]
    assert cells(page, "emit edges") == [f"{summary['seconds']['emit edges']:.1f}"]
    for line in (out / "quarantine.jsonl").read_text().splitlines()[:3]:
        assert json.loads(line)["field"] in page
    assert "plot-years" in page
    assert "NFkappaB" in page


def test_the_report_needs_no_network(out: Path) -> None:
    page = (out / "report.html").read_text()
    assert not re.search(r'(?:src|href)="', page)
    assert "url(" not in page
    assert "<script" not in page


def test_the_numbers_are_there_as_json(out: Path) -> None:
    numbers, summary = (json.loads((out / name).read_text()) for name in ("numbers.json", "summary.json"))
    assert numbers["edges"] == {"activates": summary["activating"], "inhibits": summary["inhibiting"]}
    assert numbers["contradicted"] == summary["contradicted"]
    assert numbers["figures"] == summary["figures"]


def test_a_run_that_finds_nothing_new_writes_its_report_too(out: Path, shipped: Path, broken: Path) -> None:
    before = (out / "report.html").read_text()
    build(out, shipped, broken)
    page = (out / "report.html").read_text()
    assert "0 made into a graph" in page
    assert page != before
