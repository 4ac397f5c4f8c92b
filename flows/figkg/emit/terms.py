"""RDF terms as N-Quads text: IRIs that are checked, literals that are escaped.

Literals follow the canonical form of N-Triples (https://www.w3.org/TR/n-triples/#canonical-ntriples), so
nothing in a record can end a literal early or forge a triple.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from figkg.base.errors import FigkgError

Term = str
"""A term as it stands in N-Quads: ``<iri>`` or ``"text"^^<datatype>``."""

XSD = "http://www.w3.org/2001/XMLSchema#"

_ESCAPES = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    "\t": "\\t",
    "\b": "\\b",
    "\n": "\\n",
    "\r": "\\r",
    "\f": "\\f",
    '"': '\\"',
    "\\": "\\\\",
}
_TABLE = str.maketrans(_ESCAPES)
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_ILLEGAL_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\xa0\ud800-\udfff]')


class TermError(FigkgError):
    """A text that cannot be an IRI.

    Attributes:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"not an IRI: {self.text!r}"


def iri(text: str) -> Term:
    """An IRI.

    Raises:
        TermError: it holds a character that no IRI may hold, or has no scheme.

    >>> iri("https://identifiers.org/ncbigene/3491")
    '<https://identifiers.org/ncbigene/3491>'
    """
    if ":" not in text or _ILLEGAL_IN_IRI.search(text):
        raise TermError(text)
    return f"<{text}>"


def text(value: str) -> Term:
    r"""A plain string literal.

    >>> text('say "no"' + chr(10))
    '"say \\"no\\"\\n"'
    """
    if (value.isprintable() and '"' not in value and "\\" not in value) or not _ESCAPED.search(value):
        return f'"{value}"'
    return f'"{value.translate(_TABLE)}"'


def integer(value: int) -> Term:
    """An ``xsd:integer``."""
    return f'"{value}"^^<{XSD}integer>'


def decimal(value: float) -> Term:
    """An ``xsd:decimal`` with up to four places and never an exponent.

    >>> decimal(0.91), decimal(1.0)
    ('"0.91"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    digits = f"{value:.4f}".rstrip("0")
    return f'"{digits + "0" if digits.endswith(".") else digits}"^^<{XSD}decimal>'


def boolean(value: bool) -> Term:
    """An ``xsd:boolean``."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def year(value: int) -> Term:
    """An ``xsd:gYear``."""
    return f'"{value:04d}"^^<{XSD}gYear>'


def day(value: str) -> Term:
    """An ``xsd:date`` from its ISO 8601 form."""
    return f'"{value}"^^<{XSD}date>'


def moment(value: str) -> Term:
    """An ``xsd:dateTime`` from its ISO 8601 form, in the canonical one: UTC, without zeros at the end.

    >>> moment("2026-03-01T02:30:00.250+01:00")
    '"2026-03-01T01:30:00.25Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    """
    utc = datetime.fromisoformat(value).astimezone(UTC)
    fraction = f".{utc.microsecond:06d}".rstrip("0").rstrip(".")
    return f'"{utc:%Y-%m-%dT%H:%M:%S}{fraction}Z"^^<{XSD}dateTime>'
