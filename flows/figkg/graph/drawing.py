"""The edges of one thing as a picture (SVG): causes on the left, effects on the right, signs by colour and head.

By hand, since a layout of two columns needs no library, and a picture for slides no script.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from figkg.base.kinds import Kinds
from figkg.graph.rows import EdgeRow, EntityRow

MOST = 15
"""Edges on each side, where nobody says."""

_SIGNS = {1: ("#1a7f37", "activates"), -1: ("#b3261e", "inhibits")}
_ROW, _HEIGHT, _GAP, _MARGIN, _TOP = 34, 26, 170, 24, 64
_LETTER, _LONGEST = 7.3, 34
_INK, _SOFT, _PAPER = "#1f2328", "#57606a", "#ffffff"


class _Box(Struct, frozen=True):
    """A node where it stands: its left upper corner, and its size."""

    entity: EntityRow
    x: float
    y: float
    width: float
    height: float


def draw(edges: Sequence[EdgeRow], centre: Sequence[EntityRow], kinds: Kinds, most: int = MOST) -> str:
    """Draw what acts on a thing and what it acts on.

    Args:
        edges: edges from or to the thing; those of no part of it are left out.
        centre: the thing, and families that stand for it too.
        kinds: the kinds of entities, for their colours.
        most: edges on each side; the most believed are drawn, and it is said how many are not.

    Returns:
        An SVG document.
    """
    own = {one.curie: one for one in centre}
    causes = [edge for edge in edges if edge.object.curie in own and edge.subject.curie not in own]
    effects = [edge for edge in edges if edge.subject.curie in own and edge.object.curie not in own]
    left, right = _most_believed(causes, most), _most_believed(effects, most)
    before = list(dict.fromkeys(edge.subject for edge in left))
    after = list(dict.fromkeys(edge.object for edge in right))
    used = {edge.object.curie for edge in left} | {edge.subject.curie for edge in right}
    middle = [one for one in centre if one.curie in used] or list(centre[:1])
    rows = max(len(before), len(after), len(left), len(right), 2 * len(middle))
    widths = [max(map(_width, column), default=0.0) for column in (before, middle, after)]
    starts = (_MARGIN, _MARGIN + widths[0] + _GAP, _MARGIN + widths[0] + widths[1] + 2 * _GAP)
    tall = rows * _ROW
    columns = [
        _column(before, starts[0], widths[0], tall, _HEIGHT),
        _column(middle, starts[1], widths[1], tall, tall / len(middle) - (_ROW - _HEIGHT)),
        _column(after, starts[2], widths[2], tall, _HEIGHT),
    ]
    places = [{box.entity.curie: box for box in column} for column in columns]
    body = [_edge(edge, places[0][edge.subject.curie], places[1][edge.object.curie], at) for edge, at in _ends(left, 1)]
    body += [
        _edge(edge, places[1][edge.subject.curie], places[2][edge.object.curie], at) for edge, at in _ends(right, 0)
    ]
    body += [_node(box, kinds) for column in columns for box in column]
    others = [one.label for one in middle if one.label != centre[0].label]
    notes = [f"also as {', '.join(others)}"] if others else []
    notes += [_shown(len(left), len(causes), "cause"), _shown(len(right), len(effects), "effect")]
    shown = dict.fromkeys(box.entity.kind for column in columns for box in column)
    body += _legend([kinds[name].one for name in shown], [kinds[name].colour for name in shown], _TOP + tall + 30)
    name = centre[0].label
    width = max(starts[2] + widths[2] + _MARGIN, 640)
    return _document(name, ", ".join(notes), width, _TOP + tall + 80, body)


def _most_believed(edges: Sequence[EdgeRow], most: int) -> list[EdgeRow]:
    ordered = sorted(edges, key=lambda one: (-one.belief, one.key))[:most]
    return sorted(ordered, key=lambda one: (-one.sign, -one.belief, one.subject.label, one.object.label))


def _width(entity: EntityRow) -> float:
    return len(_short(entity.label)) * _LETTER + 24


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _column(entities: Sequence[EntityRow], x: float, width: float, tall: float, height: float) -> list[_Box]:
    """Nodes one under the other, over the whole height."""
    step = tall / max(len(entities), 1)
    return [
        _Box(one, x, _TOP + (number + 0.5) * step - height / 2, width, height) for number, one in enumerate(entities)
    ]


def _ends(edges: Sequence[EdgeRow], end: int) -> list[tuple[EdgeRow, float]]:
    """Edges with the place, in (0, 1), at which each meets the thing in the middle, so that no two heads meet."""
    by_node: dict[str, list[EdgeRow]] = {}
    for edge in edges:
        by_node.setdefault((edge.subject, edge.object)[end].curie, []).append(edge)
    return [(edge, (number + 0.5) / len(group)) for group in by_node.values() for number, edge in enumerate(group)]


def _edge(edge: EdgeRow, source: _Box, target: _Box, at: float) -> str:
    colour, verb = _SIGNS[edge.sign]
    start, end = source.x + source.width, target.x - (9 if edge.sign > 0 else 4)
    source_at, target_at = (at, 0.5) if source.height > target.height else (0.5, at)
    from_y, to_y = source.y + source.height * source_at, target.y + target.height * target_at
    middle = (start + end) / 2
    dashes = ' stroke-dasharray="5 4"' if edge.inferred or edge.hedged else ""
    said = escape(f"{edge.subject.label} {verb} {edge.object.label}: belief {edge.belief:.2f}")
    return (
        f'<path d="M{start:.1f} {from_y:.1f} C{middle:.1f} {from_y:.1f} {middle:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}" '
        f'fill="none" stroke="{colour}" stroke-width="{1 + 1.6 * edge.belief:.2f}"{dashes} '
        f'marker-end="url(#{verb})"><title>{said}</title></path>'
    )


def _node(box: _Box, kinds: Kinds) -> str:
    colour, label = kinds[box.entity.kind].colour, box.entity.label
    return (
        f"<g><title>{escape(f'{label} ({box.entity.curie})')}</title>"
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="6" '
        f'fill="{_PAPER}" stroke="{colour}" stroke-width="2"/>'
        f'<text x="{box.x + box.width / 2:.1f}" y="{box.y + box.height / 2 + 4.5:.1f}" text-anchor="middle">'
        f"{escape(_short(label))}</text></g>"
    )


def _shown(drawn: int, there: int, what: str) -> str:
    plural = "" if there == 1 else "s"
    return f"{there:,} {what}{plural}" if drawn == there else f"the {drawn:,} most believed of {there:,} {what}{plural}"


def _legend(names: Sequence[str], colours: Sequence[str], y: float) -> list[str]:
    drawn, x = [], float(_MARGIN)
    for colour, verb in _SIGNS.values():
        drawn.append(
            f'<path d="M{x:.1f} {y:.1f} h34" fill="none" stroke="{colour}" stroke-width="2" marker-end="url(#{verb})"/>'
        )
        drawn.append(f'<text x="{x + 50:.1f}" y="{y + 4.5:.1f}">{verb}</text>')
        x += 130
    drawn.append(f'<path d="M{x:.1f} {y:.1f} h34" stroke="{_SOFT}" stroke-width="2" stroke-dasharray="5 4"/>')
    drawn.append(f'<text x="{x + 42:.1f}" y="{y + 4.5:.1f}">possible, or from the order of steps</text>')
    x = float(_MARGIN)
    for name, colour in zip(names, colours, strict=True):
        drawn.append(
            f'<rect x="{x:.1f}" y="{y + 20:.1f}" width="16" height="12" rx="3" fill="none" stroke="{colour}" '
            f'stroke-width="2"/><text x="{x + 22:.1f}" y="{y + 30.5:.1f}">{escape(name)}</text>'
        )
        x += 44 + len(name) * _LETTER
    return drawn


_DOCUMENT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"
  height="{height:.0f}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="{ink}">
<title>What acts on {name}, and what it acts on</title>
<defs>
<marker id="activates" viewBox="0 0 10 10" refX="1" refY="5" markerWidth="10" markerHeight="10"
  markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="{green}"/></marker>
<marker id="inhibits" viewBox="0 0 4 14" refX="2" refY="7" markerWidth="4" markerHeight="14"
  markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 h4 v14 h-4 z" fill="{red}"/></marker>
</defs>
<rect width="100%" height="100%" fill="{paper}"/>
<text x="{margin}" y="28" font-size="18" font-weight="bold">{name}</text>
<text x="{margin}" y="48" fill="{soft}">{note}, from the captions of pathway figures</text>
{body}
</svg>
"""


def _document(name: str, note: str, width: float, height: float, body: Sequence[str]) -> str:
    return _DOCUMENT.format(
        name=escape(name),
        note=escape(note),
        width=width,
        height=height,
        body="\n".join(body),
        green=_SIGNS[1][0],
        red=_SIGNS[-1][0],
        ink=_INK,
        soft=_SOFT,
        paper=_PAPER,
        margin=_MARGIN,
    )
