"""Pictures: signs by colour and head, causes left and effects right, nothing that a page could run."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import msgspec
import pytest

from figkg.base.kinds import Kinds
from figkg.graph import EdgeRow, EntityRow
from figkg.graph.drawing import draw

SVG = "{http://www.w3.org/2000/svg}"


def entity(label: str, kind: str = "gene") -> EntityRow:
    return EntityRow(f"x:{label}", label, kind, "", (), ())


def edge(subject: EntityRow, sign: int, object_: EntityRow, belief: float = 0.8) -> EdgeRow:
    key = f"{subject.label}{sign}{object_.label}"
    return EdgeRow(key, subject, sign, object_, belief, 1, 1, None, None, False, False, False, (), (), ())


A, B, C, D = entity("A"), entity("B", "chemical"), entity("C<&\"'>"), entity("D")


def lines(picture: str) -> dict[str, ElementTree.Element]:
    """The lines of a picture by what they say."""
    paths = ElementTree.fromstring(picture).iter(f"{SVG}path")
    return {title.text or "": path for path in paths if (title := path.find(f"{SVG}title")) is not None}


def places(picture: str) -> dict[str, float]:
    """Where nodes begin, by their names."""
    groups = ElementTree.fromstring(picture).iter(f"{SVG}g")
    return {group.findtext(f"{SVG}text", ""): float(group.find(f"{SVG}rect").get("x", "")) for group in groups}  # type: ignore[union-attr]


def test_signs_are_told_by_colour_and_head_and_causes_stand_left(kinds: Kinds) -> None:
    picture = draw([edge(A, 1, D), edge(B, -1, D), edge(D, -1, C)], [D], kinds)
    drawn = {said: (one.get("stroke"), one.get("marker-end")) for said, one in lines(picture).items()}
    assert drawn == {
        "A activates D: belief 0.80": ("#1a7f37", "url(#activates)"),
        "B inhibits D: belief 0.80": ("#b3261e", "url(#inhibits)"),
        "D inhibits C<&\"'>: belief 0.80": ("#b3261e", "url(#inhibits)"),
    }
    at = places(picture)
    assert at["A"] == at["B"] < at["D"] < at["C<&\"'>"]


def test_heads_meet_the_middle_each_at_a_place_of_its_own(kinds: Kinds) -> None:
    causes = [entity(f"G{number}") for number in range(12)]
    picture = draw([edge(one, 1 if number % 2 else -1, D) for number, one in enumerate(causes)], [D], kinds)
    ends = sorted(float(one.get("d", "").split()[-1]) for one in lines(picture).values())
    assert min(after - before for before, after in pairwise(ends)) > 14


def test_of_a_hub_the_most_believed_are_drawn_and_the_rest_is_counted(kinds: Kinds) -> None:
    edges = [edge(entity(f"G{number}"), 1, D, 0.1 + number / 100) for number in range(30)]
    picture = draw(edges, [D], kinds, most=5)
    assert {name for name in places(picture) if name != "D"} == {"G25", "G26", "G27", "G28", "G29"}
    assert "the 5 most believed of 30 causes, 0 effects" in picture


def test_families_stand_for_the_gene_and_are_named(kinds: Kinds) -> None:
    family = entity("Fam", "family")
    picture = draw([edge(A, 1, family), edge(B, 1, D)], [D, family], kinds)
    assert "also as Fam, 2 causes, 0 effects" in picture
    assert places(picture)["Fam"] == places(picture)["D"]


@pytest.mark.parametrize("field", ["hedged", "inferred"])
def test_what_is_less_than_stated_is_dashed(kinds: Kinds, field: str) -> None:
    (line,) = lines(draw([msgspec.structs.replace(edge(A, 1, D), **{field: True})], [D], kinds)).values()
    assert line.get("stroke-dasharray") == "5 4"
    (line,) = lines(draw([edge(A, 1, D)], [D], kinds)).values()
    assert line.get("stroke-dasharray") is None
