"""Abbreviations that a text defines itself: ``chronic lymphocytic leukemia (CLL)``.

The algorithm is that of A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions
in biomedical text", Pacific Symposium on Biocomputing 8:451 (2003).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence

from msgspec import Struct, structs

from figkg.ground.figure import Mention
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

_BRACKETED = re.compile(r" \((?<=[\w)] \()(?P<short>[^()\s;,]{2,10})(?=[);,])")
_FURTHER_WORDS = 5


class Abbreviation(Struct, frozen=True):
    """A definition.

    Attributes:
        short: the abbreviation.
        start: offset of the first character of what it stands for.
        end: offset behind the last one.
    """

    short: str
    start: int
    end: int


def find_abbreviations(text: str, flat: str, wanted: Container[str] | None = None) -> Iterator[Abbreviation]:
    """Find what a text abbreviates.

    Args:
        text: the text.
        flat: the same in small Latin letters, character for character, other characters as spaces
            (:func:`figkg.reference.phrases.flattener`).
        wanted: abbreviations to look for; all when None.

    >>> text = "In chronic lymphocytic leukemia (CLL), ZAP70 rises."
    >>> [text[one.start : one.end] for one in find_abbreviations(text, text.lower())]
    ['chronic lymphocytic leukemia']
    """
    for match in _BRACKETED.finditer(text):
        if wanted is not None and match["short"] not in wanted:
            continue
        short = flat[match.start("short") : match.end("short")]
        if not any(map(str.isalpha, short)) or not short[0].isalnum():
            continue
        letters = sum(map(str.isalnum, short))
        begin = _words_back(flat, match.start(), min(letters + _FURTHER_WORDS, letters * 2))
        start = long_form(short, flat, begin, match.start())
        if start is not None and match.start() - start > len(short):
            yield Abbreviation(match["short"], start, match.start())


def _words_back(flat: str, end: int, number: int) -> int:
    """Where the text of so many words before a place begins."""
    place = end
    for _ in range(number):
        while place > 0 and flat[place - 1] == " ":
            place -= 1
        while place > 0 and flat[place - 1] != " ":
            place -= 1
    return place


def long_form(short: str, flat: str, begin: int, end: int) -> int | None:
    """Where the shortest text before the bracket begins that has all letters of the abbreviation in order."""
    place = end
    first = next((index for index, letter in enumerate(short) if letter.isalnum()), len(short))
    for index in range(len(short) - 1, first - 1, -1):
        letter = short[index]
        if not letter.isalnum():
            continue
        place -= 1
        while place >= begin and (
            flat[place] != letter or (index == first and place > begin and flat[place - 1].isalnum())
        ):
            place -= 1
        if place < begin:
            return None
    return place


def reread(
    mentions: Sequence[Mention], text: str, flatten: Callable[[str], str], tables: ReferenceTables
) -> list[Mention]:
    """Read abbreviations the way the text defines them.

    A gene or family that is written as an abbreviation becomes what its long form names (*corticosterone (CORT)*),
    unless one is a member of the other. Where the long form is no known name, and shares no word with the gene's
    name (*lipoxygenase (LOX)*, but LOX is lysyl oxidase), the mention is dropped.

    Args:
        mentions: what the text names, in order.
        text: the text.
        flatten: makes it flat (:func:`find_abbreviations`).
        tables: the reference tables.
    """
    bracketed = _BRACKETED.findall(text) if "(" in text else None
    if not bracketed:
        return list(mentions)
    genes = {mention.text for mention in mentions if mention.kind in _GENES}
    if genes.isdisjoint(bracketed):
        return list(mentions)
    meaning: dict[str, Mention | None] = {}
    for one in find_abbreviations(text, flatten(text), genes):
        long = next((mention for mention in mentions if mention.end == one.end and mention.start <= one.start), None)
        meaning.setdefault(one.short, long)
        if long is None and not _may_mean(one, text, mentions, tables):
            meaning[one.short] = _NOTHING
    if not meaning:
        return list(mentions)
    found: list[Mention] = []
    for mention in mentions:
        long = meaning.get(mention.text)
        if long is None or mention.kind not in _GENES or _are_related(mention.entity, long.entity, tables):
            found.append(mention)
        elif long is not _NOTHING:
            found.append(structs.replace(mention, entity=long.entity, kind=long.kind))
    return found


_GENES = ("gene", "family")
_NOTHING = Mention(0, 0, "", "other", "")


def _may_mean(one: Abbreviation, text: str, mentions: Sequence[Mention], tables: ReferenceTables) -> bool:
    """Whether a gene of this symbol may have this long form, as far as its name tells."""
    named = next((mention.entity for mention in mentions if mention.text == one.short), "")
    prefix, _, number = named.partition(":")
    gene = tables.genes.get(number) if prefix == "ncbigene" else None
    if gene is None or fold(gene.symbol) not in (fold(one.short), fold(one.short).removesuffix("s")):
        return True
    words = gene.name.lower().split()
    if gene.symbol.lower() in words:
        return True
    return bool(_stems(gene.name) & _stems(text[one.start : one.end]))


def _stems(name: str) -> set[str]:
    return {word[:4] for word in re.findall(r"[a-z]{4,}", name.lower())}


def _are_related(one: str, other: str, tables: ReferenceTables) -> bool:
    """Whether two entities are the same, or one is a family that the other belongs to."""
    for family, member in ((one, other), (other, one)):
        prefix, _, identifier = family.partition(":")
        if prefix == "fplx" and member.removeprefix("ncbigene:") in tables.families[identifier].members:
            return True
    return one == other
