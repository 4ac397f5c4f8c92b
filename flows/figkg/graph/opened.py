"""A built graph as Python programs ask it: ``figkg.open_graph``."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph

from figkg.base.errors import QueryError
from figkg.graph.built import open_graph
from figkg.graph.query import ResultTable, run_query, tabulate
from figkg.graph.resolve import Resolver
from figkg.graph.statements import Statement, statements_about, statements_of_figure


class OpenedGraph:
    """The build in use of an output folder, read-only; builds that come later do not change it.

    Args:
        out: the output folder.

    Raises:
        OutputError: there is no graph, or it cannot be opened.
    """

    def __init__(self, out: Path) -> None:
        self._graph = open_graph(out)
        self._resolver = Resolver(self._graph)

    def __len__(self) -> int:
        """Number of quads."""
        return len(self._graph.store)

    def sparql(self, query: str) -> ResultTable:
        """The rows of a SELECT query, over all graphs unless it names some by ``FROM``; all prefixes are known.

        Raises:
            QueryError: it is no SELECT query, or not valid SPARQL.
        """
        results = run_query(self._graph.store, query, self._graph.prefixes)
        if not isinstance(results, pyoxigraph.QuerySolutions):
            raise QueryError("query", "a SELECT query is expected; `figkg query` takes the others")
        return tabulate(results, self._graph.prefixes)

    def statements(self, name: str) -> tuple[Statement, ...]:
        """The statements of a figure, or those that an entity takes part in, with their words.

        Args:
            name: identifier of a figure, or symbol, name or CURIE of an entity.

        Raises:
            NothingFoundError: the graph has nothing of this name.
        """
        meant = self._resolver.find(name)
        if meant.kind == "figure":
            return statements_of_figure(self._graph, meant.iri)
        return statements_about(self._graph, meant.iri)
