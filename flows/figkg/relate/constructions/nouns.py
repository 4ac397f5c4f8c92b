"""Nouns of acts, effects and roles: ``inhibition of B by A``, ``the inhibitory effect of A on B``."""

from __future__ import annotations

from collections.abc import Iterator

from figkg.relate.clauses import Clause
from figkg.relate.constructions.agents import agent_before
from figkg.relate.constructions.candidate import Candidate, hedged_at, pairs
from figkg.relate.constructions.circumstances import circumstance_in
from figkg.relate.constructions.steps import acted_on, compound_before, word_behind
from figkg.relate.lexicon import Verb
from figkg.relate.phrases import phrase
from figkg.relate.things import Phrase, Thing
from figkg.relate.token_classes import (
    ACT,
    BY,
    CIRCUMSTANCE,
    COMMA,
    CONJUNCTION,
    EFFECT_VERBS,
    GERUND,
    LOSS,
    MEANS,
    OF,
    PASSED_TO_A_NOUNS_AGENT,
    PASSED_TO_AN_EFFECT,
    WITH,
)
from figkg.relate.tokens import Sentence


def act_noun(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``inhibition of B by A``, ``B activation by A``, ``A inhibition of B``."""
    verb, classes = sentence.verbs[place], sentence.classes
    assert verb is not None
    agents: tuple[Thing, ...] = ()
    start = _noun_object(sentence, place)
    rule = "noun"
    if classes[place + 1 : place + 2] == BY:
        by = phrase(sentence, place + 2, own="none")
        if by.things and classes[by.end : by.end + 1] == OF:
            themes = phrase(sentence, by.end + 1, prepositions=0).things
            yield from pairs(by.things, themes, verb, place, rule, hedged=hedged_at(sentence, place, place))
            return
    if start is not None:
        found = phrase(sentence, start, prepositions=0)
        before = compound_before(sentence, place)
        if found.things and before is not None:
            agents, rule = (before,), "noun compound"
    else:
        before = compound_before(sentence, place)
        found = Phrase((), place + 1) if before is None else Phrase((before,), place + 1)
    if not found.things or any(one.token < 0 for one in found.things):
        return
    if not agents:
        agents, rule = _noun_agents(sentence, max(found.end, place + 1))
    if not agents and classes[0] == CIRCUMSTANCE and 0 < (comma := classes.find(COMMA)) < place:
        agents, rule = circumstance_in(sentence, 0, comma), "noun circumstance"
    themes = found.things
    if rule == "noun with" and "with" in verb.frame.split("|"):  # the interference of A with B
        agents, themes = themes, agents
    hedged = hedged_at(sentence, place, place)
    if rule == "noun circumstance":
        verb = Verb(verb.verb, verb.sign, weight=sentence.vocabulary.weights.noun_circumstance)
    yield from pairs(agents, themes, verb, place, rule, hedged=hedged)


def effect(sentence: Sentence, place: int, clauses: list[Clause]) -> Iterator[Candidate]:
    """``the inhibitory effect of A on B``, ``A has a stimulatory effect on B``."""
    classes, words = sentence.classes, sentence.words
    signs = sentence.grammar.effect_signs
    sign = next((signs[word] for word in reversed(words[max(0, place - 3) : place]) if word in signs), 0)
    if not sign:
        return
    verb = Verb("effect", sign, weight=sentence.vocabulary.weights.effect)
    on = next(
        (index for index in range(place + 1, min(place + 16, len(words))) if words[index] in ("on", "against")), None
    )
    if on is None:
        return
    if classes[place + 1 : place + 2] == OF:
        causes = phrase(sentence, place + 2, on, 0).things
    else:
        start = place - 1
        while start > 0 and classes[start] in PASSED_TO_AN_EFFECT:
            start -= 1
        causes = agent_before(sentence, start + 1, clauses) if classes[start] in EFFECT_VERBS else ()
    yield from pairs(
        causes, phrase(sentence, on + 1).things, verb, place, "effect", hedged=hedged_at(sentence, place, place)
    )


def role(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``role of A in the activation of B``."""
    found = phrase(sentence, place + 2, prepositions=0)
    if not found.things:
        return
    start = word_behind(sentence, found.end - 1, ("in", "for"), 4)
    if start is not None:
        verb = Verb("role", 1, weight=sentence.vocabulary.weights.role)
        effects = acted_on(sentence, start)
        yield from pairs(found.things, effects, verb, place, "role", hedged=hedged_at(sentence, place, place))


def _noun_object(sentence: Sentence, place: int) -> int | None:
    """Index behind the *of* (or *in*) that leads to what a noun's act is done to."""
    classes, words = sentence.classes, sentence.words
    following = place + 1
    if (
        classes[following : following + 2] == CONJUNCTION + ACT
        or classes[following : following + 2] == CONJUNCTION + LOSS
    ):
        following += 2
    if classes[following : following + 1] == OF:
        return following + 1
    verb = sentence.verbs[place]
    if (
        words[following : following + 1] == ["in"]
        and verb is not None
        and verb.verb in ("increase", "decrease", "reduce")
    ):
        return following + 1
    return None


def _noun_agents(sentence: Sentence, start: int) -> tuple[tuple[Thing, ...], str]:
    """Who does the act of a noun, and the rule's name."""
    classes, words = sentence.classes, sentence.words
    for index in range(start, min(start + 6, len(classes))):
        cls = classes[index]
        if cls == BY or (cls == MEANS and index == start):
            if classes[index + 1 : index + 2] != GERUND:
                return phrase(sentence, index + 1).things, "noun"
            return (), "noun"
        if cls == WITH and index == start:
            return phrase(sentence, index + 1, prepositions=0).things, "noun with"
        if cls == CIRCUMSTANCE or words[index] == "in":
            found = circumstance_in(sentence, index, min(index + 14, len(classes)))
            if found:
                return found, "noun circumstance"
        elif cls not in PASSED_TO_A_NOUNS_AGENT:
            return (), "noun"
    return (), "noun"
