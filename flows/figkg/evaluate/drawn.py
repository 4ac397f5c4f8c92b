"""How well somebody reads images: nodes, edges and signs of annotations, against those of a curator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import RecordError, SourceError
from figkg.evaluate.beta import interval, mean
from figkg.extract.drawings import Annotation, read_annotations
from figkg.reference.names import fold
from figkg.relate.drawings import DrawingPolicy, sign_of

_LEAST = 0.001
"""Nobody is never right."""
_Signed = tuple[str, str, int]


class Share(Struct, frozen=True):
    """How much of what is found is right, and how much of what is there is found.

    Attributes:
        right: found and there.
        found: how many are found.
        there: how many are there.
    """

    right: int = 0
    found: int = 0
    there: int = 0

    @property
    def precision(self) -> float:
        """Share of what is found that is right, 0 where nothing is found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that is found, 0 where nothing is there."""
        return self.right / self.there if self.there else 0.0

    def plus(self, found: frozenset[object], there: frozenset[object]) -> Share:
        """This and another figure's."""
        return Share(self.right + len(found & there), self.found + len(found), self.there + len(there))


class ReaderScore(Struct, frozen=True):
    """How well one reader reads.

    Attributes:
        by: the reader.
        figures: how many figures of the gold standard it read.
        nodes: labels.
        pairs: source and target of edges with a sign, without the sign.
        edges: with the sign.
        wrong_signs: edges between a right source and target whose sign is the other.
        sure: how sure the reader itself is of its edges, on average; 1 where it does not say.
    """

    by: str
    figures: int
    nodes: Share
    pairs: Share
    edges: Share
    wrong_signs: int
    sure: float = 1.0

    @property
    def confidence(self) -> float:
        """Probability that an edge of this reader is drawn so: its precision, drawn to one half where little is known.

        That of an edge of which the reader is less sure is this times how sure it is; so that they are right on
        average, this is more for a reader that is not sure.

        >>> ReaderScore("a", 1, Share(), Share(), Share(right=8, found=10, there=20), 0).confidence
        0.75
        """
        return self._fitted(mean(self.edges.right, self.edges.found))

    @property
    def interval(self) -> tuple[float, float]:
        """Where the confidence lies with a probability of 95 %, if edges were drawn one by one.

        >>> ReaderScore("a", 1, Share(), Share(), Share(right=8, found=10, there=20), 0).interval
        (0.482, 0.94)
        """
        low, high = interval(self.edges.right, self.edges.found)
        return self._fitted(low), self._fitted(high)

    def _fitted(self, precision: float) -> float:
        return round(min(1.0, max(_LEAST, precision / self.sure)), 3)


def score_readers(gold: Path, annotations: Iterable[Path], policy: DrawingPolicy) -> list[ReaderScore]:
    """Compare annotations with those of a curator, figure by figure.

    Args:
        gold: annotations that are right and whole.
        annotations: files to measure, of any readers.
        policy: which types of edges have which sign.

    Returns:
        A score for each reader, by name; figures that the gold standard lacks do not count.

    Raises:
        SourceError: a file cannot be read or has a line that is no annotation, or no figure is in both.
    """
    right: dict[str, tuple[Annotation, ...]] = {}
    for one in _whole(gold):
        right[one.figid] = (*right.get(one.figid, ()), one)
    read: dict[str, dict[str, tuple[Annotation, ...]]] = {}
    for path in annotations:
        for one in _whole(path):
            if one.figid in right:
                figures = read.setdefault(one.by or "unknown", {})
                figures[one.figid] = (*figures.get(one.figid, ()), one)
    if not read:
        raise SourceError(str(gold), "none of its figures is annotated in the files to measure")
    return [_score(by, figures, right, policy) for by, figures in sorted(read.items())]


def _score(
    by: str,
    figures: Mapping[str, tuple[Annotation, ...]],
    right: Mapping[str, tuple[Annotation, ...]],
    policy: DrawingPolicy,
) -> ReaderScore:
    nodes = pairs = edges = Share()
    wrong = 0
    sure: list[float] = []
    for figid, found in figures.items():
        nodes = nodes.plus(_labels(found), _labels(right[figid]))
        read, there = _signed(found, policy), _signed(right[figid], policy)
        edges = edges.plus(frozenset(read), frozenset(there))
        pairs = pairs.plus(frozenset(one[:2] for one in read), frozenset(one[:2] for one in there))
        wrong += sum((source, target, -sign) in there for source, target, sign in read.keys() - there.keys())
        sure += read.values()
    return ReaderScore(by, len(figures), nodes, pairs, edges, wrong, sum(sure) / len(sure) if sure else 1.0)


def _labels(annotations: Iterable[Annotation]) -> frozenset[object]:
    return frozenset(_plain(node.label) for one in annotations for node in one.nodes)


def _signed(annotations: Iterable[Annotation], policy: DrawingPolicy) -> dict[_Signed, float]:
    """Edges with their signs, and how sure their reader is of each."""
    found: dict[_Signed, float] = {}
    for one in annotations:
        labels = {str(node.label if node.id is None else node.id): _plain(node.label) for node in one.nodes}
        for edge in one.edges:
            if sign := sign_of(edge.type, policy):
                signed = labels[str(edge.source)], labels[str(edge.target)], sign
                found[signed] = max(found.get(signed, 0.0), edge.confidence or 1.0)
    return found


def _plain(label: str) -> str:
    return fold(label) or label


def _whole(path: Path) -> Iterable[Annotation]:
    for _, one in read_annotations(path):
        if isinstance(one, RecordError):
            raise SourceError(str(path), str(one))
        yield one
