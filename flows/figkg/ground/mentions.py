"""Mentions: where a caption names entities, those of its figure and those that the figure's rows lack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from figkg.ground.abbreviations import reread
from figkg.ground.captions import CaptionDictionary
from figkg.ground.figure import Entity, Kind, Mention
from figkg.ground.lookup import Candidate
from figkg.ground.readings import parts

_GENES = ("gene", "family")
_ITEM = r"\d{1,2}[A-Za-z]?|[A-Z]|[αβγδε]"
_FURTHER_ITEMS = re.compile(rf"(?:/(?:{_ITEM}))+(?![\w/])")


def find_mentions(
    caption: str,
    wanted: Mapping[str, Entity],
    words: Mapping[str, str],
    barred: frozenset[str],
    dictionary: CaptionDictionary,
    left_out: frozenset[Kind] = frozenset(),
) -> tuple[tuple[Mention, ...], tuple[Candidate, ...]]:
    """Find what a caption names.

    At every place the longest name wins; what the figure itself shows wins over other meanings of a name.

    Args:
        caption: the caption.
        wanted: the trusted entities of the figure, by CURIE.
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
    folded: dict[str, str] = {}
    phrases: list[bytes] = []
    for written, curie in words.items():
        word = dictionary.words[written]
        folded.setdefault(word.key, curie)
        if word.phrase:
            phrases.append(word.phrase)
    mentions: list[Mention] = []
    named: dict[str, Candidate] = {}
    place = 0
    for start, lack in dictionary.spans(caption, phrases):
        if start < place:
            continue
        end = ~lack
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
    mentions = reread(mentions, caption, dictionary.flatten, dictionary.tables)
    if not named:
        return tuple(mentions), ()
    texts = {mention.entity: mention.text for mention in reversed(mentions)}
    called = [(candidate, texts[curie]) for curie, candidate in named.items() if curie in texts]
    return tuple(mentions), tuple([Candidate(one.entity, one.match, text, one.score) for one, text in called])


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
    spelling = dictionary.spellings[text]
    if not spelling.may_be_name:
        return None
    for key in spelling.keys:
        if key in words:
            return wanted.get(words[key])
    for curie in dictionary.curies[spelling.keys]:
        if curie in wanted:
            return wanted[curie]
    return None
