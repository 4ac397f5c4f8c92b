"""Terms: nothing in a record can break the syntax or forge a triple."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figkg.emit.terms import TermError, boolean, decimal, integer, iri, text, year


def parse(line: str) -> pyoxigraph.Quad:
    (quad,) = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert isinstance(quad, pyoxigraph.Quad)
    return quad


@given(st.text())
def test_any_text_is_read_back_exactly(value: str) -> None:
    quad = parse(f"<http://e/s> <http://e/p> {text(value)} <http://e/g> .\n")
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert quad.object.value == value
    assert text(value).isprintable() or "\n" not in text(value)


@pytest.mark.parametrize(
    "hostile", ['" .\n<a> <b> <c> .', "\\", 'x"@en', "<script>alert(1)</script>", "\u2028\x00\x7f"]
)
def test_hostile_texts_stay_one_literal(hostile: str) -> None:
    quad = parse(f"<http://e/s> <http://e/p> {text(hostile)} <http://e/g> .\n")
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert quad.object.value == hostile


def test_the_form_is_canonical() -> None:
    line = f"<http://e/s> <http://e/p> {text('a' + chr(9) + chr(1) + 'é“')} <http://e/g> .\n"
    again = pyoxigraph.serialize([parse(line)], format=pyoxigraph.RdfFormat.N_QUADS)
    assert again is not None
    assert again.decode() == line


@pytest.mark.parametrize(
    "wrong", ["no scheme", "http://e/a b", "http://e/<", 'http://e/"', "http://e/\n", "http://e/\\"]
)
def test_a_text_that_is_no_iri_is_refused(wrong: str) -> None:
    with pytest.raises(TermError):
        iri(wrong)


def test_typed_literals() -> None:
    assert integer(-1) == '"-1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert decimal(0.000012) == '"0.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert decimal(0.65) == '"0.65"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert boolean(True) == '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    assert year(2019) == '"2019"^^<http://www.w3.org/2001/XMLSchema#gYear>'
