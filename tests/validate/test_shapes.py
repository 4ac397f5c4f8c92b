"""Shapes: each finds its fault and no other, and both engines find the same ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from figkg.base.errors import MappingError, OutputError
from figkg.base.resources import MAPPINGS_VARIABLE, ontologies_folder
from figkg.relate.verdicts import COLUMNS
from figkg.relate.verdicts import FILE as VERDICTS
from figkg.validate import ShapeChecker, Violation
from figkg.validate.reference import check_quads, check_sample
from figkg.validate.shapes import pieces
from tests.conftest import TESTS
from tests.helpers.builds import build_plainly

SHAPES = ontologies_folder() / "shapes.ttl"
SH = "http://www.w3.org/ns/shacl#"
SHAPE = "https://w3id.org/figkg/shape/"
XSD = "http://www.w3.org/2001/XMLSchema#"
Lines = list[str]


@pytest.fixture(scope="module")
def checker() -> ShapeChecker:
    return ShapeChecker(SHAPES)


@pytest.fixture(scope="module")
def whole(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """The graph of the shipped records and drawings, one statement of which a curator rejects; it fits all shapes."""
    target, own = tmp_path_factory.mktemp("drawn"), tmp_path_factory.mktemp("own")
    rejected = (
        "",
        "ncbigene:596",
        "inhibits",
        "go:0006915",
        "",
        "wrong",
        "a test",
        "0000-0002-1825-0097",
        "2026-11-28",
    )
    lines = "".join("\t".join(line) + "\n" for line in (COLUMNS, rejected))
    (own / VERDICTS).write_text(lines, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MAPPINGS_VARIABLE, str(own))
        build = build_plainly([str(shipped)], target, drawings=TESTS / "drawings.jsonl")
    return (build / "figkg.nq").read_text(encoding="utf-8").splitlines(keepends=True)


def terms() -> dict[str, dict[str, str]]:
    """Every property shape with the values of its properties, and every node shape."""
    found: dict[str, dict[str, str]] = {}
    for triple in pyoxigraph.parse(path=str(SHAPES), format=pyoxigraph.RdfFormat.TURTLE):
        subject = str(triple.subject).strip("<>")
        if subject.startswith(SHAPE):
            name = str(triple.predicate).strip("<>").removeprefix(SH)
            found.setdefault(subject.removeprefix(SHAPE), {})[name] = str(triple.object)
    return found


ALL = terms()
NODE_SHAPES = {name for name, values in ALL.items() if "path" not in values}
TARGETS = {name: values["targetClass"] for name, values in ALL.items() if "targetClass" in values}


def focus(whole: Lines, shape: str) -> str:
    """The first node that a shape looks at and that has the property of the shape, if any has."""
    kind = shape.partition("-")[0]
    path = f" {ALL[shape].get('path', ' ')} "
    type_ = f" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {TARGETS.get(kind, '')} "
    nodes = (
        [line.split(" ", 1)[0] for line in whole if type_ in line] if kind in TARGETS else ["<https://w3id.org/figkg/>"]
    )
    having = {line.split(" ", 1)[0] for line in whole if path in line}
    return next((node for node in nodes if node in having), nodes[0])


def without(lines: Lines, node: str, path: str) -> Lines:
    return [line for line in lines if not line.startswith(f"{node} {path} ")]


def with_value(lines: Lines, node: str, path: str, value: str) -> Lines:
    graph = next(line[line.rindex("<") :] for line in lines if line.startswith(f"{node} "))
    return [*lines, f"{node} {path} {value} {graph}"]


def instead(value: str) -> Callable[[Lines, str, str], Lines]:
    """Put a value in the place of the property's own."""
    return lambda lines, node, path: with_value(without(lines, node, path), node, path, value)


def besides(value: str) -> Callable[[Lines, str, str], Lines]:
    """Put a value beside the property's own."""
    return lambda lines, node, path: with_value(lines, node, path, value)


def renamed(name: str) -> Callable[[Lines, str, str], Lines]:
    """Give a node a name that its shape does not allow."""
    return lambda lines, node, _: [
        *lines,
        *(f"<{name}>{line[len(node) :]}" for line in lines if line.startswith(f"{node} ")),
    ]


MUTATIONS: dict[str, Callable[[Lines, str, str], Lines]] = {
    "Figure": renamed("urn:figure"),
    "Gene": renamed("https://example.org/gene"),
    "Family": renamed("https://example.org/family"),
    "Disease": renamed("https://example.org/disease"),
    "Chemical": renamed("https://example.org/chemical"),
    "Process": renamed("https://example.org/process"),
    "OtherThing": renamed("https://example.org/thing"),
    "NamedThing": renamed("https://example.org/name"),
    "NamedThing-taxon": besides('"3702"'),
    "Paper": renamed("https://example.org/paper"),
    "Figure-caption": besides("<https://example.org/caption>"),
    "Figure-depicts": besides('"NFKB1"'),
    "Figure-mentions": besides('"NFKB1"'),
    "Figure-taxon": instead('"human"'),
    "Grounding-entity": besides("<https://identifiers.org/ncbigene/0>"),
    "Grounding-doubt": besides("<https://example.org/Doubt>"),
    "Edge-opposite": besides("<https://example.org/edge>"),
    "Edge-firstYear": instead('"2009"'),
    "Edge-lastYear": instead('"2009"'),
    "Edge-contexts": besides("<https://example.org/context>"),
    "Context-place": besides("<https://example.org/place>"),
    "Gene-families": besides("<https://example.org/family>"),
    "Paper-year": instead('"2009"'),
    "Paper-doi": instead('"doi:10.1/x"'),
    "Dataset-example": besides('"an edge"'),
    "Statement-confidence": instead(f'"1.5"^^<{XSD}decimal>'),
    "Statement-predicate": instead("<https://w3id.org/figkg/vocab#regulates>"),
    "Span-start": instead(f'"100000"^^<{XSD}integer>'),
    "Edge-sign": instead(f'"0"^^<{XSD}integer>'),
    "Edge-belief": instead(f'"0.0"^^<{XSD}decimal>'),
    "Evidence-triggerStart": instead(f'"100000"^^<{XSD}integer>'),
    "Evidence-subjectStart": instead(f'"100000"^^<{XSD}integer>'),
    "Evidence-objectStart": instead(f'"100000"^^<{XSD}integer>'),
    "Evidence-kind": besides("<https://example.org/ECO>"),
    "Drawing-kind": besides("<https://example.org/ECO>"),
    "Drawing-subjectBox": instead('"10,20,70,20"'),
    "Drawing-objectBox": instead('"xywh=10,20,0,20"'),
    "Drawing-line": instead('"80,30"'),
    "Drawing-panel": instead('""'),
    "Drawing-witness": instead('"perhaps"'),
    "Drawing-selector": besides("<https://example.org/region>"),
    "Region-value": instead('"xywh=percent:1,1,1,1"'),
    "Region-standard": besides("<https://example.org/standard>"),
    "Verdict-reason": instead('""'),
}
TOLD = {
    "Gene-identifier": {"Gene"},
    "Gene-taxon": {"Gene"},
    "OtherThing": {"OtherThing"},
}
"""What a fault is told as where its own shape does not: a gene lacks a number as a whole."""
KINDS = {"Gene", "Family", "Chemical", "Process", "Disease", "OtherThing"}
"""Shapes of kinds of things, of one of which a thing with a name only is, too."""
CONTEXT_PLACE = "<https://w3id.org/figkg/vocab#inContextOf>"
HARMLESS = NODE_SHAPES - MUTATIONS.keys()
"""Node shapes that only gather property shapes."""


def mutate(whole: Lines, shape: str) -> tuple[Lines, str]:
    """The graph with one fault, and the node that has it."""
    path = CONTEXT_PLACE if shape == "Context-place" else ALL[shape].get("path", "")
    node = focus(whole, shape)
    return MUTATIONS.get(shape, without)(whole, node, path), node


def test_the_graph_of_the_shipped_records_fits(checker: ShapeChecker, whole: Lines) -> None:
    assert checker.check_lines(whole) == []


@pytest.mark.parametrize("shape", sorted(ALL.keys() - HARMLESS))
def test_every_shape_finds_its_fault_and_no_other_does(shape: str, checker: ShapeChecker, whole: Lines) -> None:
    lines, _ = mutate(whole, shape)
    assert lines != whole
    found = checker.check_lines(lines)
    told = TOLD.get(shape, {shape})
    if shape == "NamedThing":
        told = told | ({one.shape for one in found} & KINDS)
    assert {one.shape for one in found} == told
    assert {one.message for one in found} == {ALL[one]["message"].strip('"') for one in told}


def test_a_fault_names_shape_node_and_figure(checker: ShapeChecker, whole: Lines) -> None:
    lines, node = mutate(whole, "Statement-confidence")
    (fault,) = checker.check_lines(lines)
    graph = next(line[line.rindex("<") + 1 : line.rindex(">")] for line in whole if line.startswith(node))
    value = f'"1.5"^^<{XSD}decimal>'
    message = "a statement has one confidence between 0 and 1, a decimal"
    figure = graph.removeprefix("https://w3id.org/figkg/graph/")
    assert fault == Violation("Statement-confidence", node.strip("<>"), figure, message, value)
    assert str(fault) == f"{figure}: {node.strip('<>')}: {message} (Statement-confidence, found {value})"


@pytest.mark.slow
def test_both_engines_find_the_same_faults(checker: ShapeChecker, whole: Lines) -> None:
    lines = small(whole)
    for shape in sorted(ALL.keys() - HARMLESS - {"Figure-paper"}):
        if any(line.startswith(f"{focus(lines, shape)} ") for line in lines):
            lines, _ = mutate(lines, shape)
    text = "".join(lines).encode()
    quads = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS))
    compiled = {(one.shape, one.node, one.message) for one in checker.check_lines(lines)}
    assert {(one.shape, one.node, one.message) for one in check_quads(quads, SHAPES)} == compiled
    assert len({shape for shape, _, _ in compiled}) > 60


def small(whole: Lines) -> Lines:
    """A few figures and nodes of every kind, so that the reference engine is done in seconds."""
    nodes = {focus(whole, shape) for shape in ALL}
    graphs = {line[line.rindex("<") :] for line in whole if line.split(" ", 1)[0] in nodes}
    derived = tuple(f"<https://w3id.org/figkg/graph/{name}>" for name in ("edges", "entities"))
    return [
        line
        for line in whole
        if (line[line.rindex("<") :] in graphs and not line.endswith(tuple(f"{name} .\n" for name in derived)))
        or line.split(" ", 1)[0].partition("#")[0].rstrip(">") in {node.partition("#")[0].rstrip(">") for node in nodes}
    ]


def test_the_reference_engine_checks_a_sample(store: pyoxigraph.Store) -> None:
    assert check_sample(store, SHAPES, 3, seed=1) == ([], 3)


def test_pieces_keep_together_what_is_checked_together(whole: Lines) -> None:
    cut = list(pieces(whole, 500))
    assert [line for piece in cut for line in piece] == whole
    assert len(cut) > 10
    assert all(ShapeChecker(SHAPES).check_lines(piece) == [] for piece in cut[:3])


def test_a_file_is_checked_piece_by_piece(
    checker: ShapeChecker, whole: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, _ = mutate(whole, "Edge-sign")
    monkeypatch.setattr("figkg.validate.shapes.LINES_AT_ONCE", 1000)
    (tmp_path / "graph.nq").write_text("".join(sorted(lines, key=lambda line: line[line.rindex("<") :])))
    assert [(one.shape, one.figure) for one in checker.check_file(tmp_path / "graph.nq")] == [("Edge-sign", "edges")]


def test_a_missing_file_is_named(checker: ShapeChecker, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"graph\.nq: No such file"):
        list(checker.check_file(tmp_path / "graph.nq"))


def test_wrong_shapes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"shapes\.ttl: missing"):
        ShapeChecker(tmp_path / "shapes.ttl")
    (tmp_path / "shapes.ttl").write_text("no turtle")
    with pytest.raises(MappingError, match=r"shapes\.ttl: not valid shapes"):
        ShapeChecker(tmp_path / "shapes.ttl")
