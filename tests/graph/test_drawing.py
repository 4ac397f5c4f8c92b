"""The picture of one thing: the most believed edges on each side, and what is said of the others."""

from __future__ import annotations

from xml.etree import ElementTree

from figkg.base.kinds import Kinds
from figkg.graph import EdgeRow, EntityRow
from figkg.graph.drawing import draw

SVG = "{http://www.w3.org/2000/svg}"


def entity(label: str, kind: str = "gene") -> EntityRow:
    return EntityRow(f"x:{label}", label, kind, "", (), ())


def edge(subject: EntityRow, sign: int, object_: EntityRow, belief: float = 0.8) -> EdgeRow:
    key = f"{subject.label}{sign}{object_.label}"
    return EdgeRow(key, subject, sign, object_, belief, 1, 1, None, None, False, False, False, (), (), ())


A, B, C, D = entity("A"), entity("B", "chemical"), entity("C"), entity("D")


def edges_of(picture: str) -> set[str]:
    """The keys of the edges that are drawn."""
    groups = ElementTree.fromstring(picture).iter(f"{SVG}g")
    return {key for group in groups if (key := group.get("data-edge")) is not None}


def places(picture: str) -> dict[str, float]:
    """Where nodes begin, by their names."""
    groups = [one for one in ElementTree.fromstring(picture).iter(f"{SVG}g") if "data-node" in one.attrib]
    return {one.findtext(f"{SVG}text", ""): float(one.find(f"{SVG}rect").get("x", "")) for one in groups}  # type: ignore[union-attr]


def test_causes_stand_left_and_effects_right_and_other_edges_are_left_out(kinds: Kinds) -> None:
    picture = draw([edge(A, 1, D), edge(B, -1, D), edge(D, -1, C), edge(A, 1, B)], [D], kinds)
    assert edges_of(picture) == {"A1D", "B-1D", "D-1C"}
    at = places(picture)
    assert max(at["A"], at["B"]) < at["D"] < at["C"]
    assert "2 causes, 1 effect" in picture


def test_of_a_hub_the_most_believed_are_drawn_and_the_rest_is_counted(kinds: Kinds) -> None:
    edges = [edge(entity(f"G{number}"), 1, D, 0.1 + number / 100) for number in range(30)]
    picture = draw(edges, [D], kinds, most=5)
    assert {name for name in places(picture) if name != "D"} == {"G25", "G26", "G27", "G28", "G29"}
    assert "the 5 most believed of 30 causes, 0 effects" in picture


def test_families_stand_for_the_gene_and_are_named(kinds: Kinds) -> None:
    family = entity("Fam", "family")
    picture = draw([edge(A, 1, family), edge(B, 1, D)], [D, family], kinds)
    assert "also as Fam, 2 causes, 0 effects" in picture
    assert {"A", "B", "D", "Fam"} == places(picture).keys()
