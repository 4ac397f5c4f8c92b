"""What `figkg show` tells of a figure or a gene, gathered from the store as plain values."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph
from msgspec import Struct

from figkg.base.errors import FigkgError
from figkg.base.iris import Shortener
from figkg.graph.query import iterate
from figkg.graph.statements import Statement, read_statements


class NothingFoundError(FigkgError):
    """Neither a figure nor an entity has this name.

    Attributes:
        name: what was asked for.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"no figure, gene, family, chemical or disease is called {self.name!r} in this graph"


class FigurePage(Struct, frozen=True):
    """A figure: its record, its entities by kind, its doubts, its statements."""

    figid: str
    title: str
    page: str
    paper: str
    year: str
    caption: str
    entities: tuple[tuple[str, str, str], ...]
    doubts: tuple[tuple[str, str, str], ...]
    statements: tuple[Statement, ...]


class EntityPage(Struct, frozen=True):
    """A gene, family, chemical or disease: its names and the statements it takes part in."""

    curie: str
    label: str
    kind: str
    other_names: tuple[str, ...]
    figures: int
    statements: tuple[Statement, ...]


def figure_page(store: pyoxigraph.Store, figid: str, prefixes: Mapping[str, str]) -> FigurePage | None:
    """The page of a figure by its figid or alias, or None."""
    name = pyoxigraph.Literal(figid)
    rows = list(
        iterate(
            store,
            f"""SELECT ?figure ?figid ?title ?paper ?year ?caption WHERE {{
              ?figure dcterms:identifier {name}, ?figid ; rdf:type fkg:PathwayFigure ; rdfs:label ?title ;
                dcterms:isPartOf ?paper .
              FILTER (STRENDS(STR(?figure), CONCAT(ENCODE_FOR_URI(?figid), ".html")))
              OPTIONAL {{ ?paper dcterms:issued ?year }}
              OPTIONAL {{ ?figure fkg:caption/rdf:value ?caption }} }} ORDER BY ?figure LIMIT 1""",
            prefixes,
        )
    )
    if not rows:
        return None
    row, shorten = rows[0], Shortener(prefixes)
    figure = f"<{row['figure']}>"
    entities = iterate(
        store,
        f"""SELECT ?entity ?label ?kind WHERE {{ {figure} fkg:depicts|fkg:mentions ?entity . ?entity rdfs:label ?label ;
          rdf:type ?kind . FILTER (STRSTARTS(STR(?kind), STR(fkg:))) }} ORDER BY ?kind ?label""",
        prefixes,
    )
    doubts = iterate(
        store,
        f"""SELECT ?word ?doubt ?label WHERE {{ ?grounding fkg:inFigure {figure} ; fkg:word ?word ; fkg:doubt ?doubt .
          OPTIONAL {{ ?grounding fkg:entity/rdfs:label ?label }} }} ORDER BY ?word ?doubt ?label""",
        prefixes,
    )
    curie = shorten(row["paper"])
    return FigurePage(
        figid=row["figid"],
        title=row["title"],
        page=row["figure"],
        paper=curie.removeprefix("pmc:"),
        year=row["year"],
        caption=row["caption"],
        entities=tuple((one["label"], shorten(one["entity"]), one["kind"].rpartition("#")[2]) for one in entities),
        doubts=tuple((one["word"], one["doubt"].rpartition("#")[2], one["label"]) for one in doubts),
        statements=read_statements(store, f"?assertion prov:wasDerivedFrom {figure} .", prefixes),
    )


def entity_page(store: pyoxigraph.Store, name: str, prefixes: Mapping[str, str]) -> EntityPage | None:
    """The page of an entity by symbol, label, other name or CURIE, or None."""
    literal = pyoxigraph.Literal(name)
    prefix, _, local = name.partition(":")
    by_curie = f"BIND (<{prefixes[prefix]}{local}> AS ?entity)" if prefix in prefixes and local.isalnum() else None
    for pattern in (
        by_curie,
        f"?entity rdfs:label {literal} .",
        f"?entity skos:altLabel {literal} .",
        f"?entity rdfs:label ?any . FILTER (LCASE(?any) = LCASE({literal}))",
        f"?entity skos:altLabel ?any . FILTER (LCASE(?any) = LCASE({literal}))",
    ):
        if pattern is None:
            continue
        rows = list(
            iterate(
                store,
                f"""SELECT ?entity ?label ?kind (COUNT(DISTINCT ?figure) AS ?figures) WHERE {{ {pattern}
                  ?entity rdfs:label ?label ; rdf:type ?kind . FILTER (STRSTARTS(STR(?kind), STR(fkg:)))
                  FILTER (?kind IN (fkg:Gene, fkg:GeneFamily, fkg:Chemical, fkg:Disease, fkg:Process))
                  OPTIONAL {{ ?figure fkg:depicts|fkg:mentions ?entity }} }}
                  GROUP BY ?entity ?label ?kind ORDER BY DESC(?figures) ?entity LIMIT 1""",
                prefixes,
            )
        )
        if rows:
            return _entity(store, rows[0], prefixes)
    return None


def _entity(store: pyoxigraph.Store, row: Mapping[str, str], prefixes: Mapping[str, str]) -> EntityPage:
    entity = f"<{row['entity']}>"
    names = iterate(store, f"SELECT ?name WHERE {{ {entity} skos:altLabel ?name }} ORDER BY ?name", prefixes)
    restriction = f"{{ ?assertion rdf:subject {entity} }} UNION {{ ?assertion rdf:object {entity} }}"
    return EntityPage(
        curie=Shortener(prefixes)(row["entity"]),
        label=row["label"],
        kind=row["kind"].rpartition("#")[2],
        other_names=tuple(one["name"] for one in names),
        figures=int(row["figures"]),
        statements=read_statements(store, restriction, prefixes),
    )
