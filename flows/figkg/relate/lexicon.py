"""The relation lexicon: mappings/relations.yaml read into one table from word form to meaning."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from figkg.base.configuration import read_yaml

VOWELS = "aeiou"
_WORD = re.compile(r"[\w-]+")


class Verb(Struct, frozen=True):
    """One verb of the lexicon; see the comments in mappings/relations.yaml."""

    verb: str
    sign: int
    noun: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    frame: str = ""
    turned: bool = False
    mends: bool = False
    weight: float = 0.9


class _File(Struct):
    verbs: list[Verb]
    quantities: list[list[str]]
    losses: list[list[str]]
    loss_adjectives: list[list[str]]
    gains: list[list[str]]
    stimulated: list[str]
    negations: list[str]
    hedges: list[str]
    arrows: dict[str, list[str]]


class Word(Struct, frozen=True):
    """What a word form is.

    Attributes:
        cls: class letter, see :mod:`figkg.relate.tokens`.
        verb: the lexicon's verb behind it, or None.
    """

    cls: str
    verb: Verb | None = None


class Lexicon(Struct, frozen=True):
    """The lexicon as tables of word forms, all in lower case and without hyphens.

    Attributes:
        triggers: forms of verbs: class ``v`` finite or base form, ``p`` form in -ed, ``g`` form in -ing,
            ``n`` noun of the act, ``a`` noun of the agent.
        quantities: nouns that carry a sign through.
        losses: nouns that turn a sign.
        loss_adjectives: adjectives that turn a sign.
        gains: nouns that stand for the entity behind them.
        stimulated: names of what antibodies stimulate.
        negations: words that deny.
        hedges: words that make a statement a possibility.
        arrows: arrows in text with their sign, longest first.
    """

    triggers: dict[str, Word]
    quantities: frozenset[str]
    losses: frozenset[str]
    loss_adjectives: frozenset[str]
    gains: frozenset[str]
    stimulated: frozenset[str]
    negations: frozenset[str]
    hedges: frozenset[str]
    arrows: tuple[tuple[str, int], ...]

    def signs(self, text: str) -> frozenset[int]:
        """Which signs the words of a text have: of verbs and their nouns, and of losses.

        >>> from figkg.base.resources import mappings_folder
        >>> sorted(load_lexicon(mappings_folder()).signs("leads to reduced"))
        [-1, 1]
        """
        found = set()
        for match in _WORD.finditer(text.lower()):
            for word in (match[0].replace("-", ""), match[0]):
                known = self.triggers.get(word)
                if known is not None and known.verb is not None and known.verb.sign:
                    found.add(known.verb.sign)
                elif word in self.losses or word in self.loss_adjectives:
                    found.add(-1)
        return frozenset(found)


def load_lexicon(mappings: Path) -> Lexicon:
    """Read the lexicon.

    Raises:
        MappingError: the file is missing or not of its form.
    """
    file = read_yaml(mappings / "relations.yaml", _File)
    triggers: dict[str, Word] = {}
    for verb in file.verbs:
        for form, cls in inflect(verb).items():
            triggers.setdefault(form, Word(cls, verb))
    arrows = [(arrow, 1) for arrow in file.arrows.get("activation", ())]
    arrows += [(arrow, -1) for arrow in file.arrows.get("inhibition", ())]
    return Lexicon(
        triggers=triggers,
        quantities=_flat(file.quantities),
        losses=_flat(file.losses),
        loss_adjectives=_flat(file.loss_adjectives),
        gains=_flat(file.gains),
        stimulated=frozenset(file.stimulated),
        negations=frozenset(file.negations),
        hedges=frozenset(file.hedges),
        arrows=tuple(sorted(arrows, key=lambda pair: -len(pair[0]))),
    )


def inflect(verb: Verb) -> dict[str, str]:
    """The forms of a verb and their classes.

    Regular English inflection with doubling of a final consonant for short verbs; a particle
    (``turn on``) stays behind. Irregular forms replace the regular ones of their kind.

    >>> inflect(Verb("activate", 1, noun=("activation",)))["activated"]
    'p'
    """
    stem, _, particle = verb.verb.partition(" ")
    tail = f" {particle}" if particle else ""
    if stem.endswith("e"):
        regular = {stem: "v", stem + "s": "v", stem + "d": "p", stem[:-1] + "ing": "g"}
    elif stem.endswith("y") and stem[-2] not in VOWELS:
        regular = {stem: "v", stem[:-1] + "ies": "v", stem[:-1] + "ied": "p", stem + "ing": "g"}
    else:
        third = stem + ("es" if stem.endswith(("s", "sh", "ch", "x")) else "s")
        regular = {stem: "v", third: "v", stem + "ed": "p", stem + "ing": "g"}
    forms = {form + tail: cls for form, cls in regular.items()}
    for form in verb.forms:
        ending = form.partition(" ")[0]
        forms[form] = "g" if ending.endswith("ing") else "v" if ending.endswith("s") else "p"
    for noun in verb.noun:
        forms.setdefault(noun, "n")
        forms.setdefault(noun + "s", "n")
    for agent in verb.agent:
        forms[agent] = "a"
        forms.setdefault(agent + "s", "a")  # miR-21 sponges: the verb
    return forms


def _flat(groups: list[list[str]]) -> frozenset[str]:
    return frozenset(word for group in groups for word in group)
