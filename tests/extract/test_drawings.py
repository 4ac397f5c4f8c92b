"""Drawings: read by line, found by figure, and read like words that were read off the image."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.errors import RecordError, SourceError
from figkg.extract.drawings import DrawingIndex, index_drawings, read_annotations, with_drawings
from figkg.extract.record import DRAWING, ChemicalRow, Drawing, DrawnEdge, FigureRecord, GeneRow
from tests.conftest import TESTS

SHIPPED = TESTS / "drawings.jsonl"
LINE = {
    "figid": "PMC1__f1",
    "by": "curator",
    "nodes": [
        {"label": "TNF", "entrez": 7124},
        {"label": "aspirin", "type": "Drug"},
        {"label": "ASA", "type": "Small Molecule", "mesh": "D001241"},
    ],
    "edges": [{"source": "aspirin", "target": "TNF", "type": "inhibition"}],
}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "drawn.jsonl"
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines))
    return path


def test_a_figure_is_found_by_its_identifier_and_by_its_alias(
    make_record: Callable[..., FigureRecord], tmp_path: Path
) -> None:
    index_drawings([SHIPPED], tmp_path / "index")
    index = DrawingIndex(tmp_path / "index")
    record = make_record(figid="PMC6676106__CAS-110-2421-g006", alias="PMC6676106__F6")
    assert {one.by for one in index.of(record)} == {"curator", "some-model-7b"}
    assert index.of(make_record()) == ()


def test_nodes_become_rows_and_edges_name_their_labels(
    make_record: Callable[..., FigureRecord], tmp_path: Path
) -> None:
    index_drawings([write(tmp_path, LINE)], tmp_path / "index")
    record = make_record()
    drawn = with_drawings(record, DrawingIndex(tmp_path / "index").of(record))
    assert drawn.genes == (GeneRow("TNF", None, "7124", DRAWING), GeneRow("aspirin", None, None, DRAWING))
    assert drawn.chemicals == (ChemicalRow("ASA", "D001241"),)
    assert drawn.drawings == (Drawing("curator", (DrawnEdge("aspirin", "TNF", "inhibition"),)),)
    assert with_drawings(record, ()) is record


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("{", "(line)", "no annotation: Input data was truncated"),
        ("[]", "(line)", "no annotation: Expected `object`, got `array`"),
        (LINE | {"figid": 7}, "(line)", "Expected `str`, got `int` - at `$.figid`"),
        (LINE | {"nodes": []}, "edges", "'aspirin' is no node of figure PMC1__f1"),
    ],
)
def test_a_line_that_is_no_annotation_is_refused_and_the_others_stay(
    tmp_path: Path, line: object, field: str, reason: str
) -> None:
    path = write(tmp_path, line, LINE)
    (_, refused), (number, good) = read_annotations(path)
    assert isinstance(refused, RecordError)
    assert (refused.file, refused.field) == (f"{path}, line 1", field)
    assert reason in refused.reason
    assert not isinstance(good, RecordError)
    assert number == 2


def test_the_hash_of_an_index_is_of_its_content_in_any_order(tmp_path: Path) -> None:
    other = LINE | {"figid": "PMC2__f1"}
    one = index_drawings([write(tmp_path, LINE, other)], tmp_path / "a")[0]
    assert index_drawings([write(tmp_path, other, LINE)], tmp_path / "b")[0] == one
    assert index_drawings([write(tmp_path, LINE)], tmp_path / "c")[0] != one


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nothing\.jsonl: No such file"):
        index_drawings([tmp_path / "nothing.jsonl"], tmp_path / "index")


def test_an_index_has_room_for_annotations_that_grow(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    nodes = ", ".join(['{"label": ""}'] * 40)
    path.write_text(
        "".join(
            f'{{"figid": "PMC{number}__f", "nodes": [{nodes if number % 2 else ""}], "edges": []}}\n'
            for number in range(20_000)
        )
    )
    _, refused = index_drawings([path], tmp_path / "index.mdb")
    assert refused == []
    assert (tmp_path / "index.mdb").stat().st_size < 30 * path.stat().st_size
