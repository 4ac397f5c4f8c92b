"""Entities before a hyphen: ``A-induced``, ``A- and B-dependent``."""

from __future__ import annotations

from figkg.relate.things import Thing, closing
from figkg.relate.tokens import Sentence


def hyphen_causes(sentence: Sentence, place: int) -> tuple[Thing, ...]:
    """The causes of ``A- and B-dependent`` from its first entity on."""
    behind = hyphen_cause_end(sentence, place)
    if behind is None:
        return ()
    return tuple(Thing(index, 1, 1) for index in range(place, behind) if sentence.classes[index] == "E")


def hyphen_cause_end(sentence: Sentence, place: int) -> int | None:
    """Index behind ``A-induced`` when the entity at a place is such a cause; ``A- and B-induced`` too."""
    classes, words = sentence.classes, sentence.words
    if classes[place + 1 : place + 2] not in ("-", "/", "("):
        return None
    index = place + 1
    if classes[index] == "(":
        index = closing(sentence, index)
    steps = 0
    while classes[index : index + 1] == "-" and classes[index + 1 : index + 2] in (",", "c") and steps < 4:
        following = index + 2
        while classes[following : following + 1] in (",", "c"):
            following += 1
        if classes[following : following + 1] != "E":
            return None
        index, steps = following + 1, steps + 1
    while classes[index : index + 2] == "/E":
        index += 2
    if (
        classes[index : index + 1] == "-"
        and index + 1 < len(classes)
        and (
            classes[index + 1] in "pg"
            or words[index + 1] in sentence.grammar.hyphen_causes
            or words[index + 1] in sentence.grammar.bearing
        )
    ):
        return index + 2
    return None
