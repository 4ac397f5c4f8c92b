"""Edges drawn in a figure: signed by their type and their labels, trusted by their reader, each accounted for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from figkg.base.errors import MappingError
from figkg.base.regions import Box, Line, Place
from figkg.base.resources import mappings_folder
from figkg.extract.record import Drawing, DrawnEdge, DrawnNode, FigureRecord
from figkg.ground import Grounder
from figkg.ground.nodes import NodeGrounder, load_nodes
from figkg.relate import Relator
from figkg.relate.drawings import DrawingPolicy, Drawn, load_drawing_policy, relate_drawings
from figkg.relate.modifiers import LabelModifiers, load_modifiers


@pytest.fixture(scope="module")
def policy() -> DrawingPolicy:
    return load_drawing_policy(mappings_folder())


@pytest.fixture(scope="module")
def nodes(grounder: Grounder) -> NodeGrounder:
    return load_nodes(mappings_folder(), grounder.lookup)


@pytest.fixture(scope="module")
def modifiers(relator: Relator) -> LabelModifiers:
    return load_modifiers(mappings_folder(), relator.rules)


Relate = Callable[..., Drawn]
TNF, NFKB1, CASP9 = "ncbigene:7124", "ncbigene:4790", "ncbigene:842"


@pytest.fixture
def relate(
    make_record: Callable[..., FigureRecord],
    grounder: Grounder,
    nodes: NodeGrounder,
    modifiers: LabelModifiers,
    policy: DrawingPolicy,
) -> Relate:
    """What edges ``(source, type, target)`` come to; an end is ``label`` or ``label|type``."""

    def run(*edges: tuple[str, str, str], by: str = "curator", uncertain: bool = False, sure: float = 1.0) -> Drawn:
        ends = list(dict.fromkeys(end for source, _, target in edges for end in (source, target)))
        made = tuple(DrawnNode(*(end.split("|") if "|" in end else (end, "gene"))) for end in ends)
        lines = tuple(
            DrawnEdge(ends.index(one), ends.index(other), type_, uncertain, sure) for one, type_, other in edges
        )
        record = make_record(drawings=(Drawing(by, "PMC1__f1", made, lines),))
        return relate_drawings(nodes.ground(grounder.ground(record), modifiers), policy)

    return run


def stated(drawn: Drawn) -> list[tuple[str, int, str]]:
    return [(one.subject, one.sign, one.object) for one in drawn.statements]


@pytest.mark.parametrize("type_", ["activation", "Activates", "mim-stimulation", "UP_REGULATION", "arrow"])
def test_types_that_activate(relate: Relate, type_: str) -> None:
    assert stated(relate(("TNF", type_, "NFKB1"))) == [(TNF, 1, NFKB1)]


@pytest.mark.parametrize("type_", ["inhibition", "T-bar", "mim-inhibition", "represses"])
def test_types_that_inhibit(relate: Relate, type_: str) -> None:
    assert stated(relate(("NFKBIA", type_, "NFKB1"))) == [("ncbigene:4792", -1, NFKB1)]


def test_every_edge_is_used_or_counted_with_its_reason(relate: Relate) -> None:
    drawn = relate(
        *(("TNF", "line", "NFKB1"), ("TNF", "wiggle", "NFKB1"), ("TNF", "activation", "TNF")),
        *(("TNF", "activation", "qqqq"), ("TNF", "inhibition", "CASP9")),
    )
    (tally,) = drawn.tallies
    assert (tally.edges, tally.used, tally.statements, tally.named_ends) == (5, 2, 2, 1)
    assert tally.unused == {"no sign": 1, "same thing at both ends": 1, "unknown type": 1}
    assert tally.types == ("wiggle",)
    assert [one.object.partition(":")[0] for one in drawn.statements] == ["name.gene", "ncbigene"]


@pytest.mark.parametrize(
    "label", ["siRNA TNF", "TNF siRNA", "si-TNF", "TNF inhibitor", "anti-TNF", "TNF-/-", "TNF KO", "TNF antagonist"]
)
def test_a_loss_turns_the_sign_as_it_does_in_captions(relate: Relate, label: str) -> None:
    drawn = relate((label, "inhibition", "NFKB1"))
    assert stated(drawn) == [(TNF, 1, NFKB1)]
    assert drawn.statements[0].subject_label == label
    assert drawn.tallies[0].turned == 1
    assert stated(relate((label, "activation", "NFKB1"))) == [(TNF, -1, NFKB1)]


def test_a_loss_turns_the_sign_at_the_other_end_too(relate: Relate) -> None:
    assert stated(relate(("TNF", "activation", "NFKB1 inhibition|process"))) == [(TNF, -1, NFKB1)]


@pytest.mark.parametrize("label", ["TP53 mutant", "ARF1-T31N", "KRAS G12D"])
def test_whether_a_mutant_acts_or_blocks_nobody_knows(relate: Relate, label: str) -> None:
    ((subject, sign, _),) = stated(relate((label, "inhibition", "NFKB1")))
    assert subject.startswith("name.gene:")
    assert sign == -1


@pytest.mark.parametrize("label", ["Caspase activators|family", "IFN-induced genes|family", "ER|component"])
def test_the_head_noun_and_the_type_decide_what_a_node_is(relate: Relate, label: str) -> None:
    ((subject, _, _),) = stated(relate((label, "activation", "CASP9")))
    assert subject.startswith("name.")


def test_a_node_without_a_type_is_what_it_is_called(relate: Relate) -> None:
    assert stated(relate(("TNF|", "activation", "apoptosis|"))) == [(TNF, 1, "go:0006915")]


def test_a_slash_makes_several_edges(relate: Relate) -> None:
    assert stated(relate(("TLR7/8|family", "activation", "MYD88"))) == [
        ("ncbigene:51284", 1, "ncbigene:4615"),
        ("ncbigene:51311", 1, "ncbigene:4615"),
    ]


def test_families_stay_families(relate: Relate) -> None:
    assert stated(relate(("TNF", "activation", "NF-kB|complex"))) == [(TNF, 1, "fplx:NFkappaB")]


def test_a_model_is_trusted_less_than_a_curator_and_what_it_doubts_less_still(
    relate: Relate, policy: DrawingPolicy
) -> None:
    trusted = [policy.readers[name].confidence for name in ("curator", "other")]
    edge = ("TNF", "activation", "NFKB1")
    assert relate(edge).statements[0].confidence == trusted[0]
    assert relate(edge, by="model").statements[0].confidence == trusted[1] < trusted[0]
    assert relate(edge, sure=0.5).statements[0].confidence == trusted[0] / 2
    assert relate(edge, uncertain=True).statements[0].hedged


def test_a_statement_says_where_it_is_drawn_by_whoever_says_it(
    make_record: Callable[..., FigureRecord],
    grounder: Grounder,
    nodes: NodeGrounder,
    modifiers: LabelModifiers,
    policy: DrawingPolicy,
) -> None:
    made = tuple(DrawnNode(label, "gene", box=Box(10, 20, 30, 10)) for label in ("TNF", "TLR7/8"))
    line = Line((40, 25), (90, 25))
    lines = (DrawnEdge(0, 1, "activation"), DrawnEdge(0, 1, "activation", line=line, panel="B"))
    plain = (replace(made[0], box=None), replace(made[1], box=None))
    drawings = (Drawing("a", "PMC1__f1", plain, lines[:1]), Drawing("a", "PMC1__f1", made, lines))
    figure = nodes.ground(grounder.ground(make_record(drawings=drawings)), modifiers)
    found = relate_drawings(figure, policy).statements
    assert [one.object for one in found] == ["ncbigene:51284", "ncbigene:51311"]
    assert {one.place for one in found} == {Place(made[0].box, made[1].box)}  # of equally sure ones the first with any
    surer = Drawing("a", "PMC1__f1", made, (replace(lines[0], confidence=0.5), lines[1]))
    figure = nodes.ground(grounder.ground(make_record(drawings=(surer,))), modifiers)
    assert {one.place for one in relate_drawings(figure, policy).statements} == {
        Place(made[0].box, made[1].box, line, "B")
    }


def test_a_line_in_the_image_speaks_for_or_against_an_edge(
    make_record: Callable[..., FigureRecord],
    grounder: Grounder,
    nodes: NodeGrounder,
    modifiers: LabelModifiers,
    policy: DrawingPolicy,
) -> None:
    made = (DrawnNode("TNF", "gene"), DrawnNode("NFKB1", "gene"))
    found = {}
    for witness in (None, "agrees", "absent", "contradicts"):
        lines = (DrawnEdge(0, 1, "activation", witness=witness),)
        figure = nodes.ground(
            grounder.ground(make_record(drawings=(Drawing("model", "PMC1__f1", made, lines),))), modifiers
        )
        (one,) = relate_drawings(
            figure, replace(policy, witness={"agrees": 9, "absent": 0.5, "contradicts": 0.25})
        ).statements
        assert one.witness == witness
        found[witness] = one.confidence
    assert found == {None: 0.5, "agrees": 0.9, "absent": 0.3333, "contradicts": 0.2}


def test_one_word_is_one_thing_whoever_read_it(
    make_record: Callable[..., FigureRecord], grounder: Grounder, nodes: NodeGrounder, modifiers: LabelModifiers
) -> None:
    read = [Drawing(by, "PMC1__f1", (DrawnNode("Zyxon", type_),), ()) for by, type_ in (("a", "gene"), ("b", "family"))]
    numbered = Drawing("c", "PMC1__f1", (DrawnNode("Bcl2", "gene", "ncbigene:596"), DrawnNode("BCL2", "")), ())
    figure = nodes.ground(grounder.ground(make_record(drawings=(*read, numbered))), modifiers)
    assert figure.drawn[0][0].entities == figure.drawn[1][0].entities
    assert figure.drawn[2][0].entities == figure.drawn[2][1].entities == ("ncbigene:596",)


def test_what_is_drawn_changes_nothing_of_what_the_caption_says(
    make_record: Callable[..., FigureRecord], grounder: Grounder, nodes: NodeGrounder, modifiers: LabelModifiers
) -> None:
    plain = grounder.ground(make_record("The ER stress sensor IRE1 activates XBP1."))
    nodes_ = (DrawnNode("ER", "receptor"), DrawnNode("IRE1", "component"), DrawnNode("stress", "chemical"))
    record = replace(plain.record, drawings=(Drawing("model", "PMC1__f1", nodes_, ()),))
    drawn = nodes.ground(grounder.ground(record), modifiers)
    assert drawn.mentions == plain.mentions
    assert set(plain.groundings) <= set(drawn.groundings)
    assert set(plain.entities) <= set(drawn.entities)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("activates:", "activate:", "activate"),
        ("  - tee", "  - arrow", "arrow is in both activates and inhibits"),
        ("  - unclear", "  - tee", "tee is in both inhibits and unsigned"),
        ("  other:\n    conf", "  others:\n    conf", "other is missing"),
        ("  absent:", "  lacking:", "lacking"),
        ("  absent: 0.85\n", "", "witness: absent is missing"),
        ("  agrees: 8", "  agrees: 0", "agrees"),
    ],
)
def test_a_wrong_policy_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = (mappings_folder() / "drawings.yaml").read_text()
    (tmp_path / "drawings.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(MappingError, match=reason):
        load_drawing_policy(tmp_path)


def test_a_type_of_nodes_is_of_one_kind(tmp_path: Path, grounder: Grounder) -> None:
    text = (mappings_folder() / "drawings.yaml").read_text()
    (tmp_path / "drawings.yaml").write_text(text.replace("[disease, ", "[disease, drug, ", 1))
    with pytest.raises(MappingError, match="nodes: drug is both chemical and disease"):
        load_nodes(tmp_path, grounder.lookup)
