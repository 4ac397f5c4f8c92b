"""Nouns of who acts: ``A is an inhibitor of B``, ``the B inhibitor A``."""

from __future__ import annotations

from collections.abc import Iterator

from figkg.relate.clauses import Clause
from figkg.relate.constructions.candidate import Candidate, hedged_at, pairs
from figkg.relate.constructions.steps import compound_before
from figkg.relate.phrases import AGENTS_NAMED, NAMED_BEHIND, phrase
from figkg.relate.things import Thing, closing
from figkg.relate.token_classes import (
    AGENT_VERBS,
    BEFORE_AN_AGENT,
    CLOSE,
    COMMA,
    ENTITY,
    EXAMPLE,
    LIST_JOINTS,
    NEGATION,
    OF,
    OPEN,
    OTHER_VERBS,
    PASSED_TO_A_NAMED_AGENT,
    PASSED_TO_AN_AGENT,
    UNNAMED,
)
from figkg.relate.tokens import Sentence


def agent_noun(sentence: Sentence, place: int, clauses: list[Clause]) -> Iterator[Candidate]:
    """``A is an inhibitor of B``, ``the B inhibitor A``, ``A, a repressor of B``."""
    verb, classes = sentence.verbs[place], sentence.classes
    assert verb is not None
    end = place + 1
    if classes[end : end + 1] == OPEN:
        behind = closing(sentence, end)
        end = behind if classes[behind : behind + 1] == OF else end
    if classes[end : end + 1] == OF or sentence.words[end : end + 1] == ["for"]:
        named_behind = AGENTS_NAMED.match(classes, place)
        limit = len(classes) if named_behind is None else classes.rindex(EXAMPLE, place, named_behind.end())
        found = phrase(sentence, end + 1, limit, prepositions=0)
        themes = found.things
        end = found.end if themes else end
    else:
        before = compound_before(sentence, place)
        themes = () if before is None else (before,)
    themes = tuple(one for one in themes if one.token >= 0)
    if not themes:
        return
    agents: tuple[Thing, ...] = ()
    after = end
    while classes[after : after + 1] in (OPEN, EXAMPLE, COMMA) and after - end < 2:
        after += 1
    examples = AGENTS_NAMED.match(classes, place)
    if examples is not None:
        after = examples.end()
    if examples is not None or (classes[after : after + 1] == ENTITY and classes[end : end + 1] != COMMA):
        agents = phrase(sentence, after, prepositions=0).things
    rule = "agent behind"
    if not agents and (named := NAMED_BEHIND.match(classes, end)) is not None:
        agents = (Thing(named.start(1), 1, 0),)
    if not agents:
        agents, rule = agent_before(sentence, min(place, themes[0].token), clauses), "agent"
    negated = NEGATION in classes[max(0, place - 5) : place]
    yield from pairs(agents, themes, verb, place, rule, negated=negated, hedged=hedged_at(sentence, place, place))


def agent_before(sentence: Sentence, start: int, clauses: list[Clause]) -> tuple[Thing, ...]:
    """The entity that an agent noun stands for: ``A is an inhibitor``, ``A, a repressor``, ``A acts as``."""
    classes, words = sentence.classes, sentence.words
    index = start - 1
    while index >= 0 and classes[index] in PASSED_TO_AN_AGENT and words[index] not in ("in", "on", "with", "at"):
        index -= 1
    if index < 0 or classes[index] not in BEFORE_AN_AGENT:
        return ()
    if classes[index] == COMMA and words[index + 1] not in ("a", "an", "the", "another", "one"):
        return ()
    if classes[index] in OTHER_VERBS and "as" not in words[index:start]:
        return ()
    clause = next((one for one in clauses if one.verb == index), None)
    if clause is not None and clause.subjects and classes[index] in AGENT_VERBS:
        return clause.subjects
    while index >= 0 and classes[index] in PASSED_TO_A_NAMED_AGENT:
        index -= 1
    if index >= 0 and classes[index] == CLOSE:
        opening = classes.rfind(OPEN, 0, index)
        index = opening - 1 if opening > 0 else -1
    while index >= 0 and classes[index] in UNNAMED:
        index -= 1
    if index < 0 or classes[index] != ENTITY:
        return ()
    agents = [index]
    while (
        index >= 2
        and classes[index - 1] in LIST_JOINTS
        and classes[index - 2] == ENTITY
        and classes[start - 1] != COMMA
    ):
        index -= 2
        agents.append(index)
    return tuple(Thing(one, 1, 0) for one in reversed(agents))
