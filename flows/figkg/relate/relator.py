"""From a text and its mentions to assertions: two readers, one judgement."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from figkg.ground.figure import Mention
from figkg.ground.settling import LIKELY
from figkg.relate.assertion import Assertion, Evidence, Span
from figkg.relate.bystanders import Bystanders, classes, crossed, load_bystanders
from figkg.relate.confidence import UNCALIBRATED, Confidence, load_confidence
from figkg.relate.denial import Denial, load_denial
from figkg.relate.grammar import load_grammar
from figkg.relate.judgement import Judgement, Marks, load_judgement
from figkg.relate.lexicon import load_lexicon
from figkg.relate.reader import PairReader, Vote, load_reader
from figkg.relate.rules import LEAST_INFERRED, LEAST_SCORE, RuleReader, RuleStatement
from figkg.relate.sentences import split_sentences
from figkg.relate.tokens import Tokenizer

READER = "reader"
"""What stands for a rule where the trained reader alone states something."""
LEAST_SURE = 0.4
"""What rules alone state is not asserted when it is less sure than this, with the probabilities of its mentions."""

Sign = Literal[1, -1]
_SIGNS: tuple[Sign, Sign] = (1, -1)


class Judged(Struct, frozen=True):
    """A statement with what speaks for and against it.

    Attributes:
        assertion: the statement, with its probability.
        marks: what that was judged by.
    """

    assertion: Assertion
    marks: Marks


class Relator:
    """Reads signed statements from texts; immutable, one per process."""

    def __init__(
        self,
        rules: RuleReader,
        reader: PairReader | None,
        confidence: Confidence,
        judgement: Judgement | None,
        denial: Denial,
        bystanders: Bystanders,
    ) -> None:
        """Take the readers and what judges them.

        Args:
            rules: reads by rules.
            reader: scores pairs; None where rules alone read.
            confidence: turns the scores of rules into probabilities.
            judgement: turns what both readers say into probabilities; None where rules alone read.
            denial: what denies a statement.
            bystanders: knows names that only say which thing is meant.
        """
        self._rules = rules
        self._reader = reader
        self._confidence = confidence
        self._judgement = judgement
        self._denial = denial
        self._bystanders = bystanders

    def judged_by(self, judgement: Judgement) -> Relator:
        """The same readers with another judgement."""
        return Relator(self._rules, self._reader, self._confidence, judgement, self._denial, self._bystanders)

    def relate(self, text: str, mentions: Sequence[Mention]) -> list[Assertion]:
        """The signed statements of a text.

        Args:
            text: the text, for example a caption; may have several sentences.
            mentions: where it names entities, in any order.

        Returns:
            One assertion for each sentence, subject, object and sign, in the order of the text; negated
            statements are returned with ``negated=True``.
        """
        if self._reader is None or self._judgement is None:
            return self._by_rules(text, mentions)
        least = self._judgement.least
        best: dict[tuple[int, int, str, str, int], Assertion] = {}
        for one in self.judge(text, mentions):
            said = one.assertion
            key = (said.evidence.start, said.evidence.end, said.subject, said.object, said.sign)
            known = best.get(key)
            by_rules = said.evidence.rule != READER and (said.negated or said.reading == "sequence")
            sure = by_rules or said.confidence >= least
            if sure and (known is None or (said.negated, said.confidence) > (known.negated, known.confidence)):
                best[key] = said
        return sorted(_without_contradictions(list(best.values())), key=_order)

    def judge(self, text: str, mentions: Sequence[Mention]) -> Iterator[Judged]:
        """Everything that either reader finds probable at all, with what it was judged by.

        Raises:
            RuntimeError: there is no trained reader.
        """
        if self._reader is None or self._judgement is None:
            raise RuntimeError("rules alone read here")
        stated = _best(self._ruled(text, mentions), mentions)
        votes = _by_entities(self._reader.read(text, mentions), mentions)
        sentences = _Sentences(text, mentions)
        ruled: dict[tuple[str, str], dict[Sign, float]] = defaultdict(dict)
        denied: set[tuple[int, str, str]] = set()
        suggested: set[tuple[int, str, str, int]] = set()
        for one in stated:
            pair = (mentions[one.subject].entity, mentions[one.object].entity)
            if one.negated:
                denied.add((one.evidence.start, *pair))
            elif one.inferred:
                suggested.add((one.evidence.start, *pair, one.sign))
            else:
                ruled[pair][one.sign] = max(ruled[pair].get(one.sign, 0.0), one.score)
        for one in stated:
            if one.negated or one.inferred:
                if one.score >= (LEAST_INFERRED if one.inferred else LEAST_SCORE):
                    yield Judged(
                        self._assertion(one, mentions, self._sure(one, mentions), self._marks_of_rules(one)), Marks()
                    )
                continue
            pair = (mentions[one.subject].entity, mentions[one.object].entity)
            marks = self._marks(self._judgement, one.sign, pair, one, votes.get(pair), ruled[pair], mentions)
            yield Judged(self._assertion(one, mentions, self._judgement.probability(marks), marks), marks)
        for pair, vote in votes.items():
            for sign in _SIGNS:
                of_rules = ruled.get(pair, {})
                turned = of_rules.get(-1 if sign > 0 else 1, 0.0) >= LEAST_SCORE  # rules see the loss that turns a sign
                if sign in of_rules or turned or vote.logit(sign) < self._judgement.least_logit:
                    continue
                best = vote.best(sign)
                evidence = sentences.evidence(best, mentions)
                if self._beside(text, evidence, mentions) or evidence.sentence.endswith("?"):
                    continue
                if (evidence.start, *pair, sign) in suggested:
                    continue  # the order of steps alone says so
                no = (evidence.start, *pair) in denied or self._denial.denies(text, evidence.start, best.trigger)
                may = self._denial.hedges(text, evidence.start, best.trigger)
                read = RuleStatement(best.cause, best.effect, sign, 0.0, no, may, False, evidence)
                marks = self._marks(self._judgement, sign, pair, read, vote, ruled.get(pair, {}), mentions)
                marks = structs.replace(marks, apart=sentences.several(evidence))
                yield Judged(self._assertion(read, mentions, self._judgement.probability(marks), marks), marks)

    def _ruled(self, text: str, mentions: Sequence[Mention]) -> Iterator[RuleStatement]:
        """What the rules state of things that are likely there and take part."""
        likely = [place for place, one in enumerate(mentions) if one.probability >= LIKELY]
        for one in self._rules.read(text, [mentions[place] for place in likely]):
            if not self._beside(text, one.evidence, mentions):
                yield structs.replace(one, subject=likely[one.subject], object=likely[one.object])

    def _beside(self, text: str, said: Evidence, mentions: Sequence[Mention]) -> bool:
        """Whether one end of a statement is a bystander, or two lists pair its ends in another way."""
        return (
            not classes(text, mentions).isdisjoint((said.subject_at, said.object_at))
            or self._bystanders.is_one(text, said.subject_at, acted_on=False)
            or self._bystanders.is_one(text, said.object_at, acted_on=True)
            or crossed(text, Span(said.start, said.end), said.subject_at, said.object_at, mentions)
        )

    def _marks(
        self,
        judgement: Judgement,
        sign: Sign,
        pair: tuple[str, str],
        one: RuleStatement,
        vote: _PairVote | None,
        ruled: Mapping[Sign, float],
        mentions: Sequence[Mention],
    ) -> Marks:
        subject, object_ = mentions[one.subject], mentions[one.object]
        construction = one.evidence.rule.partition("/")[0]
        return Marks(
            rule=self._confidence.probability(construction, one.score) if one.score else 0.0,
            against=ruled.get(-1 if sign > 0 else 1, 0.0),
            reader=vote.logit(sign) if vote is not None else _NO_VOTE,
            contrary=vote.logit(-1 if sign > 0 else 1) if vote is not None else _NO_VOTE,
            mentions=subject.probability * object_.probability,
            identified=judgement.identification(subject) * judgement.identification(object_),
            names=sum(end.startswith("name.") for end in pair),
            genes=sum(mention.kind in ("gene", "family") for mention in (subject, object_)),
            hedged=one.hedged,
        )

    def _by_rules(self, text: str, mentions: Sequence[Mention]) -> list[Assertion]:
        """What the rules alone assert."""
        best: dict[tuple[int, str, str, int], Assertion] = {}
        for one in self._ruled(text, mentions):
            if one.score < (LEAST_INFERRED if one.inferred else LEAST_SCORE):
                continue
            made = self._assertion(one, mentions, self._sure(one, mentions), self._marks_of_rules(one))
            if made.confidence < (LEAST_INFERRED if one.inferred else LEAST_SURE):
                continue
            key = (made.evidence.start, made.subject, made.object, made.sign)
            known = best.get(key)
            if known is None or made.confidence > known.confidence:
                best[key] = made
        return list(_without_contradictions(list(best.values())))

    def _marks_of_rules(self, one: RuleStatement) -> Marks:
        """What rules alone say of a statement; of what the order of steps suggests, its score."""
        if one.inferred:
            return Marks(rule=one.score)
        return Marks(rule=self._confidence.probability(one.evidence.rule.partition("/")[0], one.score))

    def _sure(self, one: RuleStatement, mentions: Sequence[Mention]) -> float:
        """How sure rules are of a statement and of its mentions."""
        score = one.score
        if not one.inferred:
            score = self._confidence.probability(one.evidence.rule.partition("/")[0], score)
        return score * mentions[one.subject].probability * mentions[one.object].probability

    def _assertion(self, one: RuleStatement, mentions: Sequence[Mention], confidence: float, marks: Marks) -> Assertion:
        return Assertion(
            subject=mentions[one.subject].entity,
            object=mentions[one.object].entity,
            sign=one.sign,
            confidence=round(confidence, 4),
            negated=one.negated,
            hedged=one.hedged,
            reading="sequence" if one.inferred else "explicit",
            evidence=structs.replace(one.evidence, by_rules=round(marks.rule, 4), by_reader=round(marks.by_reader, 4)),
        )


_NO_VOTE = -6.0
"""Stands for the log-odds of what the reader does not tell of."""


class _PairVote(Struct, frozen=True):
    """What the reader says of two entities: the votes on their mentions, and the sums of odds."""

    votes: tuple[Vote, ...]
    activates: float
    inhibits: float

    def logit(self, sign: Sign) -> float:
        """Log-odds of a sign."""
        return self.activates if sign > 0 else self.inhibits

    def best(self, sign: Sign) -> Vote:
        """The vote that speaks most for a sign."""
        return max(self.votes, key=lambda one: one.activates if sign > 0 else one.inhibits)


class _Sentences:
    """The sentences of a text, as evidence of what the reader says."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._spans = split_sentences(text, {one.end for one in mentions})

    def several(self, evidence: Evidence) -> bool:
        """Whether the words of a statement stand in several sentences."""
        return sum(start < evidence.end and end > evidence.start for start, end in self._spans) > 1

    def evidence(self, vote: Vote, mentions: Sequence[Mention]) -> Evidence:
        """The words of a vote: from the first to the last sentence of its trigger and its mentions."""
        cause, effect = mentions[vote.cause], mentions[vote.effect]
        first = min(cause.start, effect.start, vote.trigger.start)
        last = max(cause.end, effect.end, vote.trigger.end)
        touched = [span for span in self._spans if span[1] > first and span[0] < last] or [(first, last)]
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


def _best(statements: Iterable[RuleStatement], mentions: Sequence[Mention]) -> list[RuleStatement]:
    """Of each sentence, subject, object and sign the statement that scores most."""
    best: dict[tuple[int, str, str, int], RuleStatement] = {}
    for one in statements:
        key = (one.evidence.start, mentions[one.subject].entity, mentions[one.object].entity, one.sign)
        known = best.get(key)
        if known is None or one.score > known.score:
            best[key] = one
    return list(best.values())


def _by_entities(votes: Iterable[Vote], mentions: Sequence[Mention]) -> dict[tuple[str, str], _PairVote]:
    """Votes on mentions, as votes on entities: odds are added."""
    grouped: dict[tuple[str, str], list[Vote]] = defaultdict(list)
    for one in votes:
        grouped[mentions[one.cause].entity, mentions[one.effect].entity].append(one)
    return {
        pair: _PairVote(tuple(same), _added(one.activates for one in same), _added(one.inhibits for one in same))
        for pair, same in grouped.items()
    }


def _added(logits: Iterable[float]) -> float:
    return round(math.log(sum(math.exp(logit) for logit in logits)), 3)


def _order(one: Assertion) -> tuple[int, int, int, int]:
    return (
        one.evidence.start,
        one.evidence.trigger_at.start,
        one.evidence.subject_at.start,
        one.evidence.object_at.start,
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


def load_relator(mappings: Path, *, calibrated: bool = True, fast: bool = False) -> Relator:
    """A relator over the lexicon and the models of a mappings folder.

    Args:
        mappings: the folder.
        calibrated: whether an assertion's confidence is a probability, or the bare score that one is
            fitted to; rules alone have bare scores.
        fast: read by rules alone.

    Raises:
        MappingError: one of its files is missing or wrong.
    """
    confidence = load_confidence(mappings) if calibrated else UNCALIBRATED
    lexicon = load_lexicon(mappings)
    denial, bystanders = load_denial(mappings, lexicon), load_bystanders(mappings)
    rules = RuleReader(Tokenizer(lexicon, load_grammar(mappings)), denial)
    if fast or not calibrated:
        return Relator(rules, None, confidence, None, denial, bystanders)
    return Relator(rules, load_reader(mappings), confidence, load_judgement(mappings), denial, bystanders)
