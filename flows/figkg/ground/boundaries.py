"""Boundaries: mentions as whole names and no more, by the words with which names begin and end (boundaries.yaml).

The tagger finds where names stand; one that it has not met it ends a word too early or too late: *uncoating of the*,
*PRI* of *PRI-724*, *MVA* of *the MVA pathway*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs

from figkg.base.configuration import read_yaml
from figkg.ground.abbreviations import long_form
from figkg.ground.decider import SORTS
from figkg.ground.figure import Kind
from figkg.ground.pieces import Found
from figkg.ground.tagger import Tagged
from figkg.ground.wordings import Sort

FILE = "boundaries.yaml"
_BROKEN = re.compile(r"\s*\u2014\s*")
_FIRST = re.compile(r"([A-Za-z]+)[\s\u2010\u2011-]+(?=\S)")
_LAST = re.compile(r"(?<=\S)[\s\u2010\u2011-]+([A-Za-z]+)\Z")
_NEXT = re.compile(r"[ -]([A-Za-z]+)(?![\w-])")
_NUMBER = re.compile(r"[-\u2010\u2011\u2013]\d{1,4}[A-Za-z]?(?![\w\u2010\u2011/-])")
_RESIDUE = re.compile(r"(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val)\Z")
_LOCANTS = re.compile(
    r"(?<![\w,])(?:\d{1,2}[\u2032']?|[\u03b1-\u03c9])(?:,(?:\d{1,2}[\u2032']?|[\u03b1-\u03c9]))*[,-]\Z"
)
_HALF = re.compile(r"\s(?:of|with)\Z")
_GENES = frozenset(("gene", "family"))
_IN_BRACKETS = re.compile(r"(?P<long>\S.*\S)\s+\((?P<short>[^\s()]{2,9})\)", re.DOTALL)
_LEGEND = re.compile(r"(?P<short>[A-Za-z]{0,3}[A-Z][A-Za-z0-9]{1,5})\s+(?=[a-z])")
_FARTHEST = 24
_SURE = 0.8
"""So sure is a gene that the dictionary finds in a mention."""
_ENDS = " =:\u2014"


class Boundaries(Struct, frozen=True, forbid_unknown_fields=True):
    """The words with which names begin and end, in small letters.

    Attributes:
        not_first: no name begins with them.
        not_last: no name ends with them.
        happens: by sort of thing, words behind a name for what happens to it: no part of it.
        belongs: by sort of thing, words behind a name that say what it is: a part of it.
        changes: words for what becomes of a gene: no process or disease by themselves, and no part of a gene's name.
    """

    not_first: frozenset[str]
    not_last: frozenset[str]
    happens: dict[Sort, frozenset[str]]
    belongs: dict[Sort, frozenset[str]]
    changes: frozenset[str]


def bounded(tagged: Iterable[Tagged], text: str, boundaries: Boundaries) -> list[Tagged]:
    """Mentions that begin and end where their names do.

    Args:
        tagged: mentions of a text, in order, without overlaps.
        text: the text.
        boundaries: with which words names begin and end.

    Returns:
        The mentions in order, without overlaps; one that is but such words is gone.
    """
    parts = [part for one in _joined(tagged, text) for part in _parts(one, text)]
    short = [kept for one in parts if (kept := _shortened(one, text, boundaries)) is not None]
    return list(_lengthened(short, text, boundaries))


def named(
    tagged: Iterable[Tagged],
    text: str,
    boundaries: Boundaries,
    found: Iterable[Found],
    meanings: Collection[str],
    known: Callable[[str, Kind], bool],
) -> Iterator[Tagged]:
    """Mentions that no table knows as a whole, cut to the name that is in them.

    *PTEN insufficiency* is the gene, *the guanine nucleotide exchange factor son of sevenless (SOS)* what SOS is said
    to be; *hypermethylation* of something is no thing, and what the dictionary has as a gene alone is one.

    Args:
        tagged: mentions of a text, in order, without overlaps.
        text: the text.
        boundaries: which words say what becomes of a gene.
        found: what the dictionary finds in it.
        meanings: long forms that the text defines; one that no table knows may be longer than it seems.
        known: whether a table has a name of that kind.
    """
    genes = {(one.start, one.end): one.kind for one in found if one.kind in _GENES}
    for one in tagged:
        said = text[one.start : one.end]
        if known(said, one.kind):
            yield one
            continue
        whole = None if one.kind in _GENES else genes.get((one.start, one.end))
        long = next((it for it in meanings if said.casefold().endswith(f" {it.casefold()}")), None)
        if long is not None and known(long, one.kind):
            yield structs.replace(one, start=one.end - len(long))
        elif one.kind in _GENES:
            yield one
        elif whole is not None:
            yield structs.replace(one, kind=whole)
        else:
            change = _LAST.search(text, one.start, one.end)
            gene = genes.get((one.start, change.start())) if change is not None else None
            if change is not None and gene is not None and change[1].lower() in boundaries.changes:
                yield structs.replace(one, end=change.start(), kind=gene, probability=max(one.probability, _SURE))
            elif said.lower() not in boundaries.changes or not text.startswith(" of ", one.end):
                yield one


def _joined(tagged: Iterable[Tagged], text: str) -> list[Tagged]:
    """Mentions with both halves of a gene's name as one: *inhibitor of*, *NF-kB kinase*."""
    made: list[Tagged] = []
    for one in tagged:
        last = made[-1] if made else None
        if last is not None and {last.kind, one.kind} <= _GENES and _go_together(last, one, text):
            made[-1] = structs.replace(last, end=one.end, probability=min(last.probability, one.probability))
        else:
            made.append(one)
    return made


def _go_together(first: Tagged, second: Tagged, text: str) -> bool:
    half = _HALF.search(text, first.start, first.end)
    return half is not None and text[first.end : second.start].isspace()


def _parts(one: Tagged, text: str) -> Iterator[Tagged]:
    """The names that a mention is of: a short form and what it stands for, parted by a dash, a bracket or a space."""
    start = one.start
    for dash in _BROKEN.finditer(text, one.start, one.end):
        if dash.start() > start:
            yield from _short_and_long(structs.replace(one, start=start, end=dash.start()), text)
        start = dash.end()
    if start < one.end:
        yield from _short_and_long(structs.replace(one, start=start), text)


def _short_and_long(one: Tagged, text: str) -> Iterator[Tagged]:
    said = text[one.start : one.end]
    inside = _IN_BRACKETS.fullmatch(said)
    legend = _LEGEND.match(said) if one.kind in _GENES else None
    if inside is not None:
        yield structs.replace(one, end=one.start + inside.end("long"))
        yield structs.replace(one, start=one.start + inside.start("short"), end=one.start + inside.end("short"))
    elif legend is not None and _stands_for(legend["short"], said[legend.end() :]):
        yield structs.replace(one, end=one.start + legend.end("short"))
        yield structs.replace(one, start=one.start + legend.end())
    else:
        yield one


def _stands_for(short: str, long: str) -> bool:
    """Whether words begin as a short form does and have its letters in order: *ADH alcohol dehydrogenase*."""
    flat = long.lower()
    return flat[:1] == short[:1].lower() and long_form(short.lower(), flat, 0, len(flat)) == 0


def _shortened(one: Tagged, text: str, boundaries: Boundaries) -> Tagged | None:
    """A mention without the words that belong to no name."""
    start, end = one.start, one.end
    outside = boundaries.not_last | boundaries.happens.get(SORTS[one.kind], frozenset())
    while (last := _LAST.search(text, start, end)) is not None and last[1].lower() in outside:
        end = last.start()
    while (first := _FIRST.match(text, start, end)) is not None and first[1].lower() in boundaries.not_first:
        start = first.end()
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    if start == end or text[start:end].lower() in boundaries.not_last | boundaries.not_first:
        return None
    return structs.replace(one, start=start, end=end)


def _lengthened(tagged: Sequence[Tagged], text: str, boundaries: Boundaries) -> Iterator[Tagged]:
    """Mentions with the numbers and words behind and before them that belong to their names."""
    last = 0
    for place, one in enumerate(tagged):
        stop = tagged[place + 1].start if place + 1 < len(tagged) else len(text)
        start, end = one.start, one.end
        number = _NUMBER.match(text, end)
        if number is not None and _RESIDUE.search(text, start, end) is None and number.end() <= stop:
            end = number.end()
        if one.kind == "chemical" and (before := _LOCANTS.search(text, max(last, start - _FARTHEST), start)):
            start = before.start()
        belongs = boundaries.belongs.get(SORTS[one.kind], frozenset())
        while (following := _NEXT.match(text, end)) is not None and following[1].lower() in belongs:
            if following.end() > stop:
                break
            end = following.end()
        last = end
        yield structs.replace(one, start=start, end=end)


def load_boundaries(mappings: Path) -> Boundaries:
    """Read the file.

    Raises:
        MappingError: it is missing or not of the form that :class:`Boundaries` describes.
    """
    return read_yaml(mappings / FILE, Boundaries)
