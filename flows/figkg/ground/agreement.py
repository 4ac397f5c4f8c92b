"""One word of a figure is one thing: gene rows of the record follow what the caption means by their word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from figkg.ground.decider import Decision
from figkg.ground.figure import Grounding
from figkg.ground.grounded import Grounded, grounded
from figkg.ground.lookup import Candidate
from figkg.reference.names import fold


def as_read(rows: Iterable[Grounded], decisions: Mapping[str, Decision]) -> list[Grounded]:
    """Gene rows, each as the caption's mention of its word was decided, where it has one.

    What is barred by a doubt stays as it was: the caption's mention says nothing about a box that was misread. So does
    a gene of another species, and what the caption's mention leaves open.

    Args:
        rows: what the words of the rows were identified as.
        decisions: what mentions in the caption stand for, by their text.
    """
    decided = {fold(text): one.candidate for text, one in decisions.items()}
    return [_as_decided(row, decided) for row in rows]


def _as_decided(row: Grounded, decided: Mapping[str, Candidate | None]) -> Grounded:
    candidate = decided.get(fold(row.groundings[0].word))
    if candidate is None or not row.trusted or row.foreign or candidate.entity.curie in row.trusted:
        return row
    entity = candidate.entity
    grounding = Grounding(row.groundings[0].word, entity.curie, entity.kind, "figure", candidate.match)
    return grounded((grounding,), (entity,))
