"""Tables of edges and statements: what a colleague needs to cite and check, in cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet
import pytest

from figkg.base.errors import OutputError
from figkg.base.kinds import Kinds
from figkg.emit.vocabulary import Vocabulary
from figkg.export import FORMATS, excel, export, format_of
from figkg.export.cells import cell, write_rows
from figkg.export.flat import COLUMNS, EVIDENCE_COLUMNS, STATEMENT_COLUMNS
from figkg.graph.built import Release
from tests.helpers.small_release import Said, small_release

EXCEL = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
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


def sheet_of(path: Path) -> list[list[tuple[str, str, bool]]]:
    """Of each cell of the first sheet its type, its words and whether it is marked as a text, row after row."""
    with zipfile.ZipFile(path) as parts:
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
        marked = [one.get("quotePrefix") == "1" for one in styles.findall(".//m:cellXfs/m:xf", EXCEL)]
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert sheet.findall(".//m:f", EXCEL) == []
    assert sheet.findall(".//m:hyperlink", EXCEL) == []
    return [
        [(one.get("t", "n"), "".join(one.itertext()), marked[int(one.get("s", "0"))]) for one in row]
        for row in sheet.findall(".//m:row", EXCEL)
    ]


def test_excel_has_numbers_as_numbers_and_texts_as_texts(released: Release, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    for name in ("edges", "statements"):
        export(released, tmp_path / f"{name}.xlsx", format_of(Path(f"{name}.xlsx")))
    names, edge = sheet_of(tmp_path / "edges.xlsx")
    assert [words for _, words, _ in names] == [*COLUMNS, *EVIDENCE_COLUMNS]
    cells = {column: cell for (_, column, _), cell in zip(names, edge, strict=True)}
    assert cells["sentence"] == ("inlineStr", "=cmd|' /C calc'!A0 activates A2M", True)
    assert cells["pmcids"] == ("inlineStr", "PMC1|PMC2", False)
    assert (cells["sign"][:2], cells["hedged"][:2]) == (("n", "1"), ("b", "0"))
    assert ("inlineStr", "+1 for A1BG", True) in sheet_of(tmp_path / "statements.xlsx")[1]


def test_the_same_graph_gives_the_same_workbook(released: Release, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    for folder in ("a", "b"):
        export(released, tmp_path / folder / "edges.xlsx", FORMATS["edges"])
    assert (tmp_path / "a" / "edges.xlsx").read_bytes() == (tmp_path / "b" / "edges.xlsx").read_bytes()
    with pytest.raises(OutputError, match=r"an Excel file is compressed inside already; take edges\.xlsx"):
        export(released, tmp_path / "edges.xlsx.gz", FORMATS["edges"])


def test_a_workbook_holds_no_more_than_excel_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    with pytest.raises(OutputError, match=r"edges\.xlsx: a sheet has room for 2 rows; take edges\.csv"):
        excel.write_workbook(["a"], [["x"]] * 3, io.BytesIO(), Path("edges.xlsx"))
    assert excel.cell_text("a" * 40_000) == "a" * 32_766 + "…"


def test_without_its_library_excel_says_how_to_install_it(
    released: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(OutputError, match="Excel files need the package xlsxwriter: pip install"):
        export(released, tmp_path / "edges.xlsx", FORMATS["edges"])
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
        ("edges.xls", "edges.xlsx and statements.xlsx are Excel files"),
        ("edges.XLS.gz", "are Excel files"),
        ("graph.json", "indra.json has INDRA statements, graph.jsonld"),
    ],
)
def test_another_is_answered_with_one_that_works(name: str, words: str) -> None:
    with pytest.raises(OutputError, match=words):
        format_of(Path(name))
