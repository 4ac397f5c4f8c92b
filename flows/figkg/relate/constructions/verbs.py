"""Verbs with a sign: ``A activates B``, ``B is induced by A``, ``reduces B by activating A``."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from figkg.relate.clauses import Clause
from figkg.relate.constructions.candidate import Candidate, hedged_at, pairs
from figkg.relate.constructions.circumstances import circumstances
from figkg.relate.constructions.steps import word_behind
from figkg.relate.lexicon import Verb
from figkg.relate.phrases import phrase
from figkg.relate.things import Thing
from figkg.relate.token_classes import ACTS_AND_LOSSES, BY_WHAT
from figkg.relate.tokens import Sentence


def by_verb(sentence: Sentence, clauses: list[Clause], index: int) -> Iterator[Candidate]:
    """``A activates B``, ``B is activated by A``, ``B requires A``, ``B increases upon A stimulation``."""
    clause = clauses[index]
    verb = clause.lexical
    assert verb is not None
    hedged = hedged_at(sentence, clause.start, clause.verb)
    rule: str
    if clause.voice in ("passive", "reduced"):
        causes, effects, rule = clause.agents, clause.subjects, clause.voice
        if verb.turned:
            effects, causes, rule = clause.agents or _purpose(sentence, clause.verb), effects, "turned"
    else:
        causes, effects, rule = clause.subjects, clause.objects, clause.voice
        if verb.turned:
            causes, effects, rule = effects, causes, "turned"
    if clause.passive and (_are_doings(sentence, clause, effects) or _is_ability(sentence, clauses, index)):
        return
    if verb.mends:
        effects = tuple(one._replace(polarity=1) for one in effects)
    means = clause.means
    if not effects and clause.voice == "active" and not verb.turned and not verb.frame:
        causes, effects, rule, means = (), clause.subjects, "intransitive", ()
    yield from pairs(causes, effects, verb, clause.verb, rule, negated=clause.negated, hedged=hedged)
    if verb.turned or not effects:
        return
    weights = sentence.vocabulary.weights
    weaker = structs.replace(verb, weight=weights.mediator)
    yield from pairs(means, effects, weaker, clause.verb, "mediator", negated=clause.negated, hedged=hedged)
    if clause.voice == "reduced":
        return
    rule = "response" if causes else "circumstance"
    around = circumstances(sentence, clauses, index, alone=not causes)
    weaker = structs.replace(verb, weight=weights.response if causes else verb.weight)
    yield from pairs(around, effects, weaker, clause.verb, rule, negated=clause.negated, hedged=hedged)
    if clause.voice == "active" and not clause.negated:
        yield from _sequence(sentence, clauses, index)


def _are_doings(sentence: Sentence, clause: Clause, things: tuple[Thing, ...]) -> bool:
    """Whether it is what things do that something is done to: ``the effects of A are mediated by B``."""
    if not things:
        return False
    first, last = things[0].token, things[-1].token
    said = sentence.words[max(0, first - 3) : first] + sentence.words[last + 1 : min(last + 3, clause.start)]
    return not sentence.grammar.doings.isdisjoint(said)


def _is_ability(sentence: Sentence, clauses: list[Clause], index: int) -> bool:
    """Whether it is what a thing can do that something is done to: ``the ability of A to inhibit B is blocked``."""
    before = clauses[index - 1] if index else None
    if before is None or before.voice != "infinitive":
        return False
    begin = clauses[index - 2].verb if index > 1 else 0
    return not sentence.vocabulary.abilities.isdisjoint(sentence.words[begin : before.verb])


def by_means(sentence: Sentence, clause: Clause) -> Iterator[Candidate]:
    """``A acts through inhibition of B``: A on B."""
    first = clause.means[0]
    for place in range(first.token - 1, clause.verb if first.token > clause.verb else -1, -1):
        cls = sentence.classes[place]
        if cls in ACTS_AND_LOSSES:
            verb = Verb("act", 1, weight=sentence.vocabulary.weights.means)
            causes = clause.agents if clause.passive else clause.subjects
            yield from pairs(causes, clause.means, verb, place, "means", negated=clause.negated)
            return
        if cls in BY_WHAT:
            return


def _sequence(sentence: Sentence, clauses: list[Clause], index: int) -> Iterator[Candidate]:
    """``A stimulates B, then upregulates C``: the order of the steps suggests that B acts on C."""
    clause = clauses[index]
    assert clause.lexical is not None
    if not index or sentence.vocabulary.sequence.isdisjoint(sentence.words[clause.start : clause.verb]):
        return
    before = next((one for one in reversed(clauses[:index]) if one.voice == "active"), None)
    if before is None or before.lexical is None:
        return
    verb = Verb(clause.lexical.verb, clause.lexical.sign, weight=sentence.vocabulary.weights.sequence)
    yield from pairs(before.outcome, clause.objects, verb, clause.verb, "sequence", inferred=True)


def _purpose(sentence: Sentence, verb: int) -> tuple[Thing, ...]:
    """What something is required for: the phrase with *for* behind a participle."""
    start = word_behind(sentence, verb, ("for",))
    return phrase(sentence, start).things if start is not None else ()
