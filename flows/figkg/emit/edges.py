"""Edges: the consensus over all assertions with the same subject, sign and object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from math import prod

from msgspec import Struct

from figkg.emit.figure_graph import PREDICATES, WORDS, quad_lines
from figkg.emit.terms import boolean, decimal, integer, text, year
from figkg.emit.vocabulary import Vocabulary, edge_key

WIKIPATHWAYS_CLASS = {1: "wp:Stimulation", -1: "wp:Inhibition"}


class EdgeSupport(Struct, frozen=True):
    """One assertion behind an edge, with what its figure adds."""

    subject: str
    sign: int
    object: str
    key: str
    confidence: float
    hedged: bool
    explicit: bool
    figid: str
    pmcid: str
    year: int | None
    taxon: str


class Edge(Struct, frozen=True):
    """One edge of the graph.

    Attributes:
        subject: CURIE of the cause.
        sign: 1 for activation, -1 for inhibition.
        object: CURIE of the effect.
        belief: probability that at least one paper states it, in (0, 1].
        figures: number of figures.
        papers: number of papers.
        first_year: earliest year, or None.
        last_year: latest year, or None.
        explicit: whether any assertion behind it is explicit rather than read from the order of steps.
        hedged: whether every explicit assertion behind it is hedged; of an edge without any, whether every one is.
        contradicted: whether the opposite edge exists too.
        diseases: figures per disease, by CURIE.
        taxa: figures per organism, by NCBI Taxonomy number.
        assertions: keys of the assertions behind it, sorted.
    """

    subject: str
    sign: int
    object: str
    belief: float
    figures: int
    papers: int
    first_year: int | None
    last_year: int | None
    explicit: bool
    hedged: bool
    contradicted: bool
    diseases: dict[str, int]
    taxa: dict[str, int]
    assertions: tuple[str, ...]

    @property
    def outright(self) -> bool:
        """Whether some figure states it outright: neither as a possibility nor by the order of steps alone."""
        return self.explicit and not self.hedged


def belief(confidences: Iterable[tuple[str, float]]) -> float:
    """Probability that at least one paper really states an edge.

    Within a paper statements repeat each other, so only the best counts; papers are independent:
    ``1 - Π over papers of (1 - best confidence in the paper)``, the noisy-or of INDRA's belief model
    (Gyori et al., Mol Syst Biol 2017;13:954) without its per-reader systematic error.

    Args:
        confidences: pairs of paper and confidence.

    >>> round(belief([("PMC1", 0.5), ("PMC1", 0.8), ("PMC2", 0.5)]), 2)
    0.9
    """
    best: dict[str, float] = {}
    for paper, confidence in confidences:
        best[paper] = max(best.get(paper, 0.0), confidence)
    return 1.0 - prod(1.0 - best[paper] for paper in sorted(best))


def aggregate(rows: Iterable[EdgeSupport], diseases_of: Callable[[str], list[str]]) -> Iterator[Edge]:
    """Aggregate assertions to edges.

    Args:
        rows: assertions ordered by subject, object and sign, so that opposite edges are neighbours.
        diseases_of: diseases of a figure by its figid.

    Yields:
        Edges in that order.
    """
    for _, pair in groupby(rows, key=lambda row: (row.subject, row.object)):
        by_sign = {sign: list(group) for sign, group in groupby(pair, key=lambda row: row.sign)}
        for group in by_sign.values():
            yield _edge(group, diseases_of, contradicted=len(by_sign) > 1)


def _edge(rows: list[EdgeSupport], diseases_of: Callable[[str], list[str]], *, contradicted: bool) -> Edge:
    first = rows[0]
    figures = {row.figid: row for row in rows}
    years = sorted({row.year for row in rows if row.year is not None})
    diseases = Counter(disease for figid in figures for disease in diseases_of(figid))
    taxa = Counter(row.taxon for row in figures.values() if row.taxon)
    explicit = [row for row in rows if row.explicit]
    return Edge(
        subject=first.subject,
        sign=first.sign,
        object=first.object,
        belief=belief((row.pmcid, row.confidence) for row in rows),
        figures=len(figures),
        papers=len({row.pmcid for row in rows}),
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        explicit=bool(explicit),
        hedged=all(row.hedged for row in explicit or rows),
        contradicted=contradicted,
        diseases=dict(sorted(diseases.items())),
        taxa=dict(sorted(taxa.items())),
        assertions=tuple(sorted(row.key for row in rows)),
    )


def edge_quads(edge: Edge, labels: Callable[[str], str], vocabulary: Vocabulary) -> list[str]:
    """The N-Quads lines of an edge in the graph of edges.

    The direct triple (``gene fkg:activates gene``) is written only for an edge that some figure states outright;
    one that is read from the order of steps alone stays a node marked ``fkg:inferred``, one that is only said to be
    possible a node marked ``fkg:hedged``.

    Args:
        edge: the edge.
        labels: label of an entity by its CURIE.
        vocabulary: expands terms.
    """
    v = vocabulary
    key = edge_key(edge.subject, edge.sign, edge.object)
    node = v.edge(key)
    subject, object_ = v(edge.subject), v(edge.object)
    triples = [
        (node, v("rdf:type"), v("fkg:Edge")),
        (node, v("rdf:type"), v("wp:Interaction")),
        (node, v("rdf:type"), v("wp:DirectedInteraction")),
        (node, v("rdf:type"), v(WIKIPATHWAYS_CLASS[edge.sign])),
        (node, v("rdfs:label"), text(f"{labels(edge.subject)} {WORDS[edge.sign]} {labels(edge.object)}")),
        (node, v("rdf:subject"), subject),
        (node, v("rdf:predicate"), v(PREDICATES[edge.sign])),
        (node, v("rdf:object"), object_),
        (node, v("wp:source"), subject),
        (node, v("wp:target"), object_),
        (node, v("wp:participants"), subject),
        (node, v("wp:participants"), object_),
        (node, v("fkg:sign"), integer(edge.sign)),
        (node, v("fkg:belief"), decimal(edge.belief)),
        (node, v("fkg:figureCount"), integer(edge.figures)),
        (node, v("fkg:paperCount"), integer(edge.papers)),
        (node, v("fkg:inferred"), boolean(not edge.explicit)),
        (node, v("fkg:hedged"), boolean(edge.hedged)),
    ]
    if edge.outright:
        triples.append((subject, v(PREDICATES[edge.sign]), object_))
    if edge.first_year is not None and edge.last_year is not None:
        triples.append((node, v("fkg:firstYear"), year(edge.first_year)))
        triples.append((node, v("fkg:lastYear"), year(edge.last_year)))
    if edge.contradicted:
        triples.append((node, v("fkg:contradicts"), v.edge(edge_key(edge.subject, -edge.sign, edge.object))))
    triples += [(node, v("fkg:inContextOf"), v(disease)) for disease in edge.diseases]
    triples += [(node, v("fkg:inTaxon"), v(f"taxon:{taxon}")) for taxon in edge.taxa]
    for curie, figures in (*edge.diseases.items(), *((f"taxon:{taxon}", count) for taxon, count in edge.taxa.items())):
        context = v.context(key, curie)
        triples += [
            (node, v("fkg:context"), context),
            (context, v("rdf:type"), v("fkg:Context")),
            (context, v("fkg:inTaxon" if curie.startswith("taxon:") else "fkg:inContextOf"), v(curie)),
            (context, v("fkg:figureCount"), integer(figures)),
        ]
    triples += [(node, v("fkg:supportedBy"), v.assertion(key)) for key in edge.assertions]
    return quad_lines(triples, v("graph:edges"))
