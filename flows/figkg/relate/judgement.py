"""The judgement: how probably a statement is right as it is emitted, from all that speaks for and against it.

A logistic regression over what both readers say, how sure the mentions are, what kinds of things they are and whether
the text hedges. Its few weights lie in mappings/judgement.yaml; benchmarks/training/judgement.py fits them on captions
that neither model was trained on.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.ground.decider import SORTS
from figkg.ground.figure import Mention
from figkg.ground.wordings import Sort
from figkg.relate.assertion import Assertion

FILE = "judgement.yaml"
_LEAST, _MOST = 0.02, 0.98
_USUAL = 0.85
_CLIPPED = 6.0
"""Log-odds beyond this count as this."""


Worded = Literal["same", "other", "none", "empty"]


Weight = Annotated[float, Meta(ge=-100, le=100)]
"""A weight of a logistic regression."""


class Marks(Struct, frozen=True):
    """What a statement is judged by.

    Attributes:
        rule: probability that the rules give it; 0 where they do not state it.
        against: score of the rules' statement of the other sign, 0 where there is none.
        reader: log-odds that the reader gives it.
        contrary: log-odds that the reader gives the other sign.
        mentions: probability that both mentions are whole and of their kinds.
        identified: probability that both identifiers are right, the mentions being so.
        names: number of its ends that are known by a name only.
        genes: number of its ends that are genes or families.
        hedged: whether the text says that it may be so.
        apart: whether its words stand in several sentences and only the reader joins them.
        taken: whether only the reader states it, by a verb that by the rules has another subject.
        elsewhere: whether only the reader states it, and the rules state two steps that lead there, or in the same
            sentence what else its cause does and what else does something to its effect.
        worded: what the words that the reader looked at say: ``same`` where one has this sign by the lexicon or the
            rules read it, ``other`` where they have only the other one, ``none`` where they have no sign, ``empty``
            where they are but *by*, *of*, *through*.
    """

    rule: float = 0.0
    against: float = 0.0
    reader: float = -_CLIPPED
    contrary: float = -_CLIPPED
    mentions: float = 1.0
    identified: float = 1.0
    names: int = 0
    genes: int = 2
    hedged: bool = False
    apart: bool = False
    taken: bool = False
    elsewhere: bool = False
    worded: Worded = "same"

    @property
    def by_reader(self) -> float:
        """Probability that the reader gives it; 0 where it does not tell of it."""
        return 0.0 if self.reader <= -_CLIPPED else 1.0 / (1.0 + math.exp(-min(_CLIPPED, self.reader)))

    def columns(self) -> dict[str, float]:
        """The columns of the regression, by the names of their weights."""
        reader, contrary = (max(-_CLIPPED, min(_CLIPPED, value)) for value in (self.reader, self.contrary))
        ruled = self.rule > 0
        either = max(reader, contrary) + math.log1p(math.exp(-abs(reader - contrary)))
        return {
            "reader": 0.0 if ruled else reader,
            "contrary": 0.0 if ruled else max(0.0, contrary + 3.0),
            "ruled": float(ruled),
            "rule": _log_odds(self.rule) if ruled else 0.0,
            "either": either if ruled else 0.0,
            "turned": max(0.0, contrary - reader) if ruled else 0.0,
            "against": float(self.against > 0),
            "mentions": math.log(max(1e-3, self.mentions)),
            "identified": math.log(max(1e-3, self.identified)),
            "names": float(self.names),
            "others": float(2 - self.genes),
            "hedged": float(self.hedged),
            "apart": float(self.apart),
            "taken": float(self.taken),
            "elsewhere": float(self.elsewhere),
            "words_other": float(self.worded == "other"),
            "words_none": float(self.worded == "none"),
            "words_empty": float(self.worded == "empty"),
        }


class Judged(Struct, frozen=True):
    """A statement with what speaks for and against it.

    Attributes:
        assertion: the statement, with its probability.
        marks: what that was judged by.
    """

    assertion: Assertion
    marks: Marks


class Hearing(Struct, frozen=True, forbid_unknown_fields=True):
    """What the word of a large model counts (``--reader URL``).

    Attributes:
        agrees: log-odds that its agreement adds to a statement.
        contradicts: log-odds that the other sign, or a denial, takes away from one.
        alone: probability that what it alone states is right, its names being so.
        beside: words that may stand beside a name without changing what is meant, in lower case.
    """

    agrees: Annotated[float, Meta(ge=0, le=5)] = 0.0
    contradicts: Annotated[float, Meta(ge=-5, le=0)] = 0.0
    alone: Annotated[float, Meta(ge=0, le=1)] = 0.0
    beside: frozenset[str] = frozenset()


class Judgement(Struct, frozen=True, forbid_unknown_fields=True):
    """A fitted regression.

    Attributes:
        bias: its intercept.
        weights: by column.
        identified: how often an identifier is right, by sort of thing and how it was reached.
        least: statements that are less probable are not asserted.
        possible: those that are at least this probable are candidates.
        least_logit: what the reader alone states is looked at from these log-odds on.
        trained_on: what it was fitted on, for people.
        told: what the word of a large model counts, where one is asked.
    """

    bias: Weight
    weights: dict[str, Weight]
    least: Annotated[float, Meta(ge=0, le=1)]
    identified: dict[Sort, dict[str, Annotated[float, Meta(gt=0, le=1)]]] = {}
    least_logit: Weight = -2.0
    trained_on: str = ""
    possible: Annotated[float, Meta(gt=0, le=1)] = 0.25
    told: Hearing = Hearing()

    def identification(self, mention: Mention) -> float:
        """Probability that the identifier of a mention is right."""
        return self.identified.get(SORTS[mention.kind], {}).get(mention.match, _USUAL) if mention.match else 1.0

    def probability(self, marks: Marks) -> float:
        """Probability that a statement is right, in [0.02, 0.98]: no text is beyond doubt."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in marks.columns().items())
        return min(_MOST, max(_LEAST, 1.0 / (1.0 + math.exp(-total))))


def _log_odds(probability: float) -> float:
    kept = min(_MOST, max(_LEAST, probability))
    return math.log(kept / (1.0 - kept))


def load_judgement(mappings: Path) -> Judgement:
    """Read the weights.

    Raises:
        MappingError: the file is missing, not of its form, or its weights are not those of :meth:`Marks.columns`.
    """
    judgement = read_yaml(mappings / FILE, Judgement)
    columns = Marks().columns()
    if unknown := sorted(judgement.weights.keys() ^ columns.keys()):
        raise MappingError(
            FILE, None, f"weights: {', '.join(unknown)}: not one weight for each of {', '.join(columns)}"
        )
    return judgement
