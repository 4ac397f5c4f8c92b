"""A signed network as a picture (SVG): signs by colour and head, kinds by shape and colour, with a legend.

Colours are those of a white page; a page that shows the picture may give its own to the classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Protocol

from figkg.base.kinds import Kind, Kinds
from figkg.graph.layout import LONGEST, Box, Line, Point, arrange
from figkg.graph.rows import EdgeRow, verb

_COLOURS = {1: "#1a7f37", -1: "#b3261e"}
_INK, _SOFT, _PAPER, _DISPUTED = "#1f2328", "#57606a", "#ffffff", "#f2b84b"
_MARGIN, _TITLE, _LEGEND = 14.0, 44.0, 60.0
_LEAST = 560.0
_HEAD = 10.0


class Addresses(Protocol):
    """Where links in a picture lead."""

    def __call__(self, kind: str, name: str, /) -> str:
        """Address of an ``edge`` by its key, or of an ``entity`` by its CURIE."""


def picture(
    edges: Sequence[EdgeRow],
    kinds: Kinds,
    hubs: Sequence[str] = (),
    title: str = "",
    note: str = "",
    addresses: Addresses | None = None,
) -> str:
    """Draw edges.

    Args:
        edges: the edges.
        kinds: the kinds of entities.
        hubs: CURIEs of the things in the middle; see :func:`figkg.graph.layout.arrange`.
        title: written above, or nothing.
        note: written under the title.
        addresses: what edges and things lead to, or None for a picture without links.

    Returns:
        An SVG document.
    """
    layout = arrange(edges, hubs)
    top = _TITLE + _MARGIN if title else _MARGIN
    body = [f'<g transform="translate({_MARGIN:g} {top:g})">']
    body += [_line(one, addresses) for one in layout.lines]
    body += [_box(one, kinds, one.entity.curie in hubs, addresses) for one in layout.boxes]
    body.append("</g>")
    shown = {one.entity.kind for one in layout.boxes}
    body += _legend([kind for kind in kinds.rows if kind.name in shown], edges, top + layout.height + 26)
    width, height = max(layout.width + 2 * _MARGIN, _LEAST), top + layout.height + 26 + _LEGEND
    heading = ""
    if title:
        heading = (
            f'<text class="ink" x="{_MARGIN:g}" y="26" font-size="17" font-weight="bold" fill="{_INK}">{escape(title)}'
            f'</text><text class="soft" x="{_MARGIN:g}" y="44" fill="{_SOFT}">{escape(note)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="Helvetica, Arial, sans-serif" font-size="13">\n'
        f'<rect class="paper" width="100%" height="100%" fill="{_PAPER}"/>\n{heading}' + "\n".join(body) + "\n</svg>\n"
    )


def _line(line: Line, addresses: Addresses | None) -> str:
    edge = line.edge
    colour, way = _COLOURS[edge.sign], line.heading
    end = line.points[-1]
    stop = (end[0] - way * (_HEAD if edge.sign > 0 else 5), end[1])
    path = _path((*line.points[:-1], stop))
    width = 1.2 + 2.2 * edge.belief
    dashes = "" if edge.outright else ' stroke-dasharray="6 4"'
    doubt = f'<path class="halo" d="{path}" fill="none" stroke="{_DISPUTED}" stroke-width="{width + 6:.1f}"/>'
    head = (
        f"M{end[0] - way:.1f} {end[1]:.1f} l{-way * _HEAD:g} -5.5 v11z"
        if edge.sign > 0
        else f"M{end[0] - way * 5:.1f} {end[1] - 6.5:.1f} h{way * 3.4:g} v13 h{-way * 3.4:g}z"
    )
    said = [f"{edge.subject.label} {edge.verb} {edge.object.label}: belief {edge.belief:.2f}"]
    said.append(f"{edge.papers:,} paper{'' if edge.papers == 1 else 's'}")
    said += [word for word, is_so in _notes(edge) if is_so]
    drawn = (
        f'<g class="edge {edge.verb}" data-edge="{edge.key}"><title>{escape(", ".join(said))}</title>'
        f"{doubt if edge.contradicted else ''}"
        f'<path class="stem" d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.2f}"{dashes}/>'
        f'<path class="head" d="{head}" fill="{colour}"/></g>'
    )
    return _linked(drawn, addresses("edge", edge.key) if addresses is not None else "")


def _notes(edge: EdgeRow) -> tuple[tuple[str, bool], ...]:
    return ("inferred", edge.inferred), ("hedged", edge.hedged), ("the opposite is stated too", edge.contradicted)


def _path(points: Sequence[Point]) -> str:
    """A line that leaves and arrives level."""
    drawn = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        if len(points) == 2 and abs(to_x - x) <= _HEAD:  # both ends on one side: a bow
            bow = x + 40
            drawn.append(f"C{bow:.1f} {y:.1f} {bow:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
            continue
        middle = (x + to_x) / 2
        drawn.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
    return " ".join(drawn)


def _box(box: Box, kinds: Kinds, central: bool, addresses: Addresses | None) -> str:
    entity, kind = box.entity, kinds.by_name.get(box.entity.kind)
    colour = kind.colour if kind is not None else _SOFT
    label = entity.label if len(entity.label) <= LONGEST else f"{entity.label[: LONGEST - 1]}…"
    middle, bold = box.y + box.height / 2, ' font-weight="bold"' if central else ""
    drawn = (
        f'<g class="node{" centre" if central else ""}" data-node="{escape(entity.curie)}">'
        f"<title>{escape(f'{entity.label}, {kind.one if kind else entity.kind} {entity.curie}')}</title>"
        f'<rect class="box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="6" '
        f'fill="{_PAPER}" stroke="{colour}" stroke-width="{2.5 if central else 1.5}"/>'
        f"{_glyph(kind, box.x + 14, middle)}"
        f'<text class="ink" x="{box.x + 26:.1f}" y="{middle + 4.5:.1f}" fill="{_INK}"{bold}>'
        f"{escape(label)}</text></g>"
    )
    return _linked(drawn, addresses("entity", entity.curie) if addresses is not None else "")


def _linked(drawn: str, address: str) -> str:
    return f'<a href="{escape(address)}" tabindex="-1">{drawn}</a>' if address else drawn


def _glyph(kind: Kind | None, x: float, y: float) -> str:
    """The shape of a kind, small and in its colour."""
    colour = kind.colour if kind is not None else _SOFT
    shape = kind.shape if kind is not None else "rectangle"
    if shape == "ellipse":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}"/>'
    corners = {
        "triangle": "0,-6.5 7,6 -7,6",
        "diamond": "0,-7.5 7.5,0 0,7.5 -7.5,0",
        "hexagon": "-7,0 -3.5,-6 3.5,-6 7,0 3.5,6 -3.5,6",
        "octagon": "-2.7,-6.5 2.7,-6.5 6.5,-2.7 6.5,2.7 2.7,6.5 -2.7,6.5 -6.5,2.7 -6.5,-2.7",
        "parallelogram": "-3,-5.5 8,-5.5 3,5.5 -8,5.5",
    }
    if shape in corners:
        return f'<polygon transform="translate({x:.1f} {y:.1f})" points="{corners[shape]}" fill="{colour}"/>'
    round_ = ' rx="4"' if shape == "round-rectangle" else ""
    return f'<rect x="{x - 7:.1f}" y="{y - 5.5:.1f}" width="14" height="11"{round_} fill="{colour}"/>'


def _legend(kinds: Sequence[Kind], edges: Sequence[EdgeRow], y: float) -> list[str]:
    """What signs, lines and shapes mean, as far as they are in the picture."""
    drawn, x = ['<g class="key">'], _MARGIN
    for sign, colour in _COLOURS.items():
        head = f"M{x + 36:g} {y:g} l-10 -5.5 v11z" if sign > 0 else f"M{x + 26:g} {y - 6.5:g} h3.4 v13 h-3.4z"
        drawn.append(
            f'<g class="edge {verb(sign)}"><path class="stem" d="M{x:g} {y:g} h26" stroke="{colour}" '
            f'stroke-width="2.4" fill="none"/><path class="head" d="{head}" fill="{colour}"/></g>'
        )
        drawn.append(_word(verb(sign), x + 42, y))
        x += 112
    if any(not edge.outright for edge in edges):
        dashes = f'stroke="{_SOFT}" stroke-width="2" stroke-dasharray="6 4"'
        drawn.append(f'<path class="line" d="M{x:g} {y:g} h30" {dashes}/>')
        drawn.append(_word("possible or inferred", x + 38, y))
        x += 178
    if any(edge.contradicted for edge in edges):
        drawn.append(f'<path class="halo" d="M{x:g} {y:g} h30" stroke="{_DISPUTED}" stroke-width="9"/>')
        drawn.append(_word("disputed", x + 38, y))
        x += 106
    x, y = _MARGIN, y + 26
    for kind in kinds:
        drawn += [_glyph(kind, x + 7, y), _word(kind.one, x + 20, y)]
        x += 38 + len(kind.one) * 7.3
    return [*drawn, "</g>"]


def _word(text: str, x: float, y: float) -> str:
    return f'<text class="ink" x="{x:.1f}" y="{y + 4.5:.1f}" fill="{_INK}">{escape(text)}</text>'
