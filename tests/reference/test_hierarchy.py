"""What is above what: MeSH by places in its trees, processes by the links of the Gene Ontology."""

from __future__ import annotations

from figkg.ground import Grounder
from figkg.reference.hierarchy import ancestors, broader_terms
from figkg.reference.official.files import Row


def test_a_descriptor_is_below_the_owner_of_each_place_above_it() -> None:
    mesh: list[Row] = [
        ("D009369", "Neoplasms", "C04", ""),
        ("D009370", "Neoplasms by Histologic Type", "C04.557", ""),
        ("D006402", "Hematologic Diseases", "C15.378", ""),
        ("D007938", "Leukemia", "C04.557.337|C15.378.500", ""),
    ]
    found = broader_terms({"mesh": mesh, "go": [], "go-links": []})
    assert found == {"mesh:D009370": ("mesh:D009369",), "mesh:D007938": ("mesh:D006402", "mesh:D009370")}
    assert ancestors(["mesh:D007938"], found) == {"mesh:D006402", "mesh:D009370", "mesh:D009369"}


def test_what_no_table_has_is_above_nothing() -> None:
    rows: dict[str, list[Row]] = {
        "mesh": [],
        "go": [("1", "one", ""), ("2", "two", "")],
        "go-links": [("1", "2"), ("1", "99")],
    }
    assert broader_terms(rows) == {"go:1": ("go:2",)}


def test_the_shipped_tables_have_both(grounder: Grounder) -> None:
    broader = grounder.tables.broader
    assert "mesh:D009369" in ancestors(["mesh:D015464"], broader)
    assert "go:0008219" in ancestors(["go:0006915"], broader)
