"""Search: by symbol, other name, number, words; the best first."""

from __future__ import annotations

import pytest

from figkg.graph import Graph
from figkg.graph.names import Hit, NameSearch, read_names


@pytest.fixture(scope="module")
def names(graph: Graph) -> NameSearch:
    return read_names(graph)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("NFKB1", ("ncbigene:4790", "gene")),
        ("nfkb1", ("ncbigene:4790", "gene")),
        ("CYR61", ("ncbigene:3491", "gene")),
        ("4790", ("ncbigene:4790", "gene")),
        ("ncbigene:3491", ("ncbigene:3491", "gene")),
        ("NF-κB", ("fplx:NFkappaB", "family")),
        ("NF-kB", ("fplx:NFkappaB", "family")),
        ("bortez", ("mesh:D000069286", "chemical")),
        ("chronic myelogenous leuk", ("mesh:D015464", "disease")),
        ("PMC6676106", ("PMC6676106__CAS-110-2421-g006", "figure")),
        ("PMC6676106__F6", ("PMC6676106__CAS-110-2421-g006", "figure")),
        ("shields leukemic", ("PMC6676106__CAS-110-2421-g006", "figure")),
    ],
)
def test_the_first_hit(names: NameSearch, text: str, first: tuple[str, str]) -> None:
    hit = names.find(text)[0]
    assert (hit.name, hit.kind) == first


def test_another_name_says_which_one_fits(names: NameSearch) -> None:
    hit = names.find("cyr61")[0]
    assert (hit.label, hit.matched, hit.name) == ("CCN1", "CYR61", "ncbigene:3491")


@pytest.mark.parametrize(
    "text", ["", " ", '"', "*", "a*b", "' OR 1=1 --", "NEAR(", "🧬", "\x00", "-", "AND", "x" * 5000]
)
def test_nothing_that_is_typed_breaks_it(names: NameSearch, text: str) -> None:
    assert isinstance(names.find(text), list)


def test_whole_names_come_before_beginnings_and_these_before_words() -> None:
    things = [
        (Hit("d:1", "Neoplasms of AKT", "disease", "", 900), ()),
        (Hit("g:1", "AKT1", "gene", "", 50), ()),
        (Hit("g:2", "AKT2", "gene", "", 70), ()),
        (Hit("f:1", "AKT", "family", "", 1), ()),
    ]
    assert [hit.name for hit in NameSearch(things).find("akt")] == ["f:1", "g:2", "g:1", "d:1"]
    assert [hit.name for hit in NameSearch(things).find("akt", most=1)] == ["f:1"]
