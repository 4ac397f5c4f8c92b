"""Tables of edges and statements: what a colleague needs to cite and check, in cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow.parquet
import pytest

from figkg.base.errors import OutputError
from figkg.base.kinds import Kinds
from figkg.emit.vocabulary import Vocabulary
from figkg.export import FORMATS, export, format_of
from figkg.export.cells import cell, write_rows
from figkg.export.flat import COLUMNS, EVIDENCE_COLUMNS, STATEMENT_COLUMNS
from figkg.graph.built import Release
from tests.helpers.small_release import Said, small_release

A, B = "ncbigene:1", "ncbigene:2"
SAID = (
    Said(A, 1, B, sentence="=cmd|' /C calc'!A0 activates A2M", confidence=0.5, pmid="123", title="+1 for\nA1BG"),
    Said(A, 1, B, hedged=True, paper=2, confidence=0.9, sentence="A1BG may activate A2M."),
)


@pytest.fixture(scope="module")
def released(vocabulary: Vocabulary, kinds: Kinds, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return small_release(tmp_path_factory.mktemp("tables"), SAID, vocabulary, kinds)


def test_an_edge_can_be_cited_and_checked(released: Release, tmp_path: Path) -> None:
    export(released, tmp_path / "edges.tsv", FORMATS["edges"])
    with (tmp_path / "edges.tsv").open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines, delimiter="\t")
    assert list(row) == [*COLUMNS, *EVIDENCE_COLUMNS]
    assert (row["figure_ids"], row["pmcids"], row["pmids"]) == ("PMC1__f1|PMC2__f1", "PMC1|PMC2", "123")
    assert (row["dois"], row["disease_labels"]) == ("10.1/x|10.1/x", "Alzheimer Disease")
    assert row["sentence"] == "'=cmd|' /C calc'!A0 activates A2M"  # outright before hedged, however sure


def test_a_statement_has_all_that_belongs_to_it(released: Release, tmp_path: Path) -> None:
    export(released, tmp_path / "statements.csv", FORMATS["statements"])
    with (tmp_path / "statements.csv").open(encoding="utf-8", newline="") as lines:
        first, second = csv.DictReader(lines)
    assert tuple(first) == STATEMENT_COLUMNS
    assert (first["subject_label"], first["sign"], first["object_label"]) == ("A1BG", "1", "A2M")
    assert (first["pmcid"], first["pmid"], first["doi"], first["year"]) == ("PMC1", "123", "10.1/x", "2020")
    assert (first["title"], first["trigger"], first["figure"]) == ("'+1 for A1BG", "activates", "PMC1__f1")
    assert (second["confidence"], second["hedged"], second["denied"]) == ("0.9", "true", "false")


def test_parquet_has_types_and_texts_as_they_are(released: Release, tmp_path: Path) -> None:
    for name in ("edges", "statements"):
        export(released, tmp_path / f"{name}.parquet", FORMATS[name])
    edges, statements = (pyarrow.parquet.read_table(tmp_path / f"{name}.parquet") for name in ("edges", "statements"))
    assert edges.column("pmcids").to_pylist() == [["PMC1", "PMC2"]]
    assert edges.column("sentence").to_pylist() == ["=cmd|' /C calc'!A0 activates A2M"]
    assert statements.column("year").to_pylist() == [2020, 2020]
    assert statements.column("hedged").to_pylist() == [False, True]


def test_parquet_is_not_compressed_twice(released: Release, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"compressed inside already; take edges\.parquet"):
        export(released, tmp_path / "edges.parquet.gz", FORMATS["edges"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["=1+1", "+1 for you", "-A", "@SUM(A1)", "  =1", "\t=1", "\r\n=1", "\uff1d1"])
def test_no_cell_is_a_formula(text: str) -> None:
    file = io.StringIO()
    write_rows(file, ["a"], [[text], [[text, "x"]]])
    first, second = list(csv.reader(io.StringIO(file.getvalue()), delimiter="\t"))[1:]
    assert first[0].startswith("'")
    assert second[0].startswith("'")


@pytest.mark.parametrize("value", ["-1", "1.5", "-1.5e-3", "mesh:D1", "A = B", "(-)-epicatechin"])
def test_numbers_and_other_texts_are_left_alone(value: str) -> None:
    assert cell(value) == value


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("edges.csv", "edges"),
        ("my.csv.gz", "edges"),
        ("statements.tsv", "statements"),
        ("my-statements.parquet", "statements"),
        ("omnipath.tsv", "omnipath"),
        ("graph.indra.json", "indra"),
        ("kgx", "kgx"),
        ("neo4j", "neo4j"),
        ("a.bel", "bel"),
    ],
)
def test_a_name_that_people_try_is_taken(name: str, form: str) -> None:
    assert format_of(Path(name)).name == form


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("edges.xlsx", "edges.csv and statements.csv open in Excel"),
        ("edges.XLS.gz", "open in Excel"),
        ("graph.json", "indra.json has INDRA statements, graph.jsonld"),
    ],
)
def test_another_is_answered_with_one_that_works(name: str, words: str) -> None:
    with pytest.raises(OutputError, match=words):
        format_of(Path(name))
