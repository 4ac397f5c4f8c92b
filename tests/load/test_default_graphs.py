"""Which graph a query asks: the switches that docs/operations.md names, where the store runs in Python."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from figkg.base.iris import GRAPHS
from figkg.base.resources import ontologies_folder
from figkg.graph.named_queries import read_named_query, with_prefixes

GRAPH_NAMES = tuple(f" <{GRAPHS}{name}> .\n" for name in ("edges", "entities"))


@pytest.fixture(scope="module")
def lines(release: Path) -> str:
    """The graphs of edges and entities as N-Quads."""
    with (release / "figkg.nq").open(encoding="utf-8") as all_lines:
        return "".join(line for line in all_lines if line.endswith(GRAPH_NAMES))


@pytest.fixture(scope="module")
def query(prefixes: dict[str, str]) -> str:
    return with_prefixes(read_named_query(ontologies_folder() / "queries" / "inhibitors-of-gene.rq").text, prefixes)


@pytest.mark.parametrize(("union", "found"), [(True, True), (False, False)])
def test_rdflib_asks_all_graphs_when_it_is_told_to(union: bool, found: bool, lines: str, query: str) -> None:
    dataset = rdflib.Dataset(default_union=union)
    dataset.parse(data=lines, format="nquads")
    assert bool(list(dataset.query(query))) is found


@pytest.mark.parametrize(("union", "found"), [(True, True), (False, False)])
def test_pyoxigraph_asks_all_graphs_when_it_is_told_to(union: bool, found: bool, lines: str, query: str) -> None:
    store = pyoxigraph.Store()
    store.load(lines.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    results = store.query(query, use_default_graph_as_union=union)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    assert bool(list(results)) is found
