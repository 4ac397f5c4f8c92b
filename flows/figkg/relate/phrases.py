"""Noun phrases: which entities a phrase is about, and whether its words turn the sign.

``inhibition of A``, ``A-deficient cells`` and ``A degradation`` are about A with polarity -1;
``expression of A``, ``A signalling`` and ``treatment with A`` with polarity 1.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from figkg.relate.compounds import Compound, compound, starts_clause
from figkg.relate.hyphens import hyphen_cause_end
from figkg.relate.members import next_member
from figkg.relate.things import BY_PRONOUN, CONFLICT, LONGEST_PHRASE, Own, Phrase, Thing, closing, turn
from figkg.relate.token_classes import (
    ACTS_AND_LOSSES,
    AGENT,
    BEARER,
    BEFORE_A_LOSS,
    BEFORE_A_VERBAL_GERUND,
    BEFORE_AN_OWNED_NAME,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    ENTITY,
    EXAMPLE,
    EXAMPLES_SEARCH_END,
    EXCLUSION,
    GAIN,
    GERUND,
    HYPHEN,
    LEADS_TO_ITS_OBJECT,
    LIST_JOINTS,
    LOSS,
    LOSSES,
    LOSSES_AND_ACTS,
    MEANS,
    MODIFYING_VERBS,
    OF,
    OPEN,
    OTHER,
    OTHER_VERB,
    PARTICIPLE,
    PASSABLE_PREPOSITIONS,
    PHRASE_END,
    PLAIN,
    PLAIN_ADVERB,
    POSSESSIVE,
    QUANTITY,
    SLASH,
    TO,
    TURNING,
    UNNAMED,
    VERB,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.tokens import AGONIST, Sentence

AGENTS_NAMED = pattern("PLAIN_ADVERB* AGENT OF DETERMINER* ENTITY CARRIED* COMMA? EXAMPLE (?= DETERMINER* ENTITY)")
"""Before the names of those that act on something: ``several negative regulators of A including``."""
NAMED_BEHIND = pattern(
    "COMMA PLAIN_QUANTITY{0,3} OPEN? (ENTITY) CLOSE? (?:OPEN ENTITY CLOSE)? COMMA (?= ADVERB* [FINITE PARTICIPLE] | $)"
)
"""Behind ``the A inhibitor``, who that is: ``, noggin (B),``."""
_LONGEST_OWNED = 6
"""Tokens of what belongs to a pronoun, at most: ``its phosphorylation and subsequent degradation``."""
_SURE = 2
"""Cost below which a bracket may name what a phrase is about."""


def phrase(
    sentence: Sentence, start: int, stop: int | None = None, prepositions: int = 1, *, own: Own = "any"
) -> Phrase:
    """The noun phrase that starts at a token.

    Args:
        sentence: the tokens.
        start: index of the phrase's first token.
        stop: index at which to stop.
        prepositions: how many prepositions other than *of* may be passed before the first entity.
        own: which members with an act of their own count: ``noun`` takes *A and the activation of B*,
            ``any`` also *A and activated B*.

    Returns:
        The first entity and those coordinated with it, or nothing.
    """
    limit = min(len(sentence.classes) if stop is None else stop, start + LONGEST_PHRASE)
    key = (start, limit, prepositions, own)
    known = sentence.phrases.get(key)
    if known is None:
        known = sentence.phrases[key] = _read(sentence, start, limit, prepositions, own)
    assert isinstance(known, Phrase)
    return known


class _Walk(Struct):
    """A phrase while it is read: where, and what its words have said so far."""

    sentence: Sentence
    start: int
    limit: int
    own: Own
    prepositions: int
    place: int
    polarity: int = 1
    cost: int = 0
    ended: bool = False
    found: Phrase | None = None


def _read(sentence: Sentence, start: int, limit: int, prepositions: int, own: Own) -> Phrase:
    walk = _Walk(sentence, start, limit, own, prepositions, start)
    classes = sentence.classes
    named = AGENTS_NAMED.match(classes, start, limit)
    if named is not None:  # regulators of A such as B: B
        return phrase(sentence, named.end(), limit, 0)
    while walk.place < limit and not walk.ended:
        step = _STEPS.get(classes[walk.place])
        if step is None:
            walk.place += 1
        else:
            step(walk)
    if walk.found is not None:
        return walk.found
    example = _example(classes, walk.place, limit)
    if example is None:
        return Phrase((), walk.place)
    found = phrase(sentence, example, limit, 0)
    things = (one._replace(polarity=one.polarity * walk.polarity, cost=one.cost + 1) for one in found.things)
    return Phrase(tuple(things), found.end)


def _stop(walk: _Walk) -> None:
    walk.ended = True


def _entity(walk: _Walk) -> None:
    sentence, place, limit = walk.sentence, walk.place, walk.limit
    classes, words = sentence.classes, sentence.words
    if place > walk.start + 1 and classes[place - 1] == HYPHEN and words[place - 2] in ("anti", AGONIST):
        if words[place - 2] == AGONIST:
            walk.ended = True
            return
        walk.polarity *= -compound(sentence, place + 1, limit).turn  # anti-A antibody is one loss
    behind = hyphen_cause_end(sentence, place)
    if behind is None:
        attribute = _attribute_end(sentence, place, limit)
        if attribute is not None:
            walk.place = attribute
            return
        walk.found, walk.ended = _coordinated(sentence, place, limit, walk.polarity, walk.cost, walk.own), True
    elif words[behind - 1] in sentence.grammar.bearing and _bearer_follows(classes, behind, limit):
        walk.found, walk.ended = Phrase((Thing(place, walk.polarity, walk.cost + 1),), behind + 1, bearer=True), True
    else:
        walk.place = behind


def _act(walk: _Walk) -> None:
    sentence, start, place = walk.sentence, walk.start, walk.place
    classes = sentence.classes
    cls = classes[place]
    if cls == GERUND and place > start and classes[place - 1] in BEFORE_A_VERBAL_GERUND:
        walk.ended = True
        return
    if cls == LOSS and classes[place + 1 : place + 3] == HYPHEN + PARTICIPLE:  # siRNA-mediated silencing
        walk.place += 3
        return
    if _joins_act(classes, start, place):
        walk.cost += 0 if turn(sentence, place) == turn(sentence, place - 2) else CONFLICT
    elif (cls != AGENT or _leads_on(sentence, place)) and not _repeats(sentence, start, place):
        walk.polarity *= turn(sentence, place)
    walk.cost += cls in MODIFYING_VERBS and place > start
    walk.place += 1


def _leads_on(sentence: Sentence, place: int) -> bool:
    """``inhibitors of A``, ``inhibitors for A``."""
    return sentence.words[place + 1 : place + 2] in (["of"], ["for"])


def _effect(walk: _Walk) -> None:
    """``suppressive effects on A``."""
    words, place = walk.sentence.words, walk.place
    if words[place + 1 : place + 2] == ["on"] and place > walk.start:
        walk.polarity *= walk.sentence.grammar.effect_signs.get(words[place - 1], 1)
    walk.place += 1


def _exclusion(walk: _Walk) -> None:
    classes = walk.sentence.classes
    if walk.place == walk.start or classes[walk.place - 1] not in (DETERMINER, PARTICIPLE):
        walk.ended = True
        return
    passed = (DETERMINER, PARTICIPLE)
    while walk.place + 1 < walk.limit and classes[walk.place + 1] in passed:  # the human but not the mouse A
        walk.place += 1
    walk.place += 1


def _preposition(walk: _Walk) -> None:
    sentence, place = walk.sentence, walk.place
    if not (sentence.classes[place] == TO and place == walk.start) and not _transparent(sentence, place):
        if sentence.words[place] not in sentence.vocabulary.passable or not walk.prepositions:
            walk.ended = True
            return
        walk.prepositions -= 1
        walk.cost += 1
    walk.place += 1


def _comma(walk: _Walk) -> None:
    sentence, place = walk.sentence, walk.place
    following = sentence.classes[place + 1 : place + 2]
    if place > walk.start and following != EXAMPLE:
        plural = sentence.words[place - 1].endswith("s") and following == ENTITY
        if not plural or starts_clause(sentence, place + 1, walk.limit):
            walk.ended = True
            return
        walk.cost += 1
    walk.place += 1


def _bracket(walk: _Walk) -> None:
    sentence, place = walk.sentence, walk.place
    behind = closing(sentence, place)
    inside = sentence.classes[place:behind]
    if ENTITY in inside and walk.cost < _SURE and not _names_one(sentence.classes, behind - 1, walk.limit):
        walk.cost += 1
        walk.place += 1
    else:
        walk.place = behind


def _means(walk: _Walk) -> None:
    walk.ended = walk.place > walk.start
    walk.place += not walk.ended


def _conjunction(walk: _Walk) -> None:
    classes, place = walk.sentence.classes, walk.place
    walk.ended = place > walk.start and classes[place + 1 : place + 2] in (VERB, OTHER_VERB, TO)
    walk.place += not walk.ended


def _possessive(walk: _Walk) -> None:
    if _names_one(walk.sentence.classes, walk.place, walk.limit):
        walk.place += 1
        return
    polarity = walk.polarity * _turn_of_owned(walk.sentence, walk.place, walk.limit)
    walk.found, walk.ended = Phrase((Thing(BY_PRONOUN, polarity, walk.cost),), walk.place + 1), True


def _turn_of_owned(sentence: Sentence, place: int, limit: int) -> int:
    """``its degradation``, ``its phosphorylation and loss``: -1; ``its activity``, ``its inhibition of A``: 1."""
    for index in range(place + 1, min(place + _LONGEST_OWNED, limit)):
        cls = sentence.classes[index]
        if cls in ACTS_AND_LOSSES:
            return 1 if sentence.classes[index + 1 : index + 2] == OF else turn(sentence, index)
        if cls not in PLAIN_ADVERB and cls != CONJUNCTION:
            break
    return 1


def _carrier(walk: _Walk) -> None:
    classes, place = walk.sentence.classes, walk.place
    if place > walk.start and classes[place - 1] != OTHER and classes[place + 1 : place + 2] != ENTITY:
        walk.cost += 1
    walk.place += 1


_STEPS: dict[str, Callable[[_Walk], None]] = {
    ENTITY: _entity,
    **dict.fromkeys(TURNING, _act),
    **dict.fromkeys(PHRASE_END, _stop),
    EXCLUSION: _exclusion,
    **dict.fromkeys(PASSABLE_PREPOSITIONS, _preposition),
    COMMA: _comma,
    OPEN: _bracket,
    MEANS: _means,
    CONJUNCTION: _conjunction,
    POSSESSIVE: _possessive,
    BEARER: _carrier,
    GAIN: _effect,
}
"""What the class of a token does to a phrase; the others are passed."""


def _attribute_end(sentence: Sentence, place: int, limit: int) -> int | None:
    """Index behind an entity that only marks what follows: ``A-like``, ``A-modifying``, ``the A domain of B``."""
    classes, words = sentence.classes, sentence.words
    index = place + 1
    while classes[index : index + 2] in (HYPHEN + ENTITY, SLASH + ENTITY):
        index += 2
    if classes[index : index + 1] == HYPHEN and index + 1 < limit:
        word = words[index + 1]
        if word in sentence.grammar.modifiers or (classes[index + 1] in (OTHER, OTHER_VERB) and word.endswith("ing")):
            return index + 2
    while index < limit and index < place + 4 and classes[index] in UNNAMED:
        if words[index] in sentence.grammar.parts and classes[index + 1 : index + 2] == OF:
            behind = index + 2
            while behind < limit and classes[behind] in PLAIN:
                behind += 1
            return behind if classes[behind : behind + 1] == ENTITY else None
        index += 1
    return None


def _example(classes: str, place: int, limit: int) -> int | None:
    """Index behind *such as* or *including* when a phrase names its entities only there."""
    while place < limit and place < len(classes) and classes[place] not in EXAMPLES_SEARCH_END:
        if classes[place] == EXAMPLE:
            return place + 1
        place += 1
    return None


def _joins_act(classes: str, start: int, place: int) -> bool:
    """Whether an act is coordinated with the one before it: ``inactivation and degradation of A``."""
    return (
        place - start >= 2
        and classes[place - 1] in (CONJUNCTION, SLASH)
        and classes[place - 2] in ACTS_AND_LOSSES
        and classes[place] in ACTS_AND_LOSSES
    )


def _repeats(sentence: Sentence, start: int, place: int) -> bool:
    """Whether a loss only says again what the word before it said: ``siRNA silencing``, ``kinase-dead mutant``."""
    classes = sentence.classes
    if place == start or classes[place] not in LOSSES_AND_ACTS or turn(sentence, place) > 0:
        return False
    before = place - 1
    if CONJUNCTION in classes[start:place]:  # a mutant or siRNA construct of A
        while before > start and classes[before] in BEFORE_A_LOSS:
            before -= 1
    return classes[before] in LOSSES


def _names_one(classes: str, place: int, limit: int) -> bool:
    """Whether an entity follows a possessive in the same base phrase: ``its receptor B``."""
    index = place + 1
    while index < limit and classes[index] in BEFORE_AN_OWNED_NAME:
        index += 1
    return index < limit and classes[index] == ENTITY


def _bearer_follows(classes: str, place: int, limit: int) -> bool:
    index = place
    while index < limit and classes[index] in PLAIN:
        index += 1
    return index < limit and classes[index] == BEARER


def _transparent(sentence: Sentence, place: int) -> bool:
    """A preposition that leads to what the noun before it is about: ``treatment with A``, ``increase in A``."""
    before = sentence.classes[place - 1] if place else ""
    if sentence.words[place] == "from":
        return before == QUANTITY
    return before in LEADS_TO_ITS_OBJECT or sentence.words[place - 1] in sentence.vocabulary.led_from


def _coordinated(sentence: Sentence, place: int, limit: int, polarity: int, cost: int, owned: Own) -> Phrase:
    """The entity at a place and those coordinated with it, with what stands behind them."""
    classes = sentence.classes
    found: list[Thing] = []
    unturned = 0
    bearer = False
    governed = _behind_of(classes, place)
    while True:
        tail = compound(sentence, place + 1, limit)
        if tail.end < limit and classes[tail.end] == ENTITY:
            if _names_better(sentence, place, tail):
                place = tail.end
                continue
            if tail.end == place + 1:  # another name, which is no mention
                tail = compound(sentence, place + 2, limit)
        if tail.theme is not None:
            inner = phrase(sentence, tail.theme, limit, 0)
            if inner.things:
                turned = (
                    Thing(one.token, one.polarity * tail.turn * polarity, one.cost + cost) for one in inner.things
                )
                return Phrase((*found, *turned), inner.end)
            cost += 2
        agent = _named_agent(sentence, tail, limit)
        if agent is not None:
            return agent
        found.append(Thing(_alias(sentence, place), polarity, cost))
        if tail.target:
            found = [one._replace(cost=one.cost + CONFLICT) for one in found]
        if tail.closed:
            extra = CONFLICT if tail.bearer and not tail.marked else 0
            alone = governed and tail.turn < 0 and not tail.agent  # phosphorylation of A and B arrest
            first = len(found) - 1 if alone else unturned
            found[first:] = [Thing(one.token, one.polarity * tail.turn, one.cost + extra) for one in found[first:]]
            unturned = len(found)
        bearer = bearer or tail.bearer
        following = next_member(sentence, tail.end, limit, participles=owned == "any")
        if following is None or (following[1] is not None and owned == "none"):
            return Phrase(tuple(found), tail.end, bearer)
        place, own = following
        polarity = own if own is not None else polarity
        behind = hyphen_cause_end(sentence, place)
        if behind is not None:
            joined = own is None and len(found) == 1 and classes[place - 1] in LIST_JOINTS
            head = phrase(sentence, behind, limit, 0) if joined else Phrase((), tail.end)
            return head if head.things else Phrase(tuple(found), tail.end, bearer)


def _behind_of(classes: str, place: int) -> bool:
    """Whether an *of* governs the entity at a place."""
    while place > 0 and classes[place - 1] in PLAIN:
        place -= 1
    return classes[place - 1 : place] == OF


def _names_better(sentence: Sentence, place: int, tail: Compound) -> bool:
    """Whether the name behind an entity says who is meant: ``NF-κB p65``, ``the A receptor B``."""
    held, end = sentence.held, tail.end
    if tail.theme is not None:
        return False
    if end == place + 1:
        return end in held or place not in held
    return end in held and sentence.words[end - 1] in sentence.grammar.kinds


def _named_agent(sentence: Sentence, tail: Compound, limit: int) -> Phrase | None:
    """``the A inhibitor B``: B."""
    classes, end = sentence.classes, tail.end
    if tail.agent and (behind := NAMED_BEHIND.match(classes, end, limit)) is not None:
        return Phrase((Thing(behind.start(1), 1, 0),), behind.end())
    if not tail.agent or (classes[end : end + 1] != ENTITY and classes[end : end + 2] != OPEN + ENTITY):
        return None
    named = phrase(sentence, end + (classes[end] == OPEN), limit, 0)
    return named if any(one.token in sentence.held for one in named.things) else None


def _alias(sentence: Sentence, place: int) -> int:
    """Token of the mention behind a name that is none: ``p21 (WAF1/CIP1)``."""
    classes = sentence.classes
    if place in sentence.held or classes[place + 1 : place + 3] != OPEN + ENTITY:
        return place
    place += 2
    while place not in sentence.held and classes[place + 1 : place + 3] == SLASH + ENTITY:
        place += 2
    return place
