"""Statistics of a graph: triples, subjects, classes and properties, as VoID counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from figkg.emit.terms import Term
from figkg.emit.vocabulary import Vocabulary


class Statistics(Struct):
    """Counts, which add up over graphs that share no subject.

    Attributes:
        triples: number of triples.
        subjects: number of distinct subjects.
        classes: number of instances by class.
        properties: number of triples by property.
    """

    triples: int = 0
    subjects: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    properties: dict[str, int] = field(default_factory=dict)

    def add(self, other: Statistics) -> None:
        """Add the counts of another graph."""
        self.triples += other.triples
        self.subjects += other.subjects
        for mine, theirs in ((self.classes, other.classes), (self.properties, other.properties)):
            for name, count in theirs.items():
                mine[name] = mine.get(name, 0) + count


def measure(nodes: Mapping[Term, Sequence[str]], vocabulary: Vocabulary) -> Statistics:
    """Count what is said of nodes.

    Args:
        nodes: for each node predicates and objects as they stand in N-Quads, with a space between them, each once.
        vocabulary: expanded the terms; names of classes and properties are CURIEs of it.
    """
    rdf_type = vocabulary("rdf:type")
    said = [one.partition(" ") for some in nodes.values() for one in some]
    properties = Counter([predicate for predicate, _, _ in said])
    classes = Counter([thing for predicate, _, thing in said if predicate == rdf_type])
    return Statistics(
        len(said),
        len(nodes),
        {vocabulary.curie(name): count for name, count in classes.items()},
        {vocabulary.curie(name): count for name, count in properties.items()},
    )


def measured(blocks: Iterable[list[str]], total: Statistics, vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Pass the N-Quads lines of one graph on and add their counts to a total.

    Args:
        blocks: lines of one graph, those of a subject together, each once.
        total: what is added to.
        vocabulary: expanded the terms.
    """
    rdf_type = vocabulary("rdf:type")
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    subjects = 0
    for lines in blocks:
        subjects += 1
        terms = [line.split(" ", 3) for line in lines]
        properties.update([term[1] for term in terms])
        classes.update([term[2] for term in terms if term[1] == rdf_type])
        yield lines
    total.add(
        Statistics(
            sum(properties.values()),
            subjects,
            {vocabulary.curie(name): count for name, count in classes.items()},
            {vocabulary.curie(name): count for name, count in properties.items()},
        )
    )
