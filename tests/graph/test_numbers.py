"""Numbers: those of the graph, and of what figures show."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from figkg.build.summary import Summary
from figkg.graph import Graph, read_numbers
from figkg.graph.numbers import NUMBERS_FILE, bars, count_numbers, known_numbers
from tests.helpers.builds import build_small


def test_numbers_agree_with_each_other_and_with_the_graph(graph: Graph) -> None:
    numbers = read_numbers(graph)

    def count(pattern: str, what: str = "*") -> int:
        return int(next(graph.rows(f"SELECT (COUNT({what}) AS ?n) {{ {pattern} }}"))["n"])

    assert numbers.figures == count("?figure rdf:type fkg:PathwayFigure")
    assert numbers.edges == {
        "activates": count("?edge fkg:sign 1"),
        "inhibits": count("?edge fkg:sign -1"),
    }
    assert sum(bar.count for bar in numbers.years) == count("?edge fkg:firstYear ?year")
    assert sum(bar.count for bar in numbers.confidence) == count("?one rdf:type fkg:Assertion")
    assert (
        sum(bar.count for bar in numbers.doubt_bars) == sum(numbers.doubts.values()) == count("?one fkg:doubt ?doubt")
    )
    assert numbers.statements == count("?one rdf:type fkg:Assertion")
    assert numbers.denied == count("?one rdf:type fkg:NegatedAssertion")
    shown = "?figure fkg:depicts|fkg:mentions ?one . ?one rdf:type fkg:Gene"
    assert numbers.entities["gene"] == count(shown, "DISTINCT ?one") < count("?one rdf:type fkg:Gene")
    assert sum(numbers.identified.values()) == count("?figure fkg:depicts|fkg:mentions ?one")
    assert 0.9 < numbers.coverage < 1
    assert numbers.top_entities[0].label == "NFkappaB"
    assert [bar.label for bar in numbers.years] == [str(year) for year in range(2005, 2025)]


def test_numbers_and_summary_of_a_build_agree(shipped: Path, tmp_path: Path) -> None:
    build_small(shipped, tmp_path / "out")
    build = tmp_path / "out" / "current"
    numbers, summary = known_numbers(build), msgspec.json.decode((build / "summary.json").read_bytes(), type=Summary)
    assert numbers is not None
    assert (numbers.figures, numbers.papers) == (summary.figures, summary.papers) == (54, 54)
    assert numbers.entities == summary.entities
    wanted = {"gene": 326, "family": 37, "chemical": 48, "disease": 26, "process": 7, "other": 4}
    assert numbers.entities == pytest.approx(wanted, abs=2)  # processors differ in what is just probable enough
    assert numbers.doubts == summary.doubts
    assert (numbers.statements, numbers.denied) == (summary.assertions, summary.negated)
    assert (numbers.statements, numbers.denied) == pytest.approx((294, 5), abs=2)
    assert numbers.figures_with_statements == summary.figures_with_assertions == 52
    assert numbers.edges == {"activates": summary.activating, "inhibits": summary.inhibiting}
    assert (numbers.inferred, numbers.contradicted) == (summary.inferred, summary.contradicted) == (1, 6)


def test_members_of_families_that_no_figure_shows_are_not_counted(graph: Graph) -> None:
    unshown = "FILTER NOT EXISTS { ?figure fkg:depicts|fkg:mentions ?gene }"
    members = list(graph.rows(f"SELECT ?gene {{ ?gene rdf:type fkg:Gene {unshown} }}"))
    genes = list(graph.rows("SELECT ?gene { ?gene rdf:type fkg:Gene }"))
    assert len(members) > 100
    assert read_numbers(graph).entities["gene"] == len(genes) - len(members)


def test_numbers_are_kept_beside_a_build(graph: Graph, tmp_path: Path) -> None:
    assert known_numbers(tmp_path) is None
    counted = count_numbers(graph, tmp_path)
    assert known_numbers(tmp_path) == counted == read_numbers(graph)
    (tmp_path / NUMBERS_FILE).write_text('{"figures": 1}')
    assert known_numbers(tmp_path) is None


def test_confidence_stands_in_the_bin_of_its_value(graph: Graph) -> None:
    wanted: dict[str, int] = {}
    for row in graph.rows("SELECT ?c { ?a rdf:type fkg:Assertion ; biolink:has_confidence_score ?c }"):
        number = min(19, int(float(row["c"]) * 20 + 1e-9))
        label = f"{number / 20:.2f} – {(number + 1) / 20:.2f}"
        wanted[label] = wanted.get(label, 0) + 1
    found = {bar.label: bar.count for bar in read_numbers(graph).confidence if bar.count}
    assert found == wanted


def test_bars_share_a_scale() -> None:
    drawn = bars([("a", {"x": 3, "y": 1}, ""), ("b", {"x": 2}, "/b"), ("c", {}, "")])
    assert [[(part.start, part.width) for part in bar.parts] for bar in drawn] == [[(0, 75), (75, 25)], [(0, 50)], []]
    assert bars([]) == ()
