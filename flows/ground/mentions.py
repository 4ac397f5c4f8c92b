"""Mentions: where a caption names entities, those of its figure and those that the figure's rows lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.ground.captions import CaptionDictionary
from flows.ground.figure import Entity, Mention
from flows.ground.lookup import Candidate
from flows.reference.names import fold, shorten
from flows.reference.tables import ReferenceTables

_LONG_NAME = 5


def find_mentions(
    caption: str,
    entities: Iterable[Entity],
    words: Mapping[str, str],
    barred: frozenset[str],
    dictionary: CaptionDictionary,
    tables: ReferenceTables,
) -> tuple[tuple[Mention, ...], tuple[Candidate, ...]]:
    """Find what a caption names.

    At every place the longest name wins; what the figure itself shows wins over other meanings of a name.

    Args:
        caption: the caption.
        entities: the trusted entities of the figure.
        words: the words as read off the figure, and the CURIE each was identified as.
        barred: entities of the figure that are not to be looked for.
        dictionary: the names of the reference tables.
        tables: the reference tables, which know the entities' other names.

    Returns:
        Mentions in order, without overlaps, each with ``caption[start:end]`` as text; and how those were reached that
        are no entities of the figure, each once, in order.
    """
    if not caption:
        return (), ()
    wanted = {entity.curie: entity for entity in entities}
    folded: dict[str, str] = {}
    for word, curie in words.items():
        folded.setdefault(fold(word), curie)
    spans = set(dictionary.spans(caption)).union(dictionary.places(caption, words))
    mentions: list[Mention] = []
    named: dict[str, Candidate] = {}
    place = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start < place:
            continue
        text = caption[span.start : span.end]
        entity = _of_figure(text, caption[span.end : span.end + 1], wanted, folded, tables)
        if entity is None:
            candidate = dictionary.judge(caption, span)
            if candidate is None or candidate.entity.curie in barred:
                continue
            entity = candidate.entity
            if entity.curie not in wanted:
                named.setdefault(entity.curie, candidate)
        mentions.append(Mention(span.start, span.end, entity.curie, entity.kind, text))
        place = span.end
    return tuple(mentions), tuple(named.values())


def _of_figure(
    text: str, following: str, wanted: Mapping[str, Entity], words: Mapping[str, str], tables: ReferenceTables
) -> Entity | None:
    """The entity of the figure that a piece of the caption names."""
    key = fold(text)
    if len(key) < 2 or following == "+" or not _is_written_as_name(text, key):
        return None
    own = words.get(key) or words.get(shorten(key))
    if own is not None and own in wanted:
        return wanted[own]
    for candidate in dict.fromkeys((key, shorten(key))):
        for name in tables.lookup(candidate):
            if name.curie in wanted:
                return wanted[name.curie]
    return None


def _is_written_as_name(text: str, key: str) -> bool:
    """A short word in small letters is an English word rather than a gene; longer ones and numbers are names."""
    return len(key) > _LONG_NAME or not text.islower() or any(letter.isdigit() for letter in text) or not text.isascii()
