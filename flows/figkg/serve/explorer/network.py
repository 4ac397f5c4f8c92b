"""A network of edges for Cytoscape: its nodes and edges, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from figkg.base.kinds import Kinds
from figkg.graph.rows import EdgeRow, EntityRow

MOST_EDGES = 60
"""Edges that are drawn at once; more are a ball of wool. The table has all."""


def elements(edges: Iterable[EdgeRow], kinds: Kinds, centre: str = "") -> list[dict[str, Any]]:
    """Elements in Cytoscape's JSON: https://js.cytoscape.org/#notation/elements-json.

    Args:
        edges: what is drawn.
        kinds: the kinds of entities, which have a shape and a colour.
        centre: CURIE of the entity that the page is about, or empty.

    Returns:
        Nodes, in the order in which the edges name them, and then the edges.
    """
    nodes: dict[str, dict[str, Any]] = {}
    drawn: list[dict[str, Any]] = []
    for edge in edges:
        for entity in (edge.subject, edge.object):
            nodes.setdefault(entity.curie, _node(entity, kinds, centre))
        drawn.append(
            {
                "data": {
                    "id": edge.key,
                    "source": edge.subject.curie,
                    "target": edge.object.curie,
                    "sign": edge.sign,
                    "belief": round(edge.belief, 3),
                    "width": round(1.5 + 4.5 * edge.belief, 2),
                    "papers": edge.papers,
                },
                "classes": " ".join(_classes(edge)),
            }
        )
    return [*nodes.values(), *drawn]


def strongest(edges: Sequence[EdgeRow], number: int = MOST_EDGES) -> list[EdgeRow]:
    """The edges of which most is known: by papers, then by belief."""
    return sorted(edges, key=lambda edge: (-edge.papers, -edge.belief, edge.key))[:number]


def _node(entity: EntityRow, kinds: Kinds, centre: str) -> dict[str, Any]:
    kind = kinds.by_name.get(entity.kind)
    look = {"shape": kind.shape, "colour": kind.colour} if kind is not None else {}
    data = {"id": entity.curie, "label": entity.label, "kind": entity.kind, **look}
    return {"data": data, "classes": "centre" if entity.curie == centre else ""}


def _classes(edge: EdgeRow) -> list[str]:
    names = [edge.verb]
    names += ["contradicted"] if edge.contradicted else []
    names += ["inferred"] if edge.inferred else []
    names += ["hedged"] if edge.hedged else []
    return names
