"""Where the page of a thing is: for links between pages, and from the rows of a query to pages."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, unquote

from figkg.base.iris import BASE, Shortener, split_curie


def page_of(iri: str, short: Shortener, entities: Collection[str]) -> str:
    """Path of the page of an IRI; that of a thing of the graph's own is what follows the base of its IRI.

    Args:
        iri: the IRI.
        short: shortens IRIs.
        entities: prefixes of entities (:attr:`figkg.base.kinds.Kinds.prefixes`).

    >>> short = Shortener({"ncbigene": "http://n/"})
    >>> page_of(f"{BASE}edge/71ab", short, ["ncbigene"]), page_of("http://n/596", short, ["ncbigene"])
    ('/edge/71ab', '/entity/ncbigene:596')
    """
    if iri.startswith(BASE) and len(iri) > len(BASE):
        return "/" + iri[len(BASE) :]
    prefix, local = split_curie(short(iri))
    if prefix in entities and local.isalnum():
        return f"/entity/{prefix}:{local}"
    if prefix == "figure" and local.endswith(".html"):
        return figure_path(unquote(local.removesuffix(".html")))
    return f"/resource?iri={quote(iri, safe='')}"


def path_of(name: str, kind: str) -> str:
    """Path of the page of what a search found.

    Args:
        name: CURIE of an entity, or figid of a figure.
        kind: name of the kind of the entity, or ``figure``.

    >>> path_of("ncbigene:596", "gene"), path_of("PMC1__a b", "figure")
    ('/entity/ncbigene:596', '/figure/PMC1__a%20b')
    """
    return figure_path(name) if kind == "figure" else f"/entity/{name}"


def figure_path(figid: str) -> str:
    """Path of the page of a figure."""
    return f"/figure/{quote(figid, safe='')}"
