"""Organisms: whose genes a caption names, as its words and titles say; mappings/organisms.yaml.

What a record states is weak evidence: PFOCR's say *Homo sapiens* of plants and viruses too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, structs

from figkg.base.configuration import read_yaml
from figkg.ground.entities import HUMAN
from figkg.ground.tagger import Tagged

FILE = "organisms.yaml"

_OWNER_BEFORE = 60
_BETWEEN = re.compile(
    r"(?:[\s-]+(?:the|encoded|derived|virus|viral|bacterial|accessory|structural|nonstructural|non-structural|effector|"
    r"virulence|surface|protein|proteins|factor|factors|toxin|antigen|oncoprotein|glycoprotein|protease|kinase|gene|\d+))*"
    r"[\s-]+$"
)
"""Words between an organism and a protein of it."""

Group = Literal["vertebrate", "animal", "plant", "fungus", "microbe", "virus"]
ANIMALS: frozenset[Group] = frozenset({"vertebrate", "animal"})


class Organism(Struct, frozen=True, forbid_unknown_fields=True):
    """One organism, or a group of them.

    Attributes:
        name: its scientific name.
        group: what it is.
        words: that name it in captions and titles.
        host: whether its figures show the proteins of an animal too, in which it lives.
        strains: names of the strains under whose NCBI Taxonomy number NCBI Gene has its genes, by that number.
        before: letters that captions write before symbols of its genes.
        behind: letters that they write behind them.
        taxon: its NCBI Taxonomy number.
    """

    name: Annotated[str, Meta(min_length=1)]
    group: Group
    words: Annotated[tuple[str, ...], Meta(min_length=1)]
    host: bool = False
    strains: Mapping[Annotated[str, Meta(pattern=r"^[0-9]+$")], str] = {}
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    taxon: str = ""

    def __hash__(self) -> int:
        return hash(self.taxon)

    @property
    def taxa(self) -> tuple[str, ...]:
        """The NCBI Taxonomy numbers under which its genes may stand."""
        return (self.taxon, *self.strains)


class Organisms(Struct, frozen=True, dict=True):
    """All organisms that are known by words.

    Attributes:
        rows: the organisms by taxon; groups of many behind those that belong to them.
    """

    rows: Mapping[str, Organism]

    def named(self, *texts: str) -> tuple[Organism, ...]:
        """The organisms that texts name, each once, those named most often first.

        >>> from figkg.base.resources import mappings_folder
        >>> organisms = load_organisms(mappings_folder())
        >>> [one.name for one in organisms.named("Flowering in Arabidopsis.", "FT moves through A. thaliana.")]
        ['Arabidopsis thaliana']
        """
        counted: dict[str, int] = {}
        for text in texts:
            for match in self._search.finditer(text):
                word = match.group()
                taxon = self._taxa.get(word) or self._taxa.get(word.lower())
                if taxon is not None:
                    counted[taxon] = counted.get(taxon, 0) + 1
        order = list(self.rows)
        return tuple(self.rows[taxon] for taxon in sorted(counted, key=lambda one: (-counted[one], order.index(one))))

    def names(self) -> dict[str, str]:
        """Scientific names by NCBI Taxonomy number, of strains too."""
        strains = {taxon: name for one in self.rows.values() for taxon, name in one.strains.items()}
        return strains | {taxon: one.name for taxon, one in self.rows.items()}

    def owner(self, text: str, start: int) -> Organism | None:
        """The organism that a text names right before a mention, as whose it is: ``the influenza protein NS1``.

        Args:
            text: the text.
            start: offset of the mention.
        """
        begin = max(0, start - _OWNER_BEFORE)
        before = _BETWEEN.sub("", text[begin:start])
        for match in self._search.finditer(before):
            if match.end() == len(before):
                word = match.group()
                taxon = self._taxa.get(word) or self._taxa.get(word.lower())
                return None if taxon is None else self.rows[taxon]
        return None

    def unbroken(self, tagged: Iterable[Tagged], text: str) -> list[Tagged]:
        """Mentions without those that are a piece of an organism's name: the *SARS* of SARS-CoV-2.

        Args:
            tagged: mentions of a text.
            text: the text.
        """
        names = [match.span() for match in self._search.finditer(text)]
        return [
            one
            for one in tagged
            if not any(
                begin <= one.start and one.end <= end and end - begin > one.end - one.start for begin, end in names
            )
        ]

    @cached_property
    def _taxa(self) -> Mapping[str, str]:
        return {word: taxon for taxon, one in self.rows.items() for word in one.words}

    @cached_property
    def _search(self) -> re.Pattern[str]:
        words = sorted(self._taxa, key=lambda word: (-len(word), word))
        either = "|".join(re.escape(word) if word != word.lower() else f"(?i:{re.escape(word)})" for word in words)
        return re.compile(rf"(?<![\w-])(?:{either})(?![\w])")


def foreign_taxon(named: Iterable[Organism]) -> str:
    """The taxon of a figure's genes where all organisms that it names are of no animal, or nothing.

    Of a virus or microbe in a host nothing is said: its figures show the host's proteins.
    """
    found = tuple(named)
    if not found or any(one.group in ANIMALS or one.host for one in found):
        return ""
    return found[0].taxon


def owners(named: Sequence[Organism], owner: Organism | None, *, foreign: bool) -> tuple[Organism, ...]:
    """The organisms whose gene a mention may be, besides a human one; the likeliest first.

    Args:
        named: the organisms that caption and titles name, those named most often first.
        owner: the one that stands right before the mention.
        foreign: whether the mention is of no animal's gene, or one that human tables lack.

    Returns:
        The one before it. Else of a foreign one those that are no vertebrates, where any are named. Else the animals
        where people are not named, or without any vertebrate those that live in none.
    """
    if owner is not None:
        return (owner,)
    vertebrates = tuple(one for one in named if one.group == "vertebrate")
    others = tuple(one for one in named if one.group != "vertebrate")
    if foreign and others:
        return others
    if vertebrates:
        return () if any(one.taxon == HUMAN for one in vertebrates) else vertebrates
    return tuple(one for one in others if not one.host)


def load_organisms(mappings: Path) -> Organisms:
    """Read the file.

    Raises:
        MappingError: it is missing or not of the form that :class:`Organism` describes.
    """
    file = read_yaml(mappings / FILE, _File)
    return Organisms({taxon: structs.replace(one, taxon=taxon) for taxon, one in file.organisms.items()})


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    organisms: dict[Annotated[str, Meta(pattern=r"^[0-9]+$")], Organism]
