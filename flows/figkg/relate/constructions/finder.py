"""Constructions: what a sentence says that causes what.

Each construction looks at one trigger and finds the entities that are its cause and its effect. Verbs
come from :mod:`figkg.relate.clauses`; nouns, hyphens and arrows are read from the tokens.
"""

from __future__ import annotations

from collections.abc import Iterator

from figkg.relate.clauses import Clause
from figkg.relate.constructions.agents import agent_noun
from figkg.relate.constructions.candidate import Candidate
from figkg.relate.constructions.marks import arrow, hyphen
from figkg.relate.constructions.nouns import act_noun, effect, role
from figkg.relate.constructions.predicates import by_predicate
from figkg.relate.constructions.verbs import by_means, by_verb
from figkg.relate.token_classes import ACT, AGENT, ARROW, OF, PREPOSITION, ROLE_NOUNS
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_TRIGGERS = pattern("ENTITY (?= [HYPHEN SLASH OPEN]) | TRIGGERS")


def find_candidates(sentence: Sentence, clauses: list[Clause], arrows: dict[str, int]) -> Iterator[Candidate]:
    """All relations that the constructions find in a sentence.

    Args:
        sentence: the tokens.
        clauses: its clauses.
        arrows: arrows in lower case and their signs.
    """
    for index, clause in enumerate(clauses):
        if clause.means:
            yield from by_means(sentence, clause)
        if clause.lexical is not None and clause.lexical.sign:
            yield from by_verb(sentence, clauses, index)
        else:
            yield from by_predicate(sentence, clause)
    classes, words = sentence.classes, sentence.words
    for match in _TRIGGERS.finditer(classes):
        place, cls = match.start(), match[0]
        if cls == ACT:
            yield from act_noun(sentence, place)
        elif cls == AGENT:
            yield from agent_noun(sentence, place, clauses)
        elif cls == ARROW:
            yield from arrow(sentence, place, arrows[words[place]])
        else:
            yield from hyphen(sentence, place)
    roles, effects = sentence.vocabulary.roles, sentence.vocabulary.effects
    if not (roles.isdisjoint(words) and effects.isdisjoint(words)):
        for place, word in enumerate(words):
            if word in roles and classes[place] in ROLE_NOUNS and classes[place + 1 : place + 2] in (OF, PREPOSITION):
                yield from role(sentence, place)
            elif word in effects:
                yield from effect(sentence, place, clauses)
