"""The embedded store: an Oxigraph database filled from N-Quads files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph

from flows.errors import OutputError

LINES_AT_ONCE = 25_000
"""Quads loaded at once. The loader sorts them in memory: fewer at once leave more files to merge, more are slower to
sort (a hundred thousand take a fifth longer) and larger (a million take 1.3 GB)."""


def add_to_store(path: Path, file: Path, length: int | None = None) -> None:
    """Load a file into a store, which is created if it is not there.

    IRIs are not checked again: they were when they were written (:func:`flows.emit.terms.iri`).

    Args:
        path: folder of the store.
        file: N-Quads.
        length: how many of its bytes; the whole file if not given.

    Raises:
        OutputError: the store cannot be written, or the file is not N-Quads.
    """
    try:
        store = pyoxigraph.Store(str(path))
        with file.open("rb") as lines:
            for some in _pieces(lines, length):
                store.bulk_load(input=some, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        store.flush()
    except (OSError, SyntaxError) as error:
        raise OutputError(str(path), f"loading failed: {error}") from error


def _pieces(lines: BinaryIO, length: int | None) -> Iterable[bytes]:
    left = length
    while (left is None or left > 0) and (some := b"".join(islice(lines, LINES_AT_ONCE))):
        yield some if left is None else some[:left]
        left = None if left is None else left - len(some)


def optimize_store(path: Path) -> int:
    """Merge what was loaded, so that queries take two thirds of the time.

    Args:
        path: folder of the store.

    Returns:
        The number of quads in the store.

    Raises:
        OutputError: the store cannot be written.
    """
    try:
        store = pyoxigraph.Store(str(path))
        store.optimize()
        store.flush()
        return len(store)
    except OSError as error:
        raise OutputError(str(path), f"loading failed: {error}") from error


def fill_store(path: Path, files: Iterable[Path]) -> int:
    """Create a store and load files into it.

    Args:
        path: folder of the new store.
        files: N-Quads files.

    Returns:
        The number of quads in the store.

    Raises:
        OutputError: the store cannot be written, or a file is not N-Quads.
    """
    for file in files:
        add_to_store(path, file)
    return optimize_store(path)


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
