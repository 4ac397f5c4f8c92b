"""What a large model reads in a caption, joined with what figkg reads there itself.

A model names things by their words; they count only where figkg itself finds one mention there, with nothing beside it
that could change what is meant. What both say is more probable, what the model says otherwise is less, and what it says
alone is asserted only where nothing speaks against it. How much that weighs lies in mappings/judgement.yaml.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from figkg.extract.told import Told
from figkg.ground.figure import Mention
from figkg.relate.assertion import Assertion, Evidence, Span
from figkg.relate.judgement import Hearing, Judged, Judgement, Marks
from figkg.relate.passages import Passages
from figkg.relate.reader import Vote

MODEL = "model"
"""First half of what stands for a rule where a large model alone states something: ``model/NAME``."""

_MOST_PLACES = 20
_WORD = re.compile(r"\w+")


class Heard(Struct, frozen=True):
    """A statement of a model, with its ends.

    Attributes:
        cause: number of the mention that is its cause.
        effect: number of the mention that is its effect.
        told: the statement.
        evidence: its words.
    """

    cause: int
    effect: int
    told: Told
    evidence: Evidence


def hear(
    text: str, mentions: Sequence[Mention], told: Iterable[Told], passages: Passages, hearing: Hearing
) -> list[Heard]:
    """The statements of a model whose ends are mentions.

    Args:
        text: the caption.
        mentions: what it names.
        told: what the model says of it.
        passages: its sentences.
        hearing: says which words may stand beside a name.
    """
    found = []
    for one in told:
        triggers = _places(text, one.trigger, one)
        causes, effects = (_named(text, mentions, words, one, hearing) for words in (one.cause, one.effect))
        ends = [(cause, effect) for cause in causes for effect in effects]
        ends = [(cause, effect) for cause, effect in ends if mentions[cause].entity != mentions[effect].entity]
        named = [{mentions[end].entity for end in side} for side in (causes, effects)]
        if not triggers or not ends or any(len(one) != 1 for one in named):
            continue
        (cause, effect), trigger = min(
            ((pair, at) for pair in ends for at in triggers), key=lambda both: _apart(both[0], both[1], mentions)
        )
        vote = Vote(cause=cause, effect=effect, activates=0.0, inhibits=0.0, trigger=trigger)
        evidence = structs.replace(passages.evidence(vote), rule=f"{MODEL}/{one.by}")
        found.append(Heard(cause, effect, one, evidence))
    return found


def join(
    judged: Iterable[Judged],
    heard: Sequence[Heard],
    mentions: Sequence[Mention],
    passages: Passages,
    judgement: Judgement,
) -> Iterator[Judged]:
    """What figkg and a model state together.

    Args:
        judged: what figkg states, or finds probable at all.
        heard: what the model states.
        mentions: what the caption names.
        passages: its sentences.
        judgement: the weights.
    """
    hearing = judgement.told
    signs: dict[tuple[str, str], set[int]] = {}
    denied: set[tuple[str, str]] = set()
    for one in heard:
        pair = mentions[one.cause].entity, mentions[one.effect].entity
        if one.told.denied:
            denied.add(pair)
        else:
            signs.setdefault(pair, set()).add(one.told.sign)
    known: set[tuple[str, str]] = set()
    for own in judged:
        said = own.assertion
        pair = said.subject, said.object
        if said.negated or said.confidence >= judgement.possible:
            known.add(pair)
        agreed = signs.get(pair, set())
        if not said.negated and said.reading != "sequence":
            shift = hearing.agrees if agreed == {said.sign} and pair not in denied else 0.0
            shift = hearing.contradicts if agreed == {-said.sign} or (pair in denied and not agreed) else shift
            own = structs.replace(own, assertion=structs.replace(said, confidence=_shifted(said.confidence, shift)))
        yield own
    for one in heard:
        pair = mentions[one.cause].entity, mentions[one.effect].entity
        if pair not in known and pair not in denied and signs.get(pair) == {one.told.sign}:
            alone = _alone(one, mentions, passages, judgement)
            if alone is not None:
                yield alone


def _alone(one: Heard, mentions: Sequence[Mention], passages: Passages, judgement: Judgement) -> Judged | None:
    """A statement of the model alone, unless the text itself speaks against it."""
    said = one.evidence
    if said.sentence.endswith("?") or passages.pieces(said) or not passages.take_part(said) or passages.denied(said):
        return None
    cause, effect = mentions[one.cause], mentions[one.effect]
    sure = cause.probability * effect.probability
    identified = judgement.identification(cause) * judgement.identification(effect)
    hedged = one.told.hedged or passages.hedged(said)
    assertion = Assertion(
        subject=cause.entity,
        object=effect.entity,
        sign=one.told.sign,
        confidence=round(judgement.told.alone * sure * identified, 4),
        negated=False,
        hedged=hedged,
        reading="explicit",
        evidence=said,
    )
    return Judged(assertion, Marks(mentions=sure, identified=identified, hedged=hedged))


def _named(text: str, mentions: Sequence[Mention], words: str, told: Told, hearing: Hearing) -> list[int]:
    """The mentions that words name: one of them, and nothing beside it but what changes nothing."""
    found = []
    for place in _places(text, words, told):
        inside = [number for number, one in enumerate(mentions) if one.start < place.end and one.end > place.start]
        if len(inside) != 1:
            continue
        one = mentions[inside[0]]
        start, end = min(one.start, place.start), max(one.end, place.end)
        around = _WORD.findall(text[start : one.start]) + _WORD.findall(text[one.end : end])
        if one.start >= place.start and one.end <= place.end and all(word.lower() in hearing.beside for word in around):
            found.append(inside[0])
    return found


def _places(text: str, words: str, told: Told) -> list[Span]:
    """Where words stand in a quotation, as whole words."""
    places: list[Span] = []
    start = text.find(words, told.start, told.end)
    while start >= 0 and len(places) < _MOST_PLACES:
        end = start + len(words)
        whole = not (text[start - 1 : start].isalnum() and words[0].isalnum()) and not (
            text[end : end + 1].isalnum() and words[-1].isalnum()
        )
        if whole:
            places.append(Span(start, end))
        start = text.find(words, start + 1, told.end)
    return places


def _apart(pair: tuple[int, int], trigger: Span, mentions: Sequence[Mention]) -> tuple[int, Span, tuple[int, int]]:
    """How far the words of a statement are apart; what stands first where that is the same."""
    cause, effect = (mentions[one] for one in pair)
    first = min(cause.start, effect.start, trigger.start)
    return max(cause.end, effect.end, trigger.end) - first, trigger, pair


def _shifted(confidence: float, shift: float) -> float:
    """A probability after so many log-odds.

    >>> _shifted(0.5, 0.0), _shifted(0.5, 1.0), _shifted(0.5, -1.0)
    (0.5, 0.7311, 0.2689)
    """
    if not shift:
        return confidence
    kept = min(0.98, max(0.02, confidence))
    total = math.log(kept / (1.0 - kept)) + shift
    return round(min(0.98, max(0.02, 1.0 / (1.0 + math.exp(-total)))), 4)
