"""The build in use, as pages need it: its store, and what is read from it once."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from figkg.graph.edges import in_context_of, read_edges, touching
from figkg.graph.folder import GraphFolder
from figkg.graph.names import NameSearch, read_names
from figkg.graph.numbers import Numbers, known_numbers, read_numbers
from figkg.graph.query import open_store
from figkg.graph.rows import EdgeRow

_REMEMBERED = 64


class BuiltGraph:
    """One build.

    Args:
        build: its folder.
        prefixes: prefix map.

    Raises:
        OutputError: its store cannot be opened.
    """

    def __init__(self, build: Path, prefixes: Mapping[str, str]) -> None:
        self.build = build
        self.prefixes = prefixes
        self.store = open_store(build / "store")
        self.edges_of = lru_cache(_REMEMBERED)(self._edges_of)
        self.edges_in = lru_cache(_REMEMBERED)(self._edges_in)

    @cached_property
    def names(self) -> NameSearch:
        """The index of names."""
        return read_names(self.store, self.prefixes)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the statistics page."""
        return known_numbers(self.build) or read_numbers(self.store, self.prefixes)

    @property
    def numbers_so_far(self) -> Numbers | None:
        """The numbers, if they are counted already."""
        counted = vars(self).get("numbers")
        return counted if isinstance(counted, Numbers) else None

    def prepare(self) -> None:
        """Read the names and count, so that the first visitors need not wait."""
        for name in ("names", "numbers"):
            getattr(self, name)

    @cached_property
    def summary(self) -> dict[str, object]:
        """The numbers that the build wrote; empty where there are none."""
        path = self.build / "summary.json"
        return msgspec.json.decode(path.read_bytes(), type=dict[str, object]) if path.exists() else {}

    def _edges_of(self, entity: str) -> tuple[EdgeRow, ...]:
        """The edges from and to an entity, by its IRI."""
        return read_edges(self.store, touching(self.store, entity, self.prefixes), self.prefixes)

    def _edges_in(self, disease: str) -> tuple[EdgeRow, ...]:
        """The edges that figures of a disease state, by its IRI."""
        return read_edges(self.store, in_context_of(self.store, disease, self.prefixes), self.prefixes)


class GraphInUse:
    """Follows an output folder: each call gives the build in use.

    Args:
        output: the folder.
        prefixes: prefix map.
    """

    def __init__(self, output: GraphFolder, prefixes: Mapping[str, str]) -> None:
        self._output = output
        self._prefixes = prefixes
        self._lock = threading.Lock()
        self._open: BuiltGraph | None = None

    def __call__(self) -> BuiltGraph:
        """The build in use.

        Raises:
            OutputError: there is none.
        """
        build = self._output.current
        with self._lock:
            if self._open is None or self._open.build != build:
                self._open = BuiltGraph(build, self._prefixes)
                threading.Thread(target=self._open.prepare, daemon=True).start()
            return self._open
