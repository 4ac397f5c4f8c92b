"""IRIs as CURIEs, for people.

Not by :mod:`curies`, whose import alone would take half of the time that a query may take.
"""

from __future__ import annotations

from collections.abc import Mapping


class Shortener:
    """Shortens IRIs by a prefix map, by the longest base that fits.

    >>> Shortener({"x": "http://x/", "y": "http://x/y#"})("http://x/y#z")
    'y:z'
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._bases = sorted(((base, prefix) for prefix, base in prefixes.items()), key=lambda pair: -len(pair[0]))

    def __call__(self, iri: str) -> str:
        """The CURIE of an IRI, or the IRI where no base fits."""
        for base, prefix in self._bases:
            if iri.startswith(base):
                return f"{prefix}:{iri[len(base) :]}"
        return iri
