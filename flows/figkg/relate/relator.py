"""From a text and its mentions to assertions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from figkg.ground.figure import Mention
from figkg.relate.assertion import Assertion, Evidence, Span
from figkg.relate.clauses import Antecedent, Clause, read_clauses
from figkg.relate.confidence import UNCALIBRATED, Confidence, load_confidence
from figkg.relate.constructions import Candidate, find_candidates
from figkg.relate.grammar import load_grammar
from figkg.relate.lexicon import load_lexicon
from figkg.relate.sentences import split_sentences
from figkg.relate.things import Thing
from figkg.relate.tokens import Sentence, Tokenizer

_PRONOUN = re.compile(r"(?:it|they|this|these)\b", re.IGNORECASE)
LEAST_SCORE = 0.45
"""Candidates that score less are not asserted."""
LEAST_INFERRED = 0.2
"""The same for what only the order of steps suggests."""
LEAST_SURE = 0.4
"""Statements less sure than this, with the probabilities of their mentions, are not asserted."""
_STEP = 0.85
"""What is left of a score after an uncertain step."""
_HEDGE = 0.9
"""What is left of it when the text says that it may be so."""


class Relator:
    """Reads signed statements from texts; immutable, one per process."""

    def __init__(self, tokenizer: Tokenizer, confidence: Confidence) -> None:
        self._tokenizer = tokenizer
        self._confidence = confidence

    def relate(self, text: str, mentions: Sequence[Mention]) -> list[Assertion]:
        """The signed statements of a text.

        Args:
            text: the text, for example a caption; may have several sentences.
            mentions: where it names entities, in any order.

        Returns:
            One assertion for each sentence, subject, object and sign, in the order of the text; negated
            statements are returned with ``negated=True``.
        """
        best: dict[tuple[int, str, str, int], Assertion] = {}
        for sentence, candidate in self.candidates(text, mentions):
            for assertion in self._assertions(candidate, sentence, text, mentions):
                key = (assertion.evidence.start, assertion.subject, assertion.object, assertion.sign)
                known = best.get(key)
                if known is None or assertion.confidence > known.confidence:
                    best[key] = assertion
        return list(_without_contradictions(list(best.values())))

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
            refers = antecedent is not None and _PRONOUN.match(text, start) is not None
            if len(inside) < (1 if refers else 2):
                antecedent = None if not inside else antecedent
                continue
            if text[end - 1] == "?":
                continue
            sentence = self._tokenizer.tokenize(text, start, end, inside)
            if antecedent is not None and refers:
                sentence.since = antecedent.start
            before = antecedent.in_sentence(sentence) if antecedent is not None and refers else Antecedent()
            clauses = read_clauses(sentence, before)
            for candidate in find_candidates(sentence, clauses, self._tokenizer.arrows):
                yield sentence, candidate
            antecedent = _antecedent(sentence, clauses)

    def _assertions(
        self, candidate: Candidate, sentence: Sentence, text: str, mentions: Sequence[Mention]
    ) -> Iterator[Assertion]:
        score = candidate.weight * _STEP**candidate.cost * (_HEDGE if candidate.hedged else 1.0)
        if round(score, 4) < (LEAST_INFERRED if candidate.inferred else LEAST_SCORE):
            return
        if not candidate.inferred:
            score = self._confidence.probability(candidate.rule.partition("/")[0], score)
        trigger = Span(sentence.starts[candidate.trigger], sentence.ends[candidate.trigger])
        before = max(candidate.subject, candidate.object) >= len(sentence.classes)
        start = sentence.since if before else sentence.start
        for subject in sentence.held.get(candidate.subject, ()):
            for object_ in sentence.held.get(candidate.object, ()):
                sure = round(score * mentions[subject].probability * mentions[object_].probability, 4)
                if sure < (LEAST_INFERRED if candidate.inferred else LEAST_SURE):
                    continue
                if mentions[subject].entity != mentions[object_].entity:
                    yield Assertion(
                        subject=mentions[subject].entity,
                        object=mentions[object_].entity,
                        sign=1 if candidate.sign > 0 else -1,
                        confidence=sure,
                        negated=candidate.negated,
                        hedged=candidate.hedged,
                        reading="sequence" if candidate.inferred else "explicit",
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


def load_relator(mappings: Path, *, calibrated: bool = True) -> Relator:
    """A relator over the lexicon of a mappings folder.

    Args:
        mappings: the folder.
        calibrated: whether an assertion's confidence is a probability, or the bare score that one is
            fitted to.

    Raises:
        MappingError: one of its files is missing or wrong.
    """
    confidence = load_confidence(mappings) if calibrated else UNCALIBRATED
    return Relator(Tokenizer(load_lexicon(mappings), load_grammar(mappings)), confidence)


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


def _without_contradictions(assertions: list[Assertion]) -> Iterator[Assertion]:
    """Of two signs for one pair in one sentence the more confident stays, of equal ones none.

    A wrong sign is worse than a missing edge.
    """
    best: dict[tuple[int, str, str], float] = {}
    signs: dict[tuple[int, str, str, float], set[int]] = {}
    for one in assertions:
        if one.negated:
            continue
        pair = (one.evidence.start, one.subject, one.object)
        best[pair] = max(best.get(pair, 0.0), one.confidence)
        signs.setdefault((*pair, one.confidence), set()).add(one.sign)
    for one in assertions:
        pair = (one.evidence.start, one.subject, one.object)
        if one.negated or (one.confidence == best[pair] and len(signs[*pair, one.confidence]) == 1):
            yield one
