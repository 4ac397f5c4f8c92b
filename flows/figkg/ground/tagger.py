"""The tagger: what a caption names, found by reading; a small model (mappings/tagger/) over the encoder's states.

It reads word pieces with the shape of their words and what the dictionary finds there, and the paper's title beside the
caption. For each piece it tells whether a mention begins or goes on there and of which kind, and whether a gene or
protein is one that human tables do not have. How it was made stands in benchmarks/training/ and in the model's card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from figkg.base.models import load_model
from figkg.ground.encoder import Encoder, load_encoder
from figkg.ground.figure import Kind
from figkg.ground.pieces import Found, Row

FOLDER = "tagger"
FORM = 2
"""Raised with what goes into the model or comes out of it."""
KINDS: tuple[Kind, ...] = ("gene", "family", "chemical", "process", "disease", "other")
"""The kinds in the order of the model's outputs: nothing, then beginning and inside of each, then foreign."""

EAGERNESS = 1.1
"""Other things than genes are possible from a third of the probability of nothing on."""
_GENE = 1
"""The beginning of a gene or family, where the two are one kind."""
_LEAST_PROBABILITY = 1e-9
_NO_END, _NO_BEGINNING = " ,;:.([/\\\"'", " ,;:.)]/\\\"'"


class Tagged(Struct, frozen=True, order=True):
    """A mention that the tagger found.

    Attributes:
        start: offset of its first character, in Unicode code points.
        end: offset behind its last one.
        kind: what it names.
        probability: that this is a mention, whole and of this kind, in (0, 1].
        foreign: probability that human tables do not have it, in [0, 1]; of genes and families only.
    """

    start: int
    end: int
    kind: Kind
    probability: float
    foreign: float


class Tagger:
    """Finds mentions; one per process, single-threaded, so that answers depend on nothing but the text."""

    def __init__(self, session: Any, encoder: Encoder) -> None:
        self._session = session
        self._encoder = encoder

    def tag(self, text: str, title: str, found: Sequence[Found]) -> tuple[Tagged, ...]:
        """The mentions of a text, in order, without overlaps.

        Args:
            text: a caption.
            title: of its paper, or of the figure, or empty.
            found: what the dictionary finds, in order; of what overlaps the later one counts.
        """
        tagged: list[Tagged] = []
        for row in self._encoder.rows(text, title, found):
            labels, foreign = self._run(row)
            inside = slice(1, len(row.offsets) + 1)
            tagged += sorted(_with_possible(labels[inside], foreign[inside], row))
        return tuple(trimmed for one in tagged if (trimmed := _trimmed(one, text)) is not None)

    def _run(self, row: Row) -> tuple[Any, Any]:
        labels, foreign = self._session.run(None, {"states": self._encoder.states(row)})
        return labels[0], foreign[0]


def _with_possible(labels: Any, foreign: Any, row: Row) -> Iterator[Tagged]:
    """The likeliest mentions, and where there are none, other things than genes that are possible."""
    likely = list(decode(labels, foreign, row))
    yield from likely
    for one in decode(labels, foreign, row, eagerness=EAGERNESS):
        if one.kind not in ("gene", "family") and all(
            one.end <= other.start or one.start >= other.end for other in likely
        ):
            yield one


def decode(labels: Any, foreign: Any, row: Row, *, eagerness: float = 0.0) -> Iterator[Tagged]:
    """The likeliest mentions: whole words, nothing goes on that did not begin, genes and families told apart last.

    Args:
        labels: an array of pieces by labels, probabilities: nothing; beginning and inside of each of :data:`KINDS`.
        foreign: an array of pieces, the probability that a gene there is one that human tables lack.
        row: what was read.
        eagerness: what is added to the log-probabilities of other things than genes.
    """
    import numpy as np

    offsets = row.offsets

    grouped = np.concatenate([labels[:, :1], labels[:, 1:3] + labels[:, 3:5], labels[:, 5:]], axis=1)
    scores = np.log(grouped + _LEAST_PROBABILITY)
    scores[:, _GENE + 2 :] += eagerness
    best = _path(scores, row.continued)
    place = 0
    while place < len(best):
        label = best[place]
        if label == 0:
            place += 1
            continue
        end = place + 1
        while end < len(best) and best[end] == label + 1:
            end += 1
        kind = KINDS[(label - 1) // 2 + 1] if label > _GENE else "gene"
        if label == _GENE:
            sums = labels[place:end, 1:5].sum(0)
            kind = "gene" if sums[0] + sums[1] >= sums[2] + sums[3] else "family"
        sure = np.mean([grouped[at, best[at]] for at in range(place, end)])
        foreignness = round(float(foreign[place:end].mean()), 3)
        yield Tagged(offsets[place][0], offsets[end - 1][1], kind, round(float(sure), 3), foreignness)
        place = end


def _trimmed(one: Tagged, text: str) -> Tagged | None:
    """A mention without signs at its ends and brackets that have no other half; None for what is a number alone."""
    start, end = one.start, one.end
    while start < end:
        said = text[start:end]
        if said[-1] in _NO_END or (said[-1] in ")]" and said.count("(") + said.count("[") < said.count(said[-1])):
            end -= 1
        elif said[0] in _NO_BEGINNING or (said[0] in "([" and said.count(")") + said.count("]") < said.count(said[0])):
            start += 1
        else:
            break
    said = text[start:end]
    return None if not said or said.isdigit() else structs.replace(one, start=start, end=end)


def _path(scores: Any, continued: Sequence[bool]) -> list[int]:
    """The likeliest labels of all pieces together: inside of a kind only behind its beginning or its inside.

    Within a word nothing begins or ends. A. J. Viterbi, IEEE Transactions on Information Theory 13:260 (1967). Lists of
    Python, as arrays of eleven numbers cost five times more.
    """
    rows: list[list[float]] = scores.tolist()
    if not rows:
        return []
    labels, beginnings = range(len(rows[0])), range(1, len(rows[0]), 2)
    reached = [-inf if label and label % 2 == 0 else score for label, score in enumerate(rows[0])]
    before: list[list[int]] = []
    for row, within in zip(rows[1:], continued[1:], strict=True):
        best = 0 if within else max(labels, key=reached.__getitem__)
        from_best = reached[best]
        came = [best] * len(row)
        following = [from_best + row[0]] * len(row)
        for beginning in beginnings:
            inside = beginning + 1
            begun, going_on = reached[beginning], reached[inside]
            came[inside] = inside if going_on > begun else beginning
            following[beginning] = -inf if within else from_best + row[beginning]
            following[inside] = max(begun, going_on) + row[inside]
        before.append(came)
        reached = following
    path = [max(labels, key=reached.__getitem__)]
    for came in reversed(before):
        path.append(came[path[-1]])
    return path[::-1]


def load_tagger(mappings: Path, encoder: Encoder | None = None) -> Tagger:
    """The tagger of a mappings folder.

    Args:
        mappings: the folder.
        encoder: its encoder, where it is open already.

    Raises:
        MappingError: its card or model, or the encoder's, is missing, damaged or of another version.
    """
    encoder = encoder or load_encoder(mappings)
    return Tagger(load_model(mappings, FOLDER, FORM).session, encoder)
