"""The embedded store: an Oxigraph database filled from N-Quads files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pyoxigraph

from flows.errors import OutputError

LINES_AT_ONCE = 100_000
"""Quads loaded at once: the loader holds them in memory several times, 200 MB in all; a million takes 1.8 GB."""


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
    try:
        store = pyoxigraph.Store(str(path))
        for file in files:
            with file.open("rb") as lines:
                while some := b"".join(islice(lines, LINES_AT_ONCE)):
                    store.bulk_load(input=some, format=pyoxigraph.RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        return len(store)
    except (OSError, SyntaxError) as error:
        raise OutputError(str(path), f"loading failed: {error}") from error


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
