"""The build in use, as pages need it: its graph, and what is read from it once."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from figkg.base.kinds import Kinds
from figkg.graph.built import Graph
from figkg.graph.edges import in_context_of, read_edges, touching
from figkg.graph.folder import GraphFolder
from figkg.graph.names import NameSearch, read_names
from figkg.graph.network import Network, read_network
from figkg.graph.numbers import Numbers, known_numbers, read_numbers
from figkg.graph.query import open_store
from figkg.graph.resolve import Resolver
from figkg.graph.rows import EdgeRow

_REMEMBERED = 64


class ServedBuild:
    """One build.

    Args:
        build: its folder.
        prefixes: prefix map.
        kinds: the kinds of entities.

    Raises:
        OutputError: its store cannot be opened.
    """

    def __init__(self, build: Path, prefixes: Mapping[str, str], kinds: Kinds) -> None:
        self.build = build
        self.graph = Graph(open_store(build / "store"), prefixes, kinds)
        self.edges_of = lru_cache(_REMEMBERED)(self._edges_of)
        self.edges_in = lru_cache(_REMEMBERED)(self._edges_in)

    @cached_property
    def names(self) -> NameSearch:
        """The index of names."""
        return read_names(self.graph)

    @cached_property
    def resolver(self) -> Resolver:
        """Finds what names mean."""
        return Resolver(self.graph)

    @cached_property
    def arcs(self) -> Network:
        """All edges, for walking along them."""
        return read_network(self.graph)

    @cached_property
    def numbers(self) -> Numbers:
        """The graph in numbers."""
        return known_numbers(self.build) or read_numbers(self.graph)

    @property
    def numbers_so_far(self) -> Numbers | None:
        """The numbers, if they are counted already."""
        counted = vars(self).get("numbers")
        return counted if isinstance(counted, Numbers) else known_numbers(self.build)

    def prepare(self) -> None:
        """Read the names and count, so that the first visitors need not wait."""
        for name in ("names", "numbers"):
            getattr(self, name)
        self.resolver.outside("")  # reads the reference tables

    @cached_property
    def summary(self) -> Summary | None:
        """What the build wrote down of itself."""
        path = self.build / "summary.json"
        return msgspec.json.decode(path.read_bytes(), type=Summary) if path.exists() else None

    def _edges_of(self, entity: str) -> tuple[EdgeRow, ...]:
        """The edges from and to an entity, by its IRI."""
        return read_edges(self.graph, touching(self.graph, entity))

    def _edges_in(self, disease: str) -> tuple[EdgeRow, ...]:
        """The edges that figures of a disease state, by its IRI."""
        return read_edges(self.graph, in_context_of(self.graph, disease))


class Summary(msgspec.Struct, frozen=True):
    """What is taken from summary.json.

    Attributes:
        quads: quads in the store.
        started: when the build began, in ISO 8601; or empty.
        version: of the program, or empty.
    """

    quads: int
    started: str = ""
    version: str = ""

    @property
    def day(self) -> str:
        """The day of the build, ``2026-11-28``."""
        return self.started[:10]


class GraphInUse:
    """Follows an output folder: each call gives the build in use.

    Args:
        output: the folder.
        prefixes: prefix map.
        kinds: the kinds of entities.
    """

    def __init__(self, output: GraphFolder, prefixes: Mapping[str, str], kinds: Kinds) -> None:
        self._output = output
        self._prefixes = prefixes
        self._kinds = kinds
        self._lock = threading.Lock()
        self._open: ServedBuild | None = None

    def __call__(self) -> ServedBuild:
        """The build in use.

        Raises:
            OutputError: there is none.
        """
        build = self._output.current
        with self._lock:
            if self._open is None or self._open.build != build:
                self._open = ServedBuild(build, self._prefixes, self._kinds)
                threading.Thread(target=self._open.prepare, daemon=True).start()
            return self._open
