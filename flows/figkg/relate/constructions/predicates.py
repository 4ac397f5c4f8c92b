"""Verbs without a sign that state one with other words: ``is required for``, ``keeps B inactive``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from figkg.relate.clauses import Clause
from figkg.relate.constructions.candidate import Candidate, hedged_at, pairs
from figkg.relate.constructions.circumstances import circumstance_in
from figkg.relate.constructions.steps import acted_on, after_adverbs, word_behind
from figkg.relate.hyphens import hyphen_cause_end, hyphen_causes
from figkg.relate.lexicon import Verb
from figkg.relate.phrases import phrase
from figkg.relate.things import Thing
from figkg.relate.token_classes import BE, BEHIND_DEPENDENT, CHANGES, COMMA, ENTITY, LOSS, LOSSES, PASSED_TO_A_HEAD
from figkg.relate.tokens import Sentence

_OWN = 2


class Statement(NamedTuple):
    """What a predicate says: causes, effects, the verb it amounts to, its token and the rule's name."""

    causes: tuple[Thing, ...]
    effects: tuple[Thing, ...]
    verb: Verb
    place: int
    rule: str


def by_predicate(sentence: Sentence, clause: Clause) -> Iterator[Candidate]:
    """``is required for``, ``is involved in the activation of``, ``keeps B inactive``, ``cells show reduced``."""
    said = _statement(sentence, clause)
    if said is None:
        return
    hedged = hedged_at(sentence, clause.start, clause.verb)
    yield from pairs(said.causes, said.effects, said.verb, said.place, said.rule, negated=clause.negated, hedged=hedged)


def _statement(sentence: Sentence, clause: Clause) -> Statement | None:
    word, known = sentence.words[clause.verb], sentence.vocabulary
    if sentence.words[clause.verb - 1 : clause.verb] == ["there"] and sentence.classes[clause.verb] == BE:
        return _there_is(sentence, clause)
    if sentence.classes[clause.verb] == BE or clause.voice == "other passive":
        return _needed(sentence, clause)
    if word in known.playing and "role" in sentence.words[clause.verb : clause.verb + 6]:
        return _role_played(sentence, clause)
    if any(map(word.startswith, known.cooperating)):
        return _cooperation(sentence, clause)
    if word in known.keeping and clause.objects:
        return _kept(sentence, clause)
    if word in known.rendering:
        return _rendered(sentence, clause)
    if word.startswith("target") and (clause.objects or clause.passive):
        return _doomed(sentence, clause)
    if word in known.possession and clause.objects and clause.subjects:
        return _shown(sentence, clause)
    return None


def _there_is(sentence: Sentence, clause: Clause) -> Statement | None:
    """``Without A, there is increased B``."""
    comma = sentence.classes.find(COMMA, 0, clause.verb)
    causes = circumstance_in(sentence, 0, comma) if comma > 0 else ()
    if all(one.polarity > 0 for one in causes):  # in the A pathway there is B says little
        return None
    found = phrase(sentence, clause.verb + 1)
    if not any(cls in CHANGES for cls in sentence.classes[clause.verb + 1 : found.end]):
        return None
    return Statement(
        causes,
        found.things,
        Verb("there is", 1, weight=sentence.vocabulary.weights.there_is),
        clause.verb,
        "circumstance",
    )


def _needed(sentence: Sentence, clause: Clause) -> Statement | None:
    """``A is required for B``, ``B is dependent on A``, ``A is involved in the activation of B``."""
    words, classes, known = sentence.words, sentence.classes, sentence.vocabulary
    place = clause.verb if clause.voice == "other passive" else _predicate(sentence, clause.verb + 1)
    head = words[place] if place < len(words) else ""
    if head in known.depending and (start := word_behind(sentence, place, ("on", "upon"))):
        return Statement(phrase(sentence, start).things, clause.subjects, _depend(sentence), place, "turned")
    if place < len(classes) and classes[place] == ENTITY and classes[clause.verb] == BE:
        return _dependent(sentence, clause, place)
    if head in known.needed:
        begin = word_behind(sentence, place, ("for", "in", "to")) or word_behind(sentence, place, ("for",), 9)
        rule, verb = "needed", Verb(head, 1, weight=known.weights.needed)
    elif head in known.involved:
        begin = word_behind(sentence, place, ("in",))
        rule, verb = "involved", Verb(head, 1, weight=known.weights.involved)
    else:
        return None
    if begin is None:
        return None
    effects = acted_on(sentence, begin, acting=rule == "involved")
    return Statement(clause.subjects, effects, verb, place, rule)


def _dependent(sentence: Sentence, clause: Clause, place: int) -> Statement | None:
    """``B is A-dependent``."""
    behind = hyphen_cause_end(sentence, place)
    if behind is None or sentence.words[behind - 1] not in ("dependent", "dependant"):
        return None
    if sentence.classes[behind : behind + 1] in BEHIND_DEPENDENT and sentence.words[behind] != ".":
        return None
    return Statement(hyphen_causes(sentence, place), clause.subjects, _depend(sentence), behind - 1, "turned")


def _depend(sentence: Sentence) -> Verb:
    return Verb("depend", 1, weight=sentence.vocabulary.weights.depend)


def _role_played(sentence: Sentence, clause: Clause) -> Statement | None:
    """``A plays a role in the activation of B``."""
    place = sentence.words.index("role", clause.verb)
    start = word_behind(sentence, place, ("in", "for"))
    if start is None:
        return None
    verb = Verb("play role", 1, weight=sentence.vocabulary.weights.play_role)
    return Statement(clause.subjects, acted_on(sentence, start), verb, place, "involved")


def _cooperation(sentence: Sentence, clause: Clause) -> Statement | None:
    """``A cooperates with B in the activation of C``."""
    start = word_behind(sentence, clause.verb, ("in", "for"), 8)
    if start is None:
        return None
    partners = tuple(one._replace(cost=0) for one in clause.objects) if sentence.words[start - 1] == "in" else ()
    together = clause.subjects + partners
    effects = tuple(one for one in acted_on(sentence, start) if one not in together)
    return Statement(
        together, effects, Verb("cooperate", 1, weight=sentence.vocabulary.weights.cooperate), clause.verb, "involved"
    )


def _kept(sentence: Sentence, clause: Clause) -> Statement | None:
    """``A keeps B inactive``."""
    for word in sentence.words[clause.objects[-1].token + 1 : clause.end + 3]:
        sign = (word in sentence.grammar.kept_up) - (word in sentence.grammar.kept_down)
        if sign:
            kept = tuple(one._replace(polarity=1) for one in clause.objects)
            return Statement(
                clause.subjects, kept, Verb("keep", sign, weight=sentence.vocabulary.weights.keep), clause.verb, "keep"
            )
    return None


def _rendered(sentence: Sentence, clause: Clause) -> Statement | None:
    """``A leaves cells less prone to B``, ``A renders cells resistant to B``."""
    words, known = sentence.words, sentence.vocabulary
    for place in range(clause.verb + 1, min(clause.verb + 9, len(words) - 1)):
        open_, shut = words[place] in known.open_to, words[place] in known.shut_to
        if not (open_ or shut) or words[place + 1] != "to":
            continue
        sign = -1 if shut else 1
        if words[place - 1] in known.less:
            sign = -sign
        return Statement(
            clause.subjects,
            phrase(sentence, place + 2).things,
            Verb("render", sign, weight=known.weights.render),
            place,
            "render",
        )
    return None


def _doomed(sentence: Sentence, clause: Clause) -> Statement | None:
    """``A targets B for degradation``."""
    for place in range(clause.verb + 1 if clause.passive else clause.end, min(clause.end + 6, len(sentence.words))):
        if sentence.words[place] == "for" and LOSS in sentence.classes[place : place + 5]:
            causes = clause.agents if clause.passive else clause.subjects
            effects = clause.subjects if clause.passive else clause.objects
            return Statement(
                causes, effects, Verb("target", -1, weight=sentence.vocabulary.weights.doom), clause.verb, "target"
            )
    return None


def _shown(sentence: Sentence, clause: Clause) -> Statement | None:
    """``A-deficient cells show reduced B``."""
    sign = _measure(sentence, clause.verb, clause.objects[0].token)
    if not sign or not _marked(sentence, clause):
        return None
    effects = clause.objects
    if sign != _OWN:
        effects = tuple(one._replace(polarity=one.polarity * sign) for one in effects)
    return Statement(
        clause.subjects, effects, Verb("show", 1, weight=sentence.vocabulary.weights.show), clause.verb, "show"
    )


def _measure(sentence: Sentence, verb: int, entity: int) -> int:
    """The direction that adjectives give to a quantity: 2 when the phrase itself has it, 0 for none."""
    for place in range(verb, entity):
        word = sentence.words[place]
        if word in sentence.vocabulary.less:
            return 1 if sentence.classes[place] in LOSSES else -1
        if word in sentence.vocabulary.more:
            return 1
        if sentence.classes[place] in CHANGES and place > verb:
            return _OWN
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
    known = sentence.vocabulary
    heads = known.needed | known.involved | known.depending
    place = start
    while place < len(sentence.words) and sentence.classes[place] in PASSED_TO_A_HEAD and place < start + 6:
        if sentence.words[place] in heads:
            return place
        place += 1
    return after_adverbs(sentence.classes, start)
