"""Mentions: where a caption names the entities of its figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from flows.ground.figure import Entity, Kind, Mention
from flows.ground.names import fold, shorten
from flows.ground.reference import ReferenceTables

_TOKEN = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"(?:[ \u00a0]?[-‐‑‒–—−/][ \u00a0]?|[ \u00a0]|\()")
_MOST_TOKENS = 8


def find_mentions(
    caption: str, entities: Iterable[Entity], words: Mapping[str, str], tables: ReferenceTables
) -> tuple[Mention, ...]:
    """Find the entities of a figure in its caption.

    Names are compared folded (case, hyphens, Greek letters); the longest name at a place wins.

    Args:
        caption: the caption.
        entities: the entities to look for.
        words: the words as read off the figure, folded, and the CURIE each was identified as.
        tables: the reference tables, which know the entities' other names.

    Returns:
        Mentions in order, without overlaps; ``caption[start:end]`` equals ``text``.
    """
    wanted = {entity.curie: entity for entity in entities}
    if not wanted or not caption:
        return ()
    tokens = list(_TOKEN.finditer(caption))
    mentions: list[Mention] = []
    place = 0
    while place < len(tokens):
        for start, end, key in _spans(caption, tokens, place):
            text = caption[start:end]
            curie = _entity_of(key, text, wanted, words, tables)
            if curie is not None:
                kind: Kind = wanted[curie].kind
                mentions.append(Mention(start, end, curie, kind, text))
                while place < len(tokens) and tokens[place].start() < end:
                    place += 1
                break
        else:
            place += 1
    return tuple(mentions)


def _spans(caption: str, tokens: list[re.Match[str]], place: int) -> Iterator[tuple[int, int, str]]:
    """Runs of joined tokens from a place on, longest first, with their keys."""
    start = tokens[place].start()
    runs: list[tuple[int, int, str]] = []
    key = ""
    previous = start
    for token in tokens[place : place + _MOST_TOKENS]:
        if token.start() != start and not _JOINT.fullmatch(caption, previous, token.start()):
            break
        key += fold(token.group())
        previous = token.end()
        runs.append((start, previous, key))
    return reversed(runs)


def _entity_of(
    key: str, text: str, wanted: Mapping[str, Entity], words: Mapping[str, str], tables: ReferenceTables
) -> str | None:
    if len(key) < 2:
        return None
    own = words.get(key) or words.get(shorten(key))
    if own in wanted and _is_written_as_name(text, key):
        return own
    for candidate in (key, shorten(key)):
        found = [curie for _, curie in tables.lookup(candidate) if curie in wanted]
        if found and _is_written_as_name(text, key):
            return found[0]
    return None


def _is_written_as_name(text: str, key: str) -> bool:
    """A short word in small letters is an English word rather than a gene; longer ones and numbers are names."""
    return len(key) > 5 or not text.islower() or any(letter.isdigit() for letter in text) or not text.isascii()
