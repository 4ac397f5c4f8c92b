"""The edges of one thing as a picture for slides: which of them are drawn, and what is said of the others."""

from __future__ import annotations

from collections.abc import Sequence

from figkg.base.kinds import Kinds
from figkg.graph.picture import picture
from figkg.graph.rows import EdgeRow, EntityRow

MOST = 15
"""Edges on each side, where nobody says."""


def draw(edges: Sequence[EdgeRow], centre: Sequence[EntityRow], kinds: Kinds, most: int = MOST) -> str:
    """Draw what acts on a thing and what it acts on.

    Args:
        edges: edges from or to the thing; those of no part of it are left out.
        centre: the thing, and families that stand for it too.
        kinds: the kinds of entities, for their colours and shapes.
        most: edges on each side; the most believed are drawn, and it is said how many are not.

    Returns:
        An SVG document.
    """
    own = {one.curie: one.label for one in centre}
    causes = [edge for edge in edges if edge.object.curie in own and edge.subject.curie not in own]
    effects = [edge for edge in edges if edge.subject.curie in own and edge.object.curie not in own]
    left, right = _most_believed(causes, most), _most_believed(effects, most)
    used = {edge.object.curie for edge in left} | {edge.subject.curie for edge in right}
    others = [own[curie] for curie in own if curie in used and curie != centre[0].curie]
    notes = [f"also as {', '.join(others)}"] if others else []
    notes += [_shown(len(left), len(causes), "cause"), _shown(len(right), len(effects), "effect")]
    title = f"What acts on {centre[0].label}, and what it acts on"
    return picture([*left, *right], kinds, list(own), title, ", ".join(notes))


def _most_believed(edges: Sequence[EdgeRow], most: int) -> list[EdgeRow]:
    ordered = sorted(edges, key=lambda one: (-one.belief, one.key))[:most]
    return sorted(ordered, key=lambda one: (-one.sign, -one.belief, one.subject.label, one.object.label))


def _shown(drawn: int, there: int, what: str) -> str:
    """How many of what there is are drawn, in words."""
    if drawn < there:
        return f"the {drawn:,} most believed of {there:,} {what}s"
    return f"{there:,} {what}{'' if there == 1 else 's'}"
