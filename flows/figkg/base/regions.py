"""Places in an image, in pixels from its upper left corner: boxes, lines, and how they are written in the graph.

A box is written as a media fragment (https://www.w3.org/TR/media-frags/), ``xywh=10,20,70,20``; the ends of a line as
SVG writes points, ``80,30 160,30``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from msgspec import Struct

MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
"""IRI of the standard that says how boxes are written, as the Web Annotation Vocabulary names it."""

_MOST = 1_000_000
"""Pixels of an image, at most: what lies farther out is a mistake."""
_BOX = re.compile(r"xywh=(\d{1,7}),(\d{1,7}),(\d{1,7}),(\d{1,7})")
_LINE = re.compile(r"(\d{1,7}),(\d{1,7}) (\d{1,7}),(\d{1,7})")
_LONGEST_PANEL = 20


class Box(Struct, frozen=True, order=True):
    """An upright box.

    Attributes:
        left: pixels to the left of it.
        top: pixels above it.
        width: its width, at least 1.
        height: its height, at least 1.
    """

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Where it ends at the right."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.top + self.height

    @property
    def fragment(self) -> str:
        """It as a media fragment.

        >>> Box(10, 20, 70, 20).fragment
        'xywh=10,20,70,20'
        """
        return f"xywh={self.left},{self.top},{self.width},{self.height}"


class Line(Struct, frozen=True, order=True):
    """The two ends of a line.

    Attributes:
        start: x and y of where it begins.
        end: x and y of where it ends: where its head is, if it has one.
    """

    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def points(self) -> str:
        """It as SVG writes points.

        >>> Line((80, 30), (160, 30)).points
        '80,30 160,30'
        """
        return " ".join(f"{x},{y}" for x, y in (self.start, self.end))


class Place(Struct, frozen=True):
    """Where an edge is drawn in an image.

    Attributes:
        subject: box of the label of its cause, or None where nobody says.
        object: box of the label of its effect, or None.
        line: the ends of its line, or None.
        panel: letter of its panel, or empty.
    """

    subject: Box | None = None
    object: Box | None = None
    line: Line | None = None
    panel: str = ""

    @property
    def region(self) -> Box | None:
        """The smallest box around both labels and the line, or None where none of them is known.

        >>> Place(Box(10, 20, 70, 20), None, Line((80, 30), (160, 30))).region
        Box(left=10, top=20, width=150, height=20)
        """
        corners = [(one.left, one.top, one.right, one.bottom) for one in (self.subject, self.object) if one is not None]
        if self.line is not None:
            corners += [(*point, *point) for point in (self.line.start, self.line.end)]
        if not corners:
            return None
        lefts, tops, rights, bottoms = zip(*corners, strict=True)
        left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
        return Box(left, top, max(1, right - left), max(1, bottom - top))


NOWHERE = Place()
"""Where nobody says where it is."""


def box_of(corners: Sequence[float] | None) -> Box | None:
    """A box as annotations give it: left, top, right and bottom.

    Args:
        corners: four numbers, or None; opposite corners in whatever order.

    Returns:
        The box in whole pixels, which holds it all; None where it has no area in an image.

    >>> box_of((10.4, 20, 79.6, 40)), box_of((5, 5, 5, 9))
    (Box(left=10, top=20, width=70, height=20), None)
    """
    if corners is None or len(corners) != 4 or not all(map(math.isfinite, corners)):
        return None
    (left, right), (top, bottom) = sorted(corners[0::2]), sorted(corners[1::2])
    left, top = max(0.0, left), max(0.0, top)
    if left >= right or top >= bottom or max(right, bottom) > _MOST:
        return None
    return Box(
        math.floor(left), math.floor(top), math.ceil(right) - math.floor(left), math.ceil(bottom) - math.floor(top)
    )


def line_of(start: Sequence[float] | None, end: Sequence[float] | None) -> Line | None:
    """A line as annotations give it, by its ends; None where one is missing, outside of an image, or both are the same.

    >>> line_of((80, 30), (160.2, 30)), line_of((80, 30), None)
    (Line(start=(80, 30), end=(160, 30)), None)
    """
    if start is None or end is None:
        return None
    if len(start) != 2 or len(end) != 2 or not all(-0.5 <= one <= _MOST for one in (*start, *end)):
        return None
    line = Line((round(start[0]), round(start[1])), (round(end[0]), round(end[1])))
    return None if line.start == line.end else line


def panel_of(*said: str | None) -> str:
    """The one panel that is said, in one line; empty where nobody says, or they differ.

    >>> panel_of("B", None, "B"), panel_of("A", "B")
    ('B', '')
    """
    found = {" ".join(one.split())[:_LONGEST_PANEL] for one in said if one and one.strip()}
    return found.pop() if len(found) == 1 else ""


def read_box(written: str) -> Box | None:
    """A box from its media fragment; None where that is none.

    >>> read_box("xywh=10,20,70,20")
    Box(left=10, top=20, width=70, height=20)
    """
    found = _BOX.fullmatch(written)
    return None if found is None else Box(*map(int, found.groups()))


def read_line(written: str) -> Line | None:
    """A line from its points; None where they are none.

    >>> read_line("80,30 160,30")
    Line(start=(80, 30), end=(160, 30))
    """
    found = _LINE.fullmatch(written)
    if found is None:
        return None
    numbers = [int(one) for one in found.groups()]
    return Line((numbers[0], numbers[1]), (numbers[2], numbers[3]))
