"""The SPARQL 1.1 Protocol, as far as a read-only endpoint goes: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from figkg.serve.protocol import (
    FORM_TYPE,
    LONGEST_QUERY,
    QUERY_TYPE,
    ProtocolError,
    Question,
    read_question,
)

ASK = "ASK { }"


def get(*parameters: tuple[str, str], accept: str = "") -> Question | None:
    return read_question("GET", parameters, "", b"", accept)


def post(content_type: str, body: bytes, *parameters: tuple[str, str]) -> Question | None:
    return read_question("POST", parameters, content_type, body, "")


def test_a_query_comes_in_three_ways() -> None:
    wanted = Question(ASK)
    assert get(("query", ASK)) == wanted
    assert post(FORM_TYPE, urlencode({"query": ASK}).encode()) == wanted
    assert post(QUERY_TYPE, ASK.encode()) == wanted
    assert post(f"{QUERY_TYPE}; charset=UTF-8", ASK.encode()) == wanted


def test_graphs_come_with_the_query_or_in_the_address() -> None:
    default, named = ("default-graph-uri", "urn:d"), ("named-graph-uri", "urn:n")
    wanted = Question(ASK, ("urn:d", "urn:e"), ("urn:n",))
    more = ("default-graph-uri", "urn:e")
    assert get(("query", ASK), default, more, named) == wanted
    assert post(QUERY_TYPE, ASK.encode(), default, more, named) == wanted
    assert post(FORM_TYPE, urlencode([("query", ASK), default, more, named]).encode()) == wanted


def test_no_query_asks_for_the_description_of_the_service() -> None:
    assert get() is None


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/sparql-update", b"DROP ALL", 403),
        (FORM_TYPE, b"update=DROP+ALL", 403),
        (FORM_TYPE, b"query=ASK+{}&using-graph-uri=urn:g", 403),
        ("text/plain", b"ASK {}", 415),
        ("", b"ASK {}", 415),
        (FORM_TYPE, b"", 400),
        (FORM_TYPE, b"query=ASK+{}&query=ASK+{}", 400),
        (QUERY_TYPE, b"\xff", 400),
        (QUERY_TYPE, b"#" * (LONGEST_QUERY + 1), 413),
    ],
)
def test_what_the_protocol_does_not_allow(content_type: str, body: bytes, status: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        post(content_type, body)
    assert caught.value.status == status
    assert caught.value.reason


def test_two_queries_in_the_address_are_one_too_many() -> None:
    with pytest.raises(ProtocolError, match="more than one query"):
        get(("query", ASK), ("query", ASK))


def test_a_format_may_be_asked_for_in_the_address() -> None:
    question = get(("query", ASK), ("format", "xml"), ("output", "csv"), accept="application/json")
    assert question is not None
    assert question.accept == "application/json"
    assert question.formats == ("application/sparql-results+xml", "application/rdf+xml", "text/csv")


def test_a_graph_without_a_name_is_none() -> None:
    assert get(("query", ASK), ("default-graph-uri", ""), ("named-graph-uri", "")) == Question(ASK)
