"""Votes: what the trained reader says of pairs of mentions, added up for the entities that they name."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from figkg.ground.figure import Mention
from figkg.relate.reader import Vote

Pair = tuple[str, str]
"""CURIEs of a cause and an effect."""


class PairVote(Struct, frozen=True):
    """What the reader says of a cause and an effect.

    Attributes:
        votes: on their mentions.
        activates: log-odds of an activation: the odds of all mentions added.
        inhibits: the same of an inhibition.
    """

    votes: tuple[Vote, ...]
    activates: float
    inhibits: float

    def logit(self, sign: int) -> float:
        """Log-odds of a sign."""
        return self.activates if sign > 0 else self.inhibits

    def best(self, sign: int) -> Vote:
        """The vote that speaks most for a sign."""
        return max(self.votes, key=lambda one: one.activates if sign > 0 else one.inhibits)


def votes_on_entities(votes: Iterable[Vote], mentions: Sequence[Mention]) -> Mapping[Pair, PairVote]:
    """Votes on mentions, as votes on entities.

    Args:
        votes: what the reader says.
        mentions: what it was asked about.
    """
    grouped: dict[Pair, list[Vote]] = defaultdict(list)
    for one in votes:
        grouped[mentions[one.cause].entity, mentions[one.effect].entity].append(one)
    return {
        pair: PairVote(tuple(same), _added(one.activates for one in same), _added(one.inhibits for one in same))
        for pair, same in grouped.items()
    }


def _added(logits: Iterable[float]) -> float:
    return round(math.log(sum(math.exp(logit) for logit in logits)), 3)
