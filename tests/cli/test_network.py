"""Commands that walk along the edges, and the one that reads a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.commands import Ran, run_here

Run = Callable[..., Ran]


@pytest.fixture
def figkg(output: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the graph of the shipped records."""

    def run(*arguments: str, stdin: str = "") -> Ran:
        return run_here(capfd, *arguments, "--out", str(output), stdin=stdin)

    return run


@pytest.fixture
def read(capfd: pytest.CaptureFixture[str]) -> Run:
    """Reads a text."""

    def run(*arguments: str, stdin: str = "") -> Ran:
        return run_here(capfd, "read", *arguments, stdin=stdin)

    return run


def test_a_text_is_read_from_wherever_it_comes(read: Run, tmp_path: Path) -> None:
    shown = read("TNF activates IL6.")
    assert shown.stdout.startswith("TNF (ncbigene:7124) activates IL6 (ncbigene:3569), 0.")
    assert "“TNF activates IL6.”  by: activates" in shown.stdout
    (tmp_path / "text.txt").write_text("TNF activates IL6.", encoding="utf-8")
    from_file = read("--file", str(tmp_path / "text.txt"), "--format", "tsv")
    piped = read("-", "--format", "json", stdin="TNF activates IL6.")
    header, row = (line.split("\t") for line in from_file.stdout.splitlines())
    (one,) = json.loads(piped.stdout)
    assert list(one) == header
    assert row[:5] == ["TNF", "ncbigene:7124", "1", "IL6", "ncbigene:3569"]
    assert (one["sign"], one["denied"], one["trigger"]) == (1, False, "activates")


def test_a_text_that_states_nothing_says_so(read: Run) -> None:
    ran = read("Arrows show the order.", "--format", "json")
    assert (ran.returncode, json.loads(ran.stdout)) == (0, [])
    assert ran.stderr.startswith("figkg: nothing found: no sentence is read as saying that one thing activates")
    assert read().returncode == 2
    assert read("--file", "/no/such").stderr == "figkg: cannot read /no/such: No such file or directory\n"


def test_paths_are_printed_with_their_steps(figkg: Run) -> None:
    lines = figkg("paths", "akt", "c-Myc", "--most", "1").stdout.splitlines()
    assert lines[0].startswith("AKT ⊣ GSK3B ⊣ MYC  activates, belief 0.")
    assert [line.split(",")[0] for line in lines[1:]] == ["    AKT ⊣ GSK3B", "    GSK3B ⊣ MYC"]
    (first, *_) = json.loads(figkg("paths", "akt", "c-Myc", "--format", "json").stdout)
    assert (first["sign"], first["steps"], first["nodes"]) == (1, 2, "fplx:AKT ncbigene:2932 ncbigene:4609")


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (("CASP3", "MYC"), "no caption is read as saying that CASP3 acts on anything"),
        (("AKT", "Cetuximab"), "no caption is read as saying that anything acts on Cetuximab"),
        (("MYC", "CCN1"), "no caption is read as saying that anything acts on CCN1"),
    ],
)
def test_where_there_is_no_path_it_says_why(figkg: Run, ends: tuple[str, str], why: str) -> None:
    ran = figkg("paths", *ends)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.startswith("figkg: nothing found: no path of up to 4 steps leads from ")
    assert why in ran.stderr


def test_genes_are_connected_and_unknown_ones_told(figkg: Run) -> None:
    ran = figkg("connect", "AKT1", "GSK3B", "MYC", "nobody9", "--bridges", "1")
    assert [line.split(",")[0] for line in ran.stdout.splitlines()[:2]] == ["AKT ⊣ GSK3B", "GSK3B ⊣ MYC"]
    assert "by way of " in ran.stdout
    assert ran.stderr == "figkg: left out: no figure and no entity is called 'nobody9' in this graph\n"
    rows = json.loads(figkg("connect", "AKT1", "GSK3B", "--format", "json").stdout)
    assert [(row["bridge"], row["source"], row["sign"], row["target"]) for row in rows] == [("", "AKT", -1, "GSK3B")]
    assert "what lies between them: --bridges 5" in figkg("connect", "EGFR", "MYC").stderr


def test_a_list_is_tested_against_figures_and_things(figkg: Run, tmp_path: Path) -> None:
    (tmp_path / "genes.txt").write_text("\ufeffgsk3b\nCTNNB1\n\nMYC\n", encoding="utf-8")
    ran = figkg("enrich", str(tmp_path / "genes.txt"))
    assert "PMC1052008__JCI0524178.f3" in ran.stdout
    assert "3 genes of the list, members of families too, are among the" in ran.stderr
    piped = figkg("enrich", "-", "--nodes", "--format", "tsv", stdin="GSK3B\nMYC\n").stdout.splitlines()
    assert piped[0].split("\t") == ["name", "label", "shared", "size", "p", "q", "genes"]
    assert piped[1].split("\t")[:3] == ["ncbigene:1499", "CTNNB1", "2"]


def test_a_thing_is_drawn_into_a_file_or_to_standard_output(figkg: Run, tmp_path: Path) -> None:
    ran = figkg("draw", "nfkb1", "-o", str(tmp_path / "nfkb1.svg"))
    said = "written: causes left, effects right; green arrows activate, red bars inhibit"
    assert (ran.returncode, ran.stderr) == (0, f"figkg: {tmp_path}/nfkb1.svg {said}\n")
    assert (tmp_path / "nfkb1.svg").read_text(encoding="utf-8") == figkg("draw", "NFKB1").stdout


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("paths", "Mtor", "MYC"), "figkg: 'Mtor' means several things here: MTOR (ncbigene:2475)"),
        (("connect", "nobody9"), "figkg: no figure and no entity is called 'nobody9' in this graph"),
        (("enrich", "no.txt"), "figkg: cannot read no.txt: no such file"),
        (("draw", "NFKB1", "-o", "x.png"), "figkg: x.png: pictures are SVG; say a name that ends in .svg"),
        (("draw", "NFKB1", "-o", "/no/x.svg"), "figkg: /no/x.svg: No such file or directory"),
        (("draw", "PMC6676106"), "figkg: nothing to draw of PMC6676106__CAS-110-2421-g006: the edges of a figure"),
    ],
)
def test_a_mistake_ends_in_one_line(figkg: Run, arguments: tuple[str, ...], line: str) -> None:
    ran = figkg(*arguments)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(line)
    assert ran.stderr.count("\n") == 1
