"""Whether a query uses a keyword: as the parser reads it, not as the letters look."""

from __future__ import annotations

import pyoxigraph
import pytest

from figkg.graph.keywords import Keyword, uses_keyword

NOBODY = "http://127.0.0.1:9/"
"""The client within the store refuses this port by itself."""

ASKED = f"SERVICE <{NOBODY}> {{ ?d ?e ?f }}"
STORE = pyoxigraph.Store()
STORE.load(
    b'<urn:a> <urn:b> 1, 1.0, true, "x"@en ; <urn:#> 2 ; <urn:x#> 3 .',
    format=pyoxigraph.RdfFormat.TURTLE,
)
ELSEWHERE = {
    "alone": f"SELECT * {{ {ASKED} }}",
    "in small letters": f"SELECT * {{ service <{NOBODY}> {{ }} }}",
    "after a dot": f"SELECT * {{ ?a ?b ?c.{ASKED} }}",
    "with a prefixed name": f"PREFIX : <{NOBODY}> SELECT * {{SERVICE:x{{?d ?e ?f}}}}",
    "after a comment that a carriage return ends": f"SELECT * {{ # x\r{ASKED} }}",
    "after a number": f"SELECT * {{ ?a ?b 1{ASKED} }}",
    "after a number with a dot": f"SELECT * {{ ?a ?b 1.{ASKED} }}",
    "after a yes": f"SELECT * {{ ?a ?b true{ASKED} }}",
    "after a language": f"SELECT * {{ ?a ?b 'x'@en.{ASKED} }}",
    "after a name with a hash": f"PREFIX x: <urn:x> SELECT * {{ ?a x:\\# ?b . {ASKED} }}",
    "after an IRI with a hash": f"SELECT * {{ ?a <urn:#> ?c {ASKED} }}",
    "between what looks like an IRI": f"SELECT * {{ ?a ?b ?c FILTER(1<2){ASKED}FILTER(2>1) }}",
    "between what looks like a string": f"SELECT * {{ ?a ?b ?c FILTER('\\''!='\"') {ASKED} FILTER('\"'='\"') }}",
    "where nothing may be": f"SELECT * {{ ?a ?b ?c OPTIONAL{{{ASKED}}} }}",
    "in a query within": f"SELECT * {{ {{ SELECT * {{ {ASKED} }} }} }}",
    "to construct": f"CONSTRUCT {{ ?d ?e ?f }} {{ {ASKED} }}",
    "to say yes": f"ASK {{ {ASKED} }}",
}


def evaluate(text: str) -> None:
    found = STORE.query(text)
    if not isinstance(found, pyoxigraph.QueryBoolean):
        list(found)


@pytest.mark.parametrize("text", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_query_that_asks_another_endpoint_is_known(text: str) -> None:
    assert uses_keyword(text, "SERVICE", {})
    with pytest.raises(OSError, match="The port 9 is not allowed"):  # it is a query, and does ask
        evaluate(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a ?b ?c }",
        "# SERVICE\nSELECT * { }",
        "SELECT * { } # SERVICE <urn:x> { }",
        'SELECT * { ?a ?b "SERVICE <urn:x>" }',
        "SELECT * { ?a ?b 'it\\'s SERVICE' }",
        'SELECT * { ?a ?b """ " SERVICE """ }',
        'SELECT * { ?a ?b "\\u0053ERVICE", "\\\\u0053ERVICE" }',
        "SELECT ?service ?Service { ?SERVICE ?b ?c }",
        "SELECT * { ?a service:x ?c }",
        "PREFIX Service: <urn:x> SELECT * { ?a Service:x ?c }",
        "SELECT * { ?a <urn:service> 'x'@service }",
        "BASE <http://service/> SELECT * { ?a <service> _:service }",
        "SELECT (<urn:service>(1) AS ?x) { }",
    ],
)
def test_the_word_alone_asks_nobody(text: str) -> None:
    assert not uses_keyword(text, "SERVICE", {"service": "urn:s"})


@pytest.mark.parametrize("letter", ["\\u0053", "\\u0073", "\\U00000053"])
def test_a_keyword_may_not_hide_in_escapes_from_a_parser_that_takes_them(letter: str) -> None:
    assert uses_keyword(f"SELECT * {{ {letter}ERVICE <urn:x> {{ }} }}", "SERVICE", {})


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("SELECT * FROM <urn:g> { ?a ?b ?c }", True),
        ("SELECT*FROM<urn:g>{?a?b?c}", True),
        ("ASK from named <g> { }", True),
        ("DESCRIBE ?x FROM x:g { ?x ?y ?z }", True),
        ("SELECT ?from { ?from <urn:from> 'FROM <urn:g>' }", False),
        ("PREFIX from: <urn:x> DESCRIBE from:x", False),
    ],
)
def test_a_query_that_names_its_graphs_is_known(text: str, used: bool) -> None:
    assert uses_keyword(text, "FROM", {"x": "urn:x"}, "http://x/") is used


@pytest.mark.parametrize("keyword", ["FROM", "SERVICE"])
def test_what_is_no_query_for_another_reason_is_said_so(keyword: Keyword) -> None:
    with pytest.raises(SyntaxError, match="error at 1:"):
        uses_keyword(f"SELEKT * {{ ?a ?b ?c . ?d ?e ?f . ?g ?h '{keyword}' }}", keyword, {})
