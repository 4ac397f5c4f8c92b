"""Pages: what `figkg show` says of a figure and of a gene."""

from __future__ import annotations

import pyoxigraph

from figkg.graph.describe import entity_page, figure_page

FIGURE = "PMC6676106__CAS-110-2421-g006"


def test_a_figure_by_its_identifier(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    page = figure_page(store, FIGURE, prefixes)
    assert page is not None
    assert (page.paper, page.year) == ("PMC6676106", "2019")
    assert ("CCN1", "ncbigene:3491", "Gene") in page.entities
    assert ("Leukemia, Myelogenous, Chronic, BCR-ABL Positive", "mesh:D015464", "Disease") in page.entities
    explicit = [one for one in page.statements if not one.inferred]
    assert [(one.subject, one.predicate, one.object) for one in explicit] == [
        ("CCN1", "activates", "BCL2"),
        ("CCN1", "activates", "NFKB1"),
    ]
    assert all(one.sentence in page.caption and one.trigger in one.sentence for one in page.statements)
    assert {one.contexts for one in explicit} == {("mesh:D015464",)}


def test_a_figure_by_its_alias(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    page = figure_page(store, "PMC6676106__F6", prefixes)
    assert page is not None
    assert page.figid == FIGURE


def test_a_gene_by_symbol_previous_symbol_and_curie(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    for name in ("CCN1", "CYR61", "cyr61", "ncbigene:3491"):
        page = entity_page(store, name, prefixes)
        assert page is not None, name
        assert (page.curie, page.label, page.kind) == ("ncbigene:3491", "CCN1", "Gene")
        assert "CYR61" in page.other_names
        assert {(one.subject, one.object) for one in page.statements} >= {("CCN1", "BCL2"), ("CCN1", "NFKB1")}


def test_nothing_is_found(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    assert figure_page(store, "PMC0__none", prefixes) is None
    assert entity_page(store, 'no"thing', prefixes) is None
