"""The middle of strokes, one pixel wide, and its ends without the small branches that heads and bars leave.

Zhang TY, Suen CY (1984), A fast parallel algorithm for thinning digital patterns, CACM 27(3).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Point = tuple[int, int]
"""Row and column."""
Middle = dict[Point, list[Point]]
"""The neighbours of each point of a middle."""

_AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
_ROUNDS = 3


def thin(mask: Mask) -> Mask:
    """The middle of a shape; what it leaves is connected where the shape is."""
    left = np.pad(mask, 1)
    changed = True
    while changed:
        changed = False
        for first in (True, False):
            around = [
                left[1 + row : left.shape[0] - 1 + row, 1 + col : left.shape[1] - 1 + col] for row, col in _AROUND
            ]
            count = np.sum(around, axis=0, dtype=np.int8)
            turns = np.sum([~one & other for one, other in zip(around, around[1:] + around[:1], strict=True)], axis=0)
            north, east, south, west = around[0], around[2], around[4], around[6]
            open_ = (
                ~(north & east & south) & ~(east & south & west)
                if first
                else ~(north & east & west) & ~(north & south & west)
            )
            gone = left[1:-1, 1:-1] & (count >= 2) & (count <= 6) & (turns == 1) & open_
            if gone.any():
                left[1:-1, 1:-1] &= ~gone
                changed = True
    return left[1:-1, 1:-1]


def middle_of(mask: Mask) -> Middle:
    """The middle of a shape, point by point with its neighbours; a diagonal only where no straight way leads there."""
    points = {(int(row), int(col)) for row, col in np.argwhere(thin(mask))}
    return {point: _neighbours(point, points) for point in points}


def _neighbours(point: Point, points: set[Point]) -> list[Point]:
    row, col = point
    near = [one for one in ((row + down, col + right) for down, right in _AROUND) if one in points]
    straight = [one for one in near if one[0] == row or one[1] == col]
    return straight + [
        one
        for one in near
        if one not in straight and not any(abs(one[0] - by[0]) + abs(one[1] - by[1]) == 1 for by in straight)
    ]


def pruned(middle: Middle, longest: float) -> Middle:
    """A middle without branches of up to so many points that end nowhere."""
    left = {point: list(near) for point, near in middle.items()}
    for _ in range(_ROUNDS):
        branches = [branch for end in ends_of(left) if (branch := _branch(left, end, longest))]
        if not branches:
            break
        for branch in branches:
            _cut(left, branch)
    return left


def ends_of(middle: Middle) -> list[Point]:
    """The points with one neighbour, in order."""
    return sorted(point for point, near in middle.items() if len(near) == 1)


def way_back(middle: Middle, end: Point, longest: float) -> list[Point]:
    """The points from an end inwards, up to so many, or to where the middle forks."""
    way, before = [end], end
    while len(way) < longest:
        on = [one for one in middle[way[-1]] if one != before]
        if len(on) != 1:
            break
        before = way[-1]
        way.append(on[0])
    return way


def _branch(middle: Middle, end: Point, longest: float) -> list[Point]:
    if len(middle.get(end, ())) != 1:
        return []
    way = way_back(middle, end, longest + 2)
    forks = len(middle[way[-1]]) >= 3
    return way[:-1] if forks and len(way) <= longest + 1 else []


def _cut(middle: Middle, branch: Iterable[Point]) -> None:
    for point in branch:
        for near in middle.pop(point, ()):
            if near in middle:
                middle[near] = [one for one in middle[near] if one != point]
