"""Values of XML Schema: however a store spells them, equal ones are equal, others are not."""

from __future__ import annotations

import pytest

from figkg.emit.terms import XSD
from figkg.load.values import normal_form, value_of


@pytest.mark.parametrize(
    ("datatype", "one", "other"),
    [
        ("dateTime", "2026-11-23T09:00:00+00:00", "2026-11-23T09:00:00Z"),
        ("dateTime", "2026-11-23T09:00:00.120Z", "2026-11-23T10:00:00.12+01:00"),
        ("dateTime", "2026-11-23T00:30:00+01:00", "2026-11-22T23:30:00Z"),
        ("decimal", "0.50", "0.5"),
        ("decimal", "+1.0", "1"),
        ("integer", "007", "7"),
        ("boolean", "true", "1"),
        ("double", "1.0E1", "10"),
        ("gYear", "2026Z", "2026+00:00"),
        ("date", "2026-11-23Z", "2026-11-23+00:00"),
    ],
)
def test_values_that_stores_spell_their_own_way_are_equal(datatype: str, one: str, other: str) -> None:
    assert value_of(one, XSD + datatype) == value_of(other, XSD + datatype)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2026-11-23T09:00:00Z", "dateTime"), ("2026-11-23T09:00:00+01:00", "dateTime")),
        (("2026-11-23T09:00:00Z", "dateTime"), ("2026-11-23T09:00:00", "dateTime")),
        (("1234567", "integer"), ("1234568", "integer")),
        (("0.1234567", "decimal"), ("0.1234568", "decimal")),
        (("true", "boolean"), ("false", "boolean")),
        (("1", "boolean"), ("1", "integer")),
        (("2026", "gYear"), ("2026", "integer")),
        (("nonsense", "integer"), ("nonsense", "string")),
        (("a", "string"), ("b", "string")),
    ],
)
def test_other_values_are_not(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert value_of(one[0], XSD + one[1]) != value_of(other[0], XSD + other[1])


def test_triples_are_compared_by_value_in_any_order() -> None:
    ours = f'<urn:s> <urn:p> "0.50"^^<{XSD}decimal> .\n<urn:s> <urn:q> "true"^^<{XSD}boolean> .\n'
    theirs = f'<urn:s> <urn:q> "1"^^<{XSD}boolean> .\n<urn:s> <urn:p> "0.5"^^<{XSD}decimal> .\n'
    assert normal_form(ours) == normal_form(theirs)
    assert normal_form(ours) != normal_form(theirs.replace("0.5", "0.6"))
    assert normal_form('<urn:s> <urn:p> "a"@en .') == normal_form('<urn:s> <urn:p> "a"@EN .')
    assert normal_form('<urn:s> <urn:p> "a"@en .') != normal_form('<urn:s> <urn:p> "a" .')
