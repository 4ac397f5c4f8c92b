"""Clauses: the verbs of a sentence from left to right, each with its subject and what it acts on."""

from __future__ import annotations

from figkg.relate.clauses.clause import Antecedent, Clause
from figkg.relate.clauses.complements import find_complement, find_means
from figkg.relate.clauses.subjects import find_subjects
from figkg.relate.clauses.voices import voice_of
from figkg.relate.token_classes import CONJUNCTION, NEGATION, OTHER_PARTICIPLE, PARTICIPLE, UNFINISHED, VERB_GROUP
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_VERBS = pattern("VERB_FORMS")


def read_clauses(sentence: Sentence, antecedent: Antecedent = Antecedent()) -> list[Clause]:  # noqa: B008
    """The clauses of a sentence, from left to right.

    Args:
        sentence: the tokens.
        antecedent: what a pronoun at its start stands for.
    """
    clauses: list[Clause] = []
    classes = sentence.classes
    frontier = 0
    before = antecedent.subject if sentence.words[0] in sentence.vocabulary.personal else antecedent.outcome
    for match in _VERBS.finditer(classes):
        place = match.start()
        if place < frontier and _inside(sentence, place, clauses):
            continue
        start = _group_start(classes, place, clauses[-1].verb if clauses else -1)
        voice = voice_of(sentence, place, start, clauses)
        if voice is None:
            continue
        clause = Clause(place, start, voice, sentence.verbs[place], end=place + 1)
        clause.negated = (
            "whether" in sentence.words[frontier:place]
            or NEGATION in classes[start:place]
            or classes[place + 1 : place + 2] == NEGATION
        )
        find_subjects(sentence, clause, clauses, frontier, before)
        find_complement(sentence, clause, clauses)
        find_means(sentence, clause)
        clauses.append(clause)
        frontier = max(clause.end, place + 1)
    return clauses


def _inside(sentence: Sentence, place: int, clauses: list[Clause]) -> bool:
    """Whether a participle stands inside the noun phrase that an earlier verb acts on: ``shows reduced A``."""
    if sentence.classes[place - 2 : place] in (PARTICIPLE + CONJUNCTION, OTHER_PARTICIPLE + CONJUNCTION):
        return False
    return sentence.classes[place] in UNFINISHED and any(
        one.token > place for one in clauses[-1].objects + clauses[-1].agents
    )


def _group_start(classes: str, place: int, floor: int) -> int:
    start = place
    while start - 1 > floor and classes[start - 1] in VERB_GROUP:
        start -= 1
    return start
