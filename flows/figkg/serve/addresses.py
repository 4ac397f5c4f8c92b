"""Where the page of a thing is: for links between pages, and from the rows of a query to pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

from figkg.base.iris import Shortener

BASE = "https://w3id.org/figkg/"
"""What the IRIs of the graph's own things begin with; the rest is the path of their page."""

_ENTITIES = frozenset({"ncbigene", "fplx", "mesh", "chebi", "go"})


def page_of(iri: str, prefixes: Mapping[str, str]) -> str:
    """Path of the page of an IRI.

    >>> page_of("https://w3id.org/figkg/edge/71ab", {}), page_of("http://n/596", {"ncbigene": "http://n/"})
    ('/edge/71ab', '/entity/ncbigene:596')
    """
    if iri.startswith(BASE) and len(iri) > len(BASE):
        return "/" + iri[len(BASE) :]
    prefix, _, local = Shortener(prefixes)(iri).partition(":")
    if prefix in _ENTITIES and local.isalnum():
        return f"/entity/{prefix}:{local}"
    if prefix == "figure" and local.endswith(".html"):
        return figure_path(unquote(local.removesuffix(".html")))
    return f"/resource?iri={quote(iri, safe='')}"


def path_of(name: str, kind: str) -> str:
    """Path of the page of what a search found.

    Args:
        name: CURIE of an entity, or figid of a figure.
        kind: of entity, or ``figure``.

    >>> path_of("ncbigene:596", "gene"), path_of("PMC1__a b", "figure")
    ('/entity/ncbigene:596', '/figure/PMC1__a%20b')
    """
    return figure_path(name) if kind == "figure" else f"/entity/{name}"


def figure_path(figid: str) -> str:
    """Path of the page of a figure."""
    return f"/figure/{quote(figid, safe='')}"
