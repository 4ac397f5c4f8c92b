"""Settling: a figure without the names that were only possible and turned out to take part in nothing.

Chemicals, processes and the like are found where they are likely and where they are only possible; which of the latter
a caption means, what it states of them tells.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import structs

from figkg.ground.figure import GroundedFigure, Mention

LIKELY = 0.5
"""Mentions more probable than this stay whatever is stated."""


def settle(figure: GroundedFigure, taking_part: Collection[str]) -> GroundedFigure:
    """A figure with the mentions that are likely or take part in a statement.

    Args:
        figure: the grounded figure.
        taking_part: CURIEs of causes and effects of what its caption states or denies.
    """
    kept = settled(figure.mentions, taking_part)
    if len(kept) == len(figure.mentions):
        return figure
    gone = {one.entity for one in figure.mentions} - {one.entity for one in kept}
    gone &= set(figure.named)
    return structs.replace(
        figure,
        mentions=kept,
        entities=tuple(one for one in figure.entities if one.curie not in gone),
        groundings=tuple(one for one in figure.groundings if one.entity not in gone),
        named=tuple(curie for curie in figure.named if curie not in gone),
    )


def settled(mentions: Collection[Mention], taking_part: Collection[str]) -> tuple[Mention, ...]:
    """The mentions that are likely or take part in a statement."""
    return tuple(one for one in mentions if one.probability >= LIKELY or one.entity in taking_part)
