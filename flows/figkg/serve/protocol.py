"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/) for a read-only endpoint: what is asked, and how.

Pure functions over what arrived; no web framework.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import parse_qsl

from msgspec import Struct

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
LONGEST_QUERY = 1_000_000

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
    "text/html": "html",
    FRAGMENT: "fragment",
}
"""Media types of triples."""

_SHORT = {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv"}
_SHORT |= {"tsv": "text/tab-separated-values", "turtle": "text/turtle", "ttl": "text/turtle", "html": "text/html"}
_SERVICE = re.compile(r"(?<![\w?$:.-])SERVICE(?![\w:.-])", re.IGNORECASE)
_OPAQUE = re.compile(
    r"<[^<>\"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*",
    re.DOTALL,
)


class ProtocolError(Exception):
    """A request that the protocol does not allow.

    Attributes:
        status: HTTP status.
        reason: what is wrong, in words.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class Question(Struct, frozen=True):
    """What is asked.

    Attributes:
        query: the SPARQL text.
        default_graphs: IRIs of ``default-graph-uri``; empty for the union of all graphs.
        named_graphs: IRIs of ``named-graph-uri``; empty for all.
        accept: media types that are wanted, the most wanted first.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    accept: tuple[str, ...]


def read_question(
    method: Literal["GET", "POST"], parameters: Sequence[tuple[str, str]], content_type: str, body: bytes, accept: str
) -> Question | None:
    """Read a request.

    Args:
        method: HTTP method.
        parameters: of the address, in order.
        content_type: header of that name.
        body: the body of a POST.
        accept: header of that name.

    Returns:
        The question, or None for a GET without one, which asks for the description of the service.

    Raises:
        ProtocolError: the request is not of the protocol, or asks for an update.
    """
    values = list(parameters)
    query: str | None = None
    if method == "POST":
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "application/sparql-update":
            raise ProtocolError(403, "this endpoint is read-only")
        if kind not in (QUERY_TYPE, FORM_TYPE):
            raise ProtocolError(415, f"a POST is {FORM_TYPE} or {QUERY_TYPE}")
        text = _decoded(body)
        if kind == QUERY_TYPE:
            query = text
        else:
            values += parse_qsl(text, keep_blank_values=True)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in values):
        raise ProtocolError(403, "this endpoint is read-only")
    asked = [value for name, value in values if name == "query"]
    if len(asked) + (query is not None) > 1:
        raise ProtocolError(400, "more than one query")
    query = asked[0] if asked else query
    if query is None:
        if method == "POST":
            raise ProtocolError(400, "no query")
        return None
    if len(query) > LONGEST_QUERY:
        raise ProtocolError(413, f"a query has at most {LONGEST_QUERY:,} characters")
    wanted = next((_SHORT.get(value, value) for name, value in values if name in ("format", "output")), None)
    return Question(
        query,
        tuple(value for name, value in values if name == "default-graph-uri"),
        tuple(value for name, value in values if name == "named-graph-uri"),
        (wanted,) if wanted else preferred(accept),
    )


def asks_elsewhere(query: str) -> bool:
    """Whether a query asks another endpoint.

    >>> asks_elsewhere("SELECT * { SERVICE <http://x/> { ?a ?b ?c } }")
    True
    >>> asks_elsewhere('SELECT * { ?service ?b "SERVICE" }')
    False
    """
    return _SERVICE.search(_OPAQUE.sub(" ", query)) is not None


def preferred(accept: str) -> tuple[str, ...]:
    """Media types of an ``Accept`` header, the most wanted first; those with q=0 are left out.

    >>> preferred("text/html;q=0.5, application/json, */*;q=0.1")
    ('application/json', 'text/html', '*/*')
    """
    found: list[tuple[float, str]] = []
    for part in accept.split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.lower().startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = 0.0
        if kind and weight > 0:
            found.append((weight, kind.lower()))
    return tuple(kind for _, kind in sorted(found, key=lambda one: -one[0]))


def choose(accept: Sequence[str], offered: Sequence[str]) -> str | None:
    """The offered media type that is wanted most, or None; without a wish the first.

    >>> choose(("text/*",), ("application/json", "text/csv"))
    'text/csv'
    """
    if not accept:
        return offered[0]
    for wanted in accept:
        for one in offered:
            if wanted in (one, "*/*") or (wanted.endswith("/*") and one.startswith(wanted[:-1])):
                return one
    return None


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "the body is not UTF-8") from error
