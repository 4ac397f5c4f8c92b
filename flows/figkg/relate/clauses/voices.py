"""How a verb form is used: finite or not, active or passive, or no verb at all."""

from __future__ import annotations

from figkg.relate.clauses.clause import Clause, Voice, verb_name
from figkg.relate.token_classes import (
    AFTER_A_MEASURE,
    AFTER_A_PASSIVE,
    AFTER_BE,
    AFTER_HAVE,
    BE,
    BEFORE_A_MEASURING_GERUND,
    BEFORE_A_NEW_SUBJECT,
    BEFORE_A_NOUN,
    BEFORE_AN_ADJECTIVE_GERUND,
    BEFORE_AN_OTHER_VERBS_NOUN,
    BY,
    COLON,
    DETERMINER,
    ENTITY,
    GERUND,
    HAVE,
    HYPHEN,
    JOINTS,
    LOSS_ADJECTIVE,
    MEASURED,
    MODAL,
    MODIFIERS_OF_VERBS,
    NO_SUBJECT_BEFORE,
    NOMINAL,
    OBJECT_LIKE,
    OTHER_VERB,
    PARTICIPLE,
    PARTICIPLES,
    PRONOUN,
    RELATIVE,
    RELATIVE_SUBJECTS,
    START,
    TO,
    UNNAMED,
    VERB,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

BARE = pattern(
    "ADVERB* PASSABLE_PREPOSITIONS? COMMA? [CONJUNCTION SUBORDINATOR] PLAIN_ADVERB*"
    " (?:ENTITY [PLAIN_QUANTITY ENTITY CONJUNCTION SLASH HYPHEN]*)?"
    " ADVERB* [VERB PARTICIPLE] COMMA? (?= SHARED_OBJECT_START)"
)
"""Behind a verb that shares its object with the next: ``A enhances, but B represses, C``."""
_MODIFIED = pattern("ENTITY INSIDE_A_SUBJECT{0,8} ADVERB* FINITE")
"""Behind a participle that belongs to the subject of a verb: ``activated A in these cells binds``."""
_ASIDE = pattern(
    "[ENTITY QUANTITY] COMMA [DETERMINER EXCLUSION] [^ COMMA SEMICOLON COLON VERB OTHER_VERB BE MODAL RELATIVE]{1,9}"
    " COMMA ADVERB* $"
)
"""Between a subject and its verb: ``A, a kinase, activated``, ``A, but not B, activated``."""


def voice_of(sentence: Sentence, place: int, start: int, clauses: list[Clause]) -> Voice | None:
    """How a verb form is used, or None when it is no verb there."""
    classes = sentence.classes
    cls = classes[place]
    previous = classes[start - 1] if start else START
    group = classes[start:place]
    ahead = place + 1
    while classes[ahead : ahead + 1] in MODIFIERS_OF_VERBS:
        ahead += 1
    following = classes[ahead : ahead + 1]
    if sentence.words[place - 1 : place] == ["there"] and cls == BE:
        return "other"
    if sentence.words[max(0, place - 2) : place - 1] == ["there"] and cls == PARTICIPLE and previous == BE:
        return None
    if cls == BE:
        return None if following in AFTER_BE else "other"
    if cls == HAVE:
        if following == PARTICIPLE and not _measured(sentence, ahead):
            return None
        return None if following in AFTER_HAVE else "other"
    if place and classes[place - 1] == HYPHEN:
        return None
    if cls == OTHER_VERB:
        return None if previous in BEFORE_AN_OTHER_VERBS_NOUN and TO not in group else "other"
    if cls == VERB:
        return _of_finite(sentence, place, previous, group)
    if cls == GERUND:
        return _of_gerund(sentence, place, previous, group, following)
    return _of_participle(sentence, place, previous, group, following, clauses)


def _of_finite(sentence: Sentence, place: int, previous: str, group: str) -> Voice | None:
    word = sentence.words[place]
    if TO in group:
        return "infinitive"
    if MODAL in group or HAVE in group:
        return "active"
    named = place > 1 and sentence.classes[place - len(group) - 2] == ENTITY
    if previous == LOSS_ADJECTIVE and named:  # A knockdown increases
        return "active"
    if previous in BEFORE_A_NOUN and not (previous == DETERMINER and word.endswith("s")):
        return None
    return "active"


def _of_gerund(sentence: Sentence, place: int, previous: str, group: str, following: str) -> Voice | None:
    if BE in group:
        return "active"
    if following in UNNAMED and previous in BEFORE_A_MEASURING_GERUND and _measures(sentence, place):
        return None
    if previous in BEFORE_AN_ADJECTIVE_GERUND or (previous == COLON and following == ENTITY):
        return None
    if previous == ENTITY and following in UNNAMED:
        return None
    return "gerund"


def _of_participle(
    sentence: Sentence, place: int, previous: str, group: str, following: str, clauses: list[Clause]
) -> Voice | None:
    signed = sentence.classes[place] == PARTICIPLE
    passive: Voice = "passive" if signed else "other passive"
    if BE in group:
        return passive
    if HAVE in group:
        if signed and _measured(sentence, place):
            return None
        return "active" if signed else "other"
    if previous in BEFORE_A_NEW_SUBJECT and _modifies_subject(sentence, place):
        return None
    if previous in JOINTS:
        return _of_coordinated(sentence, place, following, clauses)
    if previous == BY or previous in NO_SUBJECT_BEFORE or TO in group:
        return ("active" if signed else "other") if previous == RELATIVE else None
    if following == BY:
        return "reduced" if signed else None
    if previous not in NOMINAL and previous != PRONOUN:
        return None
    if following in OBJECT_LIKE or sentence.words[place] in sentence.grammar.intransitive:
        return "active" if signed else "other"
    if signed and BARE.match(sentence.classes, place + 1):
        return "active"
    if (
        signed
        and _measures(sentence, place)
        and (place + 1 == len(sentence.classes) or sentence.classes[place + 1] in AFTER_A_MEASURE)
    ):
        return "active"
    verb = sentence.verbs[place]
    frame = verb.frame if verb is not None else ""
    if frame and place + 1 < len(sentence.words) and sentence.words[place + 1] in frame.split("|"):
        return "active"
    return "reduced" if signed else "other passive"


def _of_coordinated(sentence: Sentence, place: int, following: str, clauses: list[Clause]) -> Voice | None:
    """A participle behind *and* has the voice of the verb before it when that is one too."""
    signed = sentence.classes[place] == PARTICIPLE
    if following in OBJECT_LIKE and _ASIDE.search(sentence.classes[max(0, place - 14) : place]):
        return "active" if signed else "other"
    for before in reversed(clauses[-3:]):
        if sentence.classes[before.verb] not in PARTICIPLES:
            continue
        if before.voice in ("passive", "other passive", "reduced"):
            if not following or following in AFTER_A_PASSIVE:
                if before.voice == "reduced":
                    return "reduced" if signed else "other passive"
                return "passive" if signed else "other passive"
            return None
        if following in OBJECT_LIKE:
            return "active" if signed else "other"
        return None
    if following == BY and signed:
        return "reduced"
    return None


def _modifies_subject(sentence: Sentence, place: int) -> bool:
    """Whether a participle belongs to the subject of the verb behind it: ``that activated A binds``."""
    classes = sentence.classes
    if classes[place - 1 : place] == RELATIVE and classes[place - 2 : place - 1] in RELATIVE_SUBJECTS:
        return False
    return _MODIFIED.match(classes, place + 1) is not None


def _measures(sentence: Sentence, place: int) -> bool:
    """Whether a participle is mostly an adjective: ``reduced``."""
    return verb_name(sentence, place) in sentence.vocabulary.measuring


def _measured(sentence: Sentence, place: int) -> bool:
    """``had reduced levels``: the participle belongs to the noun."""
    following = sentence.classes[place + 1 : place + 2]
    return following in MEASURED and _measures(sentence, place)
