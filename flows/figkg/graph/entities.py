"""What the graph says of an entity besides its edges."""

from __future__ import annotations

from msgspec import Struct

from figkg.base.iris import Shortener, read_curie
from figkg.graph.built import Graph
from figkg.graph.nodes import look_up
from figkg.graph.rows import EntityRow, entity_row

_LABELS = "SELECT DISTINCT ?thing ?label WHERE {{ {pattern} ?thing rdfs:label ?label }} ORDER BY ?label ?thing"
_FIGURES = """
SELECT ?figure ?figid ?title ?year (COUNT(?assertion) AS ?statements) WHERE {{
  ?figure fkg:depicts|fkg:mentions <{iri}> ; dcterms:identifier ?figid ; rdfs:label ?title ; dcterms:isPartOf ?paper .
  FILTER (STRENDS(STR(?figure), CONCAT(ENCODE_FOR_URI(?figid), ".html")))
  OPTIONAL {{ ?paper dcterms:issued ?year }}
  OPTIONAL {{ ?assertion prov:wasDerivedFrom ?figure }}
}} GROUP BY ?figure ?figid ?title ?year ORDER BY DESC(?statements) DESC(?year) ?figid LIMIT {most}"""
_FIGURE_COUNT = "SELECT (COUNT(DISTINCT ?figure) AS ?count) WHERE {{ ?figure fkg:depicts|fkg:mentions <{iri}> }}"


class Labelled(Struct, frozen=True):
    """A thing and its label.

    Attributes:
        curie: its CURIE.
        label: its label.
    """

    curie: str
    label: str


class FigureLine(Struct, frozen=True):
    """A figure in a list.

    Attributes:
        figid: its identifier.
        title: its title.
        year: of its paper, or empty.
        statements: how many it makes.
    """

    figid: str
    title: str
    year: str
    statements: int


class Entity(EntityRow, frozen=True, kw_only=True):
    """An entity with its relatives.

    Attributes:
        iri: its IRI.
        families: families that it is a member of.
        members: members of a family, as far as they are in the graph.
        figures: number of figures that depict or mention it.
    """

    iri: str
    families: tuple[Labelled, ...]
    members: tuple[Labelled, ...]
    figures: int


def read_entity(graph: Graph, iri: str) -> Entity | None:
    """An entity by its IRI, or None where the graph has no such entity."""
    short = Shortener(graph.prefixes)
    row = entity_row(look_up(graph.store, iri, short), graph.kinds, short)
    if row is None:
        return None
    return Entity(
        *(getattr(row, name) for name in row.__struct_fields__),
        iri=iri,
        families=_labelled(graph, f"<{iri}> fkg:memberOf ?thing ."),
        members=_labelled(graph, f"?thing fkg:memberOf <{iri}> ."),
        figures=int(next(graph.rows(_FIGURE_COUNT.format(iri=iri)))["count"]),
    )


def figures_with(graph: Graph, iri: str, most: int = 50) -> tuple[FigureLine, ...]:
    """The figures that depict or mention an entity, by its IRI; those with most statements first."""
    return tuple(
        FigureLine(row["figid"], row["title"], row["year"], int(row["statements"]))
        for row in graph.rows(_FIGURES.format(iri=iri, most=most))
    )


def labels_of(graph: Graph, curies: tuple[str, ...]) -> tuple[Labelled, ...]:
    """Entities with their labels, by label."""
    iris = " ".join(f"<{iri}>" for curie in curies if (iri := read_curie(curie, graph.prefixes)))
    return _labelled(graph, f"VALUES ?thing {{ {iris} }}") if iris else ()


def _labelled(graph: Graph, pattern: str) -> tuple[Labelled, ...]:
    short = Shortener(graph.prefixes)
    return tuple(Labelled(short(row["thing"]), row["label"]) for row in graph.rows(_LABELS.format(pattern=pattern)))
