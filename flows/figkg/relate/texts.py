"""What a text states that is no figure's caption: its names are found and identified, then it is read."""

from __future__ import annotations

from msgspec import Struct

from figkg.ground.figure import Entity
from figkg.ground.grounder import Grounder
from figkg.relate.relator import Relator


class TextStatement(Struct, frozen=True):
    """A signed statement with its words.

    Attributes:
        subject: the cause.
        sign: 1 for activation, -1 for inhibition.
        object: the effect.
        confidence: probability that the text states this, in (0, 1].
        negated: whether the text denies it.
        hedged: whether the text says that it may be so.
        sentence: the sentence.
        trigger: the words that state the relation, as they stand.
        names: how cause and effect are called there.
        rule: name of the construction that decided.
    """

    subject: Entity
    sign: int
    object: Entity
    confidence: float
    negated: bool
    hedged: bool
    sentence: str
    trigger: str
    names: tuple[str, str]
    rule: str

    def __str__(self) -> str:
        verb = "activates" if self.sign > 0 else "inhibits"
        said = f"does not {verb[:-1]}" if self.negated else verb
        notes = f"{self.confidence:.2f}" + (", hedged" if self.hedged else "")
        return f"{self.subject.label} ({self.subject.curie}) {said} {self.object.label} ({self.object.curie}), {notes}"


def read_text(text: str, grounder: Grounder, relator: Relator) -> tuple[TextStatement, ...]:
    """The signed statements of a text, in their order.

    Args:
        text: English prose; several sentences are read one by one.
        grounder: finds and identifies names.
        relator: reads.
    """
    mentions, entities = grounder.read(text)
    found = []
    for one in relator.relate(text, mentions):
        said = one.evidence
        names = tuple(text[at.start : at.end] for at in (said.subject_at, said.object_at))
        found.append(
            TextStatement(
                subject=entities[one.subject],
                sign=one.sign,
                object=entities[one.object],
                confidence=one.confidence,
                negated=one.negated,
                hedged=one.hedged,
                sentence=said.sentence,
                trigger=said.trigger,
                names=(names[0], names[1]),
                rule=said.rule,
            )
        )
    return tuple(found)
