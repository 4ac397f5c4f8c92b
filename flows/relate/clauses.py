"""Clauses: the verbs of a sentence from left to right, each with its subject and what it acts on."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from flows.relate.lexicon import Verb
from flows.relate.phrases import PRONOUN, Thing, closing, hyphen_causes, phrase, turn
from flows.relate.tokens import Sentence

Voice = Literal["active", "passive", "reduced", "infinitive", "gerund", "other", "other passive"]
"""``active`` finite; ``passive`` finite; ``reduced`` participle behind its noun; ``other`` has no sign."""

_BEFORE_VERB = "hmxtHNbT"
_VERBS = re.compile("[vpgVPbx]")
_FINITE: frozenset[Voice] = frozenset(["active", "passive", "other", "other passive"])
_NOMINAL = "EqndlGBOa)"
_OBJECT_LIKE = "DWIEqnlGOdapgB"
_BARE = re.compile(r"h*[tiw]?,?[cS][DOhq]*(?:E[DOqEc/-]*)?h*[vp],?(?=[DEqOnGWdl])")
"""Behind a verb that shares its object with the next: ``A enhances, but B represses, C``."""
_MODIFIED = re.compile(r"E[DOEqidnlGBoc/-]{0,8}h*[vVbmx]")
"""Behind a participle that belongs to the subject of a verb: ``activated A in these cells binds``."""
_IN_BEARERS = re.compile(r"i[DO-]*B(?=D*E)")
"""A circumstance without a comma behind it: ``In these cells A activates``."""
_BEHIND_UNNAMED = re.compile(r"[DOqp-]{1,6}(?=u)")
"""What a verb acts on when it is no entity: ``increases cell death through inhibition of A``."""
_ASIDE = re.compile(r"[Eq],[DX][^,;:vVbmR]{1,9},h*$")
"""Between a subject and its verb: ``A, a kinase, activated``, ``A, but not B, activated``."""
_NOUN_CONTEXT = "DIloyiwuU-"
_MEASURES = frozenset(
    "increase decrease enhance reduce elevate impair diminish upregulate downregulate sustain".split()
)
_WAYS = frozenset(["pathway", "pathways", "mechanism", "mechanisms", "signaling", "signalling"])
_RESULTS = frozenset(["lead", "result", "cause", "culminate", "give rise", "trigger", "contribute"])
_REPORTED = "HP"


class Clause(Struct):
    """One verb with its arguments.

    Attributes:
        verb: token of the main verb.
        start: first token of its group with auxiliaries and adverbs.
        voice: how it is used.
        lexical: the lexicon's verb, None for other verbs.
        subjects: its grammatical subject.
        objects: what it acts on when active.
        agents: who acts when passive.
        means: by what it acts: ``through inhibition of A``.
        end: index behind its complement.
        negated: whether it is denied.
        link: how the subject was found, for the model.
    """

    verb: int
    start: int
    voice: Voice
    lexical: Verb | None
    subjects: tuple[Thing, ...] = ()
    objects: tuple[Thing, ...] = ()
    agents: tuple[Thing, ...] = ()
    means: tuple[Thing, ...] = ()
    end: int = 0
    negated: bool = False
    link: str = "before"

    @property
    def passive(self) -> bool:
        """Whether the grammatical subject is what is acted on."""
        return self.voice in ("passive", "reduced", "other passive")

    @property
    def outcome(self) -> tuple[Thing, ...]:
        """What is changed, with the direction of the change as polarity."""
        changed = self.subjects if self.passive else self.objects
        if self.lexical is None:
            return changed or self.subjects
        if self.lexical.turned:
            return self.subjects
        return tuple(Thing(one.token, one.polarity * self.lexical.sign, one.cost) for one in changed)


class Antecedent(Struct, frozen=True):
    """What a pronoun at the start of a sentence may stand for.

    Attributes:
        subject: the subject of the sentence before: *it*, *they*.
        outcome: what that sentence brought about: *this*, *these*.
    """

    subject: tuple[Thing, ...] = ()
    outcome: tuple[Thing, ...] = ()


def read_clauses(sentence: Sentence, antecedent: Antecedent = Antecedent()) -> list[Clause]:  # noqa: B008
    """The clauses of a sentence, from left to right.

    Args:
        sentence: the tokens.
        antecedent: what a pronoun at its start stands for.
    """
    clauses: list[Clause] = []
    classes = sentence.classes
    frontier = 0
    before = antecedent.subject if sentence.words[:1] in (["it"], ["they"]) else antecedent.outcome
    for match in _VERBS.finditer(classes):
        place = match.start()
        if place < frontier and _inside(sentence, place, clauses):
            continue
        start = _group_start(classes, place, clauses[-1].verb if clauses else -1)
        voice = _voice(sentence, place, start, clauses)
        if voice is None:
            continue
        clause = Clause(place, start, voice, sentence.verbs[place], end=place + 1)
        clause.negated = (
            "whether" in sentence.words[frontier:place]
            or "N" in classes[start:place]
            or classes[place + 1 : place + 2] == "N"
        )
        _find_subjects(sentence, clause, clauses, frontier, before)
        _find_complement(sentence, clause, clauses)
        _find_means(sentence, clause)
        clauses.append(clause)
        frontier = max(clause.end, place + 1)
    return clauses


def _inside(sentence: Sentence, place: int, clauses: list[Clause]) -> bool:
    """Whether a participle stands inside the noun phrase that an earlier verb acts on: ``shows reduced A``."""
    if sentence.classes[place - 2 : place] in ("pc", "Pc"):
        return False
    return sentence.classes[place] in "pgP" and any(
        one.token > place for one in clauses[-1].objects + clauses[-1].agents
    )


def _group_start(classes: str, place: int, floor: int) -> int:
    start = place
    while start - 1 > floor and classes[start - 1] in _BEFORE_VERB:
        start -= 1
    return start


def _voice(sentence: Sentence, place: int, start: int, clauses: list[Clause]) -> Voice | None:
    """How a verb form is used, or None when it is no verb there."""
    classes = sentence.classes
    cls = classes[place]
    previous = classes[start - 1] if start else "^"
    group = classes[start:place]
    ahead = place + 1
    while classes[ahead : ahead + 1] in ("h", "N", "H"):
        ahead += 1
    following = classes[ahead : ahead + 1]
    if cls == "b":
        return None if following in ("p", "P", "g", "V", "b", "v") else "other"
    if cls == "x":
        if following == "p" and not _measured(sentence, ahead):
            return None
        return None if following in ("P", "b", "v", "V") else "other"
    if place and classes[place - 1] == "-":
        return None
    if cls == "V":
        return None if previous in "DIyiwu" and "t" not in group else "other"
    if cls == "v":
        return _of_finite(sentence, place, previous, group)
    if cls == "g":
        return _of_gerund(sentence, place, previous, group, following)
    return _of_participle(sentence, place, previous, group, following, clauses)


def _of_finite(sentence: Sentence, place: int, previous: str, group: str) -> Voice | None:
    word = sentence.words[place]
    if "t" in group:
        return "infinitive"
    if "m" in group or "x" in group:
        return "active"
    if previous == "l" and place > 1 and sentence.classes[place - len(group) - 2] == "E":  # A knockdown increases
        return "active"
    if previous in _NOUN_CONTEXT and not (previous == "D" and word.endswith("s")):
        return None
    return "active"


def _of_gerund(sentence: Sentence, place: int, previous: str, group: str, following: str) -> Voice | None:
    if "b" in group:
        return "active"
    if following in ("q", "O") and previous in "owcDI" and _verb(sentence, place) in _MEASURES:
        return None
    if previous in "DIl^":
        return None
    if previous == "E" and following in ("q", "O"):
        return None
    return "gerund"


def _of_participle(
    sentence: Sentence, place: int, previous: str, group: str, following: str, clauses: list[Clause]
) -> Voice | None:
    signed = sentence.classes[place] == "p"
    passive: Voice = "passive" if signed else "other passive"
    if "b" in group:
        return passive
    if "x" in group:
        if signed and _measured(sentence, place):
            return None
        return "active" if signed else "other"
    if previous in "R^(;:" and _modifies_subject(sentence, place):
        return None
    if previous in "c,":
        return _of_coordinated(sentence, place, following, clauses)
    if previous == "y" or previous in "DIoiwutUVvpgkP(^;:R" or "t" in group:
        return ("active" if signed else "other") if previous == "R" else None
    if following == "y":
        return "reduced" if signed else None
    if previous not in _NOMINAL + "W":
        return None
    if following in tuple(_OBJECT_LIKE) or sentence.words[place] in sentence.grammar.intransitive:
        return "active" if signed else "other"
    if signed and _BARE.match(sentence.classes, place + 1):
        return "active"
    if (
        signed
        and _verb(sentence, place) in _MEASURES
        and sentence.classes[place + 1 : place + 2] in ("i", "U", "", "w")
    ):
        return "active"
    verb = sentence.verbs[place]
    frame = verb.frame if verb is not None else ""
    if frame and place + 1 < len(sentence.words) and sentence.words[place + 1] in frame.split("|"):
        return "active"
    return "reduced" if signed else "other passive"


def _of_coordinated(sentence: Sentence, place: int, following: str, clauses: list[Clause]) -> Voice | None:
    """A participle behind *and* has the voice of the verb before it when that is one too."""
    signed = sentence.classes[place] == "p"
    if following in tuple(_OBJECT_LIKE) and _ASIDE.search(sentence.classes[max(0, place - 14) : place]):
        return "active" if signed else "other"
    for before in reversed(clauses[-3:]):
        if sentence.classes[before.verb] not in "pP":
            continue
        if before.voice in ("passive", "other passive", "reduced"):
            if following in tuple("yciutUT,.wR)") or following == "" or following == "O":
                if before.voice == "reduced":
                    return "reduced" if signed else "other passive"
                return "passive" if signed else "other passive"
            return None
        if following in tuple(_OBJECT_LIKE):
            return "active" if signed else "other"
        return None
    if following == "y" and signed:
        return "reduced"
    return None


def _modifies_subject(sentence: Sentence, place: int) -> bool:
    """Whether a participle belongs to the subject of the verb behind it: ``that activated A binds``."""
    classes = sentence.classes
    if classes[place - 1 : place] == "R" and classes[place - 2 : place - 1] in ("E", "q", "n", "B", ","):
        return False
    return _MODIFIED.match(classes, place + 1) is not None


def _measured(sentence: Sentence, place: int) -> bool:
    """``had reduced levels``: the participle belongs to the noun."""
    following = sentence.classes[place + 1 : place + 2]
    return following in ("q", "O", "E", "n", "d", "l", "G") and _verb(sentence, place) in _MEASURES


def _verb(sentence: Sentence, place: int) -> str:
    verb = sentence.verbs[place]
    return verb.verb if verb is not None else ""


def _find_subjects(
    sentence: Sentence, clause: Clause, clauses: list[Clause], frontier: int, before: tuple[Thing, ...]
) -> None:
    """Set the clause's subjects and how they were found."""
    classes, words = sentence.classes, sentence.words
    last = clause.start - 1
    previous = clauses[-1] if clauses else None
    if clause.voice == "infinitive" or (clause.passive and "t" in classes[clause.start : clause.verb]):
        _of_infinitive(sentence, clause, clauses, frontier)
    elif clause.voice == "gerund":
        _of_participial(sentence, clause, clauses, frontier)
    elif last < 0:
        clause.subjects = ()
    elif classes[last] == "R" and last >= frontier:
        clause.subjects, clause.link = _antecedent(sentence, clause, previous, last), "relative"
    elif classes[last] == "R":
        clause.subjects, clause.link = _antecedent(sentence, clause, previous, last), "relative"
    elif classes[last] in "c," and previous is not None and not _opens_subject(sentence, frontier, last):
        _share(sentence, clause, clauses, last)
    elif classes[last] == "W" and (last < frontier or last == 0 or classes[last - 1] in "S,;:Rc"):
        pronoun = words[last]
        if not clauses:
            clause.subjects, clause.link = before, "pronoun"
        elif pronoun in ("it", "they") and classes[last - 1] in "cS,;:R":
            main = _first_finite(clauses)
            clause.subjects, clause.link = main.subjects or main.agents, "pronoun"
        elif pronoun == "the latter":
            clause.subjects, clause.link = (clauses[-1].objects or clauses[-1].subjects)[-1:], "pronoun"
        elif pronoun == "this":
            clause.subjects, clause.link = clauses[-1].outcome, "pronoun"
    elif previous is not None and last < frontier and clause.voice in ("reduced", "other passive") and previous.objects:
        clause.subjects, clause.link = previous.objects, "near"
    elif previous is not None and last < frontier:
        if previous.voice == "reduced" or (previous.voice == "other passive" and not _finite(previous)):
            clause.subjects, clause.link = previous.subjects, "behind participle"
        elif any(one.link == "relative" for one in clauses):
            relative = next(one for one in reversed(clauses) if one.link == "relative")
            clause.subjects, clause.link = relative.subjects, "behind relative"
        else:
            clause.subjects, clause.link = previous.objects or previous.agents, "behind object"
    elif (
        previous is not None
        and not _finite(previous)
        and previous.passive
        and _only_circumstance(classes, frontier, last)
    ):
        clause.subjects, clause.link = previous.subjects, "behind participle"
    else:
        clause.subjects = _region(sentence, frontier, last, first=previous is None)
        if not clause.subjects and previous is not None and "E" not in classes[frontier : last + 1]:
            clause.subjects, clause.link = _implied(sentence, previous, frontier, last), "implied"
            if (classes[last] == ":" or words[last] == "but") and _finite(clause) and _finite(previous):
                clause.subjects, clause.link = previous.subjects, "shared"
    if clause.subjects and clause.subjects[0].token == PRONOUN:
        clause.subjects, clause.link = _of_pronoun(clause, previous), "implied"
        if not clause.subjects and previous is None and before and classes[0] == "W":
            clause.subjects, clause.link = before, "pronoun"


def _only_circumstance(classes: str, frontier: int, last: int) -> bool:
    """Whether a stretch is one prepositional phrase."""
    stretch = classes[frontier : last + 1]
    return stretch[:1] in tuple("iwuUyt") and not any(cls in ",;:cRS" for cls in stretch)


def _implied(sentence: Sentence, previous: Clause, frontier: int, last: int) -> tuple[Thing, ...]:
    """``A binds B, and overexpression increases C``: the overexpression is that of A."""
    place = next((index for index in range(last, frontier - 1, -1) if sentence.classes[index] in "Gd"), None)
    if place is None or "o" in sentence.classes[place : last + 1]:
        return ()
    sign = turn(sentence, place) if sentence.classes[place] == "d" else 1
    return tuple(Thing(one.token, one.polarity * sign, one.cost + 1) for one in previous.subjects)


def _of_pronoun(clause: Clause, previous: Clause | None) -> tuple[Thing, ...]:
    """``A binds B, and its overexpression inhibits C``: that of A."""
    if previous is None:
        return ()
    polarity = clause.subjects[0].polarity
    return tuple(Thing(one.token, one.polarity * polarity, one.cost + 1) for one in previous.subjects)


def _finite(clause: Clause) -> bool:
    return clause.voice in _FINITE


def _first_finite(clauses: list[Clause]) -> Clause:
    return next((one for one in clauses if _finite(one)), clauses[0])


def _last_finite(clauses: list[Clause], relative: bool = True) -> Clause | None:
    for one in reversed(clauses):
        if _finite(one) and (relative or one.link != "relative"):
            return one
    return None


def _opens_subject(sentence: Sentence, frontier: int, last: int) -> bool:
    """Whether a new subject with an apposition stands before a comma: ``and A, a kinase, activates``."""
    classes = sentence.classes
    return classes[last] == "," and "," in classes[frontier:last] and "E" in classes[frontier:last]


def _share(sentence: Sentence, clause: Clause, clauses: list[Clause], last: int) -> None:
    """The subject of a verb behind *and* is that of the verb that it is joined to."""
    classes = sentence.classes
    previous = clauses[-1]
    partner = previous
    if _finite(clause):
        partner = _last_finite(clauses) or previous
        base = classes[clause.verb] == "v" and not sentence.words[clause.verb].endswith("s")
        if base and previous.voice == "infinitive":
            partner = previous
        elif partner.link == "relative" and classes[last - 1 : last + 1] in (",c", ",,"):
            partner = _last_finite(clauses, relative=False) or partner
    if any(cls in ";:" for cls in classes[partner.verb : last]):
        return
    clause.subjects, clause.link = partner.subjects, "shared"
    if classes[last] == "," and partner.voice in ("active", "other") and clause.voice == "reduced":
        clause.subjects = partner.objects


def _antecedent(sentence: Sentence, clause: Clause, previous: Clause | None, relative: int) -> tuple[Thing, ...]:
    """What *which* or *that* stands for: the phrase before it; for a result, the outcome."""
    classes = sentence.classes
    place = relative - 1
    comma = place >= 0 and classes[place] == ","
    if comma:
        place -= 1
    if previous is not None:
        result = clause.lexical is not None and clause.lexical.verb in _RESULTS
        nearest = previous.objects or previous.agents
        if nearest and max(one.token for one in nearest) <= place and "E" not in classes[previous.end : place + 1]:
            return previous.outcome if result and previous.objects else nearest
        if not nearest and result and comma:
            return previous.outcome
    found = _ending(sentence, place, previous.verb + 1 if previous is not None else 0)
    if not found and previous is not None and classes[previous.verb] == "b" and not comma:
        return previous.subjects
    return found


def _ending(sentence: Sentence, place: int, floor: int) -> tuple[Thing, ...]:
    """The phrase that ends at a place: the nearest entities to the left and those coordinated with them."""
    classes = sentence.classes
    floor = max(floor, place - 16)
    start = place
    while start >= floor and classes[start] not in "vVbR;:SmxT":
        start -= 1
    for begin in range(start + 1, place + 1):
        if classes[begin] != "E":
            continue
        found = phrase(sentence, _lead(classes, begin, start + 1), place + 1, prepositions=0)
        if found.things and found.end >= place - 3:
            return found.things
    return ()


def _lead(classes: str, entity: int, floor: int) -> int:
    """Where the words that modify an entity begin: ``activation of A``, ``dominant-negative A``."""
    start = entity
    while start > floor and classes[start - 1] in "odnqGlDOapW":
        start -= 1
    return start


def _region(sentence: Sentence, frontier: int, last: int, *, first: bool) -> tuple[Thing, ...]:
    """The subject in the stretch before a verb: the last part of it that a comma does not cut off."""
    classes = sentence.classes
    begins = [frontier]
    place = frontier
    while place <= last:
        cls = classes[place]
        if cls == "(":
            behind = closing(sentence, place)
            if behind > last + 1:
                begins.append(place + 1)
            else:
                if place == frontier:
                    begins.append(behind)
                place = behind
                continue
        elif cls in "S;:R" or cls == ")":
            begins = [place + 1]
        elif cls in ",T" or (cls == "c" and not first):
            begins.append(place + 1)
        place += 1
    fallback: tuple[Thing, ...] = ()
    for begin in begins:
        while begin <= last and classes[begin] in "chT,W":
            begin += 1
        if begin > last:
            continue
        bearers = _IN_BEARERS.match(classes, begin)
        begin = bearers.end() if bearers is not None and bearers.end() <= last else begin
        circumstance = classes[begin] in "iuUwyt"
        found = phrase(sentence, begin + (classes[begin] in "uUy"), last + 1)
        if not found.things:
            continue
        rest = classes[found.end : last + 1]
        if circumstance:
            fallback = () if "," in rest else tuple(one._replace(cost=one.cost + 1) for one in found.things)
            continue
        if "X" in rest:
            return found.things
        if "," not in rest or classes[last] == ",":
            return found.things
        fallback = found.things
    return fallback


def _of_infinitive(sentence: Sentence, clause: Clause, clauses: list[Clause], frontier: int) -> None:
    """``A is known to activate B``: A. ``A activates X to inhibit B``: X. ``A binds X to inhibit B``: A."""
    classes = sentence.classes
    previous = clauses[-1] if clauses else None
    last = clause.start - 1
    if previous is None:
        clause.subjects, clause.link = _region(sentence, frontier, last, first=True), "noun"
        return
    if last >= 0 and classes[last] == "c" and previous.voice == "infinitive":
        clause.subjects, clause.link = previous.subjects, "shared"
        return
    if previous.voice in ("passive", "other passive"):
        clause.subjects, clause.link = previous.subjects, "purpose"
        return
    relative = classes.rfind("R", previous.end, last + 1)
    if relative >= 0:
        clause.subjects, clause.link = _antecedent(sentence, clause, previous, relative), "relative"
        return
    outer = previous
    if outer.lexical is not None and outer.lexical.turned and outer.objects:
        helpers = tuple(one._replace(cost=one.cost + 1) for one in outer.objects)
        clause.subjects, clause.link = outer.subjects + helpers, "joint purpose"
        return
    comma = any(cls == "," for cls in classes[previous.end : last + 1])
    if outer.lexical is not None and outer.lexical.sign and outer.objects and not comma and outer.voice != "other":
        clause.subjects, clause.link = outer.outcome, "purpose of object"
        return
    clause.subjects, clause.link = outer.subjects, "purpose"
    if outer.lexical is None and not comma and _joined(sentence, outer):
        clause.subjects, clause.link = outer.subjects + outer.objects, "joint purpose"
        return
    between = phrase(sentence, previous.verb + 1, last + 1, 0)
    if sentence.words[previous.verb] in ("allows", "allow", "enables", "enable", "allowing", "enabling"):
        clause.subjects, clause.link = between.things, "enabled"


def _joined(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause is of the kind ``A cooperates with B``."""
    if not clause.objects:
        return False
    return "w" in sentence.classes[clause.verb + 1 : min(clause.verb + 4, clause.objects[0].token)]


def _of_participial(sentence: Sentence, clause: Clause, clauses: list[Clause], frontier: int) -> None:
    classes, words = sentence.classes, sentence.words
    last = clause.start - 1
    while last >= 0 and classes[last] in "T":
        last -= 1
    previous = clauses[-1] if clauses else None
    if last < 0:
        return
    result = clause.lexical is not None and clause.lexical.verb in _RESULTS
    if words[last] == "from" and previous is not None:
        clause.subjects, clause.link = previous.objects, "kept from"
        return
    if classes[last] in "yiuU":
        if previous is not None:
            partner = _last_finite(clauses) or previous
            by = partner.agents if partner.voice in ("passive", "other passive") else partner.subjects
            clause.subjects, clause.link = by, "means"
        elif classes[last] == "y":
            clause.subjects, clause.link = _region(sentence, frontier, last, first=True), "means"
        return
    if classes[last] == "c" and previous is not None and previous.voice == "gerund":
        clause.subjects, clause.link = previous.subjects, "shared"
        return
    if previous is None:
        clause.subjects = _region(sentence, frontier, last, first=True)
        return
    if "E" in classes[previous.end : last + 1]:
        near = _region(sentence, frontier, last - (classes[last] == ","), first=False)
        if near and classes[last] != ",":
            clause.subjects, clause.link = near, "near"
            return
    if result:
        clause.subjects, clause.link = previous.means or previous.outcome, "outcome"
    elif classes[last] in ",cST":
        partner = _last_finite(clauses) or previous
        clause.subjects, clause.link = partner.subjects, "participial"
        if "T" in classes[last : clause.verb] and partner.lexical is not None and partner.lexical.sign:
            clause.subjects = partner.means or partner.outcome
    else:
        clause.subjects, clause.link = previous.objects or previous.agents or previous.subjects, "near"


def _find_complement(sentence: Sentence, clause: Clause, clauses: list[Clause]) -> None:
    """Set what the verb acts on, or who acts, and the end of the clause."""
    place = clause.verb
    if clause.voice in ("passive", "reduced", "other passive"):
        start = _agent_start(sentence, place)
        if start is not None:
            found = phrase(sentence, start, own="none")
            clause.agents = found.things
            clause.end = found.end if found.things else clause.end
            first = sentence.classes.find("E", start, start + 5)
            if not found.things and first > 0:
                clause.agents = hyphen_causes(sentence, first)
        return
    if clause.voice in ("active", "other") and _BARE.match(sentence.classes, place + 1):
        return
    frame = clause.lexical.frame if clause.lexical is not None else ""
    begin = frame_end(sentence, place, frame) if frame else place + 1
    if begin is None:
        return
    past = sentence.classes[place] in "pP"
    found = phrase(sentence, begin, own="noun" if past else "any")
    if found.things and found.things[0].token == PRONOUN:
        stands_for = _pronoun(clause, clauses)
        clause.objects = tuple(
            Thing(one.token, one.polarity * found.things[0].polarity, one.cost + 1) for one in stands_for
        )
    elif found.things:
        clause.objects = found.things
    elif clause.lexical is not None:
        clause.objects = _elided(sentence, clause, clauses, begin)
    clause.end = max(found.end if found.things else 0, begin)
    _drop_meeting(sentence, clause, begin)
    _share_object(sentence, clause, clauses)


def _share_object(sentence: Sentence, clause: Clause, clauses: list[Clause]) -> None:
    """``A enhances, but B represses, C``: the verb before acts on the same object."""
    previous = clauses[-1] if clauses else None
    if previous is None or not clause.objects or previous.objects or previous.lexical is None or clause.lexical is None:
        return
    if previous.voice == clause.voice == "active" and _BARE.match(sentence.classes, previous.verb + 1):
        previous.objects = tuple(one._replace(cost=one.cost + 1) for one in clause.objects)


def _find_means(sentence: Sentence, clause: Clause) -> None:
    """Set the means of a clause: ``through inactivation of A``, ``by activation of A``."""
    classes = sentence.classes
    place = clause.end
    while place < len(classes) and (
        classes[place] in "hHDO"
        or (place < clause.end + 8 and classes[place] in "iBEq-" and classes[clause.end] == "i")
    ):
        place += 1
    if classes[place : place + 1] == "(":
        place = closing(sentence, place)
    if not clause.passive and not clause.objects and (behind := _BEHIND_UNNAMED.match(classes, place)) is not None:
        place = behind.end()
    if clause.passive and "E" in classes[clause.end : place]:
        return
    if classes[place : place + 1] not in ("u", "y") or (classes[place] == "y" and clause.passive):
        return
    if classes[place + 1 : place + 2] == "g":
        return
    found = phrase(sentence, place + 1)
    if found.things and classes[place] == "y":
        token = found.things[0].token
        by = range(place + 1, min(token + 5, len(classes)))
        if not any(classes[index] in "nd" or sentence.words[index] in _WAYS for index in by):
            return
    clause.means = found.things
    if found.things:
        clause.end = found.end
        return
    first = classes.find("E", place, place + 6)
    if first > 0:
        clause.means = hyphen_causes(sentence, first)


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
    while place < len(words) and classes[place] in "DOqh" and place < begin + 4:
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


def _agent_start(sentence: Sentence, verb: int) -> int | None:
    """Index behind the *by* of a participle."""
    classes = sentence.classes
    for place in range(verb + 1, min(verb + 14, len(classes))):
        if classes[place] == "y":
            return None if classes[place + 1 : place + 2] == "g" else place + 1
        if classes[place] in "vVbR;:SmX":
            return None
    return None


def frame_end(sentence: Sentence, verb: int, frame: str) -> int | None:
    """Index behind the verb's preposition, or None when it does not follow."""
    for place in range(verb + 1, min(verb + 5, len(sentence.words))):
        if sentence.words[place] in frame.split("|"):
            return place + 1
        if sentence.classes[place] not in "DOhTN":
            return None
    return None
