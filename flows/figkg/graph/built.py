"""A built graph, open to be read: its store, for questions, and its release, for what is made of all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
from msgspec import Struct

from figkg.base.kinds import Kinds, read_kinds
from figkg.base.resources import mappings_folder, read_prefixes
from figkg.graph.folder import GraphFolder
from figkg.graph.query import iterate, open_store


class Graph(Struct, frozen=True):
    """A graph in a store.

    Attributes:
        store: the store.
        prefixes: the prefix map.
        kinds: the kinds of entities.
    """

    store: pyoxigraph.Store
    prefixes: Mapping[str, str]
    kinds: Kinds

    def rows(self, query: str) -> Iterator[dict[str, str]]:
        """Rows of a SELECT query over all graphs, as mappings from variable to text; IRIs stay whole.

        Raises:
            QueryError: it is not valid SPARQL.
        """
        return iterate(self.store, query, self.prefixes)


class Release(Struct, frozen=True):
    """A graph in a file.

    Attributes:
        path: ``figkg.nq``, whose graphs stand one after the other, each sorted.
        prefixes: the prefix map.
        kinds: the kinds of entities.
    """

    path: Path
    prefixes: Mapping[str, str]
    kinds: Kinds


def open_graph(out: Path) -> Graph:
    """The graph in use of an output folder.

    Args:
        out: the output folder of `figkg build`.

    Raises:
        OutputError: there is none, or its store cannot be opened.
        MappingError: prefixes or kinds cannot be read.
    """
    return Graph(open_store(GraphFolder(out).store), read_prefixes(), read_kinds(mappings_folder()))


def open_release(out: Path) -> Release:
    """The release in use of an output folder; raises what :func:`open_graph` raises."""
    return Release(GraphFolder(out).current / "figkg.nq", read_prefixes(), read_kinds(mappings_folder()))
