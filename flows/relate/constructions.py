"""Constructions: the grammar of causal statements over classified tokens.

Each construction looks at one trigger and finds the entities that are its cause and its effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flows.relate.lexicon import Verb
from flows.relate.phrases import HYPHEN_AGENTS, Argument, phrase_arguments
from flows.relate.tokens import Sentence


class Candidate(Struct, frozen=True):
    """A relation that a construction found.

    Attributes:
        subject: token of the cause.
        object: token of the effect.
        sign: 1 or -1.
        trigger: token of the trigger.
        rule: name of the construction.
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
    weight: float
    cost: int
    negated: bool = False
    hedged: bool = False
    inferred: bool = False


_SKIP_LEFT = "DmxtHNbT"
_NOUN_VERBS = frozenset(
    [
        "increase",
        "increases",
        "decrease",
        "decreases",
        "release",
        "block",
        "cause",
        "causes",
        "result",
        "results",
        "support",
        "trigger",
        "limit",
        "need",
        "drive",
        "rescue",
        "boost",
        "arrest",
        "lead",
        "leads",
        "raise",
        "lower",
        "compromise",
    ]
)
_ADJECTIVE_CAUSES = frozenset(
    [
        "required",
        "necessary",
        "essential",
        "crucial",
        "indispensable",
        "sufficient",
        "responsible",
        "important",
        "needed",
        "critical",
    ]
)
_SEQUENCE_WORDS = frozenset({"then", "subsequently", "thereafter"})
_RESULT_GERUNDS = frozenset({"lead", "result", "cause", "culminate", "give rise", "trigger"})


class Clauses:
    """The verbs of one sentence with their voices and subjects."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.voices: dict[int, str] = {}
        self._subjects: dict[int, list[Argument]] = {}
        for place, cls in enumerate(sentence.classes):
            if cls in "vpgVPb":
                self.voices[place] = self._voice(place, cls)
        self.finite = [place for place, voice in self.voices.items() if voice in ("active", "passive", "other")]

    def _voice(self, place: int, cls: str) -> str:
        """``active``, ``passive``, ``reduced``, ``infinitive``, ``gerund``, ``adjective``, ``noun`` or ``other``."""
        classes, words = self.sentence.classes, self.sentence.words
        before = place - 1
        while before >= 0 and classes[before] in "DNHT" and words[before] not in ("the", "a", "an"):
            before -= 1
        previous = classes[before] if before >= 0 else "^"
        following = classes[place + 1 : place + 2]
        if cls in "Vb":
            return "other"
        if cls == "P":
            return "other" if previous in "bEqnO)" else "adjective"
        if cls == "g":
            return "gerund"
        if cls == "v":
            if previous == "t":
                return "infinitive"
            if words[place] in _NOUN_VERBS and (
                (before >= 0 and words[before] in ("the", "a", "an", "this", "to", "no"))
                or previous in "oyl"
                or (following == "o")
                or (following == "i" and previous not in "Eqn)ORc,m")
            ):
                return "noun"
            return "active"
        if previous == "-":
            return "adjective"
        if previous == "b":
            return "passive"
        ahead = place + 1
        while classes[ahead : ahead + 1] == "D" and words[ahead] not in ("the", "a", "an"):
            ahead += 1
        following = classes[ahead : ahead + 1]
        if following == "y":
            return "reduced"
        if previous == "x":
            return "active"
        if previous in "^,ociywut(" or (before >= 0 and words[before] in ("the", "a", "an")):
            return "active" if previous in "c," and self._shares_subject(before) else "adjective"
        return "active"

    def _shares_subject(self, before: int) -> bool:
        """Whether a verb stands earlier in the clause, so that *and* may join this one to it."""
        return any(cls in "vpV" for cls in self.sentence.classes[max(0, before - 14) : before])

    def subjects(self, verb: int, depth: int = 0) -> list[Argument]:
        """The entities that are the grammatical subject of a verb."""
        if verb not in self._subjects:
            self._subjects[verb] = []
            self._subjects[verb] = self._find_subjects(verb, depth) if depth < 6 else []
        return self._subjects[verb]

    def _find_subjects(self, verb: int, depth: int) -> list[Argument]:
        classes, words = self.sentence.classes, self.sentence.words
        place = verb - 1
        voice = self.voices[verb]
        while place >= 0 and classes[place] in _SKIP_LEFT and not (classes[place] == "D" and words[place] == "it"):
            if classes[place] == "t" and voice == "infinitive":
                return self._of_infinitive(place, depth)
            place -= 1
        if place < 0:
            return []
        if voice == "gerund":
            return self._of_gerund(verb, place, depth)
        if classes[place] == "R":
            return self._antecedent(place)
        if classes[place] in "c,":
            shared = self._previous_finite(place)
            if shared is not None and not self._apposition(place, shared):
                return self._shared(shared, depth)
        if voice == "reduced":
            return self._before(place)
        return self._region(place)

    def _of_infinitive(self, place: int, depth: int) -> list[Argument]:
        """``A is known to activate B``, ``A phosphorylates X to activate B``: the subject of the verb before."""
        previous = self._previous_finite(place)
        if previous is not None:
            return self._shared(previous, depth)
        return self._region(place - 1)

    def _of_gerund(self, verb: int, place: int, depth: int) -> list[Argument]:
        classes, words = self.sentence.classes, self.sentence.words
        previous = self._previous_finite(place)
        if words[place] == "from":
            return self._before(place - 1)
        lexical = self.sentence.verbs[verb]
        if lexical is not None and lexical.verb in _RESULT_GERUNDS and previous is not None:
            effects = self.effects(previous)
            if effects:
                return effects
        if previous is not None:
            return self._shared(previous, depth)
        if classes[place] in ",yic":
            return self._region(place - 1)
        return self._region(place)

    def effects(self, verb: int) -> list[Argument]:
        """What a finite verb acts on, whatever its sign: its object, or its subject in the passive."""
        if self.voices[verb] == "passive":
            return self.subjects(verb)
        if self.sentence.verbs[verb] is None:
            return []
        return objects(self.sentence, verb)

    def _shared(self, verb: int, depth: int) -> list[Argument]:
        """The subject of an earlier verb, which in the passive is its agent when it names one."""
        return self.subjects(verb, depth + 1)

    def _previous_finite(self, place: int) -> int | None:
        for verb in reversed(self.finite):
            if verb < place:
                return None if any(cls in ";:" for cls in self.sentence.classes[verb:place]) else verb
        return None

    def _apposition(self, comma: int, verb: int) -> bool:
        """``A, a member of X, activates``: a comma before and after, no verb between."""
        classes = self.sentence.classes
        return classes[comma] == "," and "," in classes[verb + 1 : comma] and "E" in classes[verb + 1 : comma]

    def _antecedent(self, relative: int) -> list[Argument]:
        """What *which* or *that* stands for: the phrase before it."""
        classes = self.sentence.classes
        place = relative - 1
        if place >= 0 and classes[place] == ",":
            place -= 1
        return self._before(place)

    def _before(self, place: int) -> list[Argument]:
        """The phrase that ends at a place: the nearest entities to the left and those coordinated with them."""
        classes = self.sentence.classes
        floor = max(0, place - 14)
        start = place
        while start >= floor and classes[start] not in "vVbR;:SmxT":
            start -= 1
        for begin in range(start + 1, place + 1):
            if classes[begin] != "E":
                continue
            lead = self._lead(begin, start + 1)
            arguments = phrase_arguments(self.sentence, lead, place + 1, prepositions=0)
            if arguments and arguments[-1].end >= place - 3:
                return arguments
        return []

    def _lead(self, entity: int, floor: int) -> int:
        """Where the words that modify an entity begin: ``activation of A``, ``dominant-negative A``."""
        classes = self.sentence.classes
        start = entity
        while start > floor and classes[start - 1] in "odnqGlDOap":
            start -= 1
        return start

    def _region(self, place: int) -> list[Argument]:
        """The subject in the stretch before a verb: the last part of it that a comma does not cut off."""
        classes = self.sentence.classes
        floor = max(0, place - 40)
        start = place
        depth = 0
        while start >= floor:
            cls = classes[start]
            if cls == ")":
                depth += 1
            elif cls == "(":
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0 and cls in "vVbR;:Smx" and self.voices.get(start) not in ("noun", "adjective", "gerund"):
                break
            start -= 1
        begins = [start + 1] + [index + 1 for index in range(start + 1, place) if classes[index] in ",T"]
        candidates = []
        for begin in begins:
            arguments = phrase_arguments(self.sentence, begin, place + 1)
            if arguments:
                candidates.append((begin, arguments))
        for begin, arguments in candidates:
            rest = classes[arguments[-1].end : place + 1]
            if "," not in rest or classes[place] == ",":
                if classes[begin] in "iu" and "," in rest:
                    continue
                return arguments
        return candidates[-1][1] if candidates else []


def objects(sentence: Sentence, verb: int) -> list[Argument]:
    """The entities that an active verb acts on."""
    lexical = sentence.verbs[verb]
    assert lexical is not None
    start = verb + 1
    if lexical.frame:
        start = _frame_end(sentence, verb, lexical.frame)
        if start < 0:
            return []
    return phrase_arguments(sentence, start)


def _frame_end(sentence: Sentence, verb: int, frame: str) -> int:
    """Index behind the verb's preposition, or -1 when it does not follow."""
    for place in range(verb + 1, min(verb + 4, len(sentence.words))):
        if sentence.words[place] == frame:
            return place + 1
        if sentence.classes[place] not in "DO":
            return -1
    return -1


def find_candidates(sentence: Sentence, arrows: dict[str, int]) -> Iterator[Candidate]:
    """All relations that the constructions find in a sentence."""
    if sentence.classes.count("E") < 2:
        return
    clauses = Clauses(sentence)
    for place, cls in enumerate(sentence.classes):
        if cls in "vpg":
            yield from _verb(clauses, place)
        elif cls == "n":
            yield from _act_noun(sentence, place)
        elif cls == "a":
            yield from _agent_noun(sentence, place)
        elif cls == ">":
            yield from _arrow(sentence, place, arrows[sentence.words[place]])
        elif cls == "O" and sentence.words[place] in _ADJECTIVE_CAUSES:
            yield from _adjective(clauses, place)
        if cls == "E":
            yield from _hyphen(sentence, place)


def _verb(clauses: Clauses, place: int) -> Iterator[Candidate]:
    sentence = clauses.sentence
    verb, voice = sentence.verbs[place], clauses.voices[place]
    assert verb is not None
    negated, hedged = _mood(sentence, place)
    if voice in ("active", "infinitive", "gerund"):
        causes, effects, rule = clauses.subjects(place), objects(sentence, place), voice
        if verb.turned:
            causes, effects = effects, causes
            rule = "turned"
        elif not effects and voice == "active" and verb.verb in ("increase", "decrease"):
            causes, effects, rule = _context(sentence, place), causes, "context"
    elif voice in ("passive", "reduced"):
        agents = _agents(sentence, place)
        causes, effects, rule = agents, clauses.subjects(place), voice
        if verb.turned:
            causes, rule = effects, "turned"
            effects = agents or _purpose(sentence, place)
        elif not agents and voice == "passive":
            causes, rule = _context(sentence, place), "context"
    else:
        return
    yield from _pairs(causes, effects, verb, place, rule, negated=negated, hedged=hedged)
    if voice == "active" and not negated:
        yield from _sequence(clauses, place, effects, verb)


def _sequence(clauses: Clauses, place: int, effects: list[Argument], verb: Verb) -> Iterator[Candidate]:
    """``A stimulates B, then upregulates C``: the order of the steps suggests that B acts on C."""
    sentence = clauses.sentence
    start = place
    while start > 0 and sentence.classes[start - 1] in _SKIP_LEFT:
        start -= 1
    if not _SEQUENCE_WORDS.intersection(sentence.words[start:place]):
        return
    earlier = [one for one in clauses.finite if one < start and clauses.voices[one] == "active"]
    before = sentence.verbs[earlier[-1]] if earlier else None
    if before is None:
        return
    for step in objects(sentence, earlier[-1]):
        for effect in effects:
            if step.token != effect.token:
                sign = before.sign * step.polarity * verb.sign * effect.polarity
                yield Candidate(step.token, effect.token, sign, place, f"sequence/{verb.verb}", 0.35, 0, inferred=True)


def _purpose(sentence: Sentence, verb: int) -> list[Argument]:
    """What something is required for: the phrase with *for* behind a participle."""
    return phrase_arguments(sentence, verb + 2) if sentence.words[verb + 1 : verb + 2] == ["for"] else []


def _agents(sentence: Sentence, verb: int) -> list[Argument]:
    """The entities of the phrase with *by* behind a participle."""
    classes = sentence.classes
    for place in range(verb + 1, min(verb + 14, len(classes))):
        if classes[place] == "y":
            if classes[place + 1 : place + 2] == "g":
                return []
            return phrase_arguments(sentence, place + 1)
        if classes[place] in "vVbR;:Sm":
            return []
    return []


def _context(sentence: Sentence, verb: int) -> list[Argument]:
    """A cause in the circumstances: ``upon A stimulation``, ``in response to A``, ``in A-deficient cells``."""
    classes, words = sentence.classes, sentence.words
    for place in range(verb + 1, min(verb + 8, len(classes))):
        cls = classes[place]
        if cls == "u":
            return phrase_arguments(sentence, place + 1)
        if words[place] == "in":
            if words[place + 1 : place + 3] == ["response", "to"]:
                return phrase_arguments(sentence, place + 3)
            arguments = phrase_arguments(sentence, place + 1, prepositions=0)
            return arguments if any(argument.polarity < 0 for argument in arguments) else []
        if cls in "vVbR;:Sm,c":
            return []
    return []


def _act_noun(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``inhibition of B by A``, ``B activation by A``, ``A inhibition of B``."""
    verb, classes = sentence.verbs[place], sentence.classes
    assert verb is not None
    agents: list[Argument] = []
    if classes[place + 1 : place + 2] == "o":
        themes = phrase_arguments(sentence, place + 2, prepositions=0)
        before = _compound_before(sentence, place)
        if themes and before is not None:
            agents = [before]
    else:
        before = _compound_before(sentence, place)
        themes = [] if before is None else [before]
    if not themes:
        return
    if not agents:
        end = max(themes[-1].end, place + 1)
        for index in range(end, min(end + 5, len(classes))):
            if classes[index] == "y" or (classes[index] == "u" and index == end):
                if classes[index + 1 : index + 2] != "g":
                    agents = phrase_arguments(sentence, index + 1)
                break
            if classes[index] not in "DOiq":
                break
    _, hedged = _mood(sentence, place)
    yield from _pairs(agents, themes, verb, place, "noun", negated=False, hedged=hedged)


def _compound_before(sentence: Sentence, place: int) -> Argument | None:
    """The entity of the compound that ends in the noun at a place: ``NF-κB activation``."""
    classes, words = sentence.classes, sentence.words
    index = place - 1
    steps = 0
    while index >= 0 and classes[index] in "qO-D" and steps < 3 and words[index] not in ("the", "a", "an"):
        index -= 1
        steps += 1
    if index >= 0 and classes[index] == ")":
        return None
    return Argument(index, 1, steps, place + 1) if index >= 0 and classes[index] == "E" else None


def _agent_noun(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``A is an inhibitor of B``, ``the B inhibitor A``, ``A, a repressor of B``."""
    verb, classes = sentence.verbs[place], sentence.classes
    assert verb is not None
    end = place + 1
    if classes[end : end + 1] == "o":
        themes = phrase_arguments(sentence, end + 1, prepositions=0)
        end = themes[-1].end if themes else end
    else:
        before = _compound_before(sentence, place)
        themes = [] if before is None else [before]
    if not themes:
        return
    start = min(place, themes[0].token)
    agents: list[Argument] = []
    after = end
    while classes[after : after + 1] in tuple("(k,") and after - end < 2:
        after += 1
    if classes[after : after + 1] == "E" and classes[end : end + 1] != ",":
        agents = phrase_arguments(sentence, after, prepositions=0)
    if not agents:
        index = start - 1
        while index >= 0 and classes[index] in "DOGlqi":
            index -= 1
        if (index >= 1 and classes[index] in "b,(") or (index >= 0 and classes[index] == "E"):
            while index >= 0 and classes[index] in "b,(DmH":
                index -= 1
            if index >= 0 and classes[index] == "E":
                agents = [Argument(index, 1, 0, index + 1)]
            elif index >= 0 and classes[index] == ")":
                opening = classes.rfind("(", 0, index)
                if opening > 0 and classes[opening - 1] == "E":
                    agents = [Argument(opening - 1, 1, 0, index + 1)]
    _, hedged = _mood(sentence, place)
    yield from _pairs(agents, themes, verb, place, "agent", negated=False, hedged=hedged)


def _hyphen(sentence: Sentence, place: int) -> Iterator[Candidate]:
    """``A-induced B expression``, ``A-mediated suppression of B``."""
    classes, words, verbs = sentence.classes, sentence.words, sentence.verbs
    if classes[place + 1 : place + 2] != "-" or place + 2 >= len(classes):
        return
    if classes[place + 2] != "p" and words[place + 2] not in HYPHEN_AGENTS:
        return
    verb = verbs[place + 2] or Verb("depend", 1, weight=0.7)
    if words[place + 2] in ("regulated", "controlled"):
        return
    effects = phrase_arguments(sentence, place + 3, prepositions=0)
    _, hedged = _mood(sentence, place)
    agent = [Argument(place, 1, 0, place + 3)]
    yield from _pairs(agent, effects, verb, place + 2, "hyphen", negated=False, hedged=hedged)


def _arrow(sentence: Sentence, place: int, sign: int) -> Iterator[Candidate]:
    classes = sentence.classes
    before, after = place - 1, place + 1
    while before >= 0 and classes[before] in "q":
        before -= 1
    if before >= 0 and classes[before] == "E" and classes[after : after + 1] == "E":
        yield Candidate(before, after, sign, place, "arrow", 0.85, 0)


def _adjective(clauses: Clauses, place: int) -> Iterator[Candidate]:
    """``A is required for B activation``."""
    sentence = clauses.sentence
    classes, words = sentence.classes, sentence.words
    before = place - 1
    while before >= 0 and classes[before] in "DNH":
        before -= 1
    if before < 0 or classes[before] != "b":
        return
    for index in range(place + 1, min(place + 4, len(words))):
        if words[index] == "for":
            negated, hedged = _mood(sentence, place)
            effects = phrase_arguments(sentence, index + 1)
            verb = Verb(words[place], 1, weight=0.6)
            yield from _pairs(
                clauses.subjects(before), effects, verb, place, "adjective", negated=negated, hedged=hedged
            )
            return


def _pairs(
    causes: list[Argument],
    effects: list[Argument],
    verb: Verb,
    place: int,
    rule: str,
    *,
    negated: bool,
    hedged: bool,
) -> Iterator[Candidate]:
    for cause in causes:
        for effect in effects:
            if cause.token != effect.token:
                yield Candidate(
                    cause.token,
                    effect.token,
                    verb.sign * cause.polarity * effect.polarity,
                    place,
                    f"{rule}/{verb.verb}",
                    verb.weight,
                    cause.cost + effect.cost,
                    negated,
                    hedged,
                )


def _mood(sentence: Sentence, place: int) -> tuple[bool, bool]:
    """Whether the verb group around a place is negated, and whether it is hedged."""
    classes, words = sentence.classes, sentence.words
    start = place
    while start > 0 and classes[start - 1] in "DmxtHNbT":
        start -= 1
    group = words[start:place]
    negated = any(classes[index] == "N" for index in range(start, place))
    hedged = any(word in ("may", "might", "could") for word in group) or "H" in classes[max(0, place - 12) : place]
    return negated, hedged
