"""Bare names: mentions without what is done to the thing, and without the bracket that opens in them.

``BRCA1-KO`` names BRCA1, of which the text tells a loss; ``son of sevenless (SOS`` are two names of one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, structs

from figkg.base.configuration import read_yaml
from figkg.ground.tagger import Tagged

FILE = "affixes.yaml"
_OPEN = re.compile(r"\s*[(\[]\s*")
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_ENDS = " -\u2010\u2011\u2013"


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    before: frozenset[str]
    behind: frozenset[str]


class Affixes(Struct, frozen=True):
    """What stands around a name without belonging to it.

    Attributes:
        before: matches what is written before a name.
        behind: matches what is written behind it.
        first: matches what is written behind a name where something else begins with it.
        alone: words that are no names, in small letters.
    """

    before: re.Pattern[str]
    behind: re.Pattern[str]
    first: re.Pattern[str]
    alone: frozenset[str]


def bare(tagged: Iterable[Tagged], text: str, affixes: Affixes) -> list[Tagged]:
    """Mentions of genes and chemicals as bare names; others as they are.

    Args:
        tagged: mentions of a text, in order.
        text: the text.
        affixes: what does not belong to a name.
    """
    return [found for one in tagged for found in _parts(one, text, affixes)]


def _parts(one: Tagged, text: str, affixes: Affixes) -> Iterable[Tagged]:
    said = text[one.start : one.end]
    opened = list(_OPEN.finditer(said)) if said.count("(") + said.count("[") > said.count(")") + said.count("]") else []
    if opened and opened[-1].start() > 0 and opened[-1].end() < len(said):
        yield from _parts(structs.replace(one, end=one.start + opened[-1].start()), text, affixes)
        yield from _parts(structs.replace(one, start=one.start + opened[-1].end()), text, affixes)
        return
    if text[one.start - 1 : one.start] in _HYPHENS and affixes.first.match(text, one.start, one.end) is not None:
        return  # the null cells of p53-null cells
    if one.kind not in ("gene", "family", "chemical"):
        yield one
        return
    start, end = one.start, one.end
    before = affixes.before.match(text, start, end)
    start = before.end() if before is not None else start
    while (behind := affixes.behind.search(text, start, end)) is not None and behind.start() > start:
        end = behind.start()
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    if end > start and text[start:end].casefold() not in affixes.alone:
        yield structs.replace(one, start=start, end=end)


def load_affixes(mappings: Path) -> Affixes:
    """Read the file.

    Raises:
        MappingError: it is missing or not of the form that its comments describe.
    """
    file = read_yaml(mappings / FILE, _File)
    before = "|".join(map(re.escape, sorted(file.before, key=len, reverse=True)))
    behind = "|".join(map(re.escape, sorted(file.behind, key=len, reverse=True)))
    return Affixes(
        re.compile(rf"(?:{before})[-\u2010\u2011](?=[A-Za-z])"),
        re.compile(rf"(?:(?<=[\w)])[\s\u2010\u2011-]+(?:{behind})|(?<=\w)-/-)(?!\w)\Z"),
        re.compile(rf"(?:{behind})(?!\w)"),
        frozenset(word.casefold() for word in file.before | file.behind),
    )
