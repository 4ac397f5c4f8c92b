"""Images of figures that whoever runs the server has, and what is drawn in them, marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from msgspec import Struct

from figkg.base.regions import Box, Line, Place
from figkg.extract.image_size import Size, image_size
from figkg.extract.images import Images, media_type
from figkg.graph.statements import Statement

LARGEST = 20_000_000
"""Bytes of an image, at most."""


class Shown(Struct, frozen=True):
    """An image to show.

    Attributes:
        content: the file.
        media_type: what it is, ``image/png``.
        size: its width and height in pixels.
    """

    content: bytes
    media_type: str
    size: Size


class FigureImages:
    """Images by the identifiers of their figures.

    Args:
        images: those that there are.
    """

    def __init__(self, images: Images | None = None) -> None:
        self._images = images

    def of(self, names: Sequence[str]) -> Shown | None:
        """The image of a figure; None where there is none, or it cannot be read, or does not say its size.

        Args:
            names: identifier and alias of the figure.
        """
        image = None if self._images is None else self._images.named(names)
        if image is None:
            return None
        content = b""
        with suppress(OSError):  # the page then says in words what is drawn where
            content = image.read(LARGEST)
        size = image_size(content)
        return None if size is None else Shown(content, media_type(image.name, content), size)


class DrawnMark(Struct, frozen=True):
    """A statement as it is marked in an image.

    Attributes:
        key: key of the statement.
        predicate: ``activates`` or ``inhibits``.
        words: what it states.
        boxes: of its cause, ``subject``, and its effect, ``object``, as far as they are known.
        line: from its cause to its effect, or None.
        guessed: whether that line merely joins the boxes, since nobody says where the one in the image is.
    """

    key: str
    predicate: str
    words: str
    boxes: tuple[tuple[str, Box], ...]
    line: Line | None
    guessed: bool


class Overlay(Struct, frozen=True):
    """An image with its marks.

    Attributes:
        width: of the image, in pixels.
        height: of the image.
        marks: what is marked in it.
        outside: how many statements were read in an image of another size: their places are not in this one.
    """

    width: int
    height: int
    marks: tuple[DrawnMark, ...]
    outside: int


def overlay(size: Size, statements: Iterable[Statement]) -> Overlay:
    """What to mark in an image.

    Args:
        size: its width and height in pixels.
        statements: what its figure states; what is not drawn, or nowhere, is not marked.
    """
    marks, outside = [], 0
    for one in statements:
        region = one.place.region
        if region is None:
            continue
        if region.right > size[0] or region.bottom > size[1]:
            outside += 1
            continue
        marks.append(_mark(one, one.place))
    return Overlay(*size, tuple(marks), outside)


def _mark(one: Statement, place: Place) -> DrawnMark:
    boxes = tuple(
        (role, box) for role, box in (("subject", place.subject), ("object", place.object)) if box is not None
    )
    line = place.line
    if line is None and place.subject is not None and place.object is not None:
        line = _between(place.subject, place.object)
    words = f"{one.subject} {one.predicate} {one.object}"
    return DrawnMark(one.key, one.predicate, words, boxes, line, guessed=place.line is None)


def _between(one: Box, other: Box) -> Line | None:
    """A line from box to box, from border to border; None where they overlap."""
    start, end = _nearest(one, other), _nearest(other, one)
    return None if start == end else Line(start, end)


def _nearest(one: Box, other: Box) -> tuple[int, int]:
    """The point of a box that is nearest to the middle of another one."""
    x, y = other.left + other.width // 2, other.top + other.height // 2
    return min(max(x, one.left), one.right), min(max(y, one.top), one.bottom)
