"""What a page says of an entity besides its edges."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph
from msgspec import Struct

from figkg.base.iris import Shortener
from figkg.graph.edges import KINDS
from figkg.graph.query import iterate

_CURIE = re.compile(r"[A-Za-z][\w.-]*:[\w.~%-]+")
_MOST_FIGURES = 50
_FACTS = """
SELECT ?property ?value WHERE {{
  VALUES ?property {{ rdf:type rdfs:label skos:altLabel skos:exactMatch biolink:in_taxon }}
  <{iri}> ?property ?value }} ORDER BY ?value"""
_RELATED = "SELECT DISTINCT ?thing ?label WHERE {{ {pattern} ?thing rdfs:label ?label }} ORDER BY ?label ?thing"
_FIGURES = """
SELECT ?figure ?figid ?title ?year (COUNT(?assertion) AS ?statements) WHERE {{
  ?figure fkg:depicts|fkg:mentions <{iri}> ; dcterms:identifier ?figid ; rdfs:label ?title ; dcterms:isPartOf ?paper .
  FILTER (STRENDS(STR(?figure), CONCAT(ENCODE_FOR_URI(?figid), ".html")))
  OPTIONAL {{ ?paper dcterms:issued ?year }}
  OPTIONAL {{ ?assertion prov:wasDerivedFrom ?figure }}
}} GROUP BY ?figure ?figid ?title ?year ORDER BY DESC(?statements) DESC(?year) ?figid LIMIT {most}"""
_FIGURE_COUNT = "SELECT (COUNT(DISTINCT ?figure) AS ?count) WHERE {{ ?figure fkg:depicts|fkg:mentions <{iri}> }}"


class Named(Struct, frozen=True):
    """An entity and its label."""

    curie: str
    label: str


class FigureLine(Struct, frozen=True):
    """A figure in a list."""

    figid: str
    title: str
    year: str
    statements: int


class EntityHead(Struct, frozen=True, kw_only=True):
    """An entity.

    Attributes:
        curie: its CURIE.
        iri: its IRI.
        label: its label.
        kind: ``gene``, ``family``, ``chemical``, ``disease`` or ``process``.
        other_names: other names, in order.
        matches: IRIs of the same thing elsewhere.
        families: families that it is a member of.
        members: members of a family, as far as they are in the graph.
        figure_count: figures that depict or mention it.
        figures: those with most statements.
    """

    curie: str
    iri: str
    label: str
    kind: str
    other_names: tuple[str, ...]
    matches: tuple[str, ...]
    families: tuple[Named, ...]
    members: tuple[Named, ...]
    figure_count: int
    figures: tuple[FigureLine, ...]


def expand(curie: str, prefixes: Mapping[str, str]) -> str | None:
    """The IRI of a CURIE, or None where it is none.

    >>> expand("go:0006915", {"go": "http://purl.obolibrary.org/obo/GO_"})
    'http://purl.obolibrary.org/obo/GO_0006915'
    """
    prefix, _, local = curie.partition(":")
    return f"{prefixes[prefix]}{local}" if _CURIE.fullmatch(curie) and prefix in prefixes else None


def read_head(store: pyoxigraph.Store, curie: str, prefixes: Mapping[str, str]) -> EntityHead | None:
    """An entity by its CURIE, or None where the graph has no such entity."""
    iri = expand(curie, prefixes)
    if iri is None:
        return None
    facts: dict[str, list[str]] = {}
    for row in iterate(store, _FACTS.format(iri=iri), prefixes):
        facts.setdefault(row["property"].replace("/", "#").rpartition("#")[2], []).append(row["value"])
    kinds = [KINDS[name] for one in facts.get("type", ()) if (name := one.rpartition("#")[2]) in KINDS]
    if not kinds or "label" not in facts:
        return None
    return EntityHead(
        curie=curie,
        iri=iri,
        label=facts["label"][0],
        kind=kinds[0],
        other_names=tuple(facts.get("altLabel", ())),
        matches=tuple(facts.get("exactMatch", ())),
        families=_named(store, f"<{iri}> fkg:memberOf ?thing .", prefixes),
        members=_named(store, f"?thing fkg:memberOf <{iri}> .", prefixes),
        figure_count=int(next(iterate(store, _FIGURE_COUNT.format(iri=iri), prefixes))["count"]),
        figures=tuple(
            FigureLine(row["figid"], row["title"], row["year"], int(row["statements"]))
            for row in iterate(store, _FIGURES.format(iri=iri, most=_MOST_FIGURES), prefixes)
        ),
    )


def labels_of(store: pyoxigraph.Store, curies: tuple[str, ...], prefixes: Mapping[str, str]) -> tuple[Named, ...]:
    """Entities with their labels, by label."""
    iris = " ".join(f"<{iri}>" for curie in curies if (iri := expand(curie, prefixes)))
    return _named(store, f"VALUES ?thing {{ {iris} }}", prefixes)


def _named(store: pyoxigraph.Store, pattern: str, prefixes: Mapping[str, str]) -> tuple[Named, ...]:
    short = Shortener(prefixes)
    rows = iterate(store, _RELATED.format(pattern=pattern), prefixes)
    return tuple(Named(short(row["thing"]), row["label"]) for row in rows)
