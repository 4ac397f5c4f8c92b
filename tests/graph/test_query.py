"""Queries: the named ones answer on the shipped records; parameters cannot inject."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib.plugins.sparql

from figkg.base.errors import OutputError, QueryError
from figkg.base.resources import ontologies_folder
from figkg.graph.named_queries import NamedQuery, read_named_queries, read_named_query, with_prefixes
from figkg.graph.query import (
    open_store,
    run_query,
    serialize,
    tabulate,
)
from tests.helpers.answers import expected_rows, same_answers, same_counts
from tests.helpers.remote import serve_sparql

QUERIES = read_named_queries(ontologies_folder() / "queries")


def rows(store: pyoxigraph.Store, text: str, prefixes: dict[str, str]) -> list[tuple[str, ...]]:
    results = run_query(store, text, prefixes)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return list(tabulate(results, prefixes).rows)


EXPECTED = Path(__file__).parent / "expected"
"""What each query answers on the shipped records, as ``figkg query NAME --format tsv`` and CURIEs show it."""


OF_COUNTS = {"about-the-dataset"}

OF_CURATORS = {"rejected-statements"}
"""Queries with no answer here: figkg ships no verdict (tests/build/test_verdicts.py has some)."""


@pytest.mark.parametrize("query", [one for one in QUERIES if not one.endpoint], ids=lambda query: query.name)
def test_every_named_query_has_a_question_and_the_expected_answer(
    query: NamedQuery, store: pyoxigraph.Store, prefixes: dict[str, str]
) -> None:
    assert query.title
    assert query.question.endswith("?")
    results = run_query(store, query.text, prefixes)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    table = tabulate(results, prefixes)
    expected = expected_rows(EXPECTED / f"{query.name}.tsv", table.columns, table.rows)
    compare = same_counts if query.name in OF_COUNTS else same_answers
    compare(table.rows, expected)
    assert expected or query.name in OF_CURATORS


def test_there_are_enough_queries() -> None:
    assert len(QUERIES) >= 25
    assert {path.stem for path in EXPECTED.glob("*.tsv")} == {query.name for query in QUERIES}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_named_query_runs_in_any_client(query: NamedQuery, prefixes: dict[str, str]) -> None:
    text = with_prefixes(query.text, prefixes)
    rdflib.plugins.sparql.prepareQuery(text)
    pyoxigraph.Store().query(text.replace("SERVICE <", "SERVICE SILENT <"))


REMOTE = {
    "wikipathways-of-gene": """
        <https://identifiers.org/wikipathways/WP1> a wp:Pathway ; dc:title "Adhesion" .
        <urn:node> wp:bdbEntrezGene ncbigene:3491 ; dcterms:isPartOf <https://identifiers.org/wikipathways/WP1> .
        <urn:other> wp:bdbEntrezGene ncbigene:1 ; dcterms:isPartOf <https://identifiers.org/wikipathways/WP2> .
    """,
    "uniprot-of-targets": """
        <http://purl.uniprot.org/uniprot/P10415> rdfs:seeAlso <http://purl.uniprot.org/geneid/596> ; up:reviewed true ;
          up:recommendedName <urn:name> . <urn:name> up:fullName "Apoptosis regulator Bcl-2" .
    """,
}
"""What a stand-in of each remote graph holds."""
MORE_PREFIXES = {"dc": "http://purl.org/dc/elements/1.1/", "up": "http://purl.uniprot.org/core/"}


@pytest.mark.parametrize("query", [one for one in QUERIES if one.endpoint], ids=lambda query: query.name)
def test_federated_queries_join_what_the_remote_graph_has(
    query: NamedQuery, store: pyoxigraph.Store, prefixes: dict[str, str]
) -> None:
    with serve_sparql(REMOTE[query.name], prefixes | MORE_PREFIXES) as endpoint:
        text = query.text.replace(query.endpoint, endpoint)
        assert text.count(endpoint) == query.text.count(query.endpoint) >= 2
        results = run_query(store, text, prefixes)
        assert isinstance(results, pyoxigraph.QuerySolutions)
        table = tabulate(results, prefixes)
    expected = expected_rows(EXPECTED / f"{query.name}.tsv", table.columns, table.rows)
    same_answers(table.rows, expected)
    assert expected


def test_a_remote_endpoint_that_is_silent_ends_in_one_line(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    results = run_query(store, "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?a ?b ?c } }", prefixes)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    with pytest.raises(QueryError, match="the remote endpoint gives no answer"):
        tabulate(results, prefixes)


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


def test_mistakes_are_told_in_one_line(store: pyoxigraph.Store, prefixes: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="not valid SPARQL"):
        run_query(store, "SELEC ?s", prefixes)
    with pytest.raises(QueryError, match=r"the prefix fgk: is not known; fkg:\?"):
        run_query(store, "SELECT * { ?a fgk:inhibits ?b }", prefixes)
    with pytest.raises(QueryError, match="the prefix foo: is not known; declare it, or use one of fkg:"):
        run_query(store, "SELECT * { ?a foo:inhibits ?b }", prefixes)
    with pytest.raises(QueryError, match="No such file"):
        read_named_query(tmp_path / "none.rq")
    with pytest.raises(OutputError, match="cannot be opened"):
        open_store(tmp_path / "none")


def test_a_store_with_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    written = pyoxigraph.Store(str(tmp_path / "store"))
    written.bulk_load(b"<urn:a> <urn:b> <urn:c> .", format=pyoxigraph.RdfFormat.N_QUADS)
    written.flush()
    del written
    for file in (tmp_path / "store").glob("*.sst"):
        file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(OutputError, match=r"store cannot be opened: .*; run `figkg build --full`"):
        open_store(tmp_path / "store")
