"""What a large model sees in the image of a figure, as an annotation (:mod:`figkg.extract.drawings`).

Models are asked for one form and answer in several: what they mean is read, what they add is passed over, a type that
nobody knows is ``other``. What makes no sense, such as a box outside of the image, is left out, not the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from figkg.extract.image_size import Size, image_size
from figkg.extract.images import Image, media_type
from figkg.extract.questions import ModelPolicy, filled
from figkg.extract.record import FigureRecord
from figkg.fetch.chat import Question
from figkg.fetch.inquiry import Asked

KEY_VARIABLE = "FIGKG_VISION_KEY"
"""Environment variable with the key of the endpoint, if it wants one."""
KEYS = ("nodes", "edges")
"""What an answer has."""

_NODE_TYPES = (
    *("gene", "protein", "family", "complex", "chemical", "process", "phenotype", "disease", "cell", "organism"),
    *("compartment", "other"),
)
_EDGE_TYPES = ("activation", "inhibition", "conversion", "binding", "translocation", "expression", "other")
_SIGNS = {"activation": 1, "inhibition": -1}
_THOUSANDTHS = 1000
_LONGEST_LABEL = 300
_MOST = 2000
"""Nodes and edges of one figure, at most, each."""


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT, _TRUTH, _PLACES = {"type": "string"}, {"type": "boolean"}, {"type": "array", "items": {"type": "integer"}}
SCHEMA: Mapping[str, Any] = _object(
    nodes={
        "type": "array",
        "items": _object(
            id=_TEXT,
            label=_TEXT,
            type={"type": "string", "enum": list(_NODE_TYPES)},
            modifier=_TEXT,
            panel=_TEXT,
            box=_PLACES,
        ),
    },
    edges={
        "type": "array",
        "items": _object(
            id=_TEXT,
            source=_TEXT,
            target=_TEXT,
            type={"type": "string", "enum": list(_EDGE_TYPES)},
            dashed=_TRUTH,
            uncertain=_TRUTH,
            confidence={"type": "number"},
            panel=_TEXT,
            points=_PLACES,
        ),
    },
)
"""JSON schema of an answer: an object at its root, no references, everything required, as strict services want it."""


class SeenNode(Struct, frozen=True, omit_defaults=True):
    """A node that a model sees.

    Attributes:
        label: as printed.
        type: what it is drawn as.
        id: name by which edges refer to it.
        modifier: what of the label says what was done to it.
        panel: letter of its panel.
        box: left, top, right and bottom, in thousandths of the image.
    """

    label: str
    type: str
    id: str
    modifier: str = ""
    panel: str = ""
    box: tuple[int, ...] = ()


class SeenEdge(Struct, frozen=True, omit_defaults=True):
    """An edge that a model sees.

    Attributes:
        source: its source.
        target: its target; of an edge onto an edge, the target of that.
        type: what it does to its target: of an edge onto an edge, together with that.
        id: its name.
        onto: the edge onto which it is drawn, or empty.
        drawn: what an edge onto an edge is itself drawn as.
        dashed: whether its line is.
        uncertain: whether it is drawn or seen as doubtful.
        confidence: what the model says of it.
        panel: letter of its panel.
        points: x and y of its beginning and its end, in thousandths of the image.
    """

    source: str
    target: str
    type: str
    id: str
    onto: str = ""
    drawn: str = ""
    dashed: bool = False
    uncertain: bool = False
    confidence: float | UnsetType = UNSET
    panel: str = ""
    points: tuple[int, ...] = ()


class Seen(Struct, frozen=True):
    """What a model sees in an image."""

    nodes: tuple[SeenNode, ...]
    edges: tuple[SeenEdge, ...]


class Shown(Struct, frozen=True):
    """An image that a model is asked about.

    Attributes:
        figid: its figure.
        size: its width and height in pixels, or None where it does not say them.
    """

    figid: str
    size: Size | None = None


def questions(
    pairs: Iterable[tuple[FigureRecord, Image]], policy: ModelPolicy, report: Asked
) -> Iterator[tuple[Shown, Question]]:
    """What is asked of images; one that cannot be read is noted, and ends nothing.

    Args:
        pairs: figures with their images.
        policy: the prompt, and how large an image may be.
        report: takes what cannot be read.

    Yields:
        The image, and the question.
    """
    for record, image in pairs:
        try:
            content = image.read(policy.largest_image)
        except OSError as error:
            report.fail(error.strerror or str(error))
            continue
        prompt = filled(policy.images.prompt, record)
        shown = Shown(record.figid, image_size(content))
        yield shown, Question(prompt, "drawn_edges", SCHEMA, content, media_type(image.name, content))


def annotation(shown: Shown, model: str, seen: Seen) -> Mapping[str, Any]:
    """What a model sees as an annotation, whose places are in pixels; without them where the image has no size."""
    return {
        "figid": shown.figid,
        "by": model,
        "nodes": [_in_pixels(one, {"box": one.box}, shown.size) for one in seen.nodes],
        "edges": [_in_pixels(one, {"start": one.points[:2], "end": one.points[2:]}, shown.size) for one in seen.edges],
    }


def _in_pixels(one: SeenNode | SeenEdge, places: Mapping[str, tuple[int, ...]], size: Size | None) -> Mapping[str, Any]:
    said = msgspec.to_builtins(one)
    for name in ("box", "points"):
        said.pop(name, None)
    for name, place in places.items():
        if place and size is not None:
            said[name] = [part * size[axis % 2] / _THOUSANDTHS for axis, part in enumerate(place)]
    return said  # type: ignore[no-any-return]


def seen_in(answer: Mapping[str, Any]) -> Seen:
    """What a model means by its answer.

    Raises:
        ValueError: it has no lists of nodes and edges.
    """
    nodes, edges = answer.get("nodes"), answer.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list):
        raise ValueError("nodes and edges are no lists")
    found: list[SeenNode] = []
    names: dict[str, str] = {}
    by_label: dict[str, str] = {}
    for said in nodes[:_MOST]:
        node = _node(said, f"n{len(found) + 1}")
        if node is None:
            continue
        found.append(node)
        by_label.setdefault(_plain(node.label), node.id)
        if isinstance(said, dict):
            by_label.setdefault(_plain(_word(said, "label", "name", "text")), node.id)
            if name := _word(said, "id", "node_id"):
                names.setdefault(name, node.id)
    drawn = [(said, f"e{number}") for number, said in enumerate(edges[:_MOST], 1) if isinstance(said, dict)]
    lines = {name: said for said, _ in drawn if (name := _word(said, "id", "edge_id")) and name not in names}
    numbers = {id(said): own for said, own in drawn}

    def end_of(name: str) -> str:
        return names.get(name) or by_label.get(_plain(name), "")

    seen: list[SeenEdge] = []
    for said, own in drawn:
        source, target = (end_of(_word(said, *keys)) for keys in (_SOURCES, _TARGETS))
        type_, onto, itself = _edge_type(said), "", ""
        line = lines.get(_word(said, *_TARGETS)) if not target else None
        if line is not None and line is not said:
            target, onto, itself = end_of(_word(line, *_TARGETS)), numbers[id(line)], type_
            sign = _SIGNS.get(type_, 0) * _SIGNS.get(_edge_type(line), 0)
            type_ = next((name for name, one in _SIGNS.items() if one == sign), "other")
        if source and target:
            seen.append(_edge(said, own, source, target, type_, onto, itself))
    return Seen(tuple(found), tuple(seen))


_SOURCES = ("source", "from", "source_id", "start", "subject")
_TARGETS = ("target", "to", "target_id", "end", "object")


def _node(said: Any, own: str) -> SeenNode | None:
    if isinstance(said, str):
        said = {"label": said}
    if not isinstance(said, dict):
        return None
    label = _word(said, "label", "name", "text")
    if not label:
        return None
    type_ = _word(said, "type", "node_type", "kind").lower()
    modifier = _word(said, "modifier")
    if modifier and _plain(modifier) not in _plain(label):
        label = f"{modifier} {label}"  # what was done to a thing is never lost: its sign hangs on it
    return SeenNode(
        label=label,
        type=type_ if type_ in _NODE_TYPES else "other",
        id=own,
        modifier=modifier,
        panel=_word(said, "panel"),
        box=_places(said.get("box")),
    )


def _edge(said: Mapping[str, Any], own: str, source: str, target: str, type_: str, onto: str, itself: str) -> SeenEdge:
    confidence = said.get("confidence")
    sure = isinstance(confidence, int | float) and not isinstance(confidence, bool) and 0 <= confidence <= 1
    return SeenEdge(
        source=source,
        target=target,
        type=type_,
        id=own,
        onto=onto,
        drawn=itself,
        dashed=said.get("dashed") is True,
        uncertain=said.get("uncertain") is True,
        confidence=float(confidence) if sure and confidence is not None else UNSET,
        panel=_word(said, "panel"),
        points=_places(said.get("points")),
    )


def _edge_type(said: Mapping[str, Any]) -> str:
    type_ = _word(said, "type", "interaction_type", "interaction", "edge_type", "relation").lower()
    return type_ or "other"  # which others have a sign, mappings/drawings.yaml says


def _word(said: Mapping[str, Any], *keys: str) -> str:
    """The first of these that is there, as a text in one line."""
    for key in keys:
        value = said.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool):
            text = " ".join(str(value)[: 2 * _LONGEST_LABEL].encode("utf-8", "replace").decode().split())
            if text:
                return text[:_LONGEST_LABEL]
    return ""


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _places(said: Any) -> tuple[int, ...]:
    """Four places in the image, or nothing."""
    if not isinstance(said, list) or len(said) != 4:
        return ()
    if not all(isinstance(one, int | float) and 0 <= one <= _THOUSANDTHS for one in said):
        return ()
    return tuple(round(one) for one in said)
