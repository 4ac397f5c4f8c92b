"""Who does it: the grammatical subject of each verb."""

from __future__ import annotations

from figkg.relate.clauses.clause import Clause, finite, first_finite, last_finite
from figkg.relate.phrases import phrase
from figkg.relate.things import BY_PRONOUN, Thing, closing, turn
from figkg.relate.token_classes import (
    BE,
    BEFORE_A_NAME,
    BEFORE_A_PARTICIPIAL,
    BEHIND_A_PARTICIPIAL_JOINT,
    BY,
    CLAUSE_START,
    CLOSE,
    COLON,
    COMMA,
    CONJUNCTION,
    CONSEQUENCE,
    ENTITY,
    EXCLUSION,
    GAIN,
    JOINTS,
    LEADING_PREPOSITIONS,
    LOSS,
    OF,
    OPEN,
    PART_START,
    PASSED_TO_A_SUBJECT,
    PREPOSITIONS,
    PRONOUN,
    RELATIVE,
    SEMICOLON,
    STOPS,
    SUBJECT_FLOOR,
    TO,
    VERB,
    WITH,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import Sentence

_IN_BEARERS = pattern("PREPOSITION [PLAIN HYPHEN]* BEARER (?= DETERMINER* ENTITY)")
"""A circumstance without a comma behind it: ``In these cells A activates``."""
_APPOSED = pattern(
    "DETERMINER UNNAMED_BEARERS* UNNAMED_BEARERS OF DETERMINER* ENTITY COMMA (ENTITY) (?:OPEN ENTITY CLOSE)? COMMA?"
)
"""``the downstream target of A, B,``, also without the second comma: B."""
_DONE = pattern(
    "(DETERMINER*) [^ ENTITY COMMA OF BY] OF DETERMINER* ENTITY [ENTITY PLAIN_QUANTITY HYPHEN SLASH CONJUNCTION]* BY"
)
"""``the phosphorylation of A and C by``."""
_NOUN_THAT_REFERS = pattern("[PRONOUN ADVERB] [UNNAMED_BEARERS ACT]{1,4} [ADVERB CONSEQUENCE]*")
"""``these cytokines``, ``both pathways``, ``this process``: what the sentence before brought about."""


def find_subjects(
    sentence: Sentence, clause: Clause, clauses: list[Clause], frontier: int, before: tuple[Thing, ...]
) -> None:
    """Set the clause's subjects and how they were found.

    Args:
        sentence: the tokens.
        clause: the clause.
        clauses: those to its left.
        frontier: index behind what they have taken.
        before: what a pronoun at the start of the sentence stands for.
    """
    last = clause.start - 1
    if clause.voice == "infinitive" or (clause.passive and TO in sentence.classes[clause.start : clause.verb]):
        _of_infinitive(sentence, clause, clauses, frontier)
    elif clause.voice == "gerund":
        _of_participial(sentence, clause, clauses, frontier)
    elif last >= 0:
        _of_finite(sentence, clause, clauses, frontier, before)
    if clause.subjects and clause.subjects[0].token == BY_PRONOUN:
        previous = clauses[-1] if clauses else None
        clause.subjects, clause.link = _of_pronoun(clause, previous), "implied"
        if not clause.subjects and previous is None and before and sentence.classes[0] == PRONOUN:
            clause.subjects, clause.link = before, "pronoun"


def _of_finite(
    sentence: Sentence, clause: Clause, clauses: list[Clause], frontier: int, before: tuple[Thing, ...]
) -> None:
    """The subject of a finite verb or a participle, after what stands right before it."""
    classes = sentence.classes
    last = clause.start - 1
    previous = clauses[-1] if clauses else None
    if classes[last] == RELATIVE:
        clause.subjects, clause.link = _antecedent(sentence, clause, previous, last), "relative"
    elif classes[last] in JOINTS and previous is not None and not _opens_subject(sentence, frontier, last):
        _share(sentence, clause, clauses, last)
    elif classes[last] == PRONOUN and (last < frontier or last == 0 or classes[last - 1] in CLAUSE_START):
        _stand_in(sentence, clause, clauses, before)
    elif previous is not None and last < frontier:
        _behind_complement(clause, clauses)
    elif previous is not None and _reduced(previous) and _only_circumstance(classes, frontier, last):
        clause.subjects, clause.link = previous.subjects, "behind participle"
    else:
        apposed = _APPOSED.fullmatch(classes, frontier, last + 1)
        named = None if apposed is None else (Thing(apposed.start(1), 1, 1),)
        clause.subjects = named or _region(sentence, frontier, last, first=previous is None)
        refers = (
            sentence.words[0] in sentence.vocabulary.referring
            and _NOUN_THAT_REFERS.fullmatch(classes, 0, last + 1) is not None
        )
        if not clause.subjects and previous is None and before and refers:
            clause.subjects, clause.link = tuple(one._replace(cost=one.cost + 1) for one in before), "noun"
        if not clause.subjects and previous is not None and ENTITY not in classes[frontier : last + 1]:
            clause.subjects, clause.link = _implied(sentence, previous, frontier, last), "implied"
            if (classes[last] == COLON or sentence.words[last] == "but") and finite(clause) and finite(previous):
                clause.subjects, clause.link = previous.subjects, "shared"


def _reduced(clause: Clause) -> bool:
    """Whether a clause is a participle behind its noun."""
    return clause.passive and not finite(clause)


def _stand_in(sentence: Sentence, clause: Clause, clauses: list[Clause], before: tuple[Thing, ...]) -> None:
    """Set what a pronoun before a verb stands for."""
    last = clause.start - 1
    pronoun = sentence.words[last]
    if not clauses:
        clause.subjects, clause.link = before, "pronoun"
    elif pronoun in sentence.vocabulary.personal and sentence.classes[last - 1] in CLAUSE_START:
        main = first_finite(clauses)
        clause.subjects, clause.link = main.subjects or main.agents, "pronoun"
    elif pronoun == "the latter":
        clause.subjects, clause.link = (clauses[-1].objects or clauses[-1].subjects)[-1:], "pronoun"
    elif pronoun == "this":
        clause.subjects, clause.link = clauses[-1].outcome, "pronoun"


def _behind_complement(clause: Clause, clauses: list[Clause]) -> None:
    """Set the subject of a verb right behind what the verb before it took."""
    previous = clauses[-1]
    if clause.voice in ("reduced", "other passive") and previous.objects:
        clause.subjects, clause.link = previous.objects, "near"
    elif previous.voice == "reduced":
        clause.subjects, clause.link = previous.subjects, "behind participle"
    elif (relative := next((one for one in reversed(clauses) if one.link == "relative"), None)) is not None:
        clause.subjects, clause.link = relative.subjects, "behind relative"
    else:
        clause.subjects, clause.link = previous.objects or previous.agents, "behind object"


def _only_circumstance(classes: str, frontier: int, last: int) -> bool:
    """Whether a stretch is one prepositional phrase."""
    stretch = classes[frontier : last + 1]
    return stretch[:1] in tuple("iwuUyt") and not any(cls in CLAUSE_START for cls in stretch)


def _implied(sentence: Sentence, previous: Clause, frontier: int, last: int) -> tuple[Thing, ...]:
    """``A binds B, and overexpression increases C``: the overexpression is that of A."""
    place = next((index for index in range(last, frontier - 1, -1) if sentence.classes[index] in (GAIN, LOSS)), None)
    if place is None or OF in sentence.classes[place : last + 1]:
        return ()
    sign = turn(sentence, place) if sentence.classes[place] == LOSS else 1
    return tuple(Thing(one.token, one.polarity * sign, one.cost + 1) for one in previous.subjects)


def _of_pronoun(clause: Clause, previous: Clause | None) -> tuple[Thing, ...]:
    """``A binds B, and its overexpression inhibits C``: that of A."""
    if previous is None:
        return ()
    polarity = clause.subjects[0].polarity
    return tuple(Thing(one.token, one.polarity * polarity, one.cost + 1) for one in previous.subjects)


def _opens_subject(sentence: Sentence, frontier: int, last: int) -> bool:
    """Whether a new subject with an apposition stands before a comma: ``and A, a kinase, activates``."""
    classes = sentence.classes
    return classes[last] == COMMA and COMMA in classes[frontier:last] and ENTITY in classes[frontier:last]


def _share(sentence: Sentence, clause: Clause, clauses: list[Clause], last: int) -> None:
    """The subject of a verb behind *and* is that of the verb that it is joined to."""
    classes = sentence.classes
    previous = clauses[-1]
    partner = previous
    if finite(clause):
        partner = last_finite(clauses) or previous
        base = classes[clause.verb] == VERB and not sentence.words[clause.verb].endswith("s")
        if base and previous.voice == "infinitive":
            partner = previous
        elif partner.link == "relative" and classes[last - 1 : last + 1] in (COMMA + CONJUNCTION, COMMA + COMMA):
            partner = last_finite(clauses, relative=False) or partner
    if any(cls in STOPS for cls in classes[partner.verb : last]):
        return
    clause.subjects, clause.link = partner.subjects, "shared"
    if classes[last] == COMMA and partner.voice in ("active", "other") and clause.voice == "reduced":
        clause.subjects = partner.objects


def _antecedent(sentence: Sentence, clause: Clause, previous: Clause | None, relative: int) -> tuple[Thing, ...]:
    """What *which* or *that* stands for: the phrase before it; for a result, the outcome."""
    classes = sentence.classes
    place = relative - 1
    comma = place >= 0 and classes[place] == COMMA
    if comma:
        place -= 1
    if previous is not None:
        tells = clause.lexical is not None and clause.lexical.verb in sentence.vocabulary.results
        result = tells or (comma and _tells_of_a_fall(sentence, clause, previous, place))
        nearest = previous.objects or previous.agents
        if nearest and max(one.token for one in nearest) <= place and ENTITY not in classes[previous.end : place + 1]:
            return previous.outcome if result and previous.objects else nearest
        by_itself = previous.changes_alone and ENTITY not in classes[previous.verb : place + 1]
        if not nearest and comma and (result or by_itself):
            return previous.outcome
    found = _ending(sentence, place, previous.verb + 1 if previous is not None else 0)
    if not found and previous is not None and classes[previous.verb] == BE and not comma:
        return previous.subjects
    return found


def _tells_of_a_fall(sentence: Sentence, clause: Clause, previous: Clause, place: int) -> bool:
    """Whether ``which`` stands for a fall: ``inhibits A expression, which blocks B``, ``inhibits A, which reduces B``.

    That of ``inhibits A, which blocks B`` is A, and that of ``inhibits A expression, which directly blocks B``.
    """
    if clause.lexical is None or previous.lexical is None or previous.lexical.sign > 0:
        return False
    if not sentence.vocabulary.itself.isdisjoint(sentence.words[clause.start : clause.verb]):
        return False
    of_amount = clause.lexical.verb in sentence.vocabulary.amounting
    return of_amount or not sentence.vocabulary.changing.isdisjoint(sentence.words[previous.verb : place + 1])


def _ending(sentence: Sentence, place: int, floor: int) -> tuple[Thing, ...]:
    """The phrase that ends at a place: the nearest entities to the left and those coordinated with them."""
    classes = sentence.classes
    floor = max(floor, place - 16)
    start = place
    while start >= floor and classes[start] not in SUBJECT_FLOOR:
        start -= 1
    for begin in range(start + 1, place + 1):
        if classes[begin] != ENTITY:
            continue
        found = phrase(sentence, _lead(classes, begin, start + 1), place + 1, prepositions=0)
        if found.things and found.end >= place - 3:
            return found.things
    return ()


def _lead(classes: str, entity: int, floor: int) -> int:
    """Where the words that modify an entity begin: ``activation of A``, ``dominant-negative A``."""
    start = entity
    while start > floor and classes[start - 1] in BEFORE_A_NAME:
        start -= 1
    return start


def _region(sentence: Sentence, frontier: int, last: int, *, first: bool) -> tuple[Thing, ...]:
    """The subject in the stretch before a verb: the last part of it that a comma does not cut off."""
    classes = sentence.classes
    begins = [frontier]
    place = frontier
    while place <= last:
        cls = classes[place]
        if cls == OPEN:
            behind = closing(sentence, place)
            if behind > last + 1:
                begins.append(place + 1)
            else:
                if place == frontier:
                    begins.append(behind)
                place = behind
                continue
        elif cls in PART_START or cls == CLOSE:
            begins = [place + 1]
        elif cls in (COMMA, CONSEQUENCE) or (cls == CONJUNCTION and not first):
            begins.append(place + 1)
        place += 1
    fallback: tuple[Thing, ...] = ()
    for begin in begins:
        while begin <= last and classes[begin] in PASSED_TO_A_SUBJECT:
            begin += 1
        if begin > last:
            continue
        bearers = _IN_BEARERS.match(classes, begin)
        begin = bearers.end() if bearers is not None and bearers.end() <= last else begin
        circumstance = classes[begin] in PREPOSITIONS
        doer = _doer(sentence, begin, last + 1)
        found = phrase(sentence, doer or begin + (classes[begin] in LEADING_PREPOSITIONS), last + 1)
        if not found.things:
            continue
        rest = classes[found.end : last + 1]
        if circumstance:
            fallback = () if COMMA in rest else tuple(one._replace(cost=one.cost + 1) for one in found.things)
            continue
        if EXCLUSION in rest:
            return found.things
        if COMMA not in rest or classes[last] == COMMA:
            return found.things
        fallback = found.things
    return fallback


def _doer(sentence: Sentence, begin: int, stop: int) -> int | None:
    """Where who acts is named: ``the phosphorylation of A by B`` acts as B's; ``the activation of A by B`` as A's."""
    done = _DONE.match(sentence.classes, begin, stop)
    return None if done is None or sentence.words[done.end(1)] not in sentence.grammar.deeds else done.end()


def _of_infinitive(sentence: Sentence, clause: Clause, clauses: list[Clause], frontier: int) -> None:
    """``A is known to activate B``: A. ``A activates X to inhibit B``: X. ``A binds X to inhibit B``: A."""
    classes = sentence.classes
    previous = clauses[-1] if clauses else None
    last = clause.start - 1
    if previous is None:
        clause.subjects, clause.link = _region(sentence, frontier, last, first=True), "noun"
        return
    if last >= 0 and classes[last] == CONJUNCTION and previous.voice == "infinitive":
        clause.subjects, clause.link = previous.subjects, "shared"
        return
    if previous.voice in ("passive", "other passive"):
        clause.subjects, clause.link = previous.subjects, "purpose"
        return
    relative = classes.rfind(RELATIVE, previous.end, last + 1)
    if relative >= 0:
        clause.subjects, clause.link = _antecedent(sentence, clause, previous, relative), "relative"
        return
    able = _of_ability(sentence, previous, last)
    if able:
        clause.subjects, clause.link = able, "ability"
        return
    outer = previous
    if outer.lexical is not None and outer.lexical.turned and outer.objects:
        helpers = tuple(one._replace(cost=one.cost + 1) for one in outer.objects)
        clause.subjects, clause.link = outer.subjects + helpers, "joint purpose"
        return
    comma = any(cls == COMMA for cls in classes[previous.end : last + 1])
    if outer.lexical is not None and outer.lexical.sign and outer.objects and not comma and outer.voice != "other":
        clause.subjects, clause.link = outer.outcome, "purpose of object"
        return
    clause.subjects, clause.link = outer.subjects, "purpose"
    if outer.lexical is None and not comma and _joined(sentence, outer):
        clause.subjects, clause.link = outer.subjects + outer.objects, "joint purpose"
        return
    between = phrase(sentence, previous.verb + 1, last + 1, 0)
    if sentence.words[previous.verb] in sentence.vocabulary.enabling:
        clause.subjects, clause.link = between.things, "enabled"


def _of_ability(sentence: Sentence, previous: Clause, last: int) -> tuple[Thing, ...]:
    """``A blocks the ability of B to activate C``: A lowers C, B raises it."""
    words, abilities = sentence.words, sentence.vocabulary.abilities
    place = next((at for at in range(last, previous.verb, -1) if words[at] in abilities), None)
    if place is None or previous.lexical is None or previous.passive or not previous.lexical.sign:
        return ()
    sign = previous.lexical.sign
    blockers = tuple(one._replace(polarity=one.polarity * sign) for one in previous.subjects)
    whose = phrase(sentence, place + 2, last + 1).things if sentence.classes[place + 1 : place + 2] == OF else ()
    return blockers + tuple(one._replace(polarity=1) for one in whose)


def _joined(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause is of the kind ``A cooperates with B``."""
    if not clause.objects:
        return False
    return WITH in sentence.classes[clause.verb + 1 : min(clause.verb + 4, clause.objects[0].token)]


def _of_participial(sentence: Sentence, clause: Clause, clauses: list[Clause], frontier: int) -> None:
    classes, words = sentence.classes, sentence.words
    last = clause.start - 1
    while last >= 0 and classes[last] == CONSEQUENCE:
        last -= 1
    previous = clauses[-1] if clauses else None
    if last < 0 or classes[last] == SEMICOLON:
        return
    result = clause.lexical is not None and clause.lexical.verb in sentence.vocabulary.results
    if words[last] == "from" and previous is not None:
        clause.subjects, clause.link = previous.objects, "kept from"
        return
    if classes[last] in BEFORE_A_PARTICIPIAL:
        if previous is not None:
            partner = last_finite(clauses) or previous
            by = partner.agents if partner.voice in ("passive", "other passive") else partner.subjects
            clause.subjects, clause.link = by, "means"
        elif classes[last] == BY:
            clause.subjects, clause.link = _region(sentence, frontier, last, first=True), "means"
        return
    if classes[last] == CONJUNCTION and previous is not None and previous.voice == "gerund":
        clause.subjects, clause.link = previous.subjects, "shared"
        return
    if previous is None:
        clause.subjects = _region(sentence, frontier, last, first=True)
        return
    if ENTITY in classes[previous.end : last + 1]:
        near = _region(sentence, frontier, last - (classes[last] == COMMA), first=False)
        if near and classes[last] != COMMA:
            clause.subjects, clause.link = near, "near"
            return
    if result:
        clause.subjects, clause.link = previous.means or previous.outcome, "outcome"
    elif classes[last] in BEHIND_A_PARTICIPIAL_JOINT:
        partner = last_finite(clauses) or previous
        clause.subjects, clause.link = partner.outcome if partner.changes_alone else partner.subjects, "participial"
        if CONSEQUENCE in classes[last : clause.verb] and partner.lexical is not None and partner.lexical.sign:
            clause.subjects = partner.means or partner.outcome
    else:
        clause.subjects, clause.link = previous.objects or previous.agents or previous.subjects, "near"
