"""Constructions: what a sentence says that causes what.

Each construction looks at one trigger and finds the entities that are its cause and its effect. Verbs
come from :mod:`flows.relate.clauses`, nouns, hyphens and arrows are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from flows.relate.clauses import Clause
from flows.relate.lexicon import Verb
from flows.relate.phrases import Phrase, Thing, closing, hyphen_cause_end, hyphen_causes, phrase
from flows.relate.tokens import Sentence


class Candidate(Struct, frozen=True):
    """A relation that a construction found.

    Attributes:
        subject: token of the cause.
        object: token of the effect.
        sign: 1 or -1.
        trigger: token of the trigger.
        rule: name of the construction and its verb.
        link: how the verb's subject was found.
        weight: how far the construction and its verb can be trusted, in (0, 1].
        cost: uncertain steps taken.
        negated: whether it is denied.
        hedged: whether it is a possibility.
        inferred: whether it is read from the order of steps.
    """

    subject: int
    object: int
    sign: int
    trigger: int
    rule: str
    link: str
    weight: float
    cost: int
    negated: bool = False
    hedged: bool = False
    inferred: bool = False


_NEEDED = frozenset(
    "required necessary essential crucial indispensable sufficient responsible important needed critical vital "
    "mandatory requirement prerequisite".split()
)
_INVOLVED = frozenset(["involved", "implicated"])
_TRIGGERS = re.compile("E(?=[-/(])|[na>]")
_ROLES = frozenset("role roles involvement requirement importance significance contribution participation".split())
_EFFECTS = frozenset(["effect", "effects", "action", "actions", "influence"])
_PARTS_PLAYED = _ROLES | _EFFECTS
_DEPENDING = frozenset(["dependent", "dependant", "reliant", "conditional", "contingent"])
_CARRYING = frozenset(["expressing", "over-expressing", "overexpressing", "lacking", "containing"])
_SEQUENCE_WORDS = frozenset({"then", "subsequently", "thereafter"})
_MANNERS = frozenset(["manner", "fashion", "way", "pathway", "mechanism", "process"])
_POSSESSION = frozenset(
    "had have has having show shows showed showing exhibit exhibits exhibited display displays displayed lose loses lost "
    "express expresses expressed".split()
)
_LESS = frozenset(["less", "lower", "low", "lost", "lose", "loses", "no"])
_MORE = frozenset(["more", "higher", "high", "elevated", "enhanced"])


def find_candidates(sentence: Sentence, clauses: list[Clause], arrows: dict[str, int]) -> Iterator[Candidate]:
    """All relations that the constructions find in a sentence.

    Args:
        sentence: the tokens.
        clauses: its clauses.
        arrows: arrows in lower case and their signs.
    """
    for index, clause in enumerate(clauses):
        if clause.means:
            yield from _means(sentence, clause)
        if clause.lexical is not None and clause.lexical.sign:
            yield from _verb(sentence, clauses, index)
        else:
            yield from _other(sentence, clauses, index)
    classes, words = sentence.classes, sentence.words
    for match in _TRIGGERS.finditer(classes):
        place, cls = match.start(), match[0]
        if cls == "n":
            yield from _act_noun(sentence, place)
        elif cls == "a":
            yield from _agent_noun(sentence, place, clauses)
        elif cls == ">":
            yield from _arrow(sentence, place, arrows[words[place]])
        else:
            yield from _hyphen(sentence, place)
    if not _PARTS_PLAYED.isdisjoint(words):
        for place, word in enumerate(words):
            if word in _ROLES and classes[place] in "GOq" and classes[place + 1 : place + 2] in ("o", "i"):
                yield from _role(sentence, place)
            elif word in _EFFECTS:
                yield from _effect(sentence, place, clauses)


def _verb(sentence: Sentence, clauses: list[Clause], index: int) -> Iterator[Candidate]:
    clause = clauses[index]
    verb = clause.lexical
    assert verb is not None
    hedged = _hedged(sentence, clause.start, clause.verb)
    link = clause.link
    if clause.voice in ("passive", "reduced"):
        causes, effects, rule = clause.agents, clause.subjects, clause.voice
        if verb.turned:
            effects, causes, rule = clause.agents or _purpose(sentence, clause.verb), effects, "turned"
    else:
        causes, effects, rule = clause.subjects, clause.objects, clause.voice
        if verb.turned:
            causes, effects, rule = effects, causes, "turned"
    if not effects and clause.voice == "active" and not verb.turned and not verb.frame:
        causes, effects, rule = (), clause.subjects, "intransitive"
        clause.means = ()
    yield from _pairs(causes, effects, verb, clause.verb, rule, link, negated=clause.negated, hedged=hedged)
    if verb.turned or not effects:
        return
    weaker = Verb(verb.verb, verb.sign, weight=0.6)
    yield from _pairs(
        clause.means, effects, weaker, clause.verb, "mediator", link, negated=clause.negated, hedged=hedged
    )
    if clause.link == "means":
        yield from _by_doing(clauses, index, hedged)
    if clause.voice == "reduced":
        return
    rule = "response" if causes else "circumstance"
    around = _circumstances(sentence, clauses, index)
    weaker = Verb(verb.verb, verb.sign, weight=0.5 if causes else verb.weight)
    yield from _pairs(around, effects, weaker, clause.verb, rule, link, negated=clause.negated, hedged=hedged)
    if clause.voice == "active" and not clause.negated:
        yield from _sequence(sentence, clauses, index)


def _means(sentence: Sentence, clause: Clause) -> Iterator[Candidate]:
    """``A acts through inhibition of B``: A on B."""
    first = clause.means[0]
    for place in range(first.token - 1, clause.verb, -1):
        cls = sentence.classes[place]
        if cls in "nd":
            verb = Verb("act", 1, weight=0.6)
            causes = clause.agents if clause.passive else clause.subjects
            yield from _pairs(causes, clause.means, verb, place, "means", clause.link, negated=clause.negated)
            return
        if cls in "uy":
            return


def _by_doing(clauses: list[Clause], index: int, hedged: bool) -> Iterator[Candidate]:
    """``reduces B by activating A``: A on B."""
    clause = clauses[index]
    before = next((one for one in reversed(clauses[:index]) if one.lexical is not None and one.lexical.sign), None)
    if before is None or before.lexical is None:
        return
    effects = before.subjects if before.passive else before.objects
    verb = Verb(before.lexical.verb, before.lexical.sign, weight=0.5)
    yield from _pairs(clause.outcome, effects, verb, before.verb, "by doing", "", hedged=hedged)


def _other(sentence: Sentence, clauses: list[Clause], index: int) -> Iterator[Candidate]:
    """Verbs without a sign: ``is required for``, ``is involved in the activation of``, ``cells show reduced``."""
    clause = clauses[index]
    words, classes = sentence.words, sentence.classes
    word = words[clause.verb]
    hedged = _hedged(sentence, clause.start, clause.verb)
    if classes[clause.verb] == "b" or clause.voice == "other passive":
        place = clause.verb if clause.voice == "other passive" else _predicate(sentence, clause.verb + 1)
        head = words[place] if place < len(words) else ""
        if head in _NEEDED:
            start = _word_behind(sentence, place, ("for", "in", "to")) or _word_behind(sentence, place, ("for",), 9)
            rule, verb = "needed", Verb(head, 1, weight=0.6)
        elif head in _DEPENDING and (start := _word_behind(sentence, place, ("on", "upon"))):
            verb = Verb("depend", 1, weight=0.6)
            causes = phrase(sentence, start).things
            yield from _pairs(
                causes, clause.subjects, verb, place, "turned", clause.link, negated=clause.negated, hedged=hedged
            )
            return
        elif place < len(classes) and classes[place] == "E" and classes[clause.verb] == "b":
            behind = hyphen_cause_end(sentence, place)
            if (
                behind is not None
                and words[behind - 1] in ("dependent", "dependant")
                and classes[behind : behind + 1] not in tuple("qOnE")
            ):
                verb = Verb("depend", 1, weight=0.6)
                yield from _pairs(
                    hyphen_causes(sentence, place),
                    clause.subjects,
                    verb,
                    behind - 1,
                    "turned",
                    clause.link,
                    negated=clause.negated,
                    hedged=hedged,
                )
            return
        elif head in _INVOLVED:
            start = _word_behind(sentence, place, ("in",))
            rule, verb = "involved", Verb(head, 1, weight=0.5)
        else:
            return
        if start is not None:
            effects = _acted_on(sentence, start, acting=rule == "involved")
            yield from _pairs(
                clause.subjects, effects, verb, place, rule, clause.link, negated=clause.negated, hedged=hedged
            )
    elif word in ("plays", "play", "played", "playing") and "role" in words[clause.verb : clause.verb + 6]:
        place = words.index("role", clause.verb)
        start = _word_behind(sentence, place, ("in", "for"))
        if start is not None:
            effects = _acted_on(sentence, start)
            verb = Verb("play role", 1, weight=0.5)
            yield from _pairs(
                clause.subjects, effects, verb, place, "involved", clause.link, negated=clause.negated, hedged=hedged
            )
    elif word.startswith(("cooperat", "synerg", "participat", "collaborat")):
        start = _word_behind(sentence, clause.verb, ("in", "for"), 8)
        if start is not None:
            verb = Verb("cooperate", 1, weight=0.5)
            together = clause.subjects + (clause.objects if sentence.words[start - 1] == "in" else ())
            effects = tuple(one for one in _acted_on(sentence, start) if one not in together)
            yield from _pairs(
                together, effects, verb, clause.verb, "involved", clause.link, negated=clause.negated, hedged=hedged
            )
    elif word in ("keep", "keeps", "kept") and clause.objects:
        yield from _kept(sentence, clause, hedged)
    elif word.startswith("target") and (clause.objects or clause.passive):
        yield from _doomed(sentence, clause, hedged)
    elif word in _POSSESSION and clause.objects and clause.subjects:
        sign = _measure(sentence, clause.verb, clause.objects[0].token)
        marked = _marked(sentence, clause)
        if sign and marked:
            verb = Verb("show", 1, weight=0.6)
            effects = (
                clause.objects
                if sign == 2
                else tuple(one._replace(polarity=one.polarity * sign) for one in clause.objects)
            )
            yield from _pairs(
                clause.subjects, effects, verb, clause.verb, "show", clause.link, negated=clause.negated, hedged=hedged
            )


def _acted_on(sentence: Sentence, start: int, *, acting: bool = True) -> tuple[Thing, ...]:
    """The entities of a phrase whose head says what happens to them, unlike ``for the regulation of B``.

    Args:
        sentence: the tokens.
        start: where the phrase starts.
        acting: whether an act or an amount must be named: ``in the activation of B``.
    """
    found = phrase(sentence, start).things
    if not found or sentence.grammar.neutral_acts.intersection(sentence.words[start : found[0].token]):
        return ()
    if acting and not any(
        sentence.classes[place] in "ndG" or sentence.words[place] in sentence.grammar.amounts
        for place in range(start, min(found[-1].token + 4, len(sentence.words)))
    ):
        return ()
    return found


def _kept(sentence: Sentence, clause: Clause, hedged: bool) -> Iterator[Candidate]:
    """``A keeps B inactive``."""
    for word in sentence.words[clause.objects[-1].token + 1 : clause.end + 3]:
        sign = (word in sentence.grammar.kept_up) - (word in sentence.grammar.kept_down)
        if sign:
            verb = Verb("keep", sign, weight=0.8)
            kept = tuple(one._replace(polarity=1) for one in clause.objects)
            yield from _pairs(
                clause.subjects, kept, verb, clause.verb, "keep", clause.link, negated=clause.negated, hedged=hedged
            )
            return


def _doomed(sentence: Sentence, clause: Clause, hedged: bool) -> Iterator[Candidate]:
    """``A targets B for degradation``."""
    for place in range(clause.verb + 1 if clause.passive else clause.end, min(clause.end + 6, len(sentence.words))):
        if sentence.words[place] == "for" and "d" in sentence.classes[place : place + 5]:
            verb = Verb("target", -1, weight=0.8)
            causes = clause.agents if clause.passive else clause.subjects
            effects = clause.subjects if clause.passive else clause.objects
            yield from _pairs(
                causes, effects, verb, clause.verb, "target", clause.link, negated=clause.negated, hedged=hedged
            )
            return


def _measure(sentence: Sentence, verb: int, entity: int) -> int:
    """The direction that adjectives give to a quantity: 2 when the phrase's own polarity has it, 0 for none."""
    for place in range(verb, entity):
        word = sentence.words[place]
        if word in _LESS:
            return 1 if sentence.classes[place] in "ld" else -1
        if word in _MORE:
            return 1
        if sentence.classes[place] in "pnd" and place > verb:
            return 2
    return 0


def _marked(sentence: Sentence, clause: Clause) -> bool:
    """Whether the subject is cells or animals that lack or got an entity."""
    if any(one.polarity < 0 for one in clause.subjects):
        return True
    place = clause.subjects[0].token
    behind = hyphen_cause_end(sentence, place)
    return behind is not None and sentence.words[behind - 1] in sentence.grammar.bearing


def _predicate(sentence: Sentence, start: int) -> int:
    """Index of the word that says how the subject matters: ``is (a factor) required``."""
    place = start
    while place < len(sentence.words) and sentence.classes[place] in "hNHTDOqE" and place < start + 6:
        if (
            sentence.words[place] in _NEEDED
            or sentence.words[place] in _INVOLVED
            or sentence.words[place] in _DEPENDING
        ):
            return place
        place += 1
    return _after_adverbs(sentence.classes, start)


def _after_adverbs(classes: str, place: int) -> int:
    while classes[place : place + 1] in ("h", "N", "H", "T", "D"):
        place += 1
    return place


def _word_behind(sentence: Sentence, place: int, wanted: Iterable[str], reach: int = 3) -> int | None:
    """Index behind the next wanted preposition within some tokens and the same clause."""
    for index in range(place + 1, min(place + 1 + reach, len(sentence.words))):
        if sentence.words[index] in wanted:
            return index + 1
        if reach > 3 and sentence.classes[index] in "vVbR;:S,":
            return None
    return None


def _sequence(sentence: Sentence, clauses: list[Clause], index: int) -> Iterator[Candidate]:
    """``A stimulates B, then upregulates C``: the order of the steps suggests that B acts on C."""
    clause = clauses[index]
    assert clause.lexical is not None
    if not index or not _SEQUENCE_WORDS.intersection(sentence.words[clause.start : clause.verb]):
        return
    before = next((one for one in reversed(clauses[:index]) if one.voice == "active"), None)
    if before is None or before.lexical is None:
        return
    verb = Verb(clause.lexical.verb, clause.lexical.sign, weight=0.35)
    yield from _pairs(before.outcome, clause.objects, verb, clause.verb, "sequence", "sequence", inferred=True)


def _purpose(sentence: Sentence, verb: int) -> tuple[Thing, ...]:
    """What something is required for: the phrase with *for* behind a participle."""
    start = _word_behind(sentence, verb, ("for",))
    return phrase(sentence, start).things if start is not None else ()


def _circumstances(sentence: Sentence, clauses: list[Clause], index: int) -> tuple[Thing, ...]:
    """Causes around a verb: ``upon A stimulation``, ``in A-deficient cells``, ``in an A-dependent manner``."""
    clause = clauses[index]
    classes = sentence.classes
    start = clause.verb + 1
    acted = clause.objects if clause.voice not in ("passive", "reduced") else clause.agents
    if acted:
        start = max(start, clause.end)
    stop = clauses[index + 1].start if index + 1 < len(clauses) else len(classes)
    found = _circumstance_in(sentence, start, min(stop, start + 20))
    if not found and clause.link == "before" and clause.start:
        found = _leading_circumstance(sentence, clauses[index - 1].end if index else 0, clause.start)
    return found


def _leading_circumstance(sentence: Sentence, start: int, stop: int) -> tuple[Thing, ...]:
    """``In response to A, B …``."""
    classes = sentence.classes
    while start < stop and classes[start] in "c,hTSR":
        start += 1
    if start >= stop or classes[start] not in "Ui":
        return ()
    comma = classes.find(",", start, stop)
    return _circumstance_in(sentence, start, comma) if comma > 0 else ()


def _circumstance_in(sentence: Sentence, start: int, stop: int) -> tuple[Thing, ...]:
    classes, words = sentence.classes, sentence.words
    place = start
    while place < stop:
        cls = classes[place]
        if cls == "U":
            found = phrase(sentence, place + 1, stop)
            sign = -1 if words[place] in sentence.grammar.absence else 1
            return tuple(Thing(one.token, one.polarity * sign, one.cost) for one in found.things)
        if words[place] == "in":
            return _marking(sentence, place + 1, stop)
        if cls in "vVbR;:Sm" or (cls in ",c" and place > start):
            return ()
        place += 1
    return ()


def _marking(sentence: Sentence, start: int, stop: int) -> tuple[Thing, ...]:
    """``in A-deficient cells``, ``in an A-dependent manner``."""
    classes, words = sentence.classes, sentence.words
    place = start
    while place < stop and classes[place] in "DOWIBo":
        place += 1
    if classes[place - 1] == "B" and place < stop and words[place] in _CARRYING:
        sign = -1 if words[place] == "lacking" else 1
        return tuple(one._replace(polarity=one.polarity * sign) for one in phrase(sentence, place + 1, stop, 0).things)
    if place >= stop or classes[place] != "E":
        return ()
    behind = hyphen_cause_end(sentence, place)
    if behind is not None:
        following = behind
        while following < stop and classes[following] in "ODhq" and words[following] not in _MANNERS:
            following += 1
        if words[following : following + 1] and words[following] in _MANNERS:
            return (Thing(place, 1, 0),)
    found = phrase(sentence, place, stop, 0)
    if (found.bearer or classes[found.end - 1 : found.end] in ("d", "l")) and any(
        one.polarity < 0 for one in found.things
    ):
        return found.things
    if found.bearer and behind is not None:
        return found.things
    return ()


def _act_noun(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``inhibition of B by A``, ``B activation by A``, ``A inhibition of B``."""
    verb, classes = sentence.verbs[place], sentence.classes
    assert verb is not None
    agents: tuple[Thing, ...] = ()
    start = _noun_object(sentence, place)
    rule = "noun"
    if classes[place + 1 : place + 2] == "y":
        by = phrase(sentence, place + 2, own="none")
        if by.things and classes[by.end : by.end + 1] == "o":
            themes = phrase(sentence, by.end + 1, prepositions=0).things
            yield from _pairs(by.things, themes, verb, place, rule, "", hedged=_hedged(sentence, place, place))
            return
    if start is not None:
        found = phrase(sentence, start, prepositions=0)
        before = _compound_before(sentence, place)
        if found.things and before is not None:
            agents, rule = (before,), "noun compound"
    else:
        before = _compound_before(sentence, place)
        found = Phrase((), place + 1) if before is None else Phrase((before,), place + 1)
    if not found.things or any(one.token < 0 for one in found.things):
        return
    if not agents:
        agents, rule = _noun_agents(sentence, max(found.end, place + 1))
    if not agents and classes[0] == "U" and 0 < (comma := classes.find(",")) < place:
        agents, rule = _circumstance_in(sentence, 0, comma), "noun circumstance"
    hedged = _hedged(sentence, place, place)
    if rule == "noun circumstance":
        verb = Verb(verb.verb, verb.sign, weight=0.6)
    yield from _pairs(agents, found.things, verb, place, rule, "", hedged=hedged)


def _effect(sentence: Sentence, place: int, clauses: list[Clause]) -> Iterator[Candidate]:
    """``the inhibitory effect of A on B``, ``A has a stimulatory effect on B``."""
    classes, words = sentence.classes, sentence.words
    signs = sentence.grammar.effect_signs
    sign = next((signs[word] for word in reversed(words[max(0, place - 3) : place]) if word in signs), 0)
    if not sign:
        return
    verb = Verb("effect", sign, weight=0.7)
    on = next(
        (index for index in range(place + 1, min(place + 16, len(words))) if words[index] in ("on", "against")), None
    )
    if on is None:
        return
    if classes[place + 1 : place + 2] == "o":
        causes = phrase(sentence, place + 2, on, 0).things
    else:
        start = place - 1
        while start > 0 and classes[start] in "DOhlg":
            start -= 1
        causes = _agent_before(sentence, start + 1, clauses) if classes[start] in "VxE" else ()
    yield from _pairs(
        causes, phrase(sentence, on + 1).things, verb, place, "effect", "", hedged=_hedged(sentence, place, place)
    )


def _role(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``role of A in the activation of B``."""
    found = phrase(sentence, place + 2, prepositions=0)
    if not found.things:
        return
    start = _word_behind(sentence, found.end - 1, ("in", "for"), 4)
    if start is not None:
        verb = Verb("role", 1, weight=0.5)
        effects = _acted_on(sentence, start)
        yield from _pairs(found.things, effects, verb, place, "role", "", hedged=_hedged(sentence, place, place))


def _noun_object(sentence: Sentence, place: int) -> int | None:
    """Index behind the *of* (or *in*) that leads to what a noun's act is done to."""
    classes, words = sentence.classes, sentence.words
    following = place + 1
    if classes[following : following + 2] == "cn" or classes[following : following + 2] == "cd":
        following += 2
    if classes[following : following + 1] == "o":
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
        if cls == "y" or (cls == "u" and index == start):
            if classes[index + 1 : index + 2] != "g":
                return phrase(sentence, index + 1).things, "noun"
            return (), "noun"
        if cls == "w" and index == start:
            return phrase(sentence, index + 1, prepositions=0).things, "noun with"
        if cls == "U" or words[index] == "in":
            found = _circumstance_in(sentence, index, min(index + 14, len(classes)))
            if found:
                return found, "noun circumstance"
        elif cls not in "DOiqB":
            return (), "noun"
    return (), "noun"


def _compound_before(sentence: Sentence, place: int) -> Thing | None:
    """The entity of the compound that ends in the noun at a place: ``NF-κB activation``."""
    classes, words = sentence.classes, sentence.words
    index = place - 1
    steps = 0
    while index >= 0 and classes[index] in "qO-D" and steps < 3 and words[index] not in ("the", "a", "an"):
        index -= 1
        steps += 1
    if index >= 0 and classes[index] == ")":
        opening = classes.rfind("(", max(0, index - 8), index)
        index = opening - 1 if opening > 0 else -1
    if index < 0 or classes[index] != "E":
        return None
    grammar = sentence.grammar
    if classes[index + 1] == "-" and (
        words[index + 2] in grammar.modifiers or words[index + 2] in grammar.hyphen_causes
    ):
        return None
    return Thing(index, 1, steps)


def _agent_noun(sentence: Sentence, place: int, clauses: list[Clause]) -> Iterator[Candidate]:
    """``A is an inhibitor of B``, ``the B inhibitor A``, ``A, a repressor of B``."""
    verb, classes = sentence.verbs[place], sentence.classes
    assert verb is not None
    end = place + 1
    if classes[end : end + 1] == "(":
        behind = closing(sentence, end)
        end = behind if classes[behind : behind + 1] == "o" else end
    if classes[end : end + 1] in ("o",) or sentence.words[end : end + 1] == ["for"]:
        found = phrase(sentence, end + 1, prepositions=0)
        themes = found.things
        end = found.end if themes else end
    else:
        before = _compound_before(sentence, place)
        themes = () if before is None else (before,)
    themes = tuple(one for one in themes if one.token >= 0)
    if not themes:
        return
    agents: tuple[Thing, ...] = ()
    after = end
    while classes[after : after + 1] in ("(", "k", ",") and after - end < 2:
        after += 1
    if classes[after : after + 1] == "E" and classes[end : end + 1] != ",":
        agents = phrase(sentence, after, prepositions=0).things
    rule = "agent behind"
    if not agents:
        agents, rule = _agent_before(sentence, min(place, themes[0].token), clauses), "agent"
    negated = "N" in classes[max(0, place - 5) : place]
    yield from _pairs(agents, themes, verb, place, rule, "", negated=negated, hedged=_hedged(sentence, place, place))


def _agent_before(sentence: Sentence, start: int, clauses: list[Clause]) -> tuple[Thing, ...]:
    """The entity that an agent noun stands for: ``A is an inhibitor``, ``A, a repressor``, ``A acts as``."""
    classes, words = sentence.classes, sentence.words
    index = start - 1
    while index >= 0 and classes[index] in "DOGlqih" and words[index] not in ("in", "on", "with", "at"):
        index -= 1
    if index < 0 or classes[index] not in "bx,(EPV":
        return ()
    if classes[index] == "," and words[index + 1] not in ("a", "an", "the", "another", "one"):
        return ()
    if classes[index] in "PV" and "as" not in words[index:start]:
        return ()
    clause = next((one for one in clauses if one.verb == index), None)
    if clause is not None and clause.subjects and classes[index] in "bxVP":
        return clause.subjects
    while index >= 0 and classes[index] in "b,(DmHhPVxtN":
        index -= 1
    if index >= 0 and classes[index] == ")":
        opening = classes.rfind("(", 0, index)
        index = opening - 1 if opening > 0 else -1
    while index >= 0 and classes[index] in "qO":
        index -= 1
    if index < 0 or classes[index] != "E":
        return ()
    agents = [index]
    while index >= 2 and classes[index - 1] in "c,/" and classes[index - 2] == "E" and classes[start - 1] != ",":
        index -= 2
        agents.append(index)
    return tuple(Thing(one, 1, 0) for one in reversed(agents))


def _hyphen(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``A-induced B expression``, ``A-mediated suppression of B``, ``B-activating function of A``."""
    classes, words, verbs = sentence.classes, sentence.words, sentence.verbs
    behind = hyphen_cause_end(sentence, place)
    if behind is None:
        return
    word = behind - 1
    hedged = _hedged(sentence, place, place)
    if classes[word] == "g":
        verb = verbs[word]
        assert verb is not None
        after = _after_adverbs(classes, behind)
        while classes[after : after + 1] in ("q", "O", "d"):
            after += 1
        if classes[after : after + 1] == "o":
            after += 1
        found = phrase(sentence, after, prepositions=0) if classes[after : after + 1] == "E" else Phrase((), after)
        yield from _pairs(found.things, (Thing(place, 1, 0),), verb, word, "hyphen agent", "", hedged=hedged)
        return
    if words[word] in ("regulated", "controlled", "treated"):
        return
    lexical = verbs[word]
    if lexical is not None and lexical.sign < 0:
        return
    found = phrase(sentence, behind, prepositions=0)
    if found.bearer and words[word] in sentence.grammar.bearing:
        return
    verb = lexical or Verb("depend", 1, weight=0.7)
    yield from _pairs((Thing(place, 1, 0),), found.things, verb, word, f"hyphen {words[word]}", "", hedged=hedged)


def _arrow(sentence: Sentence, place: int, sign: int) -> Iterator[Candidate]:
    classes = sentence.classes
    before, after = place - 1, place + 1
    while before >= 0 and classes[before] in "q":
        before -= 1
    if before >= 0 and classes[before] == ")":
        opening = classes.rfind("(", 0, before)
        before = opening - 1
    if before >= 0 and classes[before] == "E" and classes[after : after + 1] == "E":
        yield Candidate(before, after, sign, place, "arrow", "", 0.85, 0)


def _pairs(
    causes: tuple[Thing, ...],
    effects: tuple[Thing, ...],
    verb: Verb,
    place: int,
    rule: str,
    link: str,
    *,
    negated: bool = False,
    hedged: bool = False,
    inferred: bool = False,
) -> Iterator[Candidate]:
    for cause in causes:
        for effect in effects:
            if cause.token != effect.token and cause.token >= 0 and effect.token >= 0:
                yield Candidate(
                    cause.token,
                    effect.token,
                    verb.sign * cause.polarity * effect.polarity,
                    place,
                    f"{rule}/{verb.verb}",
                    link,
                    verb.weight,
                    cause.cost + effect.cost,
                    negated,
                    hedged,
                    inferred,
                )


def _hedged(sentence: Sentence, start: int, place: int) -> bool:
    """Whether a statement is a possibility: ``may``, or a word of doubt before it."""
    group = sentence.words[start:place]
    return (
        any(word in ("may", "might", "could") for word in group) or "H" in sentence.classes[max(0, start - 12) : place]
    )
