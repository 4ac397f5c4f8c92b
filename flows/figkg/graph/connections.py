"""How some things hang together: the edges among them, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from figkg.graph.built import Graph
from figkg.graph.edge_set import Edges
from figkg.graph.edges import read_edges
from figkg.graph.network import Arc, Network, read_network
from figkg.graph.rows import EdgeRow, EntityRow, key_of


class Bridge(Struct, frozen=True):
    """What lies between things.

    Attributes:
        node: it.
        joined: how many of the things have an edge with it.
        edges: these edges.
    """

    node: EntityRow
    joined: int
    edges: Edges


class Connections(Struct, frozen=True):
    """How some things hang together.

    Attributes:
        among: edges from one of them, or its family, to another; the most believed first.
        bridges: what lies between them, what joins most of them first.
    """

    among: Edges
    bridges: tuple[Bridge, ...]


def connect(graph: Graph, things: Sequence[str], bridges: int = 0, network: Network | None = None) -> Connections:
    """Find edges among things, and through what else one of them acts on another.

    Args:
        graph: the graph.
        things: their IRIs; each stands for its families too.
        bridges: how many bridging nodes to give.
        network: all edges of the graph, where they are read already.
    """
    network = read_network(graph) if network is None else network
    meant = {thing: network.meant_by(thing) for thing in things}
    owners: dict[str, set[str]] = {}
    for thing, nodes in meant.items():
        for node in nodes:
            owners.setdefault(node, set()).add(thing)
    among = [arc for arc in network.arcs() if _joins(owners.get(arc.source), owners.get(arc.target))]
    found = _bridges(network, owners)[:bridges]
    wanted = {arc.edge for arc in among} | {arc.edge for _, _, arcs in found for arc in arcs}
    rows = {row.key: row for row in read_edges(graph, wanted)}
    return Connections(
        _believed_first(rows[key_of(arc.edge)] for arc in among),
        tuple(
            Bridge(
                next(rows[key_of(arc.edge)].object for arc in arcs if arc.target == node),
                joined,
                _believed_first(rows[key_of(arc.edge)] for arc in arcs),
            )
            for node, joined, arcs in found
        ),
    )


def _joins(sources: set[str] | None, targets: set[str] | None) -> bool:
    """Whether an edge leads from one thing to another."""
    return bool(sources and targets) and len((sources or set()) | (targets or set())) > 1


def _bridges(network: Network, owners: dict[str, set[str]]) -> list[tuple[str, int, list[Arc]]]:
    """What one thing acts on and what acts on another: node, number of things joined, arcs; the best first."""
    into: dict[str, list[Arc]] = {}
    out_of: dict[str, list[Arc]] = {}
    for arc in network.arcs():
        if arc.source in owners and arc.target not in owners and arc.target in network.molecules:
            into.setdefault(arc.target, []).append(arc)
        if arc.target in owners and arc.source not in owners and arc.source in network.molecules:
            out_of.setdefault(arc.source, []).append(arc)
    found = []
    for node in into.keys() & out_of.keys():
        before = set().union(*(owners[arc.source] for arc in into[node]))
        after = set().union(*(owners[arc.target] for arc in out_of[node]))
        if len(before | after) > 1:
            found.append((node, len(before | after), [*into[node], *out_of[node]]))
    return sorted(found, key=lambda one: (-one[1], -sum(arc.belief for arc in one[2]), one[0]))


def _believed_first(rows: Iterable[EdgeRow]) -> Edges:
    return Edges(sorted(rows, key=lambda row: (-row.belief, row.subject.label, row.object.label, row.sign)))
