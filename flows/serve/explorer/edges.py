"""Edges of the graph, read from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pyoxigraph

from flows.export.rows import EdgeRow, EntityRow
from flows.serve.query import iterate
from flows.short_names import Shortener

KINDS = {"Gene": "gene", "GeneFamily": "family", "Chemical": "chemical", "Disease": "disease", "Process": "process"}
"""Kinds of entities by the local name of their class."""

_CLASSES = ", ".join(f"fkg:{name}" for name in KINDS)
_EDGES = """
SELECT DISTINCT ?edge ?sign ?belief ?figures ?papers ?first ?last ?inferred ?hedged ?opposite
  ?source ?sourceLabel ?sourceKind ?target ?targetLabel ?targetKind WHERE {{
  {restriction}
  ?edge fkg:sign ?sign ; fkg:belief ?belief ; fkg:figureCount ?figures ; fkg:paperCount ?papers ;
    fkg:inferred ?inferred ; fkg:hedged ?hedged ; wp:source ?source ; wp:target ?target .
  ?source rdfs:label ?sourceLabel ; rdf:type ?sourceKind . FILTER (?sourceKind IN ({classes}))
  ?target rdfs:label ?targetLabel ; rdf:type ?targetKind . FILTER (?targetKind IN ({classes}))
  OPTIONAL {{ ?edge fkg:firstYear ?first ; fkg:lastYear ?last }}
  OPTIONAL {{ ?edge fkg:contradicts ?opposite }}
}}"""
_LISTS = """
SELECT DISTINCT ?edge ?list ?value WHERE {{
  {restriction}
  VALUES ?list {{ fkg:inContextOf fkg:inTaxon fkg:supportedBy }}
  ?edge ?list ?value
}} ORDER BY ?value"""


def read_edges(store: pyoxigraph.Store, restriction: str, prefixes: Mapping[str, str]) -> tuple[EdgeRow, ...]:
    """The edges that a graph pattern allows, in no particular order.

    Args:
        store: the graph.
        restriction: SPARQL that binds ``?edge``.
        prefixes: prefix map.
    """
    lists: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in iterate(store, _LISTS.format(restriction=restriction), prefixes):
        lists[row["edge"], row["list"].rpartition("#")[2]].append(row["value"])
    short = Shortener(prefixes)
    rows = iterate(store, _EDGES.format(restriction=restriction, classes=_CLASSES), prefixes)
    return tuple(_edge(row, lists, short) for row in rows)


def touching(entity: str) -> str:
    """The pattern of the edges from and to an entity, by its IRI."""
    return f"{{ ?edge wp:source <{entity}> }} UNION {{ ?edge wp:target <{entity}> }}"


def in_context_of(disease: str) -> str:
    """The pattern of the edges that figures of a disease state, by its IRI."""
    return f"?edge fkg:inContextOf <{disease}> ; wp:source ?any ."


def _edge(row: Mapping[str, str], lists: Mapping[tuple[str, str], list[str]], short: Shortener) -> EdgeRow:
    def entity(end: str) -> EntityRow:
        kind = KINDS[row[f"{end}Kind"].rpartition("#")[2]]
        return EntityRow(short(row[end]), row[f"{end}Label"], kind, "", (), ())

    edge = row["edge"]
    return EdgeRow(
        key=edge.rpartition("/")[2],
        subject=entity("source"),
        sign=int(row["sign"]),
        object=entity("target"),
        belief=float(row["belief"]),
        figures=int(row["figures"]),
        papers=int(row["papers"]),
        first_year=int(row["first"]) if row["first"] else None,
        last_year=int(row["last"]) if row["last"] else None,
        inferred=row["inferred"] == "true",
        hedged=row["hedged"] == "true",
        contradicted=bool(row["opposite"]),
        diseases=tuple(short(one) for one in lists.get((edge, "inContextOf"), ())),
        taxa=tuple(one.rpartition("_")[2] for one in lists.get((edge, "inTaxon"), ())),
        assertions=tuple(one.rpartition("/")[2] for one in lists.get((edge, "supportedBy"), ())),
    )
