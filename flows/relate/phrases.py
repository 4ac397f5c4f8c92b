"""Noun phrases: which entities a phrase is about, and whether its words turn the sign.

``inhibition of A``, ``A-deficient cells`` and ``A degradation`` are about A with polarity -1;
``expression of A``, ``A signalling`` and ``treatment with A`` with polarity 1.
"""

from __future__ import annotations

from msgspec import Struct

from flows.relate.tokens import Sentence

LONGEST_PHRASE = 36
"""Tokens that are looked at from where a phrase starts."""

HYPHEN_AGENTS = frozenset(
    [
        "dependent",
        "driven",
        "mediated",
        "induced",
        "stimulated",
        "triggered",
        "elicited",
        "activated",
        "evoked",
        "initiated",
        "regulated",
        "controlled",
        "inducible",
        "responsive",
        "dependant",
        "enhanced",
        "promoted",
        "catalyzed",
    ]
)
"""``A-induced B``: words behind a hyphen that make the entity before it the cause of what follows."""

_PAUSES = "vVbmxR;:STy>"
_SUFFIX = "qdnGOla"


class Argument(Struct, frozen=True):
    """An entity as an argument of a relation.

    Attributes:
        token: index of the entity's token.
        polarity: 1 or -1, the product of what modifies it.
        cost: how many uncertain steps the reading took.
        end: index behind the phrase that it closes.
    """

    token: int
    polarity: int
    cost: int
    end: int


def phrase_arguments(sentence: Sentence, start: int, stop: int | None = None, prepositions: int = 1) -> list[Argument]:
    """The entities that the phrase starting at a token is about.

    Args:
        sentence: the tokens.
        start: index of the phrase's first token.
        stop: index at which to stop.
        prepositions: how many prepositions other than *of* may be passed before the first entity.

    Returns:
        The first entity and those coordinated with it, or nothing.
    """
    classes, words = sentence.classes, sentence.words
    limit = min(len(classes) if stop is None else stop, start + LONGEST_PHRASE)
    polarity, cost, place = 1, 0, start
    while place < limit:
        cls = classes[place]
        if cls == "E":
            skipped = _hyphen_agent_end(sentence, place)
            if skipped is not None:
                place = skipped
                continue
            return _coordinated(sentence, place, limit, polarity, cost)
        if cls in "nadlpg":
            polarity *= _turn(sentence, place)
            cost += cls in "pg"
        elif cls == "N":
            return []
        elif cls in "iw" or (cls == "t" and place > start):
            if words[place] in ("from", "against"):
                return []
            if not _transparent(sentence, place):
                prepositions -= 1
                cost += 1
                if prepositions < 0:
                    return []
        elif cls == "," and place > start:
            return []
        elif cls == "(":
            inner = _closing(sentence, place)
            if "E" in classes[place:inner] and cost < 2:
                cost += 1
            else:
                place = inner
        elif (cls == "u" and place > start) or cls in _PAUSES:
            return []
        place += 1
    return []


def _turn(sentence: Sentence, place: int) -> int:
    """How a word before an entity turns its sign: ``inhibition of A``, ``inactive A``, ``loss of A``."""
    verb = sentence.verbs[place]
    return -1 if verb is None else verb.sign


def _transparent(sentence: Sentence, place: int) -> bool:
    """A preposition that leads to what the noun before it is about: ``treatment with A``, ``increase in A``."""
    before = sentence.classes[place - 1] if place else ""
    return before in ("G", "n", "d", "v") or sentence.words[place - 1 : place] in (["response"], ["changes"])


def _hyphen_agent_end(sentence: Sentence, place: int) -> int | None:
    """Index behind ``A-induced`` when the entity at a place is such an agent."""
    classes, words = sentence.classes, sentence.words
    if (
        place + 2 < len(classes)
        and classes[place + 1] == "-"
        and (classes[place + 2] == "p" or words[place + 2] in HYPHEN_AGENTS)
    ):
        return place + 3
    return None


def _coordinated(sentence: Sentence, place: int, limit: int, polarity: int, cost: int) -> list[Argument]:
    """The entity at a place and those coordinated with it, with what stands behind them."""
    found: list[tuple[int, int]] = []
    open_members: list[int] = []
    end = place
    while True:
        found.append((place, polarity))
        open_members.append(len(found) - 1)
        turned, end, closed = suffix(sentence, place + 1, limit)
        if closed:
            for index in open_members:
                found[index] = (found[index][0], found[index][1] * turned)
            open_members = []
        following = _next_member(sentence, end, limit)
        if following is None:
            break
        place, own = following
        polarity = own if own is not None else polarity
        if _hyphen_agent_end(sentence, place) is not None:
            break
    return [Argument(token, sign, cost, end) for token, sign in found]


def suffix(sentence: Sentence, place: int, limit: int) -> tuple[int, int, bool]:
    """What stands behind an entity in its compound: ``A expression``, ``A-deficient mice``, ``A inhibitor``.

    Returns:
        The turn of sign, the index behind the compound, and whether anything was there.
    """
    classes = sentence.classes
    turned, closed, start = 1, False, place
    if place < limit and classes[place] == "(":
        after = _closing(sentence, place)
        if after - place <= 12:
            place = after
    while place < limit:
        cls = classes[place]
        if cls == "-" and place + 1 < limit:
            if classes[place + 1] == "/":  # A-/- cells
                turned, closed, place = -turned, True, min(place + 3, limit)
                continue
            if classes[place + 1] in "lqdnO":
                place += 1
                continue
            break
        if cls not in _SUFFIX or place - start > 5:
            break
        if cls in "nadl":
            turned, closed = turned * _turn(sentence, place), True
        elif cls in "qG":
            closed = True
        elif classes[place + 1 : place + 2] not in tuple("qdnOa"):
            place += 1
            break
        place += 1
    return turned, place, closed


def _next_member(sentence: Sentence, end: int, limit: int) -> tuple[int, int | None] | None:
    """The next entity of a list after a separator, and its own polarity if words before it state one."""
    classes = sentence.classes
    place = end
    while place < limit and classes[place] in ",c/":
        place += 1
    separator = classes[end:place]
    if not separator:
        return None
    own: int | None = None
    steps = 0
    while place < limit and steps < 7:
        cls = classes[place]
        if cls == "E":
            if separator != "/" and _starts_clause(sentence, place, limit):
                return None
            if separator == "," and not _list_goes_on(sentence, place, limit):
                return None
            return place, own
        if (cls in "na" and classes[place + 1 : place + 2] == "o") or cls in "dl":
            own = _turn(sentence, place) * (own or 1)
        elif cls in "qG" and classes[place + 1 : place + 2] == "o":
            own = own or 1
        elif cls not in "DOoqGkp":
            return None
        place += 1
        steps += 1
    return None


def _starts_clause(sentence: Sentence, place: int, limit: int) -> bool:
    """Whether the entity at a place is the subject of a finite verb that follows it."""
    _, end, _ = suffix(sentence, place + 1, limit)
    classes = sentence.classes
    while end < limit and classes[end] in "DTHN":
        end += 1
    if end >= limit:
        return False
    if classes[end] == "p":
        return classes[end + 1 : end + 2] not in ("y", "i", "")
    return classes[end] in "vVbmx"


def _list_goes_on(sentence: Sentence, place: int, limit: int) -> bool:
    """Whether a list continues behind the entity at a place with a comma, *and* or its end."""
    _, end, _ = suffix(sentence, place + 1, limit)
    classes = sentence.classes
    return end >= limit or classes[end] in ",c.;):" or sentence.words[end] == "."


def _closing(sentence: Sentence, place: int) -> int:
    """Index behind the bracket that closes the one at a place."""
    depth = 0
    classes = sentence.classes
    for index in range(place, min(len(classes), place + 60)):
        if classes[index] == "(":
            depth += 1
        elif classes[index] == ")":
            depth -= 1
            if depth == 0:
                return index + 1
    return min(len(classes), place + 60)
