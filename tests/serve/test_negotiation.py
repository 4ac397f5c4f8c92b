"""In which form an answer comes."""

from __future__ import annotations

import pytest

from figkg.serve.negotiation import ROWS, TRIPLES, choose, formats

OFFERED = ("a/json", "a/xml", "text/csv")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "a/json"),
        (",", "a/json"),
        ("*/*", "a/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("a/xml;q=0.9, a/json;q=0.8", "a/xml"),
        ("a/xml; Q = 0.9 , a/json ; q=0.8", "a/xml"),
        ("a/xml;q=0, a/json;q=0.1", "a/json"),
        ("a/json;q=0, */*", "a/xml"),
        ("a/*, a/json;q=0.5, text/csv;q=0.9", "a/xml"),
        ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
        ('a/none;profile="x, text/csv", a/xml', "a/xml"),
        ("image/png", None),
        ("image/png, */*;q=0.1", "a/json"),
        ("*/*;q=0", None),
        ("a/xml;q=word", "a/json"),
        ("a/xml;q=word, text/csv", "text/csv"),
    ],
)
def test_the_most_wanted_form_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("name", "rows", "triples"),
    [
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("JSON", "application/sparql-results+json", "application/ld+json"),
        ("csv", "text/csv", "text/turtle"),
        ("turtle", "application/sparql-results+json", "text/turtle"),
        ("n3", "application/sparql-results+json", "text/turtle"),
        ("nt", "application/sparql-results+json", "application/n-triples"),
        ("rdf+xml", "application/sparql-results+json", "application/rdf+xml"),
        ("json-ld", "application/sparql-results+json", "application/ld+json"),
        ("text/csv", "text/csv", "text/turtle"),
        ("image/png", "application/sparql-results+json", "text/turtle"),
        ("auto", "application/sparql-results+json", "text/turtle"),
        ("", "application/sparql-results+json", "text/turtle"),
    ],
)
def test_a_name_means_the_form_that_the_kind_of_answer_has(name: str, rows: str, triples: str) -> None:
    asked = formats([name])
    assert (choose("", tuple(ROWS), asked), choose("", tuple(TRIPLES), asked)) == (rows, triples)


def test_what_the_address_asks_for_goes_before_the_header_where_it_is_known() -> None:
    assert choose("text/csv", tuple(ROWS), formats(["xml"])) == "application/sparql-results+xml"
    assert choose("text/csv", tuple(ROWS), formats(["word"])) == "text/csv"
    assert choose("application/n-triples", tuple(TRIPLES), formats(["csv"])) == "application/n-triples"
    assert choose("image/png", tuple(ROWS), formats(["word"])) is None
