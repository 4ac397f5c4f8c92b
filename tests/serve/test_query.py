"""Queries: the named ones answer on the shipped records; parameters cannot inject."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest

from flows.errors import OutputError, QueryError
from flows.named_queries import NamedQuery, read_named_queries, read_named_query
from flows.resources import ontologies_folder
from flows.serve.query import (
    open_store,
    run_query,
    serialize,
    set_parameters,
    tabulate,
)

QUERIES = read_named_queries(ontologies_folder() / "queries")


def rows(store: pyoxigraph.Store, text: str, prefixes: dict[str, str]) -> list[tuple[str, ...]]:
    results = run_query(store, text, prefixes)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return list(tabulate(results, prefixes).rows)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_named_query_has_a_question_and_an_answer(
    query: NamedQuery, store: pyoxigraph.Store, prefixes: dict[str, str]
) -> None:
    assert query.title
    assert query.question.endswith("?")
    assert rows(store, query.text, prefixes) != []


def test_the_targets_of_ccn1(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    query = read_named_query(ontologies_folder() / "queries" / "targets-of-gene.rq")
    found = rows(store, set_parameters(query.text, {"symbol": "CYR61"}), prefixes)
    assert [(row[0], row[1], row[2]) for row in found] == [
        ("ncbigene:596", "BCL2", "1"),
        ("ncbigene:4790", "NFKB1", "1"),
    ]


def test_named_graphs_are_addressable(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    text = "SELECT ?g { GRAPH ?g { ncbigene:3491 fkg:activates ncbigene:596 } }"
    assert rows(store, text, prefixes) == [("graph:edges",)]


@pytest.mark.parametrize(
    ("form", "start"), [("csv", "s\r\nhttps"), ("tsv", "?s\n<https"), ("json", '{"head"'), ("xml", "<?xml")]
)
def test_result_formats(store: pyoxigraph.Store, prefixes: dict[str, str], form: str, start: str) -> None:
    results = run_query(store, "SELECT ?s { ?s fkg:activates ncbigene:596 } LIMIT 1", prefixes)
    assert serialize(results, form, prefixes).startswith(start)  # type: ignore[arg-type]


def test_ask_and_construct(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    assert serialize(run_query(store, "ASK { ?s ?p ?o }", prefixes), "table", prefixes) == "true\n"
    assert json.loads(serialize(run_query(store, "ASK { ?s ?p ?o }", prefixes), "json", prefixes))["boolean"] is True
    turtle = serialize(
        run_query(store, "CONSTRUCT WHERE { ?s fkg:activates ncbigene:596 }", prefixes), "table", prefixes
    )
    assert "ncbigene:3491 fkg:activates ncbigene:596 ." in turtle


def test_a_parameter_is_a_value_and_nothing_else(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    query = read_named_query(ontologies_folder() / "queries" / "targets-of-gene.rq")
    hostile = 'x" } ?s ?p ?o . #'
    assert rows(store, set_parameters(query.text, {"symbol": hostile}), prefixes) == []
    with pytest.raises(QueryError, match="no such parameter; it has: symbol"):
        set_parameters(query.text, {"gene": "x"})
    disease = read_named_query(ontologies_folder() / "queries" / "edges-of-disease.rq")
    with pytest.raises(QueryError, match="a CURIE such as"):
        set_parameters(disease.text, {"disease": "mesh:D1 } DROP ALL"})


def test_mistakes_are_told_in_one_line(store: pyoxigraph.Store, prefixes: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="not valid SPARQL"):
        run_query(store, "SELEC ?s", prefixes)
    with pytest.raises(QueryError, match="No such file"):
        read_named_query(tmp_path / "none.rq")
    with pytest.raises(OutputError, match="cannot be opened"):
        open_store(tmp_path / "none")
