"""The resolver: whatever people type finds its node; what has two meanings, or none, is answered in words."""

from __future__ import annotations

import pytest

from figkg.graph import Graph, Resolver
from figkg.graph.resolve import NothingFoundError, SeveralMeaningsError

NFKB1 = "ncbigene:4790"
CML = "mesh:D015464"
FIGURE = "PMC6676106__CAS-110-2421-g006"


@pytest.fixture(scope="module")
def resolver(graph: Graph) -> Resolver:
    return Resolver(graph)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("NFKB1", NFKB1),
        ("nfkb1", NFKB1),
        (" NFKB1 ", NFKB1),
        ("4790", NFKB1),
        ("Entrez:4790", NFKB1),
        ("ncbigene:4790", NFKB1),
        ("hgnc:7794", NFKB1),
        ("HGNC:7794", NFKB1),
        ("ENSG00000109320", NFKB1),
        ("P19838", NFKB1),
        ("uniprot:P19838", NFKB1),
        ("https://identifiers.org/ncbigene/4790", NFKB1),
        ("https://identifiers.org/hgnc/7794", NFKB1),
        ("NF-kB", "fplx:NFkappaB"),
        ("NF‐κB", "fplx:NFkappaB"),
        ("nfkb", "fplx:NFkappaB"),
        ("CYR61", "ncbigene:3491"),
        ("cyr61", "ncbigene:3491"),
        ("p53", "ncbigene:7157"),
        ("mtor", "ncbigene:2475"),
        ("IL-6", "ncbigene:3569"),
        ("imatinib", "mesh:D000068877"),
        ("apoptosis", "go:0006915"),
        ("GO:0006915", "go:0006915"),
        ("D015464", CML),
        ("mesh:D015464", CML),
        ("leukemia", "mesh:D007938"),
        (FIGURE, FIGURE),
        (f"https://pfocr.wikipathways.org/figures/{FIGURE}.html", FIGURE),
        ("PMC6676106", FIGURE),
        ("pmc:PMC6676106", FIGURE),
    ],
)
def test_any_name_finds_its_node(resolver: Resolver, typed: str, name: str) -> None:
    assert resolver.find(typed).name == name


def test_a_node_is_told_with_what_it_is(resolver: Resolver) -> None:
    gene, figure = resolver.find("cyr61"), resolver.find("PMC6676106")
    assert (gene.label, gene.kind, gene.figures, gene.taxon) == ("CCN1", "gene", 1, "9606")
    assert (str(gene), str(figure)) == ("CCN1 (ncbigene:3491)", FIGURE)


def test_two_meanings_are_offered_and_neither_is_chosen(resolver: Resolver) -> None:
    with pytest.raises(SeveralMeaningsError) as caught:
        resolver.find("Mtor")
    assert {one.name for one in caught.value.meanings} == {"ncbigene:2475", "ncbigene:36264"}
    assert "Mtor (ncbigene:36264), gene of organism 7227 in" in str(caught.value)
    assert resolver.find("ncbigene:36264").label == "Mtor"


@pytest.mark.parametrize(
    ("typed", "near"),
    [("NFKB9", "NFKB1 (ncbigene:4790)"), ("Imatinip Mezilat", "Imatinib Mesylate (mesh:D000068877)")],
)
def test_an_unknown_name_says_what_is_near(resolver: Resolver, typed: str, near: str) -> None:
    with pytest.raises(NothingFoundError) as caught:
        resolver.find(typed)
    assert f"is called {typed!r} in this graph; near: " in str(caught.value)
    assert near in str(caught.value)


def test_what_the_tables_know_and_the_graph_does_not_is_said(resolver: Resolver) -> None:
    with pytest.raises(NothingFoundError, match=r"it is Sirolimus \(mesh:D020123\), which no figure here shows"):
        resolver.find("rapamycin")
    assert resolver.outside("rapamycin") == "mesh:D020123"


@pytest.mark.parametrize("typed", ["", "999999999", 'no"thing', "x:%zz", "ncbigene:99999999", "http://[", "\u2028"])
def test_what_is_no_name_finds_nothing(resolver: Resolver, typed: str) -> None:
    with pytest.raises(NothingFoundError):
        resolver.find(typed)


def test_a_figure_is_asked_for_as_one(resolver: Resolver) -> None:
    assert resolver.figure("PMC6676106").name == FIGURE
    with pytest.raises(NothingFoundError, match=f"no figure is called .* near: {FIGURE}"):
        resolver.figure(FIGURE.replace("2421", "2422"))
