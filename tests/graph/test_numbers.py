"""Statistics: the numbers are those of the graph."""

from __future__ import annotations

import pyoxigraph

from figkg.graph.numbers import bars, read_numbers
from figkg.graph.query import iterate


def test_numbers_agree_with_each_other_and_with_the_graph(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    numbers = read_numbers(store, prefixes)

    def count(pattern: str) -> int:
        return int(next(iterate(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", prefixes))["n"])

    assert numbers.figures == count("?figure rdf:type fkg:PathwayFigure")
    assert numbers.edges == {
        "activates": count("?edge fkg:sign 1"),
        "inhibits": count("?edge fkg:sign -1"),
    }
    assert sum(bar.count for bar in numbers.years) == count("?edge fkg:firstYear ?year")
    assert sum(bar.count for bar in numbers.confidence) == count("?one rdf:type fkg:Assertion")
    assert sum(bar.count for bar in numbers.doubts) == count("?one fkg:doubt ?doubt")
    assert numbers.entities["gene"] == count("?one rdf:type fkg:Gene")
    assert sum(numbers.identified.values()) == count("?figure fkg:depicts|fkg:mentions ?one")
    assert 0.9 < numbers.coverage < 1
    assert numbers.top_entities[0].label == "NFKB1"
    assert [bar.label for bar in numbers.years] == [str(year) for year in range(2005, 2025)]


def test_confidence_stands_in_the_bin_of_its_value(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    wanted: dict[str, int] = {}
    rows = iterate(store, "SELECT ?c { ?a rdf:type fkg:Assertion ; biolink:has_confidence_score ?c }", prefixes)
    for row in rows:
        number = min(19, int(float(row["c"]) * 20 + 1e-9))
        label = f"{number / 20:.2f} – {(number + 1) / 20:.2f}"
        wanted[label] = wanted.get(label, 0) + 1
    found = {bar.label: bar.count for bar in read_numbers(store, prefixes).confidence if bar.count}
    assert found == wanted


def test_bars_share_a_scale() -> None:
    drawn = bars([("a", {"x": 3, "y": 1}, ""), ("b", {"x": 2}, "/b"), ("c", {}, "")])
    assert [[(part.start, part.width) for part in bar.parts] for bar in drawn] == [[(0, 75), (75, 25)], [(0, 50)], []]
    assert bars([]) == ()
