"""Where the things of a signed network stand: causes left of effects, in columns, and no line through a box.

After Sugiyama: columns first, then the order within each, then heights. Each line has a place of its own at the box
that it ends at, so that no two heads meet; what many lines meet is as tall as they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from figkg.graph.rows import EdgeRow, EntityRow

Point = tuple[float, float]

HEIGHT = 24.0
"""Of a box that few lines meet."""
LONGEST = 28
"""Letters of a label that are shown."""

_GAP, _ACROSS = 8.0, 84.0
_PORT, _PORT_OF_HUB = 15.0, HEIGHT + _GAP
_LETTER, _SPARE = 7.3, 38.0
_BETWEEN = 20.0
_SWEEPS, _ROUNDS = 6, 10


class Box(Struct, frozen=True):
    """Where a thing stands: its left upper corner, and its size."""

    entity: EntityRow
    x: float
    y: float
    width: float
    height: float


class Line(Struct, frozen=True):
    """How an edge runs.

    Attributes:
        edge: the edge.
        points: where it begins, passes, and ends.
        heading: 1 where it arrives from the left, -1 from the right.
    """

    edge: EdgeRow
    points: tuple[Point, ...]
    heading: int


class Layout(Struct, frozen=True):
    """A network with places.

    Attributes:
        boxes: its things.
        lines: its edges.
        width: of all.
        height: of all.
    """

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def arrange(edges: Sequence[EdgeRow], hubs: Sequence[str] = ()) -> Layout:
    """Find places for the things of some edges.

    Args:
        edges: the edges; things stand in their order where nothing else decides.
        hubs: CURIEs of the things around which the others stand, the one in the middle first; without any, each thing
            stands right of what acts on it, as far as circles allow.
    """
    boxes: list[Box] = []
    lines: list[Line] = []
    width = below = 0.0
    for part in _parts(edges):
        placed = _Part(part, hubs).place(below)
        boxes += placed.boxes
        lines += placed.lines
        width, below = max(width, placed.width), placed.height + _BETWEEN
    return Layout(tuple(boxes), tuple(lines), width, max(0.0, below - _BETWEEN))


def _parts(edges: Sequence[EdgeRow]) -> list[list[EdgeRow]]:
    """Edges by the connected parts of their network, the largest first."""
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for edge in edges:
        leader[lead(edge.object.curie)] = lead(edge.subject.curie)
    parts: dict[str, list[EdgeRow]] = {}
    for edge in edges:
        parts.setdefault(lead(edge.subject.curie), []).append(edge)
    return sorted(parts.values(), key=len, reverse=True)


class _Part:
    """A connected part; names of things are CURIEs, those of bends of long lines are ``key number``."""

    def __init__(self, edges: Sequence[EdgeRow], hubs: Sequence[str]) -> None:
        self.edges = edges
        self.entities = {one.curie: one for edge in edges for one in (edge.subject, edge.object)}
        self.hubs = [one for one in hubs if one in self.entities]
        self.column = _around(edges, self.hubs) if self.hubs else _in_order(edges)
        self.routes = {edge.key: self._route(edge) for edge in edges}
        self.columns: dict[int, list[str]] = {}
        for name, at in sorted(self.column.items(), key=lambda one: one[1]):
            self.columns.setdefault(at, []).append(name)
        self.beside: dict[str, list[str]] = {name: [] for name in self.column}
        for route in self.routes.values():
            for one, other in pairwise(route):
                self.beside[one].append(other)
                self.beside[other].append(one)
        self.ends = self._ends()
        self.height = {name: self._height(name) for name in self.column}
        self._order()
        self.middle = self._middles()

    def place(self, top: float) -> Layout:
        """Boxes and lines, below a height."""
        least = min(self.middle[name] - self.height[name] / 2 for name in self.column)
        for name in self.middle:
            self.middle[name] += top - least
        left, start, width = 0.0, dict[int, float](), dict[int, float]()
        for at, names in sorted(self.columns.items()):
            start[at] = left
            width[at] = max(_width(self.entities[name]) if name in self.entities else 0.0 for name in names)
            left += width[at] + _ACROSS
        boxes = {
            name: Box(
                entity,
                start[self.column[name]],
                self.middle[name] - self.height[name] / 2,
                width[self.column[name]],
                self.height[name],
            )
            for name, entity in self.entities.items()
        }
        ports = self._ports(boxes)
        lines = []
        for edge in self.edges:
            first, last = ports[edge.key]
            bends: list[Point] = []
            for name in self.routes[edge.key][1:-1]:
                at = self.column[name]
                sides = [(start[at], self.middle[name]), (start[at] + width[at], self.middle[name])]
                bends += sides if first[0] <= start[at] else reversed(sides)
            lines.append(Line(edge, (first, *bends, last), 1 if self.ends[edge.key][1] == "left" else -1))
        low = max(self.middle[name] + self.height[name] / 2 for name in self.column)
        looping = 40.0 if any(self.column[e.subject.curie] == self.column[e.object.curie] for e in self.edges) else 0.0
        return Layout(tuple(boxes.values()), tuple(lines), left - _ACROSS + looping, low)

    def _route(self, edge: EdgeRow) -> list[str]:
        """What a line passes: its ends, and a bend in each column between them."""
        first, last = self.column[edge.subject.curie], self.column[edge.object.curie]
        step = 1 if last >= first else -1
        bends = {f"{edge.key} {at}": at for at in range(first + step, last, step)}
        self.column.update(bends)
        return [edge.subject.curie, *bends, edge.object.curie]

    def _ends(self) -> dict[str, tuple[str, str]]:
        """On which side of its boxes each edge begins and ends."""
        sides = {}
        for edge in self.edges:
            first, last = self.column[edge.subject.curie], self.column[edge.object.curie]
            sides[edge.key] = ("right", "left") if first < last else ("left" if first > last else "right", "right")
        return sides

    def _height(self, name: str) -> float:
        if name not in self.entities:
            return _GAP
        counts = dict.fromkeys(("left", "right"), 0)
        for edge in self.edges:
            for end, side in zip((edge.subject, edge.object), self.ends[edge.key], strict=True):
                counts[side] += end.curie == name
        pitch = _PORT_OF_HUB if name in self.hubs else _PORT
        return max(HEIGHT, pitch * max(counts.values()) - (_GAP if name in self.hubs else 0))

    def _order(self) -> None:
        """Order each column by where the neighbours stand, to and fro."""
        ascending = sorted(self.columns)
        for sweep in range(_SWEEPS):
            for at in ascending if sweep % 2 else reversed(ascending):
                rank = {name: place / len(names) for names in self.columns.values() for place, name in enumerate(names)}
                self.columns[at].sort(
                    key=lambda name: _mean([rank[one] for one in self.beside[name]]) if self.beside[name] else 0.5
                )

    def _middles(self) -> dict[str, float]:
        """Heights at which things stand: near their neighbours, none over another."""
        middle: dict[str, float] = {}
        for names in self.columns.values():
            middle |= self._apart(names, dict.fromkeys(names, 0.0))
        ascending = sorted(self.columns)
        for turn in range(_ROUNDS):
            for at in ascending if turn % 2 else reversed(ascending):
                names = self.columns[at]
                wanted = {
                    name: _mean([middle[one] for one in self.beside[name]]) if self.beside[name] else middle[name]
                    for name in names
                }
                middle |= self._apart(names, wanted)
        return middle

    def _apart(self, names: Sequence[str], wanted: Mapping[str, float]) -> dict[str, float]:
        """The places nearest to those wanted that keep order and distance: blocks that touch share their mean."""
        offsets, offset = [], 0.0
        for before, name in zip((None, *names), names, strict=False):
            if before is not None:
                offset += (self.height[before] + self.height[name]) / 2 + _GAP
            offsets.append(offset)
        blocks: list[tuple[float, int]] = []
        for name, offset in zip(names, offsets, strict=True):
            total, count = wanted[name] - offset, 1
            while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
                more, others = blocks.pop()
                total, count = total + more, count + others
            blocks.append((total, count))
        starts = [total / count for total, count in blocks for _ in range(count)]
        return {name: start + offset for name, start, offset in zip(names, starts, offsets, strict=True)}

    def _ports(self, boxes: Mapping[str, Box]) -> dict[str, tuple[Point, Point]]:
        """Where each line begins and ends: on each side of a box in the order of what they lead to."""
        met: dict[tuple[str, str], list[tuple[float, str, int]]] = {}
        for edge in self.edges:
            route, sides = self.routes[edge.key], self.ends[edge.key]
            for end, (name, next_) in enumerate(((route[0], route[1]), (route[-1], route[-2]))):
                met.setdefault((name, sides[end]), []).append((self.middle[next_], edge.key, end))
        ports: dict[str, dict[int, Point]] = {}
        for (name, side), lines in met.items():
            box = boxes[name]
            x = box.x if side == "left" else box.x + box.width
            apart = min(box.height / len(lines), _PORT_OF_HUB)
            first = box.y + (box.height - apart * (len(lines) - 1)) / 2
            for place, (_, key, end) in enumerate(sorted(lines)):
                ports.setdefault(key, {})[end] = (x, first + apart * place)
        return {key: (both[0], both[1]) for key, both in ports.items()}


def _around(edges: Sequence[EdgeRow], hubs: Sequence[str]) -> dict[str, int]:
    """Columns: what acts on a hub left of it, what it acts on right; what does both is left. The rest follows."""
    column: dict[str, int] = {hubs[0]: 0}
    for hub in hubs:
        at = column.setdefault(hub, 0)
        for edge in edges:
            if edge.object.curie == hub:
                column.setdefault(edge.subject.curie, at - 1)
        for edge in edges:
            if edge.subject.curie == hub:
                column.setdefault(edge.object.curie, at + 1)
    waiting = [edge for edge in edges if not {edge.subject.curie, edge.object.curie} <= column.keys()]
    while waiting:
        for edge in waiting:
            if edge.subject.curie in column:
                column.setdefault(edge.object.curie, column[edge.subject.curie] + 1)
            elif edge.object.curie in column:
                column.setdefault(edge.subject.curie, column[edge.object.curie] - 1)
        waiting = [edge for edge in waiting if not {edge.subject.curie, edge.object.curie} <= column.keys()]
    return column


def _in_order(edges: Sequence[EdgeRow]) -> dict[str, int]:
    """Columns: each thing right of what acts on it; where that goes in circles, as few lines as possible lead back."""
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    for edge in edges:
        for name in (edge.subject.curie, edge.object.curie):
            after.setdefault(name, set())
            before.setdefault(name, set())
        if edge.subject.curie != edge.object.curie:
            after[edge.subject.curie].add(edge.object.curie)
            before[edge.object.curie].add(edge.subject.curie)
    order = {name: place for place, name in enumerate(_sequence(after, before))}
    column: dict[str, int] = {}
    for name in order:
        column[name] = max((column[one] + 1 for one in before[name] if order[one] < order[name]), default=0)
    for name in order:  # what nothing acts on stands beside what it acts on
        later = [column[one] for one in after[name] if order[one] > order[name]]
        if later and not any(order[one] < order[name] for one in before[name]):
            column[name] = min(later) - 1
    return {name: column[name] for name in after}


def _sequence(after: Mapping[str, set[str]], before: Mapping[str, set[str]]) -> Iterable[str]:
    """Things in a line, causes first as far as circles allow (after Eades, Lin and Smyth)."""
    left = dict.fromkeys(after)
    first: list[str] = []
    last: list[str] = []
    while left:
        if sinks := [name for name in left if not after[name] & left.keys()]:
            last += sinks
        elif sinks := [name for name in left if not before[name] & left.keys()]:
            first += sinks
        else:
            sinks = [max(left, key=lambda name: len(after[name] & left.keys()) - len(before[name] & left.keys()))]
            first += sinks
        for name in sinks:
            del left[name]
    return [*first, *reversed(last)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _width(entity: EntityRow) -> float:
    return min(len(entity.label), LONGEST) * _LETTER + _SPARE
