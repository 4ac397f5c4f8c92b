"""Figures: what each shows and states."""

from __future__ import annotations

from figkg.graph import Graph, read_figure

FIGURE = "PMC6676106__CAS-110-2421-g006"


def test_a_figure_by_its_identifier(graph: Graph) -> None:
    figure = read_figure(graph, FIGURE)
    assert figure is not None
    assert (figure.paper, figure.year) == ("PMC6676106", "2019")
    assert figure.page == f"https://pfocr.wikipathways.org/figures/{FIGURE}.html"
    assert [(one.label, one.curie, one.kind) for one in figure.entities] == [
        ("BCL2", "ncbigene:596", "gene"),
        ("CCN1", "ncbigene:3491", "gene"),
        ("NFKB1", "ncbigene:4790", "gene"),
        ("NFkappaB", "fplx:NFkappaB", "family"),
        ("Imatinib Mesylate", "mesh:D000068877", "chemical"),
        ("Leukemia, Myelogenous, Chronic, BCR-ABL Positive", "mesh:D015464", "disease"),
        ("apoptotic process", "go:0006915", "process"),
    ]
    explicit = [one for one in figure.statements if not one.inferred]
    assert [(one.subject, one.predicate, one.object) for one in explicit] == [
        ("BCL2", "inhibits", "apoptotic process"),
        ("CCN1", "activates", "BCL2"),
        ("CCN1", "activates", "NFkappaB"),
    ]
    assert all(one.sentence in figure.caption and one.trigger in one.sentence for one in figure.statements)
    assert {one.contexts for one in explicit} == {("mesh:D015464",)}


def test_what_a_figure_perhaps_states_is_no_statement_of_it(graph: Graph) -> None:
    figure = read_figure(graph, "PMC9305276__ijbsv18p4704g004")
    assert figure is not None
    assert ("IL6", "activates", "COVID-19") in {(one.subject, one.predicate, one.object) for one in figure.candidates}
    assert all(one.candidate and float(one.confidence) < 0.53 for one in figure.candidates)
    assert not {one.key for one in figure.candidates} & {one.key for one in figure.statements}
    edges = graph.rows("SELECT ?edge WHERE { ?edge fkg:supportedBy/rdf:type fkg:Candidate }")
    assert list(edges) == []


def test_a_figure_by_its_alias(graph: Graph) -> None:
    figure = read_figure(graph, "PMC6676106__F6")
    assert figure is not None
    assert figure.figid == FIGURE


def test_what_is_no_figure_is_not_found(graph: Graph) -> None:
    assert read_figure(graph, "PMC0__none") is None
    assert read_figure(graph, "CCN1") is None
