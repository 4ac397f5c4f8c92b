"""Mentions: where a caption names entities, those of its figure and those that the figure's rows lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.ground.captions import CaptionDictionary
from flows.ground.figure import Entity, Kind, Mention
from flows.ground.lookup import Candidate
from flows.reference.names import fold

_LONG_NAME = 5
_SHORTEST = 2


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
        entity = _of_figure(text, caption[span.end : span.end + 1], wanted, folded, dictionary)
        if entity is None:
            candidate = dictionary.judge(caption, span)
            if candidate is None or candidate.entity.curie in barred or candidate.entity.kind in left_out:
                continue
            entity = candidate.entity
            if entity.curie not in wanted:
                named.setdefault(entity.curie, candidate)
        place = span.end + (caption[span.end : span.end + 1] == "+")
        mentions.append(Mention(span.start, place, entity.curie, entity.kind, caption[span.start : place]))
    return tuple(mentions), tuple(named.values())


def _of_figure(
    text: str,
    following: str,
    wanted: Mapping[str, Entity],
    words: Mapping[str, str],
    dictionary: CaptionDictionary,
) -> Entity | None:
    """The entity of the figure that a piece of the caption names."""
    if not wanted or following == "+":
        return None
    spelling = dictionary.spelling(text)
    named = [words[key] for key in spelling.keys if key in words] + [one for one in spelling.curies if one in wanted]
    if not named or named[0] not in wanted or not _is_written_as_name(text, spelling.keys[0]):
        return None
    return wanted[named[0]]


def _is_written_as_name(text: str, key: str) -> bool:
    """A short word in small letters is an English word rather than a gene; longer ones and numbers are names."""
    if len(key) < _SHORTEST:
        return False
    return len(key) > _LONG_NAME or not text.islower() or any(letter.isdigit() for letter in text) or not text.isascii()
