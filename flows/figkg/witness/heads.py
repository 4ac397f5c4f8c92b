"""What the end of a line looks like, by how wide the strokes are along it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from figkg.witness.skeleton import Middle, Point, ends_of, way_back

Points = npt.NDArray[np.int64]

_WIDER, _LEAST = 2.2, 0.16
"""A head is at least so many times as wide as half the line, and of the height of the text."""
_REACH, _ASIDE, _BEYOND, _SHARE = 0.9, 0.9, 0.5, 0.45
_FLAT, _THICK = 2.2, 3.2
_HALF_AS_WIDE = 0.6
_RATIO = 1.5
"""Of the two ends of a line the one that is so many times as wide as the other one has the head."""
_BACK = 1.2
_SHORTEST = 4


class End(Struct, frozen=True):
    """An end of a line.

    Attributes:
        tip: column and row of its tip.
        towards: where it points, of length 1.
        shape: ``plain``, ``arrow`` or ``bar``.
        width: how far it reaches to one side, in pixels.
    """

    tip: tuple[float, float]
    towards: tuple[float, float]
    shape: str
    width: float


def find_ends(middle: Middle, pixels: Points, half: float, height: float) -> list[End]:
    """The ends of a line, or of several that meet.

    Args:
        middle: its middle.
        pixels: rows and columns of all its pixels.
        half: half of its width.
        height: height of the text in the image, by which what is small is told from what is large.
    """
    points = ends_of(middle)
    if len(points) < 2:
        return []
    span = max(float(np.hypot(one[0] - other[0], one[1] - other[1])) for one in points for other in points)
    found = [end for point in points if (end := _end(middle, point, pixels, half, height, span)) is not None]
    if len(found) == 2:
        return _compared(*found)
    return found


def _compared(one: End, other: End) -> list[End]:
    if one.width > _RATIO * other.width:
        return [one, End(other.tip, other.towards, "plain", other.width)]
    if other.width > _RATIO * one.width:
        return [End(one.tip, one.towards, "plain", one.width), other]
    return [one, other]


def _end(middle: Middle, point: Point, pixels: Points, half: float, height: float, span: float) -> End | None:
    way = way_back(middle, point, _BACK * height)
    towards = np.array(point, dtype=float) - np.array(way[-1], dtype=float)
    length = float(np.hypot(*towards))
    if len(way) < _SHORTEST or length < 2:
        return None
    towards /= length
    away = pixels - np.array(point)
    along, aside = away @ towards, np.abs(away @ np.array([-towards[1], towards[0]]))
    reach = min(_REACH * height, _SHARE * span)
    near = (along > -reach) & (along < _BEYOND * height) & (aside < _ASIDE * height)
    along, aside = along[near], aside[near]
    if not len(along):
        return None
    tip = float(along.max())
    widths = _widths(along, aside, reach, tip)
    beyond = max(0.0, tip)
    return End(
        tip=(point[1] + towards[1] * beyond, point[0] + towards[0] * beyond),
        towards=(float(towards[1]), float(towards[0])),
        shape=_shape(widths, max(1.0, half), height),
        width=float(widths.max()),
    )


def _widths(along: npt.NDArray[np.float64], aside: npt.NDArray[np.float64], reach: float, tip: float) -> Profile:
    """How far the strokes reach to the side, pixel by pixel towards the tip."""
    places = np.clip(np.floor(along + reach), 0, np.floor(tip + reach)).astype(int)
    widths = np.zeros(int(np.floor(tip + reach)) + 1)
    np.maximum.at(widths, places, aside)
    return widths


Profile = npt.NDArray[np.float64]


def _shape(widths: Profile, half: float, height: float) -> str:
    widest = float(widths.max())
    if widest < _WIDER * half or widest < _LEAST * height:
        return "plain"
    behind_tip = len(widths) - int(widths.argmax())
    thickness = int((widths > _HALF_AS_WIDE * widest).sum())
    flat = behind_tip <= max(_FLAT * half, 3) and thickness <= max(_THICK * half, 4.5)
    return "bar" if flat else "arrow"
