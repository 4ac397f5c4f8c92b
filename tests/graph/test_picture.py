"""Pictures of signed networks: the sign by colour and head, kinds, doubts, a legend of what is there."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from figkg.base.kinds import Kinds
from figkg.graph.picture import picture
from figkg.graph.rows import EntityRow
from tests.graph.test_layout import edge

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> dict[str, ET.Element]:
    """The groups of edges, by their keys."""
    root = ET.fromstring(svg)
    return {one.attrib["data-edge"]: one for one in root.iter(f"{_SVG}g") if "data-edge" in one.attrib}


def test_the_sign_is_seen_by_colour_and_head(kinds: Kinds) -> None:
    both = drawn(picture([edge("A", 1, "M"), edge("B", -1, "M")], kinds, ["ncbigene:M"]))
    stems, heads = ({key: one[place].attrib for key, one in both.items()} for place in (1, 2))
    assert stems["A1M"]["stroke"] == heads["A1M"]["fill"] != stems["B-1M"]["stroke"] == heads["B-1M"]["fill"]
    assert len(re.findall("[lh]", heads["A1M"]["d"])) != len(re.findall("[lh]", heads["B-1M"]["d"]))


def test_possible_inferred_and_disputed_edges_look_so_and_the_legend_says_it(kinds: Kinds) -> None:
    plain = picture([edge("A", 1, "B")], kinds)
    assert "stroke-dasharray" not in plain
    assert "disputed" not in plain
    assert "possible or inferred" not in plain
    doubtful = picture([edge("A", 1, "B", hedged=True), edge("A", -1, "B", contradicted=True)], kinds)
    both = drawn(doubtful)
    assert "stroke-dasharray" in both["A1B"][1].attrib
    assert both["A-1B"][1].attrib["class"] == "halo"
    assert "disputed" in doubtful
    assert "possible or inferred" in doubtful


def test_wider_lines_are_believed_more(kinds: Kinds) -> None:
    both = drawn(picture([edge("A", 1, "B", belief=0.2), edge("C", 1, "D", belief=0.9)], kinds))
    assert float(both["A1B"][1].attrib["stroke-width"]) < float(both["C1D"][1].attrib["stroke-width"])


def test_the_legend_has_the_kinds_that_are_drawn_and_no_others(kinds: Kinds) -> None:
    drug = EntityRow("mesh:D1", "drug", "chemical", "", (), ())
    legend = picture([edge("A", 1, "B", subject=drug)], kinds).partition('<g class="key">')[2]
    assert [kind.name for kind in kinds if f">{kind.one}</text>" in legend] == ["gene", "chemical"]


def test_names_are_text_and_never_markup(kinds: Kinds) -> None:
    hostile = EntityRow('mesh:"><script>', "<script>&'\"", "chemical", "", (), ())
    svg = picture([edge("A", 1, "B", subject=hostile)], kinds, title="<b>", note="&", addresses=lambda _, name: name)
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{_SVG}script"))
    assert "<script>&'\"" in "".join(root.itertext())


def test_links_lead_to_edges_and_things_and_are_no_stops_of_the_keyboard(kinds: Kinds) -> None:
    svg = picture([edge("A", 1, "B")], kinds, addresses=lambda kind, name: f"/{kind}/{name}")
    links = [one.attrib for one in ET.fromstring(svg).iter(f"{_SVG}a")]
    assert {one["href"] for one in links} == {"/edge/A1B", "/entity/ncbigene:A", "/entity/ncbigene:B"}
    assert {one["tabindex"] for one in links} == {"-1"}
    assert "<a " not in picture([edge("A", 1, "B")], kinds)
