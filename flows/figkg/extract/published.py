"""Annotations as large-model runs over PFOCR publish them, in the form of figkg's own.

Such a line has the figure in ``figure_metadata``, ``node_type``, ``entrez_id``, ``interaction_type``; what is there in
figkg's own words stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FIGURE = ("figid", "figure_id", "figureId", "filename", "file_name", "image", "pfocr_id", "figure_url")
_READER = ("by", "model", "model_name", "annotator", "reader")
_LABEL = ("label", "name", "text", "node", "symbol")
_NODE = {
    "type": ("type", "node_type", "entity_type", "category"),
    "id": ("id", "node_id"),
    "entrez": ("entrez", "entrez_id", "ncbigene", "ncbi_gene_id", "gene_id"),
    "mesh": ("mesh", "mesh_id"),
    "box": ("box", "bbox", "bounding_box"),
}
_EDGE = {
    "source": ("source", "source_id", "from", "subject"),
    "target": ("target", "target_id", "to", "object"),
    "type": ("type", "interaction_type", "interaction", "edge_type", "relation", "relationship", "predicate"),
}


def as_annotation(published: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line of annotations in figkg's own form; one that is in it already comes back as it is.

    >>> as_annotation({
    ...     "figure_metadata": {"filename": "PMC1__f1.jpg", "model": "a-model"},
    ...     "nodes": [{"name": "TNF", "node_type": "gene", "entrez_id": 7124}, {"name": "Cell death"}],
    ...     "edges": [{"source": "TNF", "target": "Cell death", "interaction_type": "activates", "uncertain": True}],
    ... })["edges"]
    [{'uncertain': True, 'source': 'TNF', 'target': 'Cell death', 'type': 'activates'}]
    """
    nodes, edges = published.get("nodes"), published.get("edges", published.get("interactions"))
    if "figid" in published and not _foreign(nodes, "node_type") and not _foreign(edges, "interaction_type"):
        return published
    about = published.get("figure_metadata") or published.get("metadata") or {}
    about = {**about, **published} if isinstance(about, Mapping) else published
    made: dict[str, Any] = {"nodes": nodes, "edges": edges}
    if (figure := _first(about, _FIGURE)) is not None:
        made["figid"] = figure
    if (reader := _first(about, _READER)) is not None:
        made["by"] = reader
    if isinstance(nodes, list):
        made["nodes"] = [_node(one) for one in nodes]
    if isinstance(edges, list):
        made["edges"] = [_edge(one) for one in edges]
    return {name: value for name, value in made.items() if value is not None}


def _foreign(parts: Any, name: str) -> bool:
    return isinstance(parts, list) and any(isinstance(one, Mapping) and name in one for one in parts)


def _node(node: Any) -> Any:
    if not isinstance(node, Mapping):
        return {"label": node} if isinstance(node, str) else node
    made = _renamed(node, _NODE)
    if (label := _first(node, _LABEL)) is not None:
        made["label"] = label
    return made


def _edge(edge: Any) -> Any:
    return _renamed(edge, _EDGE) if isinstance(edge, Mapping) else edge


def _renamed(part: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """A node or edge with its fields by figkg's names; a field without a value is as one that is not there."""
    known = {name for others in names.values() for name in others}
    made = {name: value for name, value in part.items() if name not in known and value is not None}
    for name, others in names.items():
        if (value := _first(part, others)) is not None:
            made[name] = value
    return made


def _first(values: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((values[name] for name in names if values.get(name) not in (None, "")), None)
