"""The assertion: one signed statement that a caption makes, with the words that make it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Reading = Literal["explicit", "sequence"]
"""``explicit``: the grammar says so. ``sequence``: read from the order of the steps, an inference."""


class Span(Struct, frozen=True, order=True):
    """A place in a caption, in Unicode code points.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
    """

    start: int
    end: int


class Evidence(Struct, frozen=True, order=True):
    """The words behind an assertion.

    Attributes:
        start: offset of the sentence's first character in the caption, in Unicode code points.
        end: offset behind its last character.
        sentence: the caption's text from start to end.
        trigger: the words that state the relation, as they stand.
        rule: name of the construction that decided, ``active/stimulate``; ``reader`` where the trained reader alone
            states it, ``model/NAME`` where a large model alone does.
        trigger_at: where the trigger stands in the caption.
        subject_at: where the cause is named.
        object_at: where the effect is named.
        by_rules: how sure the rules are of it, in (0, 1]; 0 where they do not state it.
        by_reader: how sure the trained reader is of it, in (0, 1]; 0 where it was not asked.
    """

    start: int
    end: int
    sentence: str
    trigger: str
    rule: str
    trigger_at: Span
    subject_at: Span
    object_at: Span
    by_rules: float = 0.0
    by_reader: float = 0.0


class Assertion(Struct, frozen=True):
    """One signed, directed statement.

    Attributes:
        subject: CURIE (or the caller's identifier) of the cause.
        object: CURIE (or the caller's identifier) of the effect.
        sign: 1 for activation, -1 for inhibition.
        confidence: probability that the caption states this, in (0, 1].
        negated: the caption denies it; such an assertion is never an edge.
        hedged: the caption says that it may be so.
        reading: whether the grammar states it or the order of steps suggests it.
        evidence: the words.
    """

    subject: str
    object: str
    sign: Literal[1, -1]
    confidence: float
    negated: bool
    hedged: bool
    reading: Reading
    evidence: Evidence
