"""What an image says of the edges of an annotation: a line agrees, contradicts, or is not found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from figkg.extract.drawings import Annotation, Edge, Node
from figkg.extract.record import Testimony
from figkg.witness.labels import Frame, Word, find_label, plain
from figkg.witness.lines import SOFTEST, enlarged, enlargement, find_lines, softness

HEADS = {1: "arrow", -1: "bar"}
"""What the end of an edge looks like, by its sign."""
_SHAPES = {"arrow": "arrow", "tbar": "bar"}


def witnessed(
    annotation: Annotation, image: Any, read: Callable[[Any], Sequence[Word]], sign_of: Callable[[str], int]
) -> Annotation:
    """An annotation with what the image says of each edge.

    Args:
        annotation: what somebody read off the image.
        image: the image, as it is published.
        read: reads the words of an image.
        sign_of: the sign of a type of edges, 0 where it has none.

    Returns:
        The same; nothing is said of an edge whose labels are not found, that ends on another one, or that has no
        head, nor of an image that is no line drawing.
    """
    if softness(image) >= SOFTEST:
        return annotation
    large, factor = enlarged(image), enlargement(image)
    words = read(large)
    names = list(dict.fromkeys(plain(node.label) for node in annotation.nodes))
    stands = [_stands(name, annotation.nodes, words, factor) for name in names]
    lines = {(names[one], names[other]): shape for (one, other), shape in find_lines(large, words, stands).items()}
    found = {name for name, frames in zip(names, stands, strict=True) if frames}
    labels = {str(node.label if node.id is None else node.id): plain(node.label) for node in annotation.nodes}

    def heard(edge: Edge) -> Edge:
        ends = labels[str(edge.source)], labels[str(edge.target)]
        head = _SHAPES.get(edge.shape or "") or HEADS.get(sign_of(edge.type))
        if edge.on is not None or head is None or ends[0] == ends[1] or not found.issuperset(ends):
            return edge
        return replace(edge, witness=_testimony(ends, head, lines))

    return replace(annotation, edges=tuple(map(heard, annotation.edges)))


def _testimony(ends: tuple[str, str], head: str, lines: Mapping[tuple[str, str], str]) -> Testimony:
    there, back = lines.get(ends), lines.get((ends[1], ends[0]))
    if there == head:
        return "agrees"
    return "absent" if there is None and back is None else "contradicts"


def _stands(name: str, nodes: Sequence[Node], words: Sequence[Word], factor: float) -> tuple[Frame, ...]:
    """Where a label stands: where its annotation says, or else where its words are read."""
    alike = [node for node in nodes if plain(node.label) == name]
    said = [node.box for node in alike if node.box is not None]
    if said:
        return tuple((box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor) for box in said)
    return find_label(alike[0].label, words)
