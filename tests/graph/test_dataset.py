"""Which graphs a query is about: https://www.w3.org/TR/sparql11-query/#rdfDataset."""

from __future__ import annotations

import pyoxigraph
import pytest

from figkg.graph.dataset import dataset_of
from figkg.graph.query import run_query, tabulate

STORE = pyoxigraph.Store()
for name in "xyz":
    STORE.add(
        pyoxigraph.Quad(
            pyoxigraph.NamedNode(f"urn:s{name}"),
            pyoxigraph.NamedNode("urn:p"),
            pyoxigraph.Literal(name),
            pyoxigraph.NamedNode(f"urn:{name}"),
        )
    )
DEFAULT, NAMED = "{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"


def found(text: str, default_graphs: tuple[str, ...] = (), named_graphs: tuple[str, ...] = ()) -> str:
    """The objects that a query finds, in order."""
    solutions = STORE.query(text, **dataset_of(text, {}, None, default_graphs, named_graphs))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return "".join(sorted(solution["o"].value for solution in solutions))


@pytest.mark.parametrize(
    ("clauses", "by_default", "by_name"),
    [
        ("", "xyz", "xyz"),
        ("FROM <urn:x>", "x", ""),
        ("FROM <urn:x> FROM <urn:y>", "xy", ""),
        ("FROM NAMED <urn:x>", "", "x"),
        ("FROM <urn:x> FROM NAMED <urn:y>", "x", "y"),
        ("FROM <urn:none>", "", ""),
    ],
)
def test_the_query_names_its_graphs(clauses: str, by_default: str, by_name: str) -> None:
    assert found(f"SELECT ?o {clauses} {DEFAULT}") == by_default
    assert found(f"SELECT ?o {clauses} {NAMED}") == by_name


@pytest.mark.parametrize("clauses", ["", "FROM <urn:x>", "FROM <urn:x> FROM NAMED <urn:x>"])
def test_graphs_that_come_with_the_request_go_before_those_of_the_query(clauses: str) -> None:
    default, named = f"SELECT ?o {clauses} {DEFAULT}", f"SELECT ?o {clauses} {NAMED}"
    assert (found(default, ("urn:y",)), found(named, ("urn:y",))) == ("y", "")
    assert (found(default, (), ("urn:y",)), found(named, (), ("urn:y",))) == ("", "y")
    assert (found(default, ("urn:y", "urn:z"), ("urn:z",)), found(named, ("urn:y",), ("urn:z",))) == ("yz", "z")


def test_programs_and_the_command_line_ask_the_same_graphs() -> None:
    results = run_query(STORE, f"SELECT ?o FROM <urn:x> {DEFAULT}", {})
    assert isinstance(results, pyoxigraph.QuerySolutions)
    assert tabulate(results, {}).rows == (("x",),)
    assert bool(run_query(STORE, "ASK FROM <urn:x> { <urn:sy> ?p ?o }", {})) is False
