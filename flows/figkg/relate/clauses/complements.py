"""What a verb acts on, who acts in a passive, and by what means."""

from __future__ import annotations

from figkg.relate.clauses.clause import Clause
from figkg.relate.clauses.voices import BARE
from figkg.relate.hyphens import hyphen_causes
from figkg.relate.phrases import phrase
from figkg.relate.things import BY_PRONOUN, Thing, closing
from figkg.relate.token_classes import (
    ACTS_AND_LOSSES,
    AGENT_SEARCH_END,
    BE,
    BY,
    BY_WHAT,
    COMMA,
    ENTITY,
    GERUND,
    MEANS,
    OPEN,
    OPENING_END,
    PARTICIPLES,
    PASSED_TO_A_FRAME,
    PASSED_TO_MEANS,
    PLACE_BEFORE_MEANS,
    PLAIN_ADVERB,
    PREPOSITION,
    WITH,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_IN_A_STATE = pattern("[^ ENTITY COMMA CONJUNCTION OTHER_VERB VERB]{1,5}")
"""``in an inactive conformation``."""
_FROM_LOSS = pattern("PREPOSITION [DETERMINER PLAIN ADVERB POSSESSIVE]{0,3} LOSS (?! OF)")
"""``from proteasomal degradation``."""
_BEHIND_UNNAMED = pattern("[PLAIN_QUANTITY PARTICIPLE HYPHEN]{1,6} (?= MEANS)")
"""What a verb acts on when it is no entity: ``increases cell death through inhibition of A``."""


def find_complement(sentence: Sentence, clause: Clause, clauses: list[Clause]) -> None:
    """Set what the verb acts on, or who acts, and the end of the clause."""
    place = clause.verb
    clause.change = _own_change(sentence, clause)
    if clause.voice in ("passive", "reduced", "other passive"):
        start = _agent_start(sentence, place)
        if start is not None:
            found = phrase(sentence, start, own="none")
            clause.agents = found.things
            clause.end = found.end if found.things else clause.end
            first = sentence.classes.find(ENTITY, start, start + 5)
            if not found.things and first > 0:
                clause.agents = hyphen_causes(sentence, first)
        return
    if clause.voice in ("active", "other") and BARE.match(sentence.classes, place + 1):
        return
    frame = clause.lexical.frame if clause.lexical is not None else ""
    begin = frame_end(sentence, place, frame) if frame else place + 1
    if begin is None:
        return
    past = sentence.classes[place] in PARTICIPLES
    found = phrase(sentence, begin, own="noun" if past else "any")
    if found.things and found.things[0].token == BY_PRONOUN:
        stands_for = _told_of(sentence, clause, clauses) or _pronoun(clause, clauses)
        clause.objects = tuple(
            Thing(one.token, one.polarity * found.things[0].polarity, one.cost + 1) for one in stands_for
        )
    elif found.things:
        clause.objects = found.things
    elif clause.lexical is not None:
        clause.objects = _elided(sentence, clause, clauses, begin)
    clause.end = max(found.end if found.things else 0, begin)
    if _only_stands_by(sentence, clause, begin):
        clause.objects = ()
    if _is_kept_down(sentence, clause) or _is_kept_from_loss(sentence, clause):
        clause.objects = tuple(one._replace(polarity=-1) for one in clause.objects)
    _drop_meeting(sentence, clause, begin)
    _share_object(sentence, clause, clauses)


def _only_stands_by(sentence: Sentence, clause: Clause, begin: int) -> bool:
    """``A decreases as B increases``, ``A increases with B``: A changes by itself, and nothing is done to B."""
    if not clause.change or not clause.objects or not clause.subjects:
        return False
    return any(cls in (PREPOSITION, WITH) for cls in sentence.classes[begin : clause.objects[0].token])


def _is_kept_down(sentence: Sentence, clause: Clause) -> bool:
    """``A maintains B in an inactive state``."""
    if clause.lexical is None or clause.lexical.verb not in sentence.vocabulary.maintaining or not clause.objects:
        return False
    behind = clause.objects[-1].token + 1
    kept = _IN_A_STATE.match(sentence.classes, behind)
    return kept is not None and not sentence.grammar.kept_down.isdisjoint(sentence.words[behind : kept.end()])


def _is_kept_from_loss(sentence: Sentence, clause: Clause) -> bool:
    """``A prevents B from degradation``."""
    if clause.lexical is None or clause.lexical.sign >= 0 or not clause.objects:
        return False
    place = clause.objects[-1].token + 1
    lost = _FROM_LOSS.match(sentence.classes, place)
    return lost is not None and sentence.words[place] == "from"


def _own_change(sentence: Sentence, clause: Clause) -> int:
    """The direction in which a subject changes by itself, or is said to be, where nothing is acted on."""
    words, grammar = sentence.words, sentence.grammar
    if clause.voice == "active" and clause.lexical is not None:
        return clause.lexical.sign if clause.lexical.verb in grammar.changing_alone else 0
    if clause.voice != "other":
        return 0
    behind = clause.verb + 1
    while behind < len(words) - 1 and sentence.classes[behind] in PLAIN_ADVERB and words[behind] not in grammar.down:
        behind += 1
    is_down = sentence.classes[clause.verb] == BE and behind < len(words) and words[behind] in grammar.down
    return -1 if is_down or words[clause.verb] in grammar.falling else 0


def _share_object(sentence: Sentence, clause: Clause, clauses: list[Clause]) -> None:
    """``A enhances, but B represses, C``: the verb before acts on the same object."""
    previous = clauses[-1] if clauses else None
    if previous is None or not clause.objects or previous.objects or previous.lexical is None or clause.lexical is None:
        return
    if previous.voice == clause.voice == "active" and BARE.match(sentence.classes, previous.verb + 1):
        previous.objects = tuple(one._replace(cost=one.cost + 1) for one in clause.objects)


def find_means(sentence: Sentence, clause: Clause) -> None:
    """Set the means of a clause: ``through inactivation of A``, ``by activation of A``, also in front of it."""
    clause.means = _fronted_means(sentence, clause)
    if clause.means:
        return
    classes = sentence.classes
    place = clause.end
    while place < len(classes) and (
        classes[place] in PASSED_TO_MEANS
        or (place < clause.end + 8 and classes[place] in PLACE_BEFORE_MEANS and classes[clause.end] == PREPOSITION)
    ):
        place += 1
    if classes[place : place + 1] == OPEN:
        place = closing(sentence, place)
    if not clause.passive and not clause.objects and (behind := _BEHIND_UNNAMED.match(classes, place)) is not None:
        place = behind.end()
    if clause.passive and ENTITY in classes[clause.end : place]:
        return
    if classes[place : place + 1] not in BY_WHAT or (classes[place] == BY and clause.passive):
        return
    if classes[place + 1 : place + 2] == GERUND:
        return
    found = phrase(sentence, place + 1)
    if found.things and classes[place] == BY:
        token = found.things[0].token
        by = range(place + 1, min(token + 5, len(classes)))
        if not any(
            classes[index] in ACTS_AND_LOSSES or sentence.words[index] in sentence.vocabulary.ways for index in by
        ):
            return
    hit = not sentence.vocabulary.targeting.isdisjoint(sentence.words[place + 1 : place + 2])
    clause.means = tuple(one._replace(polarity=-one.polarity) for one in found.things) if hit else found.things
    if found.things:
        clause.end = found.end
        return
    first = classes.find(ENTITY, place, place + 6)
    if first > 0:
        clause.means = hyphen_causes(sentence, first)


def _fronted_means(sentence: Sentence, clause: Clause) -> tuple[Thing, ...]:
    """``Through activation of B, A`` …: B."""
    classes = sentence.classes
    if classes[0] != MEANS or clause.link != "before" or clause.voice != "active" or not clause.subjects:
        return ()
    comma = classes.rfind(COMMA, 0, max(0, clause.subjects[0].token))
    if comma < 0 or any(cls in OPENING_END for cls in classes[1:comma]):
        return ()
    return phrase(sentence, 1, comma).things


def _drop_meeting(sentence: Sentence, clause: Clause, begin: int) -> None:
    """``disrupts the interaction with A`` and ``abolishes the effect of A`` lower no one."""
    if clause.lexical is None or not clause.objects:
        return
    before = sentence.words[begin : clause.objects[0].token]
    if not sentence.grammar.meetings.isdisjoint(before) or not sentence.grammar.doings.isdisjoint(before):
        clause.objects = ()


def _elided(sentence: Sentence, clause: Clause, clauses: list[Clause], begin: int) -> tuple[Thing, ...]:
    """``A binds the B promoter and activates transcription``: that of B."""
    if not clauses or clauses[-1].lexical is not None or not clauses[-1].objects:
        return ()
    classes, words = sentence.classes, sentence.words
    place = begin
    while place < len(words) and classes[place] in PLAIN_ADVERB and place < begin + 4:
        if words[place] in sentence.grammar.elliptic:
            taken = {one.token for one in clause.subjects}
            return tuple(one._replace(cost=one.cost + 1) for one in clauses[-1].objects if one.token not in taken)
        place += 1
    return ()


def _pronoun(clause: Clause, clauses: list[Clause]) -> tuple[Thing, ...]:
    """What *its* stands for behind a verb: what the verb before acted on, unless that is the subject."""
    if not clauses:
        return ()
    tokens = {one.token for one in clause.subjects}
    for things in (clauses[-1].objects, clauses[-1].subjects):
        if things and not tokens.intersection(one.token for one in things):
            return things
    return ()


def _told_of(sentence: Sentence, clause: Clause, clauses: list[Clause]) -> tuple[Thing, ...]:
    """``A binds B, leading to its loss``, ``A cleaves B, which triggers its loss``: B's, and A does it."""
    previous = clauses[-1] if clauses else None
    if previous is None or not (clause.voice == "gerund" or clause.link == "relative"):
        return ()
    doers = previous.agents if previous.passive else previous.subjects
    told = previous.subjects if previous.passive else previous.objects
    if not clause.subjects or not doers or not told or ENTITY in sentence.classes[previous.end : clause.start]:
        return ()
    if {one.token for one in clause.subjects} <= {one.token for one in told}:
        clause.subjects = tuple(one._replace(cost=one.cost + 1) for one in doers)
        return told
    return ()


def _agent_start(sentence: Sentence, verb: int) -> int | None:
    """Index behind the *by* of a participle."""
    classes = sentence.classes
    for place in range(verb + 1, min(verb + 14, len(classes))):
        if classes[place] == BY:
            return None if classes[place + 1 : place + 2] == GERUND else place + 1
        if classes[place] in AGENT_SEARCH_END:
            return None
    return None


def frame_end(sentence: Sentence, verb: int, frame: str) -> int | None:
    """Index behind the verb's preposition, or None when it does not follow."""
    for place in range(verb + 1, min(verb + 5, len(sentence.words))):
        if sentence.words[place] in frame.split("|"):
            return place + 1
        if sentence.classes[place] not in PASSED_TO_A_FRAME:
            return None
    return None
