"""The embedded store: an Oxigraph database filled from N-Quads files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

from figkg.base.errors import OutputError
from figkg.base.line_ranges import LineRange

BYTES_AT_ONCE = 10_000_000
"""How much is loaded at once, about 50,000 quads. The loader sorts them in memory: fewer leave more files to merge,
more are slower to sort (twice as many take a fifth longer) and need more memory (twenty times as many: 1.3 GB)."""


class StoreLoader:
    """Fills a store, bit by bit. One at a time may have a store open.

    IRIs are not checked again: they were when they were written (:func:`figkg.emit.terms.iri`).

    Args:
        path: folder of the store, which is created if it is not there.

    Raises:
        OutputError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._store = pyoxigraph.Store(str(path))

    def add(self, places: Iterable[LineRange], stopped: Callable[[], bool] = lambda: False) -> None:
        """Load N-Quads.

        Args:
            places: where whole lines of N-Quads are.
            stopped: whether to leave the rest, asked before each piece.

        Raises:
            OutputError: the store cannot be written, or something is not N-Quads.
        """
        with self._told():
            for lines in _pieces(places):
                if stopped():
                    return
                self._store.bulk_load(input=lines, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)

    def replace(self, places: Iterable[LineRange]) -> None:
        """Load graphs in the stead of what is there of them.

        Args:
            places: where all lines of one graph are.

        Raises:
            OutputError: as :meth:`add`.
        """
        places = list(places)
        with self._told():
            for place in places:
                with open(place.partition, "rb") as file:
                    file.seek(place.offset)
                    (name,) = _GRAPH.findall(file.readline())
                self._store.clear_graph(pyoxigraph.NamedNode(name.decode()))
        self.add(places)

    def optimize(self, meanwhile: Callable[[pyoxigraph.Store], object] | None = None) -> int:
        """Merge what was loaded, so that queries take two thirds of the time.

        Args:
            meanwhile: reads the store; merging takes one processor only, and changes nothing that is read.

        Returns:
            The number of quads in the store.

        Raises:
            OutputError: the store cannot be written.
        """
        with self._told(), ThreadPoolExecutor(1) as thread:
            merging = thread.submit(self._store.optimize)
            if meanwhile is not None:
                meanwhile(self._store)
            quads = len(self._store)
            merging.result()
            self._store.flush()
            return quads

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, SyntaxError) as error:
            raise OutputError(str(self._path), f"loading failed: {error}") from error


_GRAPH = re.compile(rb"<([^<>]*)> \.\n$")


def _pieces(places: Iterable[LineRange]) -> Iterator[bytes]:
    """Whole lines, as many as are loaded at once; small places together."""
    waiting, size = list[bytes](), 0
    for place in places:
        with open(place.partition, "rb") as file:
            file.seek(place.offset)
            left = place.length
            while left > 0 and (lines := file.read(min(left, BYTES_AT_ONCE - size))):
                if len(lines) < left:
                    lines += file.readline()
                waiting.append(lines)
                left -= len(lines)
                size += len(lines)
                if size >= BYTES_AT_ONCE:
                    yield b"".join(waiting)
                    waiting, size = [], 0
    yield b"".join(waiting)


def whole(file: Path) -> LineRange:
    """All of a file."""
    return LineRange(str(file), 0, file.stat().st_size)


def count_figures(path: Path, predicates: Iterable[str], entities: Iterable[str]) -> int:
    """How many figures have any of these entities.

    Args:
        path: folder of the store.
        predicates: IRIs that lead from a figure to an entity.
        entities: IRIs of the entities.

    Raises:
        OutputError: the store cannot be read.
    """
    try:
        store = pyoxigraph.Store.read_only(str(path))
    except OSError as error:
        raise OutputError(str(path), f"cannot be read: {error}") from error
    leading = [pyoxigraph.NamedNode(one) for one in predicates]
    found: set[object] = set()
    for entity in map(pyoxigraph.NamedNode, entities):
        for predicate in leading:
            found.update(quad.subject for quad in store.quads_for_pattern(None, predicate, entity))
    return len(found)
