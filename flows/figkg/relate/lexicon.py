"""The relation lexicon: mappings/relations.yaml read into one table from word form to meaning."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.relate.token_classes import ACT, AGENT, GERUND, PARTICIPLE, VERB

VOWELS = "aeiou"
_WORD = re.compile(r"[\w-]+")


Form = Annotated[str, Meta(pattern=r"\A\S+( \S+)*\Z")]
"""A word or phrase, with single spaces inside."""
Words = list[list[Form]]


class Verb(Struct, frozen=True, forbid_unknown_fields=True):
    """One verb of the lexicon; see the comments in mappings/relations.yaml."""

    verb: Annotated[str, Meta(pattern=r"\A[a-z]{2,}( [a-z]+)*\Z")]
    sign: Annotated[int, Meta(ge=-1, le=1)]
    noun: tuple[Form, ...] = ()
    agent: tuple[Form, ...] = ()
    forms: tuple[Form, ...] = ()
    frame: str = ""
    turned: bool = False
    mends: bool = False
    frees: bool = False
    weight: Annotated[float, Meta(gt=0, le=1)] = 0.9


class _Arrows(Struct, frozen=True, forbid_unknown_fields=True):
    activation: list[Form]
    inhibition: list[Form]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    verbs: list[Verb]
    quantities: Words
    losses: Words
    loss_adjectives: Words
    gains: Words
    stimulated: list[Form]
    negations: list[Form]
    hedges: list[Form]
    arrows: _Arrows


class Word(Struct, frozen=True):
    """What a word form is.

    Attributes:
        cls: its class, see :mod:`figkg.relate.token_classes`.
        verb: the lexicon's verb behind it, or None.
    """

    cls: str
    verb: Verb | None = None


class Lexicon(Struct, frozen=True):
    """The lexicon as tables of word forms, all in lower case and without hyphens.

    Attributes:
        triggers: forms of verbs, and their nouns of the act and of who acts.
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
    arrows = [(arrow, 1) for arrow in file.arrows.activation]
    arrows += [(arrow, -1) for arrow in file.arrows.inhibition]
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

    >>> from figkg.relate.token_classes import spelled
    >>> spelled(inflect(Verb("activate", 1, noun=("activation",)))["activated"])
    'PARTICIPLE'
    """
    stem, _, particle = verb.verb.partition(" ")
    tail = f" {particle}" if particle else ""
    if stem.endswith("e"):
        regular = {stem: VERB, stem + "s": VERB, stem + "d": PARTICIPLE, stem[:-1] + "ing": GERUND}
    elif stem.endswith("y") and stem[-2] not in VOWELS:
        regular = {stem: VERB, stem[:-1] + "ies": VERB, stem[:-1] + "ied": PARTICIPLE, stem + "ing": GERUND}
    else:
        third = stem + ("es" if stem.endswith(("s", "sh", "ch", "x")) else "s")
        regular = {stem: VERB, third: VERB, stem + "ed": PARTICIPLE, stem + "ing": GERUND}
    forms = {form + tail: cls for form, cls in regular.items()}
    for form in verb.forms:
        ending = form.partition(" ")[0]
        forms[form] = GERUND if ending.endswith("ing") else VERB if ending.endswith("s") else PARTICIPLE
    for noun in verb.noun:
        forms.setdefault(noun, ACT)
        forms.setdefault(noun + "s", ACT)
    for agent in verb.agent:
        forms[agent] = AGENT
        forms.setdefault(agent + "s", AGENT)  # miR-21 sponges: the verb
    return forms


def _flat(groups: list[list[str]]) -> frozenset[str]:
    return frozenset(word for group in groups for word in group)
