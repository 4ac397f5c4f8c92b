"""Networks on pages: which edges are drawn, the picture of them, and the same as elements for Cytoscape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from figkg.base.kinds import Kinds
from figkg.graph.picture import picture
from figkg.graph.rows import EdgeRow, EntityRow
from figkg.serve.addresses import path_of


def strongest(edges: Sequence[EdgeRow], number: int) -> list[EdgeRow]:
    """The edges of which most is known, by papers and then by belief; in the order in which they are drawn."""
    chosen = sorted(edges, key=lambda edge: (-edge.papers, -edge.belief, edge.key))[:number]
    return sorted(chosen, key=lambda edge: (-edge.sign, -edge.belief, edge.key))


def drawn_on_page(edges: Sequence[EdgeRow], kinds: Kinds, hubs: Sequence[str] = ()) -> Markup:
    """The picture of edges for a page; everything in it leads to its page."""
    return Markup(picture(edges, kinds, hubs, addresses=_address)) if edges else Markup("")  # noqa: S704 (escaped there)


def _address(kind: str, name: str) -> str:
    return f"/edge/{name}" if kind == "edge" else path_of(name, "")


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
                    "papers": edge.papers,
                },
                "classes": " ".join(_classes(edge)),
            }
        )
    return [*nodes.values(), *drawn]


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
