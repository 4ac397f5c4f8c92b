"""Passages: the words of a text as evidence, and who takes part in them; whoever reads them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from figkg.ground.figure import Mention
from figkg.relate.assertion import Evidence, Span
from figkg.relate.bystanders import Bystanders, classes, crossed
from figkg.relate.denial import Denial
from figkg.relate.reader import Vote
from figkg.relate.sentences import split_sentences

READER = "reader"
"""What stands for a rule where the trained reader alone states something."""


class Passages:
    """The sentences of one text."""

    def __init__(self, text: str, mentions: Sequence[Mention], denial: Denial, bystanders: Bystanders) -> None:
        """Cut a text into sentences.

        Args:
            text: the text.
            mentions: what it names.
            denial: what denies a statement.
            bystanders: knows names that only say which thing is meant.
        """
        self._text = text
        self._mentions = mentions
        self._denial = denial
        self._bystanders = bystanders
        self._names = sorted({Span(one.start, one.end) for one in mentions})
        self._sentences = split_sentences(text, {one.end for one in mentions})
        self._chemicals = {one.start for one in mentions if one.kind == "chemical"}
        self._classes = classes(text, mentions, bystanders.measure)
        self._classes |= {Span(one.start, one.end) for one in mentions if one.entity in bystanders.general}

    def take_part(self, said: Evidence) -> bool:
        """Whether both ends of a statement act or are acted on, and no list pairs them in another way."""
        return not (
            said.subject_at in self._classes
            or said.object_at in self._classes
            or self._bystanders.is_one(self._text, said.subject_at, acted_on=False)
            or self._bystanders.is_one(self._text, said.object_at, acted_on=True)
            or (
                said.object_at.start in self._chemicals
                and self._bystanders.turned(self._text, said.object_at, self._chemicals)
            )
            or self._bystanders.made(self._text, said.object_at, said.trigger_at)
            or crossed(self._text, Span(said.start, said.end), said.subject_at, said.object_at, self._names)
        )

    def modifies(self, one: Mention) -> bool:
        """Whether a mention is but the first half of an adjective, which a name behind it may follow."""
        return self._bystanders.modifies(self._text, Span(one.start, one.end))

    def pieces(self, said: Evidence) -> bool:
        """Whether an end of a statement is a piece of another name, whose sign rules alone know: anti-TNF."""
        return any(self._bystanders.is_piece(self._text, at) for at in (said.subject_at, said.object_at))

    def are_misread(self, said: Evidence) -> bool:
        """Whether the trained reader alone cannot be right.

        It is not in a question, of a piece of another name, of what its cause is said to need (*IL2 production requires
        NFATC1*), by words without a sign (*MYC regulates CDK4*, *MYC plays a role in CDK4
        expression*).
        """
        return (
            said.sentence.endswith("?")
            or self.pieces(said)
            or self._bystanders.needed(self._text, said.subject_at, said.trigger_at, said.object_at)
            or self._denial.leaves_open(self._text, said.start, said.trigger_at, said.object_at)
        )

    def denied(self, said: Evidence) -> bool:
        """Whether a statement is denied."""
        return self._denial.denies(self._text, said.start, said.trigger_at)

    def hedged(self, said: Evidence) -> bool:
        """Whether a statement is hedged."""
        return self._denial.hedges(self._text, said.start, said.trigger_at)

    def several(self, said: Evidence) -> bool:
        """Whether the words of a statement stand in several sentences."""
        return len(self._touched(said.start, said.end)) > 1

    def evidence(self, vote: Vote) -> Evidence:
        """The words of a vote: from the first to the last sentence of its trigger and its mentions."""
        cause, effect = self._mentions[vote.cause], self._mentions[vote.effect]
        first = min(cause.start, effect.start, vote.trigger.start)
        last = max(cause.end, effect.end, vote.trigger.end)
        touched = self._touched(first, last) or [(first, last)]
        start, end = min(touched[0][0], first), max(touched[-1][1], last)
        return Evidence(
            start=start,
            end=end,
            sentence=self._text[start:end],
            trigger=self._text[vote.trigger.start : vote.trigger.end],
            rule=READER,
            trigger_at=vote.trigger,
            subject_at=Span(cause.start, cause.end),
            object_at=Span(effect.start, effect.end),
        )

    def _touched(self, start: int, end: int) -> list[tuple[int, int]]:
        """The sentences that a stretch of the text touches."""
        first = bisect_right(self._sentences, start, key=lambda span: span[1])
        return self._sentences[first : bisect_left(self._sentences, end, key=lambda span: span[0])]
