"""Mentions: where a caption names entities, those of its figure and those that the figure's rows lack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import structs

from figkg.ground.abbreviations import reread
from figkg.ground.captions import CaptionDictionary
from figkg.ground.figure import Entity, Kind, Mention
from figkg.ground.lookup import Candidate
from figkg.ground.readings import parts
from figkg.reference.names import fold

_LONG_NAME = 5
_SHORTEST = 2
_GENES = ("gene", "family")
_ITEM = r"\d{1,2}[A-Za-z]?|[A-Z]|[αβγδε]"
_FURTHER_ITEMS = re.compile(rf"(?:/(?:{_ITEM}))+(?![\w/])")


def find_mentions(
    caption: str,
    entities: Iterable[Entity],
    words: Mapping[str, str],
    barred: frozenset[str],
    dictionary: CaptionDictionary,
    left_out: frozenset[Kind] = frozenset(),
) -> tuple[tuple[Mention, ...], tuple[Candidate, ...]]:
    """Find what a caption names.

    At every place the longest name wins; what the figure itself shows wins over other meanings of a name.

    Args:
        caption: the caption.
        entities: the trusted entities of the figure.
        words: the words as read off the figure, and the CURIE each was identified as.
        barred: entities of the figure that are not to be looked for.
        dictionary: the names of the reference tables.
        left_out: kinds that count only where the figure shows them.

    Returns:
        Mentions in order, without overlaps, each with ``caption[start:end]`` as text; and how those were reached that
        are no entities of the figure, each once, in order, with the caption's text as name.
    """
    if not caption:
        return (), ()
    wanted = {entity.curie: entity for entity in entities}
    folded: dict[str, str] = {}
    for word, curie in words.items():
        folded.setdefault(fold(word), curie)
    flat = dictionary.flatten(caption)
    mentions: list[Mention] = []
    named: dict[str, Candidate] = {}
    place = 0
    for start, end in dictionary.spans(flat, words):
        if start < place:
            continue
        text, following = caption[start:end], caption[end : end + 1]
        entity = _of_figure(text, wanted, folded, dictionary) if wanted and following != "+" else None
        if entity is None:
            candidate = dictionary.judge(text, following)
            if candidate is None or candidate.entity.curie in barred or candidate.entity.kind in left_out:
                continue
            entity = candidate.entity
            if entity.curie not in wanted:
                named.setdefault(entity.curie, candidate)
        place = end + (following == "+")
        mentions.append(Mention(start, place, entity.curie, entity.kind, text if place == end else text + following))
        if following == "/":
            for further, candidate in _enumerated(caption, mentions[-1], dictionary):
                place = further.end
                mentions.append(further)
                if further.entity not in wanted:
                    named.setdefault(further.entity, candidate)
    read = reread(mentions, caption, flat[1:], dictionary.tables)
    texts = {mention.entity: mention.text for mention in reversed(read)}
    return tuple(read), tuple(
        candidate if candidate.name == texts[curie] else structs.replace(candidate, name=texts[curie])
        for curie, candidate in named.items()
        if curie in texts
    )


def _enumerated(caption: str, first: Mention, dictionary: CaptionDictionary) -> Iterator[tuple[Mention, Candidate]]:
    """Further genes of an enumeration with a shared beginning: the LRP6 of *LRP5/6*."""
    tail = _FURTHER_ITEMS.match(caption, first.end) if first.kind in _GENES else None
    if tail is None:
        return
    items = [match for match in re.finditer(_ITEM, tail.group()) if _is_alike(match.group(), first.text[-1])]
    names = parts(first.text + tail.group())[-len(items) :] if items else ()
    for item, name in zip(items, names, strict=False):
        found = dictionary.exact(name)
        if found is not None and found.entity.kind in _GENES:
            start, end = first.end + item.start(), first.end + item.end()
            yield Mention(start, end, found.entity.curie, found.entity.kind, caption[start:end]), found


def _is_alike(item: str, last: str) -> bool:
    """Whether an item continues what ends so: numbers follow numbers, letters letters."""
    return item[0].isdigit() == last.isdigit() and item[0].isascii() == last.isascii()


def _of_figure(
    text: str, wanted: Mapping[str, Entity], words: Mapping[str, str], dictionary: CaptionDictionary
) -> Entity | None:
    """The entity of the figure that a piece of the caption names."""
    spelling = dictionary.spelling(text)
    named = next((words[key] for key in spelling.keys if key in words), None)
    if named is None:
        named = next((one for one in spelling.curies if one in wanted), None)
    if named is None or named not in wanted or not _is_written_as_name(text, spelling.keys[0]):
        return None
    return wanted[named]


def _is_written_as_name(text: str, key: str) -> bool:
    """A short word in small letters is an English word rather than a gene; longer ones and numbers are names."""
    if len(key) < _SHORTEST:
        return False
    return len(key) > _LONG_NAME or not text.islower() or any(letter.isdigit() for letter in text) or not text.isascii()
