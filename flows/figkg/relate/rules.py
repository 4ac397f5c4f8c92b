"""The rules: what the constructions of the grammar read in a text, each with its score and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct, structs

from figkg.ground.definitions import find_definitions, meanings
from figkg.ground.figure import Mention
from figkg.relate.assertion import Evidence, Span
from figkg.relate.clauses import Antecedent, Clause, read_clauses
from figkg.relate.constructions import Candidate, find_candidates
from figkg.relate.denial import Denial
from figkg.relate.sentences import split_sentences
from figkg.relate.things import Thing
from figkg.relate.tokens import Sentence, Tokenizer


class RuleStatement(Struct, frozen=True):
    """A signed statement as the rules read it.

    Attributes:
        subject: place of the cause among the mentions given.
        object: place of the effect.
        sign: 1 for activation, -1 for inhibition.
        score: how surely it was read, in (0, 1].
        negated: whether the text denies it.
        hedged: whether the text says that it may be so.
        inferred: whether only the order of steps suggests it.
        evidence: the words.
    """

    subject: int
    object: int
    sign: Literal[1, -1]
    score: float
    negated: bool
    hedged: bool
    inferred: bool
    evidence: Evidence


class RuleReader:
    """Reads signed statements by rules; immutable, one per process."""

    def __init__(self, tokenizer: Tokenizer, denial: Denial) -> None:
        self._tokenizer = tokenizer
        self._denial = denial
        referring = tokenizer.vocabulary.personal | tokenizer.vocabulary.referring
        self.least = tokenizer.vocabulary.least
        """From where on rules alone assert something."""
        self._referring = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(referring)))})\b", re.IGNORECASE)

    def read(self, text: str, mentions: Sequence[Mention]) -> Iterator[RuleStatement]:
        """The statements of a text, also those that score too little to be asserted, sentence by sentence.

        Args:
            text: the text, for example a caption; may have several sentences.
            mentions: where it names entities, in any order.
        """
        for sentence, candidate in self.candidates(text, mentions):
            yield from self._statements(candidate, sentence, text, mentions)

    def suffices(self, one: RuleStatement) -> bool:
        """Whether a statement scores enough to be asserted."""
        return one.score >= (self.least.sequence if one.inferred else self.least.stated)

    def candidates(self, text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Sentence, Candidate]]:
        """What the constructions find, before anything is decided: the sentence and the candidate."""
        ordered = sorted(enumerate(mentions), key=lambda pair: pair[1].start)
        place = 0
        antecedent: _Antecedent | None = None
        for start, end in split_sentences(text, {mention.end for mention in mentions}):
            while place < len(ordered) and ordered[place][1].start < start:
                place += 1
            first = place
            while place < len(ordered) and ordered[place][1].start < end:
                place += 1
            inside = [pair for pair in ordered[first:place] if pair[1].end <= end]
            refers = antecedent is not None and self._referring.match(text, start) is not None
            if len(inside) < (1 if refers else 2):
                antecedent = None if not inside else antecedent
                continue
            if text[end - 1] == "?":
                continue
            sentence = self._tokenizer.tokenize(text, start, end, _with_long_forms(text[start:end], start, inside))
            if antecedent is not None and refers:
                sentence.since = antecedent.start
            before = antecedent.in_sentence(sentence) if antecedent is not None and refers else Antecedent()
            clauses = read_clauses(sentence, before)
            for candidate in find_candidates(sentence, clauses, self._tokenizer.arrows):
                yield sentence, candidate
            antecedent = _antecedent(sentence, clauses)

    def _statements(
        self, candidate: Candidate, sentence: Sentence, text: str, mentions: Sequence[Mention]
    ) -> Iterator[RuleStatement]:
        left = sentence.vocabulary.left
        score = candidate.weight * left.step**candidate.cost * (left.hedge if candidate.hedged else 1.0)
        trigger = Span(sentence.starts[candidate.trigger], sentence.ends[candidate.trigger])
        before = max(candidate.subject, candidate.object) >= len(sentence.classes)
        start = sentence.since if before else sentence.start
        denied = candidate.negated or self._denial.denies(text, sentence.start, trigger)
        for subject in sentence.held.get(candidate.subject, ()):
            for object_ in sentence.held.get(candidate.object, ()):
                if mentions[subject].entity == mentions[object_].entity:
                    continue
                kind = mentions[object_].kind
                turned = (candidate.frees and kind in ("gene", "family")) or (candidate.mends and kind == "disease")
                yield RuleStatement(
                    subject=subject,
                    object=object_,
                    sign=1 if (candidate.sign > 0) is not turned else -1,
                    score=round(score, 4),
                    negated=denied,
                    hedged=candidate.hedged,
                    inferred=candidate.inferred,
                    evidence=Evidence(
                        start=start,
                        end=sentence.end,
                        sentence=text[start : sentence.end],
                        trigger=text[trigger.start : trigger.end],
                        rule=candidate.rule,
                        trigger_at=trigger,
                        subject_at=Span(mentions[subject].start, mentions[subject].end),
                        object_at=Span(mentions[object_].start, mentions[object_].end),
                    ),
                )


def _with_long_forms(
    sentence: str, start: int, mentions: Sequence[tuple[int, Mention]]
) -> Sequence[tuple[int, Mention]]:
    """Mentions in brackets with their long forms before these, whose words state nothing.

    ``raises suppressor of cytokine signaling 5 (SOCS5)``.
    """
    if not any(sentence[one.start - start - 1 : one.start - start] == "(" for _, one in mentions):
        return mentions
    longs = meanings(find_definitions(sentence))
    made = []
    for number, one in mentions:
        before = sentence[: one.start - start].removesuffix("(").rstrip()
        long = longs.get(sentence[one.start - start : one.end - start], "")
        begin = start + len(before) - len(long)
        names = any(begin < other.end and other.start < one.start for _, other in mentions)
        alone = sentence[one.start - start - 1] == "(" and sentence[one.end - start : one.end - start + 1] == ")"
        if long and before.endswith(long) and not names and alone:
            one = structs.replace(one, start=begin, end=one.end + 1)
        made.append((number, one))
    return made


class _Antecedent(Struct, frozen=True):
    """What a sentence leaves for the pronouns of the next: mentions with their polarity."""

    start: int
    subject: tuple[tuple[tuple[int, ...], int], ...]
    outcome: tuple[tuple[tuple[int, ...], int], ...]

    def in_sentence(self, sentence: Sentence) -> Antecedent:
        """The same as things of another sentence, on tokens behind its last."""
        return Antecedent(
            tuple(_carry(sentence, held, polarity) for held, polarity in self.subject),
            tuple(_carry(sentence, held, polarity) for held, polarity in self.outcome),
        )


def _carry(sentence: Sentence, held: tuple[int, ...], polarity: int) -> Thing:
    token = len(sentence.classes) + len(sentence.held)
    sentence.held[token] = held
    return Thing(token, polarity, 1)


def _antecedent(sentence: Sentence, clauses: list[Clause]) -> _Antecedent | None:
    if not clauses:
        return None
    held = sentence.held
    return _Antecedent(
        sentence.start,
        tuple((held[one.token], one.polarity) for one in clauses[0].subjects if one.token in held),
        tuple((held[one.token], one.polarity) for one in clauses[-1].outcome if one.token in held),
    )
