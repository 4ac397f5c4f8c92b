"""From a text and its mentions to assertions: two readers, one judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from figkg.extract.told import Told
from figkg.ground.encoder import Encoder
from figkg.ground.figure import Mention
from figkg.ground.pieces import LONGEST_TEXT
from figkg.ground.settling import LIKELY
from figkg.relate.assertion import Assertion, Span
from figkg.relate.bystanders import Bystanders, load_bystanders
from figkg.relate.confidence import UNCALIBRATED, Confidence, load_confidence
from figkg.relate.denial import Denial, load_denial
from figkg.relate.grammar import Grammar, load_grammar
from figkg.relate.judgement import Judged, Judgement, Marks, Worded, load_judgement
from figkg.relate.lexicon import Lexicon, load_lexicon
from figkg.relate.passages import READER, Passages
from figkg.relate.reader import PairReader, load_reader
from figkg.relate.rules import RuleReader, RuleStatement
from figkg.relate.tokens import Tokenizer
from figkg.relate.told import hear, join
from figkg.relate.vocabulary import load_vocabulary
from figkg.relate.votes import Pair, PairVote, votes_on_entities

Sign = Literal[1, -1]
_SIGNS: tuple[Sign, Sign] = (1, -1)


_Key = tuple[int, int, str, str, int]
"""Place of a sentence, subject, object and sign."""


class Weighed(Struct, frozen=True):
    """What a text states, and what it perhaps states.

    Attributes:
        assertions: one for each sentence, subject, object and sign, in the order of the text; denied statements are
            among them, with ``negated=True``.
        candidates: statements that are less probable than what is asserted, and not improbable, of pairs of which
            nothing is asserted or denied.
    """

    assertions: tuple[Assertion, ...]
    candidates: tuple[Assertion, ...]


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
        lexicon: Lexicon,
        grammar: Grammar,
    ) -> None:
        """Take the readers and what judges them.

        Args:
            rules: reads by rules.
            reader: scores pairs; None where rules alone read.
            confidence: turns the scores of rules into probabilities.
            judgement: turns what both readers say into probabilities; None where rules alone read.
            denial: what denies a statement.
            bystanders: knows names that only say which thing is meant.
            lexicon: which words have which sign.
            grammar: which words only hold sentences together.
        """
        self._rules = rules
        self._reader = reader
        self._confidence = confidence
        self._judgement = judgement
        self._denial = denial
        self._bystanders = bystanders
        self._lexicon = lexicon
        self._grammar = grammar

    @property
    def rules(self) -> RuleReader:
        """What reads by rules."""
        return self._rules

    @property
    def least(self) -> float:
        """How probable a statement must be to be asserted."""
        return self._judgement.least if self._judgement is not None else self._rules.least.sure

    def judged_by(self, judgement: Judgement) -> Relator:
        """The same readers with another judgement."""
        return Relator(
            *(self._rules, self._reader, self._confidence, judgement),
            *(self._denial, self._bystanders, self._lexicon, self._grammar),
        )

    def relate(self, text: str, mentions: Sequence[Mention]) -> list[Assertion]:
        """The signed statements of a text.

        Args:
            text: the text, for example a caption; may have several sentences.
            mentions: where it names entities, in any order.

        Returns:
            One assertion for each sentence, subject, object and sign, in the order of the text; negated
            statements are returned with ``negated=True``.
        """
        return list(self.weigh(text, mentions).assertions)

    def weigh(self, text: str, mentions: Sequence[Mention], told: Sequence[Told] = ()) -> Weighed:
        """The signed statements of a text, and those that it perhaps makes.

        Args:
            text: the text, for example a caption; may have several sentences.
            mentions: where it names entities, in any order.
            told: what a large model reads in it, if one was asked.

        Returns:
            What is asserted and denied, and the candidates; where rules alone read, there are none of these.
        """
        if self._reader is None or self._judgement is None or len(text) > LONGEST_TEXT:
            return Weighed(tuple(self._by_rules(text, mentions)), ())
        judgement = self._judgement
        sure: dict[_Key, Assertion] = {}
        possible: dict[_Key, Assertion] = {}
        for one in self._with_told(text, mentions, told, judgement):
            said = one.assertion
            key = (said.evidence.start, said.evidence.end, said.subject, said.object, said.sign)
            if _decided_by_rules(said) or said.confidence >= judgement.least:
                known = sure.get(key)
                if known is None or (said.negated, said.confidence) > (known.negated, known.confidence):
                    sure[key] = said
            elif said.confidence >= judgement.possible and not said.negated:
                possible[key] = said
        stated = {(said.subject, said.object) for said in sure.values()}
        open_ = [said for said in possible.values() if (said.subject, said.object) not in stated]
        return Weighed(*(tuple(sorted(_without_contradictions(one), key=_order)) for one in ([*sure.values()], open_)))

    def _with_told(
        self, text: str, mentions: Sequence[Mention], told: Sequence[Told], judgement: Judgement
    ) -> Iterator[Judged]:
        """What the readers find probable, together with what a large model says."""
        judged = self.judge(text, mentions)
        if not told:
            return judged
        passages = Passages(text, mentions, self._denial, self._bystanders)
        heard = hear(text, mentions, told, passages, judgement.told)
        return join(judged, heard, mentions, passages, judgement)

    def judge(self, text: str, mentions: Sequence[Mention]) -> Iterator[Judged]:
        """Everything that either reader finds probable at all, with what it was judged by.

        Raises:
            RuntimeError: there is no trained reader.
        """
        if self._reader is None or self._judgement is None:
            raise RuntimeError("rules alone read here")
        passages = Passages(text, mentions, self._denial, self._bystanders)
        stated = _best(self._ruled(text, mentions, passages), mentions)
        votes = votes_on_entities(self._reader.read(text, mentions), mentions)
        known = _Known(stated, mentions, self._rules.least.stated)
        for one in stated:
            if not one.negated and not one.inferred:
                marks = self._marks(self._judgement, one, votes.get(_pair(one, mentions)), known, mentions)
                yield self._judged(self._judgement, one, mentions, marks)
            elif self._rules.suffices(one):
                sure = self._sure(one, mentions)
                yield Judged(self._assertion(one, mentions, sure, self._marks_of_rules(one)), Marks())
        for pair, vote in votes.items():
            for sign in _SIGNS:
                if (
                    known.decided(pair, sign)
                    or known.steps_against(pair, sign)
                    or vote.logit(sign) < self._judgement.least_logit
                ):
                    continue
                best = vote.best(sign)
                said = passages.evidence(best)
                if passages.are_misread(said) or known.suggested(said.start, pair, sign):
                    continue
                if known.shares_its_verb(pair, sign, said.trigger_at):
                    continue
                if not passages.take_part(said):
                    continue
                denied = known.denied(said.start, pair) or passages.denied(said)
                read = RuleStatement(best.cause, best.effect, sign, 0.0, denied, passages.hedged(said), False, said)
                marks = self._marks(self._judgement, read, vote, known, mentions)
                worded = self._worded(said.trigger, sign)
                taken = known.has_another_subject(pair, sign, said.trigger_at)
                elsewhere = known.has_steps(pair) or known.have_others(said.start, pair)
                apart = passages.several(said)
                marks = structs.replace(marks, apart=apart, taken=taken, elsewhere=elsewhere, worded=worded)
                yield self._judged(self._judgement, read, mentions, marks)

    def _ruled(self, text: str, mentions: Sequence[Mention], passages: Passages) -> Iterator[RuleStatement]:
        """What the rules state of things that are likely there and take part."""
        likely = [
            place for place, one in enumerate(mentions) if one.probability >= LIKELY and not passages.modifies(one)
        ]
        for one in self._rules.read(text, [mentions[place] for place in likely]):
            if passages.take_part(one.evidence):
                yield structs.replace(one, subject=likely[one.subject], object=likely[one.object])

    def _judged(self, judgement: Judgement, one: RuleStatement, mentions: Sequence[Mention], marks: Marks) -> Judged:
        return Judged(self._assertion(one, mentions, judgement.probability(marks), marks), marks)

    def _marks(
        self,
        judgement: Judgement,
        one: RuleStatement,
        vote: PairVote | None,
        known: _Known,
        mentions: Sequence[Mention],
    ) -> Marks:
        pair = _pair(one, mentions)
        subject, object_ = mentions[one.subject], mentions[one.object]
        construction = one.evidence.rule.partition("/")[0]
        says = vote.logit(one.sign) if vote is not None else _NO_VOTE
        return Marks(
            rule=self._confidence.probability(construction, one.score) if one.score else 0.0,
            against=known.score(pair, -one.sign),
            reader=max(says, _NO_OPINION) if construction in _OF_SIGNS else says,
            contrary=vote.logit(-one.sign) if vote is not None else _NO_VOTE,
            mentions=subject.probability * object_.probability,
            identified=judgement.identification(subject) * judgement.identification(object_),
            names=sum(end.startswith("name.") for end in pair),
            genes=sum(mention.kind in ("gene", "family") for mention in (subject, object_)),
            hedged=one.hedged,
        )

    def _worded(self, trigger: str, sign: Sign) -> Worded:
        """What the words of a trigger say of a sign."""
        signs = self._lexicon.signs(trigger)
        if signs:
            return "same" if sign in signs else "other"
        return "empty" if self._grammar.holds_together(trigger) else "none"

    def _by_rules(self, text: str, mentions: Sequence[Mention]) -> list[Assertion]:
        """What the rules alone assert."""
        best: dict[tuple[int, str, str, int], Assertion] = {}
        least = self._rules.least
        passages = Passages(text, mentions, self._denial, self._bystanders)
        for one in self._ruled(text, mentions, passages):
            if not self._rules.suffices(one):
                continue
            made = self._assertion(one, mentions, self._sure(one, mentions), self._marks_of_rules(one))
            if made.confidence < (least.sequence if one.inferred else least.sure):
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
_OF_SIGNS, _NO_OPINION = frozenset(("arrow",)), 0.0
"""Constructions of signs and no words: the trained reader, which has met hardly any, cannot speak against them. All
nine that the rules read in 1,979 captions are right."""


class _Known:
    """What the rules state of a text, as it bears on what the trained reader says."""

    def __init__(self, stated: Iterable[RuleStatement], mentions: Sequence[Mention], least: float) -> None:
        self._least = least
        self._scores: dict[tuple[Pair, int], float] = {}
        self._denied: set[tuple[int, Pair]] = set()
        self._suggested: set[tuple[int, Pair, int]] = set()
        self._from: dict[str, set[tuple[str, int]]] = {}
        self._subjects: dict[tuple[str, int, Span], set[str]] = {}
        self._acting: set[tuple[int, str]] = set()
        self._acted_on: dict[tuple[int, str], set[str]] = {}
        for one in stated:
            pair = _pair(one, mentions)
            if one.negated:
                self._denied.add((one.evidence.start, pair))
            elif one.inferred:
                self._suggested.add((one.evidence.start, pair, one.sign))
            else:
                self._scores[pair, one.sign] = max(self.score(pair, one.sign), one.score)
                if one.score >= self._least:
                    self._from.setdefault(pair[0], set()).add((pair[1], one.sign))
                    self._acting.add((one.evidence.start, pair[0]))
                    self._acted_on.setdefault((one.evidence.start, pair[1]), set()).add(pair[0])
                    if one.evidence.rule.startswith("active/"):
                        verb = (pair[1], one.sign, one.evidence.trigger_at)
                        self._subjects.setdefault(verb, set()).add(pair[0])

    def score(self, pair: Pair, sign: int) -> float:
        """The highest score of a statement, 0 where there is none."""
        return self._scores.get((pair, sign), 0.0)

    def shares_its_verb(self, pair: Pair, sign: int, verb: Span) -> bool:
        """Whether another than the cause is the verb's subject: of *A activates B and inhibits C*, B has no verb."""
        cause, effect = pair
        subjects = self._subjects.get((effect, sign, verb), ())
        return any((cause, one) in self._from.get(subject, ()) for subject in subjects for one in _SIGNS)

    def has_another_subject(self, pair: Pair, sign: int, verb: Span) -> bool:
        """Whether others than the cause are the verb's subjects: *A acts on B, and C activates D* says nothing of A."""
        subjects = self._subjects.get((pair[1], sign, verb), ())
        return bool(subjects) and pair[0] not in subjects

    def has_steps(self, pair: Pair) -> bool:
        """Whether statements of the rules lead from one to the other: ``A activates C, which activates B``."""
        cause, effect = pair
        middles = {middle for middle, _ in self._from.get(cause, ())}
        return any((effect, sign) in self._from.get(middle, ()) for middle in middles for sign in _SIGNS)

    def have_others(self, start: int, pair: Pair) -> bool:
        """Whether in a sentence the cause acts on another, and another on the effect: *A acts on B; C acts on D*."""
        cause, effect = pair
        return (start, cause) in self._acting and any(one != cause for one in self._acted_on.get((start, effect), ()))

    def steps_against(self, pair: Pair, sign: int) -> bool:
        """Whether two statements of the rules together mean the other sign: ``A activates C, an inhibitor of B``."""
        cause, effect = pair
        signs = {
            one * other
            for middle, one in self._from.get(cause, ())
            for other in _SIGNS
            if middle != effect and self.score((middle, effect), other) >= self._least
        }
        return signs == {-sign}

    def decided(self, pair: Pair, sign: int) -> bool:
        """Whether the rules state this, or see what turns its sign: a loss, an inhibitor, a knock-out."""
        return self.score(pair, sign) > 0 or self.score(pair, -sign) >= self._least

    def denied(self, start: int, pair: Pair) -> bool:
        """Whether they find it denied in the sentence that starts there."""
        return (start, pair) in self._denied

    def suggested(self, start: int, pair: Pair, sign: int) -> bool:
        """Whether only the order of steps suggests it there."""
        return (start, pair, sign) in self._suggested


def _pair(one: RuleStatement, mentions: Sequence[Mention]) -> Pair:
    return mentions[one.subject].entity, mentions[one.object].entity


def _best(statements: Iterable[RuleStatement], mentions: Sequence[Mention]) -> list[RuleStatement]:
    """Of each sentence, subject, object and sign the statement that scores most."""
    best: dict[tuple[int, str, str, int], RuleStatement] = {}
    for one in statements:
        key = (one.evidence.start, mentions[one.subject].entity, mentions[one.object].entity, one.sign)
        known = best.get(key)
        if known is None or one.score > known.score:
            best[key] = one
    return list(best.values())


def _decided_by_rules(said: Assertion) -> bool:
    """Whether the rules deny this, or infer it: that is not judged."""
    return said.evidence.rule != READER and (said.negated or said.reading == "sequence")


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


def load_relator(
    mappings: Path, *, calibrated: bool = True, fast: bool = False, encoder: Encoder | None = None
) -> Relator:
    """A relator over the lexicon and the models of a mappings folder.

    Args:
        mappings: the folder.
        calibrated: whether an assertion's confidence is a probability, or the bare score that one is
            fitted to; rules alone have bare scores.
        fast: read by rules alone.
        encoder: the encoder of the folder, where it is open already.

    Raises:
        MappingError: one of its files is missing or wrong.
    """
    confidence = load_confidence(mappings) if calibrated else UNCALIBRATED
    lexicon = load_lexicon(mappings)
    denial, bystanders = load_denial(mappings, lexicon), load_bystanders(mappings)
    grammar = load_grammar(mappings)
    rules = RuleReader(Tokenizer(lexicon, grammar, load_vocabulary(mappings)), denial)
    if fast or not calibrated:
        return Relator(rules, None, confidence, None, denial, bystanders, lexicon, grammar)
    reader, judgement = load_reader(mappings, encoder), load_judgement(mappings)
    return Relator(rules, reader, confidence, judgement, denial, bystanders, lexicon, grammar)
