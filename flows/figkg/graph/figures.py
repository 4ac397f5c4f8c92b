"""What the graph says of a figure."""

from __future__ import annotations

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import FKG, Shortener, split_curie
from figkg.graph.built import Graph
from figkg.graph.nodes import look_up
from figkg.graph.rows import EntityRow, entity_row
from figkg.graph.statements import Statement, candidates_of_figure, rejected_of_figure, statements_of_figure

_FIND = """
SELECT ?figure ?figid ?title ?paper ?paperTitle ?citation ?doi ?pmid ?year ?caption WHERE {{
  ?figure dcterms:identifier {name}, ?figid ; rdf:type fkg:PathwayFigure ; rdfs:label ?title ; dcterms:isPartOf ?paper .
  FILTER (STRENDS(STR(?figure), CONCAT(ENCODE_FOR_URI(?figid), ".html")))
  OPTIONAL {{ ?paper dcterms:issued ?year }}
  OPTIONAL {{ ?paper rdfs:label ?paperTitle }}
  OPTIONAL {{ ?paper dcterms:bibliographicCitation ?citation }}
  OPTIONAL {{ ?paper bibo:doi ?doi }}
  OPTIONAL {{ ?paper bibo:pmid ?pmid }}
  OPTIONAL {{ ?figure fkg:caption/rdf:value ?caption }} }} ORDER BY ?figure LIMIT 1"""
_ENTITIES = "SELECT DISTINCT ?entity WHERE {{ <{figure}> fkg:depicts|fkg:mentions ?entity }}"
_DOUBTS = """
SELECT ?word ?doubt ?label WHERE {{ ?grounding fkg:inFigure <{figure}> ; fkg:word ?word ; fkg:doubt ?doubt .
  OPTIONAL {{ ?grounding fkg:entity/rdfs:label ?label }} }} ORDER BY ?word ?doubt ?label"""


class DoubtfulWord(Struct, frozen=True):
    """A word of a figure whose identifier is in doubt.

    Attributes:
        word: as it was read.
        doubt: local name of the doubt in the vocabulary, ``AmbiguousAlias``.
        label: what it was taken for, or empty.
    """

    word: str
    doubt: str
    label: str


class Figure(Struct, frozen=True, kw_only=True):
    """A figure.

    Attributes:
        figid: its identifier.
        title: its title.
        page: address of its page at PFOCR, which is its IRI.
        paper: PubMed Central identifier, ``PMC6676106``.
        year: year of the paper, or empty.
        caption: its caption, or empty.
        entities: what it depicts or mentions, by kind and label.
        doubts: words whose identifier is in doubt.
        statements: what it states.
        candidates: what it perhaps states, too unsure to be asserted.
        rejected: what was read in it and curators reject.
        names: its identifier and its alias, if it has one.
        paper_title: title of the paper, or empty.
        citation: how the paper is cited, or empty.
        doi: of the paper, or empty.
        pmid: number of the paper in PubMed, or empty.
    """

    figid: str
    title: str
    page: str
    paper: str
    year: str
    caption: str
    entities: tuple[EntityRow, ...]
    doubts: tuple[DoubtfulWord, ...]
    statements: tuple[Statement, ...]
    candidates: tuple[Statement, ...]
    paper_title: str = ""
    citation: str = ""
    doi: str = ""
    pmid: str = ""
    rejected: tuple[Statement, ...] = ()
    names: tuple[str, ...] = ()


def names_of_figure(graph: Graph, name: str) -> tuple[str, ...]:
    """Identifier and alias of a figure by either of them; nothing where the graph has no such figure."""
    row = next(graph.rows(_FIND.format(name=pyoxigraph.Literal(name))), None)
    return () if row is None else _names(graph, row["figure"], row["figid"], Shortener(graph.prefixes))


def read_figure(graph: Graph, name: str) -> Figure | None:
    """A figure by its identifier or alias, or None where the graph has no such figure."""
    row = next(graph.rows(_FIND.format(name=pyoxigraph.Literal(name))), None)
    if row is None:
        return None
    short, figure = Shortener(graph.prefixes), row["figure"]
    return Figure(
        figid=row["figid"],
        title=row["title"],
        page=figure,
        paper=split_curie(short(row["paper"])).local,
        year=row["year"],
        caption=row["caption"],
        entities=_entities(graph, figure, short),
        doubts=tuple(
            DoubtfulWord(one["word"], one["doubt"].removeprefix(FKG), one["label"])
            for one in graph.rows(_DOUBTS.format(figure=figure))
        ),
        statements=statements_of_figure(graph, figure),
        candidates=candidates_of_figure(graph, figure),
        rejected=rejected_of_figure(graph, figure),
        paper_title=row["paperTitle"],
        citation=row["citation"],
        doi=row["doi"],
        pmid=row["pmid"],
        names=_names(graph, figure, row["figid"], short),
    )


def _names(graph: Graph, figure: str, figid: str, short: Shortener) -> tuple[str, ...]:
    others = look_up(graph.store, figure, short).all("dcterms:identifier")
    return (figid, *(name for name in others if name != figid))


def _entities(graph: Graph, figure: str, short: Shortener) -> tuple[EntityRow, ...]:
    shown = [row["entity"] for row in graph.rows(_ENTITIES.format(figure=figure))]
    rows = (entity_row(look_up(graph.store, iri, short), graph.kinds, short) for iri in shown)
    order = list(graph.kinds.by_name)
    return tuple(sorted(filter(None, rows), key=lambda one: (order.index(one.kind), one.label, one.curie)))
