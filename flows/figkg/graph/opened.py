"""A built graph, opened to be asked from Python."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph

from figkg.base.errors import QueryError
from figkg.base.resources import read_prefixes
from figkg.graph.describe import NothingFoundError, entity_page, figure_page
from figkg.graph.folder import GraphFolder
from figkg.graph.query import Table, open_store, run_query, tabulate
from figkg.graph.statements import Statement


class Graph:
    """The build in use of an output folder, read-only; builds that come later do not change it.

    Args:
        out: the output folder.

    Raises:
        OutputError: there is no graph, or it cannot be opened.
    """

    def __init__(self, out: Path) -> None:
        self._prefixes = read_prefixes()
        self._store = open_store(GraphFolder(out).store)

    def __len__(self) -> int:
        """Number of quads."""
        return len(self._store)

    def sparql(self, query: str) -> Table:
        """The rows of a SELECT query, over all named graphs together; all prefixes of figkg are known.

        Raises:
            QueryError: it is no SELECT query, or not valid SPARQL.
        """
        results = run_query(self._store, query, self._prefixes)
        if not isinstance(results, pyoxigraph.QuerySolutions):
            raise QueryError("query", "a SELECT query is expected; `figkg query` takes the others")
        return tabulate(results, self._prefixes)

    def statements(self, name: str) -> tuple[Statement, ...]:
        """The statements of a figure, or those that an entity takes part in, with their words.

        Args:
            name: identifier of a figure, or symbol, name or CURIE of an entity.

        Raises:
            NothingFoundError: the graph has nothing of this name.
        """
        page = figure_page(self._store, name, self._prefixes) or entity_page(self._store, name, self._prefixes)
        if page is None:
            raise NothingFoundError(name)
        return page.statements
