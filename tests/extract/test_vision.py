"""What a large model sees in an image: answers in many forms, read as annotations of today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.extract.drawings import read_annotations
from figkg.extract.images import Image
from figkg.extract.questions import estimate, filled, load_model_policy
from figkg.extract.record import ChemicalRow, FigureRecord, GeneRow
from figkg.extract.vision import SCHEMA, Seen, Shown, annotation, questions, seen_in
from figkg.fetch.inquiry import Asked

RECORD = FigureRecord(
    figid="PMC1__fig",
    alias=None,
    iri="https://example.org/PMC1__fig",
    pmcid="PMC1",
    title="The scheme",
    caption="TNF activates {words} NF-kB.",
    number=None,
    figure_type=None,
    paper_title=None,
    reference=None,
    year=None,
    doi=None,
    journal=None,
    organisms=(),
    organisms_matched=(),
    score=None,
    generation="1b",
    genes=(GeneRow("TNF-a", "TNF", "7124", "hgnc_symbol"), GeneRow("IKK", None, None, "")),
    chemicals=(ChemicalRow("ATP", "D000255"),),
    diseases=(),
    file="f.md",
    digest="",
)


def edges(seen: Seen) -> list[tuple[str, str, str]]:
    labels = {node.id: node.label for node in seen.nodes}
    return [(labels[one.source], one.type, labels[one.target]) for one in seen.edges]


def said(nodes: list[Any], *lines: Any) -> Seen:
    return seen_in({"nodes": nodes, "edges": list(lines)})


def test_an_answer_as_it_was_asked_for() -> None:
    seen = said(
        [
            {"id": "n1", "label": "TNF", "type": "gene", "modifier": "", "panel": "A", "box": [10, 20, 90, 60]},
            {"id": "n2", "label": "NF-kB", "type": "complex", "modifier": "", "panel": "A", "box": []},
        ],
        {
            "id": "e1",
            "source": "n1",
            "target": "n2",
            "type": "activation",
            "dashed": True,
            "uncertain": False,
            "confidence": 0.8,
            "panel": "A",
            "points": [95, 40, 300, 40],
        },
    )
    assert edges(seen) == [("TNF", "activation", "NF-kB")]
    assert (seen.nodes[0].box, seen.nodes[1].box) == ((10, 20, 90, 60), ())
    (edge,) = seen.edges
    assert (edge.dashed, edge.uncertain, edge.confidence, edge.points) == (True, False, 0.8, (95, 40, 300, 40))


@pytest.mark.parametrize(
    ("nodes", "line"),
    [
        (["A", "B"], {"source": "A", "target": "B", "type": "activation"}),
        ([{"name": "A"}, {"text": "B"}], {"from": "a", "to": "b", "interaction_type": "Activation"}),
        ([{"label": "A", "id": 7}, {"label": "B", "id": 8}], {"source": 7, "target": 8, "interaction": "activation"}),
        (
            [{"label": "A", "node_type": "planet"}, {"label": " B ", "extra": [1]}, None, 3, {}],
            {"source": "A", "target": "B", "type": "activation", "thought": "clear"},
        ),
    ],
    ids=["labels alone", "other keys", "numbers", "more"],
)
def test_answers_in_other_forms_are_read(nodes: list[Any], line: Any) -> None:
    assert edges(said(nodes, line, "no edge", {"source": "A", "target": "nowhere"})) == [("A", "activation", "B")]


def test_a_type_of_node_that_nobody_knows_is_other() -> None:
    assert [one.type for one in said([{"label": "A", "type": "planet"}, {"label": "B", "type": "Gene"}]).nodes] == [
        "other",
        "gene",
    ]


def test_nodes_of_one_label_and_of_one_id_stay_apart() -> None:
    seen = said([{"id": "x", "label": "Dvl"}, {"id": "x", "label": "Dvl"}, {"id": "y", "label": "APC"}])
    assert [one.id for one in seen.nodes] == ["n1", "n2", "n3"]


def test_what_was_done_to_a_thing_stands_in_its_label() -> None:
    nodes = [{"label": "ARF1", "modifier": "siRNA"}, {"label": "anti-TNF", "modifier": "anti-"}]
    assert [(one.label, one.modifier) for one in said(nodes).nodes] == [("siRNA ARF1", "siRNA"), ("anti-TNF", "anti-")]


@pytest.mark.parametrize(
    ("onto", "line", "together"),
    [
        ("inhibition", "activation", "inhibition"),
        ("inhibition", "inhibition", "activation"),
        ("activation", "inhibition", "inhibition"),
        ("activation", "conversion", "other"),
    ],
)
def test_an_edge_onto_an_edge_acts_on_the_target_of_that(onto: str, line: str, together: str) -> None:
    seen = said(
        ["A", "B", "C"],
        {"id": "e1", "source": "A", "target": "B", "type": line},
        {"id": "e2", "source": "C", "target": "e1", "type": onto},
    )
    assert edges(seen) == [("A", line, "B"), ("C", together, "B")]
    assert (seen.edges[1].onto, seen.edges[1].drawn) == ("e1", onto)


@pytest.mark.parametrize("target", ["e1", "e9"])
def test_an_edge_onto_itself_or_nothing_is_none(target: str) -> None:
    assert edges(said(["A"], {"id": "e1", "source": "A", "target": target, "type": "inhibition"})) == []


@pytest.mark.parametrize("box", [[1, 2, 3], [0, 0, 10, 2000], [-1, 0, 1, 1], ["a", 0, 1, 1], "box", [1e400, 0, 0, 0]])
def test_a_box_that_makes_no_sense_costs_the_box_alone(box: Any) -> None:
    (node,) = said([{"label": "A", "box": box}]).nodes
    assert (node.label, node.box) == ("A", ())


@pytest.mark.parametrize("answer", [{"nodes": {}, "edges": []}, {"nodes": [], "edges": None}])
def test_an_answer_without_lists_is_none(answer: Any) -> None:
    with pytest.raises(ValueError, match="no lists"):
        seen_in(answer)


def test_what_is_seen_is_an_annotation_of_todays_form(tmp_path: Path) -> None:
    seen = said(
        ["A", "B", "C"], {"id": 1, "source": "A", "target": "B"}, {"source": "C", "target": 1, "type": "binding"}
    )
    path = tmp_path / "seen.jsonl"
    path.write_bytes(msgspec.json.encode(annotation(Shown("PMC1__fig"), "m", seen)))
    ((_, found),) = read_annotations(path)
    assert not isinstance(found, Exception)
    assert (found.figid, found.by, len(found.nodes), len(found.edges)) == ("PMC1__fig", "m", 3, 2)


def test_places_in_thousandths_become_pixels_of_the_image(tmp_path: Path) -> None:
    seen = said(
        [{"id": "a", "label": "A", "box": [100, 200, 300, 250]}, {"id": "b", "label": "B"}],
        {"source": "a", "target": "b", "type": "activation", "points": [300, 225, 900, 1000]},
    )
    path = tmp_path / "seen.jsonl"
    path.write_bytes(msgspec.json.encode(annotation(Shown("PMC1__fig", (500, 400)), "m", seen)))
    ((_, found),) = read_annotations(path)
    assert not isinstance(found, Exception)
    assert [node.box for node in found.nodes] == [(50, 80, 150, 100), None]
    assert (found.edges[0].start, found.edges[0].end) == ((150, 90), (450, 400))
    path.write_bytes(msgspec.json.encode(annotation(Shown("PMC1__fig"), "m", seen)))
    ((_, unknown),) = read_annotations(path)
    assert not isinstance(unknown, Exception)
    assert (unknown.nodes[0].box, unknown.edges[0].start) == (None, None)


def test_a_question_has_the_words_of_the_record_and_the_image(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG1")
    policy, report = load_model_policy(mappings_folder()), Asked()
    gone = Image(str(tmp_path / "gone.png"))
    ((shown, asked),) = questions([(RECORD, Image(str(tmp_path / "a.png"))), (RECORD, gone)], policy, report)
    assert (shown, asked.image, asked.media_type) == (Shown("PMC1__fig"), b"\x89PNG1", "image/png")
    assert "Caption: TNF activates {words} NF-kB." in asked.prompt  # what a caption says is filled in by nobody
    assert "Words: TNF-a (TNF NCBI Gene 7124), IKK, ATP (MeSH D000255)" in asked.prompt
    assert "not what you know" in asked.prompt
    assert report.failed == {"No such file or directory": 1}


def test_the_schema_is_what_strict_services_want() -> None:
    def check(schema: Any) -> None:
        assert not {"$ref", "$defs", "anyOf"} & set(schema)
        if schema["type"] == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
            for one in schema["properties"].values():
                check(one)
        elif schema["type"] == "array":
            check(schema["items"])

    check(SCHEMA)
    assert SCHEMA["type"] == "object"


def test_what_asking_would_cost() -> None:
    policy = load_model_policy(mappings_folder())
    of_one = estimate(policy.images, [4000], "gpt-5-mini-2025", policy)
    assert (of_one.input, of_one.output) == (1000 + 1100 + 400, 1500)
    assert of_one.dollars == pytest.approx((2500 * 0.25 + 1500 * 2) / 1e6)
    many = estimate(policy.images, [None] * 5 + [4000] * 2000, "my-own", policy)
    assert (many.questions, many.known, many.requests, many.dollars) == (2005, 5, policy.limits.requests, None)


def test_a_policy_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "vision.yaml").write_text("limits: many\n")
    with pytest.raises(MappingError, match=r"vision\.yaml"):
        load_model_policy(tmp_path)


def test_a_prompt_without_places_stays_as_it_is() -> None:
    assert filled("What? {other}", RECORD) == "What? {other}"
