"""How good figkg is for its users: mentions, identifiers and edges against captions annotated whole.

Mentions count by exact place and kind, genes and families as one kind. Identifiers are judged where a mention is given.
Edges are judged end to end, with nothing given but the record:

An end is right when its identifier is one of the entity's; or, where the entity has none, when its words are a name of
the entity and the identifier claims no more than the name does (no human gene or family for what is none).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Sequence

from msgspec import Struct

from figkg.evaluate.bootstrap import DRAWS, Interval
from figkg.evaluate.captions import GENES, CaptionEntity, GoldCaption, gold_mentions, kind_of_type
from figkg.ground.figure import Entity, Kind, Mention
from figkg.relate.assertion import Assertion

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212-"))
_ENDS = "'\"()[].,;:"
_GENE_PREFIXES = ("ncbigene:", "fplx:")
_GENE_NAMES = ("name.gene:", "name.family:")


class Tally(Struct, frozen=True):
    """What one caption adds to a measure.

    Attributes:
        right: predictions that are right.
        predicted: all predictions.
        found: annotations that a prediction meets.
        annotated: all annotations.
    """

    right: int
    predicted: int
    found: int
    annotated: int


class Measure(Struct, frozen=True):
    """A measure over all captions.

    Attributes:
        precision: share of predictions that are right.
        recall: share of annotations that are found.
        f1: their harmonic mean.
        low: lower end of the middle 95 % of F1 where captions are drawn anew.
        high: upper end.
        right: number of right predictions.
        predicted: number of predictions.
        found: number of annotations found.
        annotated: number of annotations.
    """

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    right: int
    predicted: int
    found: int
    annotated: int


class Prediction(Struct, frozen=True):
    """An edge as the graph of a figure has it.

    Attributes:
        subject: CURIE of the cause.
        object: CURIE of the effect.
        sign: 1 or -1.
        confidence: of the surest statement of it.
        words: what that statement calls cause and effect.
    """

    subject: str
    object: str
    sign: int
    confidence: float
    words: tuple[str, str]


def predictions(assertions: Iterable[Assertion], caption: str) -> list[Prediction]:
    """The distinct edges of a figure's statements: explicit ones that are not denied, each by its surest statement."""
    best: dict[tuple[str, str, int], Prediction] = {}
    for one in assertions:
        if one.negated or one.reading != "explicit":
            continue
        at = one.evidence.subject_at, one.evidence.object_at
        words = caption[at[0].start : at[0].end], caption[at[1].start : at[1].end]
        found = Prediction(one.subject, one.object, one.sign, one.confidence, words)
        key = (one.subject, one.object, one.sign)
        if key not in best or found.confidence > best[key].confidence:
            best[key] = found
    return list(best.values())


def mention_tally(gold: GoldCaption, mentions: Iterable[Mention], kinds: Collection[str] | None = None) -> Tally:
    """Mentions of a caption against the annotated ones.

    Args:
        gold: the annotated caption.
        mentions: what was found.
        kinds: kinds that count; all when None.
    """
    wanted = {
        (one.start, one.end, _group(kind_of_type(gold.entities[one.entity].type)))
        for one in gold_mentions(gold)
        if kinds is None or kind_of_type(gold.entities[one.entity].type) in kinds
    }
    found = {(one.start, one.end, _group(one.kind)) for one in mentions if kinds is None or one.kind in kinds}
    right = len(wanted & found)
    return Tally(right, len(found), right, len(wanted))


def identifier_tally(
    gold: GoldCaption, identify: Callable[[str, Kind], Entity], human: Collection[str], kinds: Collection[str]
) -> Tally:
    """Identifiers of the entities of a caption, their names and kinds given.

    Args:
        gold: the annotated caption.
        identify: what a name of a kind stands for in this caption.
        human: NCBI Gene numbers of human genes.
        kinds: kinds that count.
    """
    asked = [one for one in gold.entities if kind_of_type(one.type) in kinds]
    right = sum(is_end(identify(one.text, kind_of_type(one.type)).curie, one.text, one, human) for one in asked)
    return Tally(right, len(asked), right, len(asked))


def edge_tally(
    gold: GoldCaption, found: Sequence[Prediction], human: Collection[str], *, genes: bool
) -> tuple[Tally, list[tuple[float, bool]]]:
    """Edges of a caption against the annotated ones.

    Args:
        gold: the annotated caption.
        found: the edges that the figure's graph has.
        human: NCBI Gene numbers of human genes.
        genes: whether edges among genes and families alone count.

    Returns:
        The tally, and for each prediction its confidence and whether it is right.
    """
    entities = gold.entities
    stated = [one for one in gold.edges if not one.negated]
    counted = [one for one in stated if one.s != one.o and (not genes or _among_genes(entities, one.s, one.o))]
    wanted = {(one.s, one.o, one.sign) for one in counted}
    met: set[tuple[int, int, int]] = set()
    ranked: list[tuple[float, bool]] = []
    for one in found:
        hit = {
            (subject, object_, sign)
            for subject, object_, sign in wanted
            if sign == one.sign
            and is_end(one.subject, one.words[0], entities[subject], human)
            and is_end(one.object, one.words[1], entities[object_], human)
        }
        if not hit and genes and not _counts_among_genes(one, gold, human):
            continue
        ranked.append((one.confidence, bool(hit)))
        met |= hit
    right = sum(good for _, good in ranked)
    return Tally(right, len(ranked), len(met), len(wanted)), ranked


def is_end(curie: str, words: str, entity: CaptionEntity, human: Collection[str], *, lenient: bool = False) -> bool:
    """Whether an identifier and the words it was read from stand for an annotated entity.

    Args:
        curie: the identifier.
        words: the words.
        entity: the annotated entity.
        human: NCBI Gene numbers of human genes.
        lenient: whether a member counts for its family and the reverse, and words alone for what is no gene.
    """
    if entity.ids:
        if curie in entity.ids:
            return True
        if not lenient:
            return False
        if curie in entity.members:
            return True
        return _is_called(words, entity) and (entity.type not in GENES or curie.startswith("fplx:"))
    if not _is_called(words, entity):
        return False
    if entity.type not in GENES:
        return True
    return curie.removeprefix("ncbigene:") not in human and not (curie.startswith("fplx:") and entity.type == "gene")


def measure(tallies: Sequence[Tally], seed: int = 0, draws: int = DRAWS) -> Measure:
    """A measure over captions, with its interval.

    Args:
        tallies: one a caption.
        seed: of the random draws.
        draws: how many times as many captions as there are are drawn, with replacement.
    """
    precision, recall, f1, totals = _ratios(tallies)
    chance = random.Random(seed)  # noqa: S311
    drawn = sorted(_ratios(chance.choices(tallies, k=len(tallies)))[2] for _ in range(draws)) if tallies else [0.0]
    margin = round(len(drawn) * 0.025)
    interval = Interval(drawn[margin], drawn[-1 - margin])
    return Measure(
        precision=round(precision, 4),
        recall=round(recall, 4),
        f1=round(f1, 4),
        low=round(interval.low, 4),
        high=round(interval.high, 4),
        right=totals.right,
        predicted=totals.predicted,
        found=totals.found,
        annotated=totals.annotated,
    )


def ranking(ranked: Iterable[tuple[float, bool]]) -> float | None:
    """How often confidence ranks a right prediction above a wrong one, ties half; None where there is no pair."""
    rows = list(ranked)
    right = sorted(confidence for confidence, good in rows if good)
    wrong = sorted(confidence for confidence, good in rows if not good)
    if not right or not wrong:
        return None
    above = sum((one > other) + 0.5 * (one == other) for one in right for other in wrong)
    return round(above / (len(right) * len(wrong)), 4)


def _ratios(tallies: Sequence[Tally]) -> tuple[float, float, float, Tally]:
    total = Tally(
        sum(one.right for one in tallies),
        sum(one.predicted for one in tallies),
        sum(one.found for one in tallies),
        sum(one.annotated for one in tallies),
    )
    precision = total.right / total.predicted if total.predicted else 0.0
    recall = total.found / total.annotated if total.annotated else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0, total


def _counts_among_genes(one: Prediction, gold: GoldCaption, human: Collection[str]) -> bool:
    """Whether a wrong edge is one among genes: neither an edge of other things that is right nor one of their nodes."""
    entities = gold.entities
    for edge in gold.edges:
        if edge.negated or edge.sign != one.sign or _among_genes(entities, edge.s, edge.o):
            continue
        ends = ((one.subject, one.words[0], edge.s), (one.object, one.words[1], edge.o))
        if all(is_end(curie, words, entities[place], human, lenient=True) for curie, words, place in ends):
            return False
    return all(curie.startswith((*_GENE_PREFIXES, *_GENE_NAMES)) for curie in (one.subject, one.object))


def _among_genes(entities: Sequence[CaptionEntity], subject: int, object_: int) -> bool:
    return entities[subject].type in GENES and entities[object_].type in GENES


def _group(kind: Kind) -> str:
    return "gene" if kind in GENES else kind


def _is_called(words: str, entity: CaptionEntity) -> bool:
    name = _folded(words)
    return any(name.rstrip("s") == form.rstrip("s") for form in map(_folded, entity.forms))


def _folded(text: str) -> str:
    return "".join(text.lower().translate(_DASHES).split()).strip(_ENDS)
