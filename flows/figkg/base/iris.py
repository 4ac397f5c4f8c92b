"""CURIEs and IRIs: how one becomes the other, and the IRIs of the graph's own things.

Those are fixed, for the ontology, the shapes and the queries are published under them. All others come from the prefix
map (mappings/prefixes.yaml).

Not by :mod:`curies`, whose import alone would take half of the time that a query may take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from figkg.base.errors import MappingError

PREFIXES_FILE = "prefixes.yaml"

BASE = "https://w3id.org/figkg/"
"""What the IRIs of the graph's own things begin with; it is also the IRI of the dataset."""

OWN: Mapping[str, str] = MappingProxyType(
    {"fkg": f"{BASE}vocab#"}
    | {
        name: f"{BASE}{name}/"
        for name in (
            *("assertion", "caption", "edge", "evidence", "graph", "grounding"),
            *("mapping", "release", "run", "software"),
        )
    }
    | {f"name.{kind}": f"{BASE}name/{kind}/" for kind in ("gene", "family", "chemical", "disease", "process", "other")}
)
"""The graph's own things: IRI by prefix; those of names that no table holds by the kind of what they name."""

FKG = OWN["fkg"]
"""The vocabulary."""

GRAPHS = OWN["graph"]
"""How the names of all graphs begin."""

DerivedGraph = Literal["edges", "entities", "vocab", "dataset", "run"]
DERIVED_GRAPHS: tuple[DerivedGraph, ...] = ("edges", "entities", "vocab", "dataset", "run")
"""Names of the graphs that are not of one figure."""

_TYPED = re.compile(r"[A-Za-z][\w.-]*:(?:[\w.~-]|%[0-9A-Fa-f]{2})+")


class Curie(NamedTuple):
    """A CURIE in its two parts.

    Attributes:
        prefix: of the prefix map, ``ncbigene``; empty where there is none.
        local: what is behind it, ``4790``.

    >>> str(Curie("ncbigene", "4790"))
    'ncbigene:4790'
    """

    prefix: str
    local: str

    def __str__(self) -> str:
        return f"{self.prefix}:{self.local}"


def split_curie(curie: str) -> Curie:
    """A CURIE in its two parts; what has no colon is all local.

    >>> split_curie("ncbigene:4790"), split_curie("run:a:b"), split_curie("p50")
    (Curie(prefix='ncbigene', local='4790'), Curie(prefix='run', local='a:b'), Curie(prefix='', local='p50'))
    """
    prefix, colon, local = curie.partition(":")
    return Curie(prefix, local) if colon else Curie("", curie)


def expand(curie: str, prefixes: Mapping[str, str]) -> str:
    """The IRI of a CURIE.

    Raises:
        MappingError: its prefix is not in the map.

    >>> expand("go:0006915", {"go": "http://purl.obolibrary.org/obo/GO_"})
    'http://purl.obolibrary.org/obo/GO_0006915'
    """
    prefix, local = split_curie(curie)
    if prefix not in prefixes:
        raise MappingError(PREFIXES_FILE, None, f"has no prefix {prefix!r}, which {curie} needs")
    return prefixes[prefix] + local


def read_curie(text: str, prefixes: Mapping[str, str]) -> str | None:
    """The IRI of what somebody typed, or None where it is no CURIE of the map.

    >>> read_curie("n:596", {"n": "http://n/"}), read_curie("n:5> ?p", {"n": "http://n/"}), read_curie("p50", {})
    ('http://n/596', None, None)
    """
    return expand(text, prefixes) if _TYPED.fullmatch(text) and split_curie(text).prefix in prefixes else None


class Shortener:
    """Shortens IRIs by a prefix map, by the longest base that fits.

    >>> shorten = Shortener({"x": "http://x/", "y": "http://x/y#"})
    >>> shorten("http://x/y#z"), shorten("http://z/")
    ('y:z', 'http://z/')
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._bases = sorted(((base, prefix) for prefix, base in prefixes.items()), key=lambda pair: -len(pair[0]))
        self.term = cache(self.__call__)
        """The same for classes and properties, which are few and come again and again."""

    def __call__(self, iri: str) -> str:
        """The CURIE of an IRI, or the IRI where no base fits."""
        for base, prefix in self._bases:
            if iri.startswith(base):
                return f"{prefix}:{iri[len(base) :]}"
        return iri


def refuse_other_bases(prefixes: Mapping[str, str], path: Path) -> None:
    """Make sure that a prefix map has the IRIs of the graph's own things as they are published.

    Args:
        prefixes: the map.
        path: the file it was read from, for the number of the line.

    Raises:
        MappingError: it has another one, or none.
    """
    for prefix, iri in OWN.items():
        if prefixes.get(prefix) != iri:
            lines = path.read_text(encoding="utf-8").splitlines()
            row = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{prefix}:")), None)
            given = f"is {prefixes[prefix]}, but" if prefix in prefixes else "is missing;"
            raise MappingError(path.name, row, f"{prefix}: {given} the graph is published under {iri}")
