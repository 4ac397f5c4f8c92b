"""How far a candidate can be trusted: a logistic regression over how it was read.

The features are about the grammar alone (construction, distance, what stands between), never about
names, so that nothing is learned about genes. The weights in mappings/confidence.json were fitted by
:mod:`flows.evaluate.train` on sentences with published annotations; docs/relations.md says on which.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from flows.errors import MappingError
from flows.relate.constructions import Candidate
from flows.relate.tokens import Sentence

_NEAR, _FAR = 4, 10


class Confidence(Struct, frozen=True):
    """A fitted logistic regression.

    Attributes:
        bias: its intercept.
        weights: weight of each feature; a feature without one counts nothing.
        trained_on: what it was fitted on, for people.
    """

    bias: float
    weights: dict[str, float]
    trained_on: str = ""

    def probability(self, candidate: Candidate, sentence: Sentence) -> float:
        """Probability that annotators would agree that the sentence states the candidate, in (0, 1)."""
        weights = self.weights
        total = self.bias
        for name in features(candidate, sentence):
            total += weights.get(name, 0.0)
        return 1.0 / (1.0 + math.exp(-total))


def load_confidence(mappings: Path) -> Confidence:
    """Read the weights.

    Raises:
        MappingError: the file is missing or not of its form.
    """
    path = mappings / "confidence.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Confidence)
    except FileNotFoundError as error:
        raise MappingError(path.name, None, f"missing from {mappings}") from error
    except msgspec.DecodeError as error:
        raise MappingError(path.name, None, str(error)) from error


def features(candidate: Candidate, sentence: Sentence) -> Iterator[str]:
    """The names of a candidate's features; each is present or not.

    Args:
        candidate: what a construction found.
        sentence: where it was found.
    """
    construction, _, verb = candidate.rule.partition("/")
    yield f"construction={construction}"
    yield f"verb={verb}"
    yield f"link={candidate.link}"
    yield f"cost={min(candidate.cost, 4)}"
    yield f"weight={candidate.weight:.1f}"
    yield f"sign={candidate.sign}"
    if candidate.hedged:
        yield "hedged"
    classes = sentence.classes
    trigger = candidate.trigger
    for role, token in (("subject", candidate.subject), ("object", candidate.object)):
        if token >= len(classes):
            yield f"{role} before the sentence"
            continue
        low, high = (token, trigger) if token < trigger else (trigger, token)
        between = classes[low + 1 : high]
        distance = len(between)
        yield f"{role} {'near' if distance < _NEAR else 'middle' if distance < _FAR else 'far'}"
        if distance >= 2 * _FAR:
            yield f"{role} very far"
        yield f"{role} entities={min(between.count('E'), 3)}"
        for mark, name in ((",", "comma"), ("(", "bracket"), ("c", "and"), ("i", "preposition"), ("w", "with")):
            if mark in between:
                yield f"{role} {name}"
        if any(cls in "vVbpPx" for cls in between):
            yield f"{role} verb"
        following = classes[token + 1 : token + 2]
        yield f"{role} followed by {following if following in 'qdnlaOBE-(/,c' else '.'}"
    if (candidate.subject < trigger) != (candidate.object < trigger):
        yield "trigger between"
    length = len(classes)
    yield f"length={'short' if length < 20 else 'middle' if length < 45 else 'long'}"
    if candidate.object < length and classes[candidate.object - 1 : candidate.object] == "-":
        yield "object behind hyphen"
