"""Noun phrases: which entities a phrase is about, and whether its words turn the sign.

``inhibition of A``, ``A-deficient cells`` and ``A degradation`` are about A with polarity -1;
``expression of A``, ``A signalling`` and ``treatment with A`` with polarity 1.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from flows.relate.tokens import Sentence

LONGEST_PHRASE = 60
"""Tokens that are looked at from where a phrase starts."""
Own = Literal["any", "noun", "none"]
PRONOUN = -1
"""Token of a thing that only a pronoun names."""

_PAUSES = frozenset("vVbmxR;:STyUX>)")
_COMPOUND = frozenset("qdnGOla")
_CONFLICT = 8
"""Cost of acts that turn the sign both ways: more than any assertion bears."""
_SITES = frozenset(["binding", "phosphorylation", "recognition", "consensus"])
_LONGEST_BRACKET = 12
_PASSABLE = frozenset(["on", "between", "with", "to", "for", "among", "into"])


class Thing(NamedTuple):
    """An entity as an argument of a relation.

    Attributes:
        token: index of the entity's token.
        polarity: 1 or -1, the product of what modifies it.
        cost: how many uncertain steps the reading took.
    """

    token: int
    polarity: int
    cost: int


class Phrase(NamedTuple):
    """A noun phrase.

    Attributes:
        things: the entities that it is about; empty when it names none.
        end: index behind it.
        bearer: whether it names cells or animals that an entity only marks.
    """

    things: tuple[Thing, ...]
    end: int
    bearer: bool = False


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


def _read(sentence: Sentence, start: int, limit: int, prepositions: int, own: Own) -> Phrase:
    classes, words = sentence.classes, sentence.words
    polarity, cost, place = 1, 0, start
    while place < limit:
        cls = classes[place]
        if cls == "E":
            if place > start + 1 and classes[place - 1] == "-" and words[place - 2] == "anti":
                break
            behind = hyphen_cause_end(sentence, place)
            if behind is None:
                attribute = _attribute_end(sentence, place, limit)
                if attribute is not None:
                    place = attribute
                    continue
                return _coordinated(sentence, place, limit, polarity, cost, own)
            if words[behind - 1] in sentence.grammar.bearing and _bearer_follows(classes, behind, limit):
                return Phrase((Thing(place, polarity, cost + 1),), behind + 1, bearer=True)
            place = behind
            continue
        if cls == "g" and place > start and classes[place - 1] in "oiyu":
            break
        if cls == "d" and classes[place + 1 : place + 3] == "-p":  # siRNA-mediated silencing
            place += 3
            continue
        if cls in "nadlpg":
            if _joins_act(classes, start, place):
                cost += 0 if turn(sentence, place) == turn(sentence, place - 2) else _CONFLICT
            elif (cls != "a" or classes[place + 1 : place + 2] == "o") and not _repeats(sentence, start, place):
                polarity *= turn(sentence, place)
            cost += cls in "pg" and place > start
        elif cls == "X" and place > start and classes[place - 1] in "Dp":  # the human but not the mouse A
            while place + 1 < limit and classes[place + 1] in "Dp":
                place += 1
        elif cls == "N" or cls in _PAUSES:
            break
        elif cls in "iw" or (cls == "t" and place > start):
            if not _transparent(sentence, place):
                if words[place] not in _PASSABLE:
                    break
                prepositions -= 1
                cost += 1
                if prepositions < 0:
                    break
        elif cls == "," and place > start and classes[place + 1 : place + 2] != "k":
            if not (words[place - 1].endswith("s") and classes[place + 1 : place + 2] == "E") or starts_clause(
                sentence, place + 1, limit
            ):
                break
            cost += 1
        elif cls == "(":
            behind = closing(sentence, place)
            if "E" in classes[place:behind] and cost < 2 and not _names_one(classes, behind - 1, limit):
                cost += 1
            else:
                place = behind
                continue
        elif (cls == "u" and place > start) or (
            cls == "c" and place > start and classes[place + 1 : place + 2] in "vVt"
        ):
            break
        elif cls == "I" and not _names_one(classes, place, limit):
            return Phrase((Thing(PRONOUN, polarity, cost),), place + 1)
        elif cls == "B" and place > start and classes[place - 1] != "O" and classes[place + 1 : place + 2] != "E":
            cost += 1
        place += 1
    example = _example(classes, place, limit)
    if example is not None:
        found = phrase(sentence, example, limit, 0)
        return Phrase(
            tuple(one._replace(polarity=one.polarity * polarity, cost=one.cost + 1) for one in found.things), found.end
        )
    return Phrase((), place)


def _attribute_end(sentence: Sentence, place: int, limit: int) -> int | None:
    """Index behind an entity that only marks what follows: ``A-like``, ``A-modifying enzyme``, ``the A domain of B``."""
    classes, words = sentence.classes, sentence.words
    index = place + 1
    while classes[index : index + 2] in ("-E", "/E"):
        index += 2
    if classes[index : index + 1] == "-" and index + 1 < limit:
        word = words[index + 1]
        if word in sentence.grammar.modifiers or (classes[index + 1] in "OV" and word.endswith("ing")):
            return index + 2
    while index < limit and index < place + 4 and classes[index] in "Oq":
        if words[index] in sentence.grammar.parts and classes[index + 1 : index + 2] == "o":
            behind = index + 2
            while behind < limit and classes[behind] in "DO":
                behind += 1
            return behind if classes[behind : behind + 1] == "E" else None
        index += 1
    return None


def _example(classes: str, place: int, limit: int) -> int | None:
    """Index behind *such as* or *including* when a phrase names its entities only there."""
    while place < limit and place < len(classes) and classes[place] not in "EvVbmR;:SU>":
        if classes[place] == "k":
            return place + 1
        place += 1
    return None


def _joins_act(classes: str, start: int, place: int) -> bool:
    """Whether an act is coordinated with the one before it: ``inactivation and degradation of A``."""
    return place - start >= 2 and classes[place - 1] in "c/" and classes[place - 2] in "nd" and classes[place] in "nd"


def _repeats(sentence: Sentence, start: int, place: int) -> bool:
    """Whether a loss only says again what the word before it said: ``siRNA silencing``, ``kinase-dead mutant``."""
    classes = sentence.classes
    if place == start or classes[place] not in "dln" or turn(sentence, place) > 0:
        return False
    before = place - 1
    if "c" in classes[start:place]:  # a mutant or siRNA construct of A
        while before > start and classes[before] in "cO-D":
            before -= 1
    return classes[before] in "dl"


def turn(sentence: Sentence, place: int) -> int:
    """How a word turns the sign of the entity it modifies: ``inhibition of A``, ``inactive A``, ``loss of A``."""
    verb = sentence.verbs[place]
    return -1 if verb is None else verb.sign


def _names_one(classes: str, place: int, limit: int) -> bool:
    """Whether an entity follows a possessive in the same base phrase: ``its receptor B``."""
    index = place + 1
    while index < limit and classes[index] in "DqOGlpgndo(-":
        index += 1
    return index < limit and classes[index] == "E"


def _bearer_follows(classes: str, place: int, limit: int) -> bool:
    index = place
    while index < limit and classes[index] in "DO":
        index += 1
    return index < limit and classes[index] == "B"


def _transparent(sentence: Sentence, place: int) -> bool:
    """A preposition that leads to what the noun before it is about: ``treatment with A``, ``increase in A``."""
    before = sentence.classes[place - 1] if place else ""
    if sentence.words[place] == "from":
        return before == "q"
    return before in ("G", "n", "d", "v") or sentence.words[place - 1 : place] in (["response"], ["changes"])


def hyphen_causes(sentence: Sentence, place: int) -> tuple[Thing, ...]:
    """The causes of ``A- and B-dependent`` from its first entity on."""
    behind = hyphen_cause_end(sentence, place)
    if behind is None:
        return ()
    return tuple(Thing(index, 1, 1) for index in range(place, behind) if sentence.classes[index] == "E")


def hyphen_cause_end(sentence: Sentence, place: int) -> int | None:
    """Index behind ``A-induced`` when the entity at a place is such a cause; ``A- and B-induced`` too."""
    classes, words = sentence.classes, sentence.words
    if classes[place + 1 : place + 2] not in ("-", "/", "("):
        return None
    index = place + 1
    if classes[index] == "(":
        index = closing(sentence, index)
    steps = 0
    while classes[index : index + 1] == "-" and classes[index + 1 : index + 2] in (",", "c") and steps < 4:
        following = index + 2
        while classes[following : following + 1] in (",", "c"):
            following += 1
        if classes[following : following + 1] != "E":
            return None
        index, steps = following + 1, steps + 1
    while classes[index : index + 2] == "/E":
        index += 2
    if (
        classes[index : index + 1] == "-"
        and index + 1 < len(classes)
        and (
            classes[index + 1] in "pg"
            or words[index + 1] in sentence.grammar.hyphen_causes
            or words[index + 1] in sentence.grammar.bearing
        )
    ):
        return index + 2
    return None


def _coordinated(sentence: Sentence, place: int, limit: int, polarity: int, cost: int, owned: Own) -> Phrase:
    """The entity at a place and those coordinated with it, with what stands behind them."""
    classes = sentence.classes
    found: list[Thing] = []
    open_members: list[int] = []
    bearer = False
    while True:
        tail = compound(sentence, place + 1, limit)
        end = tail.end
        if tail.theme is not None:
            inner = phrase(sentence, tail.theme, limit, 0)
            if inner.things:
                found += [
                    Thing(one.token, one.polarity * tail.turn * polarity, one.cost + cost) for one in inner.things
                ]
                return Phrase(tuple(found), inner.end)
            cost += 2
        if tail.agent and (classes[end : end + 1] == "E" or classes[end : end + 2] == "(E"):
            named = phrase(sentence, end + (classes[end] == "("), limit, 0)
            if any(one.token in sentence.held for one in named.things):
                return named
        if classes[end : end + 1] == "E" and end < limit and end in sentence.held and _kind(sentence, place, end):
            place = end
            continue
        if tail.end == place + 1 and classes[place + 1 : place + 2] == "E" and place + 1 < limit:  # NF-κB p65
            if place + 1 in sentence.held or place not in sentence.held:
                place += 1
                continue
            tail = compound(sentence, place + 2, limit)
            end = tail.end
        named = place
        if place not in sentence.held and classes[place + 1 : place + 3] == "(E":
            named = place + 2
            while named not in sentence.held and classes[named + 1 : named + 3] == "/E":
                named += 2
        found.append(Thing(named, polarity, cost))
        open_members.append(len(found) - 1)
        if tail.target:
            found = [one._replace(cost=one.cost + _CONFLICT) for one in found]
        if tail.closed:
            for index in open_members:
                one = found[index]
                extra = _CONFLICT if tail.bearer and not tail.marked else 0
                found[index] = Thing(one.token, one.polarity * tail.turn, one.cost + extra)
            open_members = []
        bearer = bearer or tail.bearer
        following = _next_member(sentence, end, limit, participles=owned == "any")
        if following is None:
            break
        place, own = following
        if own is not None and owned == "none":
            break
        polarity = own if own is not None else polarity
        behind = hyphen_cause_end(sentence, place)
        if behind is not None:
            joined = own is None and len(found) == 1 and classes[place - 1] in ",c/"
            head = phrase(sentence, behind, limit, 0) if joined else Phrase((), end)
            return head if head.things else Phrase(tuple(found), end, bearer)
    return Phrase(tuple(found), end, bearer)


def _kind(sentence: Sentence, place: int, end: int) -> bool:
    """Whether a name only says of what kind the one behind it is: ``the ETS transcription factor A``."""
    return 1 < end - place and sentence.words[end - 1] in sentence.grammar.kinds


class Compound(NamedTuple):
    """What stands behind an entity in its compound: ``A expression``, ``A-deficient mice``, ``A inhibitor``.

    Attributes:
        turn: the turn of sign.
        end: index behind it.
        closed: whether anything was there.
        bearer: whether it ends in cells or animals.
        marked: whether they lack the entity.
        agent: whether it ends in who acts on the entity: ``A inhibitor``.
        target: whether it ends in what the entity acts on: ``A target genes``.
        theme: index where the object of an act begins: ``A inhibition of``, else None.
    """

    turn: int
    end: int
    closed: bool
    bearer: bool = False
    marked: bool = False
    agent: bool = False
    target: bool = False
    theme: int | None = None


def compound(sentence: Sentence, place: int, limit: int) -> Compound:
    """Read the compound that an entity opens."""
    classes = sentence.classes
    turned, closed, marked, start = 1, False, False, place
    if place < limit and classes[place] == "(":
        behind = closing(sentence, place)
        if classes[place + 1 : behind] in ("-/-)", "O/-)"):
            turned, closed, marked, place = -1, True, True, behind
        elif behind - place <= _LONGEST_BRACKET and not (classes[place + 1] in "dlO" and "-" in classes[place:behind]):
            place = behind
    targets = sentence.grammar.targets
    while place < limit:
        cls = classes[place]
        if sentence.words[place] in targets:
            return Compound(turned, place + 1, True, target=True)
        if cls == "-" and place + 1 < limit:
            following = classes[place + 1]
            if following == "/":  # A-/- cells
                turned, closed, marked, place = -turned, True, True, min(place + 3, limit)
                continue
            if following in "lqdnO":
                place += 1
                continue
            break
        if cls == "B":
            return Compound(turned, place + 1, True, bearer=True, marked=marked)
        if cls not in _COMPOUND or place - start > 6:
            break
        if cls in "ld" and marked and classes[place - 1] in "ldn":
            pass
        elif cls in "nadl":
            turned, closed, marked = turned * turn(sentence, place), True, marked or cls in "dl"
            if cls == "n" and classes[place + 1 : place + 2] == "o":
                return Compound(turned, place + 1, True, theme=place + 2)
        elif cls in "qG":
            closed = True
            if (
                classes[place + 1 : place + 2] == "c"
                and classes[place + 2 : place + 3] in ("q", "G")
                and classes[place + 3 : place + 4] != "o"
            ):
                place += 1
        elif classes[place + 1 : place + 2] not in tuple("qdnOaB"):
            place += 1
            break
        place += 1
    tail = sentence.words[start:place]
    site = tail[-1:] and tail[-1] in sentence.grammar.parts and not _SITES.isdisjoint(tail)
    return Compound(
        turned, place, closed, target=bool(site), marked=marked, agent=place > start and classes[place - 1] == "a"
    )


def _next_member(sentence: Sentence, end: int, limit: int, *, participles: bool) -> tuple[int, int | None] | None:
    """The next entity of a list after a separator, and its own polarity if words before it state one."""
    classes = sentence.classes
    place = _behind_circumstance(classes, end, limit)
    aside = place > end
    first = place
    while place < limit and classes[place] in ",c/kT":
        place += 1
    separator = classes[first:place]
    if not separator and classes[end : end + 2] == "-E":
        separator, place = "/", end + 1
    if not separator or separator == "T" or (separator == "," and sentence.words[place : place + 1] in (["a"], ["an"])):
        return None
    own: int | None = None
    steps = 0
    while place < limit and steps < 8:
        cls = classes[place]
        if cls == "E":
            if separator != "/" and starts_clause(sentence, place, limit):
                return None
            if separator == "," and not _list_goes_on(sentence, place, limit):
                return None
            return None if aside and own is None else (place, own)
        if (cls in "na" and classes[place + 1 : place + 2] == "o") or cls in "dl":
            own = turn(sentence, place) * (own or 1)
        elif cls == "p":
            if not participles or sentence.words[place - 1] == "but also":
                return None
            own = turn(sentence, place)
        elif cls in "qG" and classes[place + 1 : place + 2] == "o":
            own = own or 1
        elif cls == "," and classes[place + 1 : place + 2] == "k":
            place += 1
        elif cls == "(" and classes[place + 1 : place + 3] == "E)":
            pass
        elif cls not in "DWIOoqGkB" and not (cls == "n" and own is not None):
            return None
        place += 1
        steps += 1
    return None


def _behind_circumstance(classes: str, end: int, limit: int) -> int:
    """Index behind a short phrase: ``activation of A in these cells and …``, ``of A by B and …``."""
    if end >= limit or classes[end] not in "iy":
        return end
    place = end
    while place < limit and classes[place] in "iyDWIOBqhoE" and place - end < 6:
        place += 1
    return place if place < limit and classes[place] in ",c" else end


def starts_clause(sentence: Sentence, place: int, limit: int) -> bool:
    """Whether the entity at a place is the subject of a finite verb that follows it."""
    end = compound(sentence, place + 1, limit).end
    classes = sentence.classes
    while end < limit and classes[end] in "hTHN":
        end += 1
    if end >= limit:
        return False
    if classes[end] == "p":
        return classes[end + 1 : end + 2] not in ("y", "i", "u", "U", "w", ",", "c", ")", "")
    return classes[end] in "vVbmx"


def _list_goes_on(sentence: Sentence, place: int, limit: int) -> bool:
    """Whether a list continues behind the entity at a place with a comma, *and* or its end."""
    end = compound(sentence, place + 1, limit).end
    classes = sentence.classes
    return end >= limit or classes[end] in ",c.;):" or sentence.words[end] == "."


def closing(sentence: Sentence, place: int) -> int:
    """Index behind the bracket that closes the one at a place."""
    depth = 0
    classes = sentence.classes
    for index in range(place, min(len(classes), place + LONGEST_PHRASE)):
        if classes[index] == "(":
            depth += 1
        elif classes[index] == ")":
            depth -= 1
            if depth == 0:
                return index + 1
    return min(len(classes), place + LONGEST_PHRASE)
