"""What a language model is given of an answer to a query: the beginning, and whether there is more."""

from __future__ import annotations

import io

from figkg.base.iris import Shortener
from figkg.serve.assistants.answers import LONGEST_TRIPLES, of_rows

SHORTEN = Shortener({"x": "http://x/"})


def test_rows_are_given_as_far_as_they_are_wanted_with_short_names() -> None:
    rows = of_rows(io.StringIO('a,b\r\nhttp://x/1,"one, or\ntwo"\r\nhttp://y/2,\r\n3,4\r\n'), "text/csv", 2, SHORTEN)
    assert rows == {"columns": ["a", "b"], "rows": [["x:1", "one, or\ntwo"], ["http://y/2", ""]], "more": True}


def test_no_rows_are_an_answer_too() -> None:
    assert of_rows(io.StringIO("a\r\n"), "text/csv", 2, SHORTEN) == {"columns": ["a"], "rows": [], "more": False}


def test_yes_and_no_are_truth_values() -> None:
    assert of_rows(io.StringIO("true\n"), "text/csv", 2, SHORTEN) == {"answer": True}
    assert of_rows(io.StringIO("false\n"), "text/csv", 2, SHORTEN) == {"answer": False}


def test_triples_are_cut_off_where_they_are_long() -> None:
    long = of_rows(io.StringIO("." * (LONGEST_TRIPLES + 5)), "text/turtle", 2, SHORTEN)
    assert (len(long["triples"]), long["more"]) == (LONGEST_TRIPLES, True)
    assert of_rows(io.StringIO("<a> <b> <c> ."), "text/turtle", 2, SHORTEN)["more"] is False
