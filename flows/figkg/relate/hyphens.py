"""Entities before a hyphen: ``A-induced``, ``A- and B-dependent``."""

from __future__ import annotations

from figkg.relate.things import Thing, closing
from figkg.relate.token_classes import ENTITY, HYPHEN, JOINTS, MODIFYING_VERBS, OPEN, SLASH
from figkg.relate.tokens import Sentence


def hyphen_causes(sentence: Sentence, place: int) -> tuple[Thing, ...]:
    """The causes of ``A- and B-dependent`` from its first entity on."""
    behind = hyphen_cause_end(sentence, place)
    if behind is None:
        return ()
    return tuple(Thing(index, 1, 1) for index in range(place, behind) if sentence.classes[index] == ENTITY)


def hyphen_cause_end(sentence: Sentence, place: int) -> int | None:
    """Index behind ``A-induced`` when the entity at a place is such a cause; ``A- and B-induced`` too."""
    classes, words = sentence.classes, sentence.words
    if classes[place + 1 : place + 2] not in (HYPHEN, SLASH, OPEN):
        return None
    index = place + 1
    if classes[index] == OPEN:
        index = closing(sentence, index)
    steps = 0
    while classes[index : index + 1] == HYPHEN and classes[index + 1 : index + 2] in JOINTS and steps < 4:
        following = index + 2
        while classes[following : following + 1] in JOINTS:
            following += 1
        if classes[following : following + 1] != ENTITY:
            return None
        index, steps = following + 1, steps + 1
    while classes[index : index + 2] == SLASH + ENTITY:
        index += 2
    if (
        classes[index : index + 1] == HYPHEN
        and index + 1 < len(classes)
        and (
            classes[index + 1] in MODIFYING_VERBS
            or words[index + 1] in sentence.grammar.hyphen_causes
            or words[index + 1] in sentence.grammar.bearing
        )
    ):
        return index + 2
    return None
