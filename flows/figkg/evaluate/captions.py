"""Captions annotated whole, without any help: what they name, which identifiers that has, and every edge they state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from figkg.evaluate.gold import read_lines
from figkg.ground.figure import Kind

EntityType = Literal["gene", "family", "complex", "chemical", "process", "disease", "other"]
GENES: frozenset[str] = frozenset({"gene", "family", "complex"})
"""Types that are genes or of genes."""


class CaptionEntity(Struct, frozen=True):
    """A thing that a caption names.

    Attributes:
        text: its first name there.
        forms: all its names there, verbatim.
        type: what it is.
        ids: CURIEs that stand for it; none for what no table has, and for proteins of plants, microbes and viruses.
        members: CURIEs of the members of a family.
    """

    text: str
    forms: tuple[str, ...]
    type: EntityType
    ids: tuple[str, ...]
    members: tuple[str, ...] = ()


class CaptionEdge(Struct, frozen=True):
    """An edge that a caption states; its ends by their place among the entities.

    Attributes:
        s: the cause.
        o: the effect.
        sign: 1 or -1.
        negated: whether the caption denies it.
    """

    s: int
    o: int
    sign: Literal[1, -1]
    negated: bool = False


class GoldCaption(Struct, frozen=True):
    """An annotated caption.

    Attributes:
        figid: identifier of its figure.
        caption: the caption.
        entities: what it names.
        edges: what it states.
    """

    figid: str
    caption: str
    entities: tuple[CaptionEntity, ...]
    edges: tuple[CaptionEdge, ...]


class GoldMention(Struct, frozen=True, order=True):
    """A place where an annotated caption names an entity.

    Attributes:
        start: offset of its first character.
        end: offset behind its last one.
        entity: place of the entity in the caption's list.
    """

    start: int
    end: int
    entity: int


def read_captions(path: Path) -> list[GoldCaption]:
    """Annotated captions of a file of JSON lines.

    Raises:
        GoldError: it cannot be read.
        LineError: a line is not what it should be.
    """
    return list(read_lines(path, GoldCaption))


def gold_mentions(caption: GoldCaption) -> list[GoldMention]:
    """Where a caption names its entities: the longest names first, whole words, none inside another."""
    taken = bytearray(len(caption.caption))
    names = [(form, place) for place, one in enumerate(caption.entities) for form in dict.fromkeys(one.forms) if form]
    found: list[GoldMention] = []
    for form, place in sorted(names, key=lambda name: -len(name[0])):
        for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(form)}(?![A-Za-z0-9])", caption.caption):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(GoldMention(start, end, place))
    return sorted(found)


def kind_of_type(type_: EntityType) -> Kind:
    """The kind of entities of a type: a complex is a family."""
    return "family" if type_ == "complex" else type_


def groups(kinds: Sequence[str]) -> Iterator[str]:
    """Kinds as mentions are compared: genes and families are one."""
    return ("gene" if kind in GENES else kind for kind in kinds)
