"""Networks: SIF and GraphML for Cytoscape and networkx, CX2 for NDEx."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from figkg.base.kinds import Kinds
from figkg.export.evidence import drawn_statements, is_drawn
from figkg.export.files import open_text
from figkg.graph.built import Release
from figkg.graph.release import stream_edges
from figkg.graph.rows import EdgeRow, EntityRow

_EDGE_TYPES = {
    "interaction": ("string", "string"),
    "sign": ("int", "integer"),
    "belief": ("double", "double"),
    "figures": ("int", "integer"),
    "papers": ("int", "integer"),
    "inferred": ("boolean", "boolean"),
    "hedged": ("boolean", "boolean"),
    "contradicted": ("boolean", "boolean"),
    "outright": ("boolean", "boolean"),
    "diseases": ("string", "string"),
}
"""Attributes of edges: their type in GraphML and in CX2."""

_WITH_DRAWN = {**_EDGE_TYPES, "drawn": ("boolean", "boolean")}
"""The same where it is known which statements are drawn."""

_NODE_TYPES = {"name": "string", "kind": "string", "taxon": "string"}


def write_sif(release: Release, target: Path) -> None:
    """SIF (Cytoscape's simple interaction format): source, interaction, target, by tab; names are CURIEs.

    There is no place for a doubt in it: only edges that some figure states outright.
    """
    with open_text(target) as file:
        for edge in stream_edges(release):
            if edge.outright:
                file.write(f"{edge.subject.curie}\t{edge.verb}\t{edge.object.curie}\n")


def write_graphml(release: Release, target: Path) -> None:
    """GraphML (http://graphml.graphdrawing.org/): a directed multigraph, each node before its first edge."""
    with open_text(target) as file:
        stream_graphml(stream_edges(release), file, drawn_statements(release))


def stream_graphml(edges: Iterable[EdgeRow], file: IO[str], drawn: frozenset[str] | None = None) -> None:
    """Write edges as GraphML into an open text file.

    Args:
        edges: the edges.
        file: the file.
        drawn: keys of the statements that are drawn; without it nothing is said of that.
    """
    edge_types = _EDGE_TYPES if drawn is None else _WITH_DRAWN
    xml = XMLGenerator(cast("Any", file), encoding="utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("graphml", _attributes(xmlns="http://graphml.graphdrawing.org/xmlns"))
    for domain, types in (("node", _NODE_TYPES), ("edge", {name: one for name, (one, _) in edge_types.items()})):
        for name, type_ in types.items():
            key = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": type_}
            xml.startElement("key", AttributesImpl(key))
            xml.endElement("key")
    xml.startElement("graph", _attributes(id="figkg", edgedefault="directed"))
    known: set[str] = set()
    for edge in edges:
        for entity in (edge.subject, edge.object):
            if entity.curie not in known:
                known.add(entity.curie)
                _element(xml, "node", {"id": entity.curie}, _node_values(entity))
        ends = {"id": edge.key, "source": edge.subject.curie, "target": edge.object.curie}
        _element(xml, "edge", ends, _edge_values(edge, drawn))
    xml.endElement("graph")
    xml.endElement("graphml")
    xml.endDocument()


def write_cx2(release: Release, target: Path) -> None:
    """CX2 (https://cytoscape.org/cx/cx2/specification/): nodes, edges, and arrows or T-bars by sign."""
    numbers: dict[str, int] = {}
    drawn = drawn_statements(release)
    with open_text(target) as file:
        head = [
            {"CXVersion": "2.0", "hasFragments": False},
            {
                "attributeDeclarations": [
                    {
                        "networkAttributes": {"name": {"d": "string"}, "description": {"d": "string"}},
                        "nodes": {
                            **{name: {"d": "string"} for name in _NODE_TYPES},
                            "represents": {"d": "string"},
                        },
                        "edges": {name: {"d": type_} for name, (_, type_) in _WITH_DRAWN.items()},
                    }
                ]
            },
            {"networkAttributes": [{"name": "figkg", "description": "Signed edges of pathway figures"}]},
        ]
        file.write("[" + ",\n".join(json.dumps(one) for one in head) + ',\n{"nodes": [')
        for edge in stream_edges(release):
            for entity in (edge.subject, edge.object):
                if entity.curie not in numbers:
                    number = numbers[entity.curie] = len(numbers)
                    values = {**_node_values(entity), "represents": entity.curie}
                    file.write(("," if number else "") + "\n" + json.dumps({"id": number, "v": values}))
        file.write('\n]},\n{"edges": [')
        for number, edge in enumerate(stream_edges(release)):
            ends = {"s": numbers[edge.subject.curie], "t": numbers[edge.object.curie]}
            line = {"id": number, **ends, "v": _edge_values(edge, drawn)}
            file.write(("," if number else "") + "\n" + json.dumps(line))
        file.write("\n]},\n" + json.dumps(_style(release.kinds)) + ',\n{"status": [{"success": true}]}]\n')


def _style(kinds: Kinds) -> dict[str, Any]:
    """Arrows or T-bars by sign; shapes and colours by kind."""
    arrows = {"activates": "triangle", "inhibits": "tee"}
    label = {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}}
    return {
        "visualProperties": [
            {
                "default": {"edge": {"EDGE_TARGET_ARROW_SHAPE": "triangle"}, "network": {}, "node": {}},
                "nodeMapping": {
                    "NODE_LABEL": label,
                    "NODE_SHAPE": _by_value("kind", {kind.name: kind.shape for kind in kinds}),
                    "NODE_BACKGROUND_COLOR": _by_value("kind", {kind.name: kind.colour.upper() for kind in kinds}),
                },
                "edgeMapping": {"EDGE_TARGET_ARROW_SHAPE": _by_value("interaction", arrows)},
            }
        ]
    }


def _by_value(attribute: str, looks: Mapping[str, str]) -> dict[str, Any]:
    mapped = [{"v": value, "vp": look} for value, look in looks.items()]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": "string", "map": mapped}}


def _node_values(entity: EntityRow) -> dict[str, str]:
    return {"name": entity.label, "kind": entity.kind, "taxon": entity.taxon}


def _edge_values(edge: EdgeRow, drawn: frozenset[str] | None) -> dict[str, str | int | float | bool]:
    values = (
        *(edge.verb, edge.sign, edge.belief, edge.figures, edge.papers),
        *(edge.inferred, edge.hedged, edge.contradicted, edge.outright, "|".join(edge.diseases)),
    )
    named: dict[str, str | int | float | bool] = dict(zip(_EDGE_TYPES, values, strict=True))
    return named if drawn is None else {**named, "drawn": is_drawn(edge, drawn)}


def _element(
    xml: XMLGenerator, name: str, attributes: dict[str, str], values: Mapping[str, str | int | float | bool]
) -> None:
    xml.startElement(name, AttributesImpl(attributes))
    for key, value in values.items():
        xml.startElement("data", _attributes(key=f"{name}-{key}"))
        xml.characters(str(value).lower() if isinstance(value, bool) else str(value))
        xml.endElement("data")
    xml.endElement(name)
    xml.characters("\n")


def _attributes(**values: str) -> AttributesImpl[str]:
    return AttributesImpl(values)
