"""Paths of edges from one thing to another: the shortest first, and of equally long ones the most believed."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count, islice
from math import inf, prod

from msgspec import Struct

from figkg.graph.built import Graph
from figkg.graph.edges import read_edges
from figkg.graph.network import Arc, Network, read_network
from figkg.graph.rows import EdgeRow, key_of

LONGEST = 4
"""Steps of the longest path that is looked for, where nobody says."""
_MOST_LOOKS = 100_000
"""Beginnings of paths of one length that are looked at; in a hub there are more than anybody could read."""


class CausalPath(Struct, frozen=True):
    """Edges, each of which begins where the one before ends.

    Attributes:
        steps: the edges.
    """

    steps: tuple[EdgeRow, ...]

    @property
    def sign(self) -> int:
        """1 where the steps together activate, -1 where they inhibit."""
        return prod(step.sign for step in self.steps)

    @property
    def belief(self) -> float:
        """How likely it is that all steps are stated as they are read, in (0, 1]."""
        return prod(step.belief for step in self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        """``EGFR → AKT ⊣ FOXO3``."""
        steps = (f"{'→' if step.sign > 0 else '⊣'} {step.object.label}" for step in self.steps)
        return f"{self.steps[0].subject.label} {' '.join(steps)}"


def find_paths(
    graph: Graph, source: str, target: str, longest: int = LONGEST, most: int = 10, network: Network | None = None
) -> tuple[CausalPath, ...]:
    """Paths between two entities.

    Both stand for their families too, as in captions. What lies between stands for itself alone, and is a gene, a
    family or a chemical: what acts on a disease or process need not have to do with what that acts on.

    Args:
        graph: the graph.
        source: IRI of the first cause.
        target: IRI of the last effect.
        longest: steps of the longest path.
        most: number of paths.
        network: all edges of the graph, where they are read already.
    """
    network = read_network(graph) if network is None else network
    found = list(islice(_walk(network, source, target, longest), most))
    rows = {row.key: row for row in read_edges(graph, {arc.edge for path in found for arc in path})}
    return tuple(CausalPath(tuple(rows[key_of(arc.edge)] for arc in path)) for path in found)


def _walk(network: Network, source: str, target: str, longest: int) -> Iterator[tuple[Arc, ...]]:
    """Paths in their order, as arcs."""
    starts, ends = network.meant_by(source), network.meant_by(target)
    remaining = [dict.fromkeys(ends, 0.0)]
    for length in range(1, longest + 1):
        remaining.append(_one_step_more(network, remaining[-1]))
        yield from _of_length(network, starts, ends, remaining[: length + 1])


def _one_step_more(network: Network, costs: dict[str, float]) -> dict[str, float]:
    """What it costs at least to reach the end from a thing, with one step more."""
    more: dict[str, float] = {}
    for source, arcs in network.leaving.items():
        least = min((arc.cost + costs[arc.target] for arc in arcs if arc.target in costs), default=inf)
        if least < inf:
            more[source] = least
    return more


def _of_length(
    network: Network, starts: frozenset[str], ends: frozenset[str], remaining: list[dict[str, float]]
) -> Iterator[tuple[Arc, ...]]:
    """Paths of one length, the most believed first: best-first search, led by what the rest costs at least."""
    order, length = count(), len(remaining) - 1
    waiting: list[tuple[float, int, float, str, tuple[Arc, ...]]] = []
    for start in sorted(starts & remaining[length].keys()):
        heappush(waiting, (remaining[length][start], next(order), 0.0, start, ()))
    for _ in range(_MOST_LOOKS):
        if not waiting:
            return
        _, _, paid, at, path = heappop(waiting)
        left = length - len(path) - 1
        if left < 0:
            yield path
            continue
        been = {*starts, *(arc.target for arc in path)}
        for arc in network.leaving.get(at, ()):
            if arc.target in been or arc.target not in remaining[left]:
                continue
            if left and (arc.target in ends or arc.target not in network.molecules):
                continue
            cost = paid + arc.cost
            heappush(waiting, (cost + remaining[left][arc.target], next(order), cost, arc.target, (*path, arc)))
