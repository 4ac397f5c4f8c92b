"""Bringing a release into a store: only what changed, resumed where it was cut off, checked at the end.

A graph of its own in the store, the book, holds the digest of every graph that was loaded. A graph is replaced when its
digest differs or is missing, dropped when the release lacks it. A digest is written with its graph or after it, never
before, so that an interrupted load goes on where it ended. While a load runs, the book says so: what an unfinished load
left without a digest is found and dropped by the next.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from figkg.base.errors import StoreError
from figkg.base.iris import FKG, GRAPHS
from figkg.base.telling import tell_more
from figkg.load.contents import GraphContent
from figkg.load.remote import RemoteStore
from figkg.load.values import normal_form

BOOK = f"{GRAPHS}loaded"
"""The graph of digests."""

_DIGEST = f"{FKG}graphDigest"
_UNFINISHED = f"{FKG}unfinishedLoad"
_STAGING = f"{GRAPHS}staging"
_PAGE = 5_000
_AT_ONCE = 250_000
"""Quads of one request to an empty store."""

Follow = Callable[[Iterable[int], int, str], Iterable[int]]


class Plan(Struct, frozen=True):
    """What has to be done.

    Attributes:
        replace: graphs that are new or differ, in their order.
        drop: names of graphs that the release lacks.
        unchanged: number of graphs that are there already.
    """

    replace: tuple[GraphContent, ...]
    drop: tuple[str, ...]
    unchanged: int


class Loaded(Struct, frozen=True):
    """What was done.

    Attributes:
        replaced: graphs that were written.
        dropped: graphs that were dropped.
        unchanged: graphs that were there already.
        triples: triples in the store's figkg graphs, as the store counts them.
        compared: graphs that were read back and compared.
        resumed: whether the load before had not come to its end.
        union: whether queries without ``GRAPH`` are asked of all graphs together.
    """

    replaced: int
    dropped: int
    unchanged: int
    triples: int
    compared: int
    resumed: bool = False
    union: bool = True


def plan(release: Mapping[str, GraphContent], known: Mapping[str, str]) -> Plan:
    """Compare a release with what a store holds.

    Args:
        release: graphs by name.
        known: digests of the graphs in the store, by name.
    """
    replace = tuple(one for name, one in release.items() if known.get(name) != one.digest)
    drop = tuple(sorted(known.keys() - release.keys()))
    return Plan(replace, drop, len(release) - len(replace))


def digests(store: RemoteStore) -> dict[str, str]:
    """Digests of the graphs that a store holds, by name.

    Raises:
        StoreError: the store cannot be reached.
    """
    found: dict[str, str] = {}
    last = ""
    while True:  # by the last name, not by OFFSET, which Virtuoso refuses beyond 10,000 rows
        query = (
            f"SELECT ?graph ?digest WHERE {{ GRAPH <{BOOK}> {{ ?graph <{_DIGEST}> ?digest }} "
            f'FILTER (STR(?graph) > "{last}") }} ORDER BY STR(?graph) LIMIT {_PAGE}'
        )
        rows = store.select(query).rows
        if not rows:
            return found
        found.update((row["graph"], row["digest"]) for row in rows)
        last = max(row["graph"] for row in rows)


def is_unfinished(store: RemoteStore) -> bool:
    """Whether a load began and did not come to its end.

    Raises:
        StoreError: the store cannot be reached.
    """
    query = f"SELECT ?release WHERE {{ GRAPH <{BOOK}> {{ <{BOOK}> <{_UNFINISHED}> ?release }} }}"
    return bool(store.select(query).rows)


def asks_union(store: RemoteStore) -> bool:
    """Whether a store that was loaded asks queries without ``GRAPH`` of all graphs together.

    Raises:
        StoreError: the store cannot be reached.
    """
    return bool(store.select(f"SELECT ?graph WHERE {{ ?graph <{_DIGEST}> ?digest }} LIMIT 1").rows)


def graphs_of(store: RemoteStore) -> set[str]:
    """Names of all graphs of figkg in a store, with or without a digest; the book is none.

    Raises:
        StoreError: the store cannot be reached.
    """
    found: set[str] = set()
    last = ""
    while True:
        query = (
            "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } "
            f'FILTER (STRSTARTS(STR(?graph), "{GRAPHS}") && STR(?graph) > "{last}") }} '
            f"ORDER BY STR(?graph) LIMIT {_PAGE}"
        )
        rows = store.select(query).rows
        if not rows:
            return found - {BOOK}
        found.update(row["graph"] for row in rows)
        last = max(row["graph"] for row in rows)


def synchronise(
    store: RemoteStore,
    release: Mapping[str, GraphContent],
    *,
    full: bool = False,
    sample: int = 20,
    follow: Follow = lambda done, _total, _what: done,
) -> Loaded:
    """Bring a release into a store.

    Args:
        store: the store.
        release: graphs by name.
        full: replace every graph and drop every other, whatever the store says it holds.
        sample: number of graphs to read back at the end.
        follow: shows progress over graphs.

    Returns:
        What was done.

    Raises:
        StoreError: the store cannot be reached, refuses, or holds something else in the end.
    """
    resumed = is_unfinished(store)
    known = digests(store)
    todo = plan(release, {} if full else known)
    there = graphs_of(store) if full or resumed else set[str]()
    drop = tuple(sorted((known.keys() | there) - release.keys()))
    fresh = not (known or resumed) and bool(store.profile.quads) and not _count(store)
    tell_more(
        f"{store.url}: {len(known):,} graphs known there; {len(todo.replace):,} to write, {len(drop):,} to drop, "
        f"{todo.unchanged:,} as they are" + ("; an unfinished load is taken up" if resumed else "")
    )
    if todo.replace or drop:
        store.update(_begin(release))
    for names in _batches(drop, 100):
        store.update(";\n".join([*(f"DROP SILENT GRAPH <{name}>" for name in names), *map(_forget, names)]))
    done = _added(store, todo.replace) if fresh else _replaced(store, todo.replace)
    for _ in follow(done, len(todo.replace), "loading graphs"):
        pass
    if todo.replace or drop or resumed:
        store.update(_end())
    triples, compared = verify(store, release, sample)
    tell_more(f"{store.url}: {triples:,} triples counted, {compared:,} graphs read back and compared")
    return Loaded(len(todo.replace), len(drop), todo.unchanged, triples, compared, resumed, asks_union(store))


def verify(store: RemoteStore, release: Mapping[str, GraphContent], sample: int) -> tuple[int, int]:
    """Count all triples and read some graphs back: others for another release.

    Returns:
        The number of triples, and how many graphs were compared.

    Raises:
        StoreError: the store holds something else.
    """
    wanted, found = sum(one.triples for one in release.values()), _count(store)
    if found != wanted:
        raise StoreError(store.url, f"holds {found:,} triples where {wanted:,} were loaded; load again with --full")
    drawn = draw(release, sample, store.profile.triples)
    for name in drawn:
        if normal_form(store.read_graph(name)) != normal_form("\n".join(release[name].statements())):
            raise StoreError(store.url, f"holds other triples in the graph {name}; load again with --full")
    return found, len(drawn)


def draw(release: Mapping[str, GraphContent], sample: int, largest: int) -> list[str]:
    """Names of graphs to read back, drawn by the content of a release.

    The graph of the run, which has its times, is part of it: each night's build draws others.

    Args:
        release: graphs by name.
        sample: how many.
        largest: how many triples one may have.
    """
    names = sorted(name for name, one in release.items() if one.triples <= largest)
    return random.Random(_digest(release)).sample(names, min(sample, len(names)))  # noqa: S311 (no secret)


def _digest(release: Mapping[str, GraphContent]) -> str:
    return hashlib.sha256("\n".join(f"{name} {release[name].digest}" for name in sorted(release)).encode()).hexdigest()


def _count(store: RemoteStore) -> int:
    query = (
        "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
        f'FILTER (STRSTARTS(STR(?g), "{GRAPHS}") && ?g != <{BOOK}>) }}'
    )
    return int(store.select(query).rows[0]["n"])


def _steps(graphs: Sequence[GraphContent], most: int) -> Iterator[list[GraphContent]]:
    """Groups of graphs that fit into a request; one that does not fit is alone."""
    step: list[GraphContent] = []
    size = 0
    for graph in graphs:
        if step and size + graph.triples > most:
            yield step
            step, size = [], 0
        step.append(graph)
        size += graph.triples
    if step:
        yield step


def _added(store: RemoteStore, graphs: Sequence[GraphContent]) -> Iterator[int]:
    """Fill an empty store by the quickest path; yields once for each graph."""
    for step in _steps(graphs, _AT_ONCE):
        lines = _lines(step)
        while some := list(islice(lines, _AT_ONCE)):
            store.add_quads(some)
        store.update(_remember(step))
        yield from range(len(step))


def _replaced(store: RemoteStore, graphs: Sequence[GraphContent]) -> Iterator[int]:
    """Replace graphs, step by step; yields once for each graph."""
    for step in _steps(graphs, store.profile.triples):
        if len(step) == 1 and step[0].triples > store.profile.triples:
            _replace_large(store, step[0])
        elif store.profile.method == "graphs":
            for graph in step:
                store.put_graph(graph.name, graph.statements())
            store.update(";\n".join([*(_forget(graph.name) for graph in step), _remember(step)]))
        else:
            blocks = "\n".join(f"GRAPH <{one.name}> {{\n{_joined(one.statements())}\n}}" for one in step)
            drops = [f"DROP SILENT GRAPH <{one.name}>" for one in step]
            store.update(
                ";\n".join(
                    [*drops, *(_forget(one.name) for one in step), f"INSERT DATA {{\n{blocks}\n}}", _remember(step)]
                )
            )
        yield from range(len(step))


def _replace_large(store: RemoteStore, graph: GraphContent) -> None:
    """Fill a graph beside the one in use, then move it there in one step."""
    store.update(f"DROP SILENT GRAPH <{_STAGING}>")
    statements = graph.statements()
    while some := list(islice(statements, store.profile.triples)):
        if store.profile.method == "graphs":
            store.add_to_graph(_STAGING, some)
        else:
            store.update(f"INSERT DATA {{ GRAPH <{_STAGING}> {{\n{_joined(some)}\n}} }}")
    move = f"MOVE GRAPH <{_STAGING}> TO GRAPH <{graph.name}>"
    store.update(";\n".join([move, _forget(graph.name), _remember([graph])]))


def _joined(statements: Iterable[str]) -> str:
    return "\n".join(statements)


def _lines(step: Iterable[GraphContent]) -> Iterator[str]:
    for graph in step:
        for statement in graph.statements():
            yield f"{statement.removesuffix(' .')} <{graph.name}> .\n"


def _remember(step: Iterable[GraphContent]) -> str:
    notes = "\n".join(f'<{one.name}> <{_DIGEST}> "{one.digest}" .' for one in step)
    return f"INSERT DATA {{ GRAPH <{BOOK}> {{\n{notes}\n}} }}"


def _forget(name: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{BOOK}> {{ <{name}> <{_DIGEST}> ?digest }} }}"


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _begin(release: Mapping[str, GraphContent]) -> str:
    note = f'<{BOOK}> <{_UNFINISHED}> "{_digest(release)}" .'
    return f"{_end()};\nINSERT DATA {{ GRAPH <{BOOK}> {{ {note} }} }}"


def _end() -> str:
    return f"DELETE WHERE {{ GRAPH <{BOOK}> {{ <{BOOK}> <{_UNFINISHED}> ?release }} }}"
