"""Words and weights of constructions: mappings/constructions.yaml, whose comments say what each list is for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml

FILE = "constructions.yaml"
Words = Annotated[frozenset[Annotated[str, Meta(min_length=1, pattern=r"\A\S+( \S+)*\Z")]], Meta(min_length=1)]
"""At least one word or phrase, none of them empty."""
Weight = Annotated[float, Meta(gt=0, le=1)]
"""How far something can be trusted."""
Signs = dict[str, Literal[1, -1]]


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """How far statements can be trusted, by the construction that reads them."""

    mediator: Weight
    response: Weight
    means: Weight
    sequence: Weight
    there_is: Weight
    depend: Weight
    needed: Weight
    involved: Weight
    play_role: Weight
    cooperate: Weight
    keep: Weight
    render: Weight
    doom: Weight
    show: Weight
    noun_circumstance: Weight
    effect: Weight
    role: Weight
    hyphen: Weight
    arrow: Weight


class Left(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left of the trust in a statement.

    Attributes:
        step: after an uncertain step.
        hedge: where the text says that it may be so.
    """

    step: Weight
    hedge: Weight


class Least(Struct, frozen=True, forbid_unknown_fields=True):
    """From where on rules alone assert something.

    Attributes:
        stated: the score of a statement.
        sequence: the score, and the probability, of what only the order of steps suggests.
        sure: the probability of a statement, with those of its mentions.
    """

    stated: Weight
    sequence: Weight
    sure: Weight


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    weights: Weights
    left: Left
    least: Least
    needed: Words
    involved: Words
    depending: Words
    playing: Words
    roles: Words
    cooperating: Words
    abilities: Words
    keeping: Words
    maintaining: Words
    rendering: Words
    open_to: Words
    shut_to: Words
    possession: Words
    less: Words
    more: Words
    effects: Words
    sequence: Words
    acted_on: Words
    carrying: Words
    lacking: Words
    manners: Words
    ways: Words
    targeting: Words
    personal: Words
    referring: Words
    results: Words
    amounting: Words
    changing: Words
    itself: Words
    enabling: Words
    measuring: Words
    led_from: Words
    passable: Words
    sites: Words
    possible: Words
    signed_adverbs: Signs
    signed_adjectives: Signs
    particles: Words
    split_prefixes: Words


def load_vocabulary(mappings: Path) -> Vocabulary:
    """Read the file.

    Raises:
        MappingError: it is missing or not of its form; it has the line.
    """
    return read_yaml(mappings / FILE, Vocabulary)
