"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/) for a read-only endpoint: what is asked, and how.

Pure functions over what arrived; no web framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from urllib.parse import parse_qsl

from msgspec import Struct

from figkg.serve.negotiation import formats

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
LONGEST_QUERY = 1_000_000


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
        default_graphs: IRIs of ``default-graph-uri``.
        named_graphs: IRIs of ``named-graph-uri``; where both are empty, the query says what it is about.
        accept: header of that name: the forms that are wanted.
        formats: media types that the address asks for, which go before the header.
        base: address of the endpoint, which relative IRIs are resolved against, or empty.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""
    formats: tuple[str, ...] = ()
    base: str = ""


def read_question(
    method: Literal["GET", "POST"],
    parameters: Sequence[tuple[str, str]],
    content_type: str,
    body: bytes,
    accept: str,
    base: str = "",
) -> Question | None:
    """Read a request.

    Args:
        method: HTTP method.
        parameters: of the address, in order.
        content_type: header of that name.
        body: the body of a POST.
        accept: header of that name.
        base: address of the endpoint.

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
    return Question(
        query,
        tuple(value for name, value in values if name == "default-graph-uri" and value),
        tuple(value for name, value in values if name == "named-graph-uri" and value),
        accept,
        formats(value for name, value in values if name in ("format", "output")),
        base,
    )


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "the body is not UTF-8") from error
