"""What one word of a figure was identified as, with all that its figure asks of it; many figures share one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from figkg.ground.figure import BARRED, Entity, Grounding
from figkg.reference.names import fold


class Grounded(Struct, frozen=True, gc=False):
    """Result for one word.

    Attributes:
        groundings: how it was identified, once for each thing that it may be.
        entities: the entities they name.
        in_order: the groundings, each with what it is sorted by (:func:`order_of`).
        trusted: CURIEs of the entities that no doubt of :data:`figkg.ground.figure.BARRED` bars.
        own: the word and a CURIE for each grounding as something human.
        foreign: the word and a CURIE for each grounding as a gene of another species.
    """

    groundings: tuple[Grounding, ...]
    entities: tuple[Entity, ...]
    in_order: tuple[tuple[Grounding, str], ...]
    trusted: tuple[str, ...]
    own: tuple[tuple[str, str], ...]
    foreign: tuple[tuple[str, str], ...]


def grounded(groundings: Sequence[Grounding], entities: Sequence[Entity]) -> Grounded:
    """Put together what a figure asks of a word.

    Args:
        groundings: of the word.
        entities: that they name.
    """
    named = [(one, one.entity) for one in groundings if one.entity is not None]
    return Grounded(
        groundings=tuple(groundings),
        entities=tuple(entities),
        in_order=tuple((one, order_of(one)) for one in groundings),
        trusted=tuple(curie for one, curie in named if not BARRED.intersection(one.doubts)),
        own=tuple((one.word, curie) for one, curie in named if "other-species" not in one.doubts),
        foreign=tuple((one.word, curie) for one, curie in named if "other-species" in one.doubts),
    )


def order_of(one: Grounding) -> str:
    """What groundings are sorted by: word, CURIE, kind, source, match, doubts."""
    return "\0".join((one.word, one.entity or "", one.kind, one.source, one.match, *one.doubts))


def known_words(found: Sequence[Grounded]) -> dict[str, Entity]:
    """What the words of a figure stand for that count, by folded word.

    Args:
        found: what the words were identified as, in the order of its rows, genes first.
    """
    entities = {entity.curie: entity for one in reversed(found) for entity in one.entities}
    trusted = {curie for one in found for curie in one.trusted}
    return {fold(word): entities[curie] for word, curie in words_of(found, trusted).items()}


def words_of(found: Iterable[Grounded], trusted: set[str]) -> dict[str, str]:
    """Words as read with what they were identified as; human genes before those of other species.

    A word that lists several genes is left out, since none of them alone is what it stands for.

    Args:
        found: what the words of a figure were identified as, in the order of its rows.
        trusted: CURIEs of the entities that count.
    """
    words: dict[str, str] = {}
    several: set[str] = set()
    foreign: dict[str, str] = {}
    for one in found:
        for word, curie in one.own:
            if curie in trusted and words.setdefault(word, curie) != curie:
                several.add(word)
        for word, curie in one.foreign:
            if curie in trusted:
                foreign[word] = min(foreign.get(word, curie), curie)
    for word in several:
        del words[word]
    for word, curie in foreign.items():
        words.setdefault(word, curie)
    return words
