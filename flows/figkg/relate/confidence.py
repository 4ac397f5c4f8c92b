"""How far a statement can be trusted: the readers' own score, turned into a probability.

A construction's score says how surely it was read: the trust in its words (mappings/relations.yaml) less
what every uncertain step took. A logistic regression over the score and the construction (Platt scaling
with an offset for each construction) makes it the probability that an annotator would agree. It knows
nothing of genes. Its few weights lie in mappings/confidence.json; :mod:`figkg.evaluate.fit` fits them.

Platt J (1999), Probabilistic outputs for support vector machines, Advances in Large Margin Classifiers.
"""

from __future__ import annotations

import math
from pathlib import Path

from msgspec import Struct

from figkg.base.configuration import read_json

_LEAST, _MOST = 0.02, 0.98


class Confidence(Struct, frozen=True):
    """A fitted regression.

    Attributes:
        bias: its intercept.
        slope: weight of the score's log-odds.
        offsets: what each construction adds; one without an offset adds nothing.
        trained_on: what it was fitted on, for people.
    """

    bias: float
    slope: float
    offsets: dict[str, float]
    trained_on: str = ""

    def probability(self, construction: str, score: float) -> float:
        """Probability that an annotator agrees with a statement.

        Args:
            construction: name of the construction that read it: ``active``.
            score: its score, in (0, 1].

        Returns:
            A probability in [0.02, 0.98]: no text is beyond doubt.
        """
        total = self.bias + self.slope * log_odds(score) + self.offsets.get(construction, 0.0)
        return min(_MOST, max(_LEAST, 1.0 / (1.0 + math.exp(-total))))


UNCALIBRATED = Confidence(bias=0.0, slope=1.0, offsets={})
"""Leaves a score as it is."""


def log_odds(score: float) -> float:
    """Log-odds of a score, which is kept away from 0 and 1."""
    kept = min(_MOST, max(_LEAST, score))
    return math.log(kept / (1.0 - kept))


def load_confidence(mappings: Path) -> Confidence:
    """Read the weights.

    Raises:
        MappingError: the file is missing or not of its form.
    """
    return read_json(mappings / "confidence.json", Confidence)
