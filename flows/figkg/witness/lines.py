"""Lines between labels in an image, found without any model: dark strokes, their middles, their ends."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from figkg.witness.heads import End, find_ends
from figkg.witness.labels import Frame, Word, plain
from figkg.witness.skeleton import middle_of, pruned

Pair = tuple[int, int]
"""Places of two labels: where a line begins, and where it ends."""

_WIDTH = 1400
"""Pixels to which smaller images are enlarged."""
_DARK, _OF_OTSU, _KERNEL = 35, 0.8, 41
_SMALL, _FEWEST = 0.5, 12
_BRANCH = 0.6
_NEAR, _FACING = 0.9, 0.4
_FAR, _MARGIN = 4.5, 0.3
_OUTLINE, _TIMES, _FILLED, _RIM = 12, 8, 0.6, 6
_MOST_PIECES, _LARGEST = 3000, 400_000
_FLAT, _HARD, _BLUR = 0.6, 5.0, 1.5
SOFTEST = 0.16
"""Share of an image with soft shades above which it is no line drawing."""


def enlargement(image: Any) -> float:
    """How many times an image is enlarged before it is read."""
    return max(1.0, _WIDTH / int(image.shape[1]))


def enlarged(image: Any) -> Any:
    """An image as large as it is read."""
    import cv2

    factor = enlargement(image)
    return image if factor == 1 else cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)


def softness(image: Any) -> float:
    """Share of an image, as it is published, that is neither flat nor a border: shades, gradients, photographs."""
    import cv2

    smooth = cv2.GaussianBlur(image, (0, 0), _BLUR).astype(float)
    across, down = (np.abs(np.gradient(smooth, axis=axis)).max(axis=2) for axis in (1, 0))
    slope = np.hypot(across, down)
    return float(((slope >= _FLAT) & (slope < _HARD)).mean())


def find_lines(image: Any, words: Sequence[Word], labels: Sequence[Sequence[Frame]]) -> dict[Pair, str]:
    """The lines from label to label that have a head or a bar at one end.

    Args:
        image: the image, enlarged.
        words: its lines of text.
        labels: where each label stands, in several places where it is drawn so.

    Returns:
        ``arrow`` or ``bar`` by label where it begins and label where it ends.
    """
    import cv2

    words = [word for word in words if plain(word.text)]
    height = float(np.median([word.frame[3] - word.frame[1] for word in words])) if words else 0.0
    if not height:
        return {}
    strokes = _strokes(image)
    for word in words:
        _erase(strokes, word.frame)
    frames = []
    for place, frame in [(place, frame) for place, some in enumerate(labels) for frame in some]:
        shape = _outline(strokes, frame)
        frames.append((place, shape or frame))
    for _, frame in frames:
        _erase(strokes, frame)
    count, pieces, sizes, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    found: dict[Pair, str] = {}
    if count > _MOST_PIECES:
        return {}
    for piece in range(1, count):
        left, top, width, tall, area = (int(one) for one in sizes[piece])
        if max(width, tall) < _SMALL * height or area < _FEWEST or width * tall > _LARGEST:
            continue
        mask = np.pad(pieces[top : top + tall, left : left + width] == piece, 2)
        ends = _ends(mask, height)
        joined = [(_label_at(end, (left - 2, top - 2), frames, height), end.shape) for end in ends]
        found.update(_links([(place, shape) for place, shape in joined if place is not None]))
    return found


def _links(ends: Sequence[tuple[int, str]]) -> Iterator[tuple[Pair, str]]:
    """From each plain end to each that has a head; of lines that cross nobody knows which belong together."""
    starts = [place for place, shape in ends if shape == "plain"]
    heads = [(place, shape) for place, shape in ends if shape != "plain"]
    if len(starts) > 1 and len(heads) > 1:
        return
    for start in starts:
        for head, shape in heads:
            if start != head:
                yield (start, head), shape


def _strokes(image: Any) -> Any:
    """What is thin and darker than around it."""
    import cv2

    light = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)[:, :, 0]
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_KERNEL, _KERNEL))
    dark = cv2.morphologyEx(light, cv2.MORPH_BLACKHAT, kernel)
    threshold, _ = cv2.threshold(dark, 0, 255, cv2.THRESH_OTSU)
    return (dark > max(_DARK, _OF_OTSU * threshold)).astype(np.uint8)


def _erase(strokes: Any, frame: Frame) -> None:
    left, top, right, bottom = (max(0, round(one)) for one in frame)
    strokes[top : bottom + 1, left : right + 1] = 0


def _outline(strokes: Any, frame: Frame) -> Frame | None:
    """The box that is drawn around a label, with its rim, or None where there is none."""
    import cv2

    height, width = strokes.shape
    row, col = min(height - 1, round((frame[1] + frame[3]) / 2)), min(width - 1, round((frame[0] + frame[2]) / 2))
    ground = np.zeros((height + 2, width + 2), dtype=np.uint8)
    area, _, _, (left, top, wide, tall) = cv2.floodFill(
        strokes.copy(), ground, (col, row), 2, flags=4 | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    )
    text = (frame[2] - frame[0]) * (frame[3] - frame[1])
    inside = left > 0 and top > 0 and left + wide < width and top + tall < height
    if not inside or area > _TIMES * text or wide * tall > _OUTLINE * text or area < _FILLED * wide * tall:
        return None
    return left - _RIM, top - _RIM, left + wide + _RIM, top + tall + _RIM


def _ends(mask: Any, height: float) -> list[End]:
    import cv2

    deep = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    middle = middle_of(mask)
    if not middle:
        return []
    half = float(np.median([deep[point] for point in middle]))
    return find_ends(pruned(middle, int(max(_BRANCH * height, 4 * half))), np.argwhere(mask), half, height)


def _label_at(end: End, corner: Pair, frames: Sequence[tuple[int, Frame]], height: float) -> int | None:
    """The label that an end touches, or to which it points over a short distance; the nearest one."""
    x, y = end.tip[0] + corner[0], end.tip[1] + corner[1]
    best, nearest = None, math.inf
    for place, frame in frames:
        for distance in (_touching((x, y), end.towards, frame, height), _ahead((x, y), end.towards, frame, height)):
            if distance is not None and distance < nearest:
                best, nearest = place, distance
    return best


def _touching(tip: tuple[float, float], towards: tuple[float, float], frame: Frame, height: float) -> float | None:
    aside = max(frame[0] - tip[0], 0.0, tip[0] - frame[2]), max(frame[1] - tip[1], 0.0, tip[1] - frame[3])
    distance = math.hypot(*aside)
    if distance > _NEAR * height:
        return None
    x = min(max(tip[0] + towards[0] * distance, frame[0]), frame[2]) - tip[0]
    y = min(max(tip[1] + towards[1] * distance, frame[1]), frame[3]) - tip[1]
    facing = 1.0 if distance <= 2 else (x * towards[0] + y * towards[1]) / (math.hypot(x, y) or 1.0)
    return distance if facing >= _FACING else None


def _ahead(tip: tuple[float, float], towards: tuple[float, float], frame: Frame, height: float) -> float | None:
    """How far ahead of an end a label lies in its direction, or None."""
    margin, first, last = _MARGIN * height, 0.0, _FAR * height
    for at, step, low, high in zip(tip, towards, frame[:2], frame[2:], strict=True):
        if abs(step) < 1e-6:
            if not low - margin <= at <= high + margin:
                return None
            continue
        one, other = sorted(((low - margin - at) / step, (high + margin - at) / step))
        first, last = max(first, one), min(last, other)
    return first if first <= last else None
