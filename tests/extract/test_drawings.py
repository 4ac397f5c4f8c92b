"""Drawings: read by line, found by figure, and read like words that were read off the image."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from figkg.base.errors import RecordError, SourceError
from figkg.extract.drawings import (
    Annotation,
    DrawingIndex,
    Edge,
    Node,
    index_drawings,
    read_annotations,
    with_drawings,
)
from figkg.extract.record import DrawnEdge, DrawnNode, FigureRecord
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


def test_nodes_keep_their_type_and_number_and_edges_their_places(
    make_record: Callable[..., FigureRecord], tmp_path: Path
) -> None:
    index_drawings([write(tmp_path, LINE)], tmp_path / "index")
    record = make_record()
    (drawing,) = with_drawings(record, DrawingIndex(tmp_path / "index").of(record)).drawings
    assert drawing.nodes == (
        DrawnNode("TNF", "", "ncbigene:7124"),
        DrawnNode("aspirin", "Drug"),
        DrawnNode("ASA", "Small Molecule", "mesh:D001241"),
    )
    assert (drawing.by, drawing.edges) == ("curator", (DrawnEdge(1, 0, "inhibition"),))
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


def read_all(path: Path) -> list[Annotation]:
    return [one for _, one in read_annotations(path) if isinstance(one, Annotation)]


def test_lines_of_large_model_runs_are_read(tmp_path: Path) -> None:
    line = {
        "figure_metadata": {"filename": "bin/PMC1__f1.jpg", "pmcid": "PMC1", "model": "a-model"},
        "nodes": [
            {"label": "TNF", "node_type": "gene", "entrez_id": None},
            {"label": "death", "node_type": "phenotype"},
        ],
        "edges": [{"source": "TNF", "target": "death", "interaction_type": "activates", "uncertain": True}],
    }
    (one,) = read_all(write(tmp_path, line))
    assert (one.figid, one.by) == ("bin/PMC1__f1.jpg", "a-model")
    assert one.nodes == (Node("TNF", "gene"), Node("death", "phenotype"))
    assert one.edges == (Edge("TNF", "death", "activates", uncertain=True),)


def test_what_lies_in_the_image_stays(tmp_path: Path) -> None:
    line = LINE | {
        "nodes": [{"label": "p-TNF", "id": "t", "box": [1, 2, 30, 40], "panel": "b", "form": "phosphorylated"}],
        "edges": [{"source": "t", "target": "t", "type": "line", "dashed": True, "start": [1, 2], "end": [3, 4.5]}],
    }
    (one,) = read_all(write(tmp_path, line))
    assert (one.nodes[0].box, one.nodes[0].panel, one.nodes[0].form) == ((1, 2, 30, 40), "b", "phosphorylated")
    assert (one.edges[0].dashed, one.edges[0].start, one.edges[0].end) == (True, (1, 2), (3, 4.5))


def test_a_table_of_triples_is_read(tmp_path: Path) -> None:
    path = tmp_path / "drawn.csv"
    path.write_text(
        "Figure,Source,Relation,Target,target type,by,confidence\n"
        "PMC1__f1,TNF,activates,NFKB1,gene,eva,0.5\n"
        "PMC2__f1,A,inhibits,B,,,\n"
        "PMC1__f1,TNF,inhibits,,,eva,\n"
        "PMC1__f1,NFKB1,activates,cell death,process,eva,high\n"
    )
    first, second, *wrong = read_annotations(path)
    assert first == (
        2,
        Annotation(
            "PMC1__f1",
            (Node("TNF", id="TNF"), Node("NFKB1", "gene", "NFKB1 (gene)"), Node("NFKB1", id="NFKB1"))[:2],
            (Edge("TNF", "NFKB1 (gene)", "activates", confidence=0.5),),
            "eva",
        ),
    )
    assert second[0] == 3
    assert [str(one).rpartition(": ")[2] for _, one in wrong] == ["target is empty", "confidence high is no number"]


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "drawn.tsv").write_text("source\ttarget\nA\tB\n")
    ((number, refused),) = read_annotations(tmp_path / "drawn.tsv")
    assert number == 1
    assert "no column figid, type" in str(refused)


def test_a_figure_is_found_by_the_name_of_its_image(make_record: Callable[..., FigureRecord], tmp_path: Path) -> None:
    index_drawings([write(tmp_path, LINE | {"figid": "images/PMC1__f1.JPG"})], tmp_path / "index")
    index = DrawingIndex(tmp_path / "index")
    assert len(index.of(make_record())) == 1
    assert index.figures() == {"images/PMC1__f1.JPG": 1}


def test_the_schema_describes_every_field_of_the_form() -> None:
    schema = json.loads((TESTS.parent / "docs" / "schemas" / "annotation.schema.json").read_text())
    parts = {
        "": schema,
        "nodes": schema["properties"]["nodes"]["items"],
        "edges": schema["properties"]["edges"]["items"],
    }
    for part, form in (("", Annotation), ("nodes", Node), ("edges", Edge)):
        fields = msgspec.structs.fields(form)
        assert set(parts[part]["properties"]) == {one.name for one in fields}
        assert set(parts[part]["required"]) == {one.name for one in fields if one.required}
