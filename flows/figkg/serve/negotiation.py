"""In which form an answer comes: what is offered, and what of it a client wants most.

Pure functions over headers and parameters; no web framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

FRAGMENT = "application/vnd.figkg.rows+html"
"""Media type of rows as an HTML table that is part of a page."""

ROWS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/html": "html",
    FRAGMENT: "fragment",
}
"""Media types of rows and of a yes or no, and what each is called; the first is the default."""

TRIPLES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "text/n3": "turtle",
    "text/html": "html",
    FRAGMENT: "fragment",
}
"""Media types of triples."""

_JSON_ROWS, _XML_ROWS = "application/sparql-results+json", "application/sparql-results+xml"
_JSON_TRIPLES, _XML_TRIPLES = "application/ld+json", "application/rdf+xml"
_SHORT = {
    "json": (_JSON_ROWS, _JSON_TRIPLES),
    "xml": (_XML_ROWS, _XML_TRIPLES),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "html": ("text/html",),
    "turtle": ("text/turtle",),
    "ttl": ("text/turtle",),
    "n3": ("text/turtle",),
    "ntriples": ("application/n-triples",),
    "n-triples": ("application/n-triples",),
    "nt": ("application/n-triples",),
    "rdf": (_XML_TRIPLES,),
    "rdfxml": (_XML_TRIPLES,),
    "rdf+xml": (_XML_TRIPLES,),
    "jsonld": (_JSON_TRIPLES,),
    "json-ld": (_JSON_TRIPLES,),
}
"""Short names of forms, as clients write them: that of rows and that of triples."""

_PART = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')


class _Range(NamedTuple):
    """A part of an ``Accept`` header: media type, or some with ``*``, and how much it is wanted, in 0 … 1."""

    name: str
    weight: float

    @property
    def width(self) -> int:
        """0 for one type, 1 for ``text/*``, 2 for all; what is narrower rules."""
        return 2 if self.name == "*/*" else int(self.name.endswith("/*"))

    def takes(self, media_type: str) -> bool:
        return self.width == 2 or self.name == media_type or (self.width == 1 and media_type.startswith(self.name[:-1]))


def formats(names: Iterable[str]) -> tuple[str, ...]:
    """Media types of forms that are asked for by name, ``format=xml``, by media type or by a list of these.

    >>> formats(["xml"]), formats(["tsv,text/html", "none"])
    (('application/sparql-results+xml', 'application/rdf+xml'), ('text/tab-separated-values', 'text/html'))
    """
    asked = (one.strip().lower() for name in names for one in name.split(","))
    return tuple(kind for one in asked for kind in _SHORT.get(one, (one,) if "/" in one else ()))


def choose(accept: str, offered: Sequence[str], asked: Sequence[str] = ()) -> str | None:
    """The offered media type that is wanted most, or None; without a wish the first.

    Args:
        accept: an ``Accept`` header; several of them are joined by commas.
        offered: the media types, the preferred first.
        asked: media types that are asked for in the address, which goes before the header where one is offered.

    >>> choose("text/*;q=0.5, application/xml;q=0.4", ("application/json", "application/xml", "text/csv"))
    'text/csv'
    >>> choose("*/*", ("application/json", "text/csv"), ("image/png", "text/csv"))
    'text/csv'
    """
    named = next((one for one in asked if one in offered), None)
    if named is not None:
        return named
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    wanted = []
    for index, one in enumerate(offered):
        fitting = [(each.width, place, each.weight) for place, each in enumerate(ranges) if each.takes(one)]
        _, place, weight = min(fitting, default=(0, 0, 0.0))
        if weight > 0:
            wanted.append((-weight, place, index, one))
    return min(wanted)[-1] if wanted else None


def _ranges(accept: str) -> list[_Range]:
    """The parts of a header; those without a readable weight are left out."""
    found = []
    for part in _PART.findall(accept):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [value.strip() for key, _, value in (one.partition("=") for one in parameters) if key.strip() == "q"]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            continue
        if name and 0 <= weight <= 1:
            found.append(_Range(name, weight))
    return found
