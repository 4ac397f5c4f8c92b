"""Parameters of named queries: any name will do, and a value is a value and nothing else."""

from __future__ import annotations

import pyoxigraph
import pytest

from figkg.base.errors import QueryError
from figkg.base.kinds import Kinds
from figkg.base.resources import ontologies_folder, read_prefixes
from figkg.graph import Graph, Resolver
from figkg.graph.named_queries import NamedQuery, find_named_query, read_named_queries
from figkg.graph.nothing import why_nothing
from figkg.graph.parameters import fill, kind_of
from figkg.graph.resolve import NothingFoundError

QUERIES = ontologies_folder() / "queries"
NAMED = read_named_queries(QUERIES)
FREE_TEXT = {("inhibitors-in-disease", "about"), ("things-of-a-name", "typed")}
"""Parameters that take a name as it is; whatever else is a string would not know the names of a thing."""


@pytest.fixture(scope="module")
def resolver(graph: Graph) -> Resolver:
    return Resolver(graph)


def named(name: str) -> NamedQuery:
    return find_named_query(name, QUERIES)


def test_whatever_asks_about_a_thing_takes_any_of_its_names(kinds: Kinds) -> None:
    texts = {(one.name, name) for one in NAMED for name in one.parameters if kind_of(one, name, kinds) == "text"}
    assert texts <= FREE_TEXT
    entities = {name for one in NAMED for name in one.parameters if kind_of(one, name, kinds) == "entity"}
    assert entities >= {"gene", "disease", "process", "one", "other", "from", "to"}


@pytest.mark.parametrize("typed", ["CYR61", "cyr61", "3491", "hgnc:2654", "https://identifiers.org/ncbigene/3491"])
def test_a_gene_by_any_of_its_names(resolver: Resolver, graph: Graph, typed: str) -> None:
    text = fill(named("targets-of-gene"), [("gene", typed)], resolver)
    assert "VALUES ?gene { <https://identifiers.org/ncbigene/3491> }\n" in text
    assert {row["label"] for row in graph.rows(text)} == {"NFkappaB", "BCL2"}


def test_a_parameter_that_is_given_twice_has_both_values(resolver: Resolver, graph: Graph) -> None:
    found = {
        gene: {row["figure"] for row in graph.rows(fill(named("figures-of-gene"), [("gene", gene)], resolver))}
        for gene in ("AKT", "CCN1")
    }
    both = fill(named("figures-of-gene"), [("gene", "AKT"), ("gene", "CCN1")], resolver)
    assert {row["figure"] for row in graph.rows(both)} == found["AKT"] | found["CCN1"]
    assert found["AKT"] - found["CCN1"]


def test_diseases_processes_and_figures_by_their_names(resolver: Resolver) -> None:
    assert "<http://id.nlm.nih.gov/mesh/D007938>" in fill(
        named("edges-of-disease"), [("disease", "leukemia")], resolver
    )
    assert "GO_0006915> }" in fill(named("regulators-of-process"), [("process", "apoptosis")], resolver)
    text = fill(named("statements-of-figure"), [("figid", "PMC6676106")], resolver)
    assert '{ "PMC6676106__CAS-110-2421-g006" }' in text


def test_what_is_no_entity_but_stands_in_the_graph_is_taken_by_its_identifier(kinds: Kinds) -> None:
    heading = "<http://id.nlm.nih.gov/mesh/D009369>"
    small = Graph(pyoxigraph.Store(), read_prefixes(), kinds)
    small.store.update(f'INSERT DATA {{ {heading} <http://www.w3.org/2000/01/rdf-schema#label> "Neoplasms" }}')
    for typed in ("mesh:D009369", "D009369", "neoplasms"):
        text = fill(named("edges-of-disease"), [("disease", typed)], Resolver(small))
        assert f"VALUES ?disease {{ {heading} }}" in text


def test_a_query_that_asks_elsewhere_takes_what_this_graph_does_not_have(resolver: Resolver) -> None:
    text = fill(named("wikipathways-of-gene"), [("gene", "ncbigene:7422")], resolver)
    assert "VALUES ?gene { <https://identifiers.org/ncbigene/7422> }" in text


def test_a_name_that_is_unknown_is_no_empty_answer(resolver: Resolver) -> None:
    with pytest.raises(NothingFoundError, match=r"near: .*NFKB1"):
        fill(named("inhibitors-of-gene"), [("gene", "NFKB9")], resolver)


def test_a_mistyped_query_or_parameter_is_answered_with_the_nearest(resolver: Resolver) -> None:
    with pytest.raises(QueryError, match=r"query inhibitor-of-gene: no query has this name; inhibitors-of-gene\?"):
        named("inhibitor-of-gene")
    with pytest.raises(QueryError, match="no query has this name; `figkg queries` lists them"):
        named("xyz")
    with pytest.raises(QueryError, match=r"has no parameter 'gen'; gene\?"):
        fill(named("targets-of-gene"), [("gen", "CCN1")], resolver)
    with pytest.raises(QueryError, match="has no parameter 'symbol'; it has: from, to"):
        fill(named("evidence-of-edge"), [("symbol", "CCN1")], resolver)
    with pytest.raises(QueryError, match="has no parameter 'gene', nor any other"):
        fill(named("doubts"), [("gene", "CCN1")], resolver)


def test_a_value_cannot_be_a_piece_of_a_query(resolver: Resolver) -> None:
    hostile = 'x" } ?s ?p ?o . #'
    assert '{ "x\\" } ?s ?p ?o . #" }' in fill(named("inhibitors-in-disease"), [("about", hostile)], resolver)
    with pytest.raises(NothingFoundError):
        fill(named("edges-of-disease"), [("disease", "mesh:D1 } DROP ALL")], resolver)
    with pytest.raises(QueryError, match="a CURIE such as"):
        fill(named("statements-of-figure"), [("kind", "fkg:Assertion } DROP ALL")], resolver)


@pytest.mark.parametrize("query", NAMED, ids=lambda query: query.name)
def test_every_named_query_says_why_nothing_may_be_found(query: NamedQuery) -> None:
    assert len(query.nothing.split()) >= 5
    assert query.nothing.endswith(".")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT * { ?a fkg:inhibitz ?b }", ["fkg:inhibitz is nowhere in this graph; fkg:inhibits?"]),
        ("SELECT * { ?a wp:sources ?b }", ["wp:sources is nowhere in this graph; wp:source?"]),
        (
            'SELECT * { ?a rdfs:label "nfkb1" }',
            ['nothing is called "nfkb1", letter by letter; NFKB1 (ncbigene:4790)?'],
        ),
        ("SELECT * { ?a fkg:inhibits ?b . ?b fkg:sign 1 } # fkg:inhibitz", []),
        ("PREFIX o: <urn:o:> SELECT * { ?a o:b <fkg:c> }", []),
    ],
)
def test_terms_that_are_nowhere_are_named(graph: Graph, resolver: Resolver, text: str, why: list[str]) -> None:
    assert why_nothing(text, graph, resolver) == why
