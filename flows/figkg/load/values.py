"""Triples by what they mean: a store may spell a value its own way, and gives back the same value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph

from figkg.emit.terms import XSD

_INTEGERS = (
    *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)


def normal_form(text: str) -> set[str]:
    """N-Triples as a set of statements in which equal values are spelt alike."""
    return {
        f"{triple.subject} {triple.predicate} {_object(triple.object)}"
        for triple in pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    }


def _object(thing: object) -> str:
    if not isinstance(thing, pyoxigraph.Literal):
        return str(thing)
    if thing.language is not None:
        return f"{_quoted(thing.value)}@{thing.language.lower()}"
    return value_of(thing.value, thing.datatype.value)


def value_of(text: str, datatype: str) -> str:
    """The value of a literal in one spelling for all that are equal (https://www.w3.org/TR/xmlschema11-2/#equality).

    Args:
        text: how it is spelt.
        datatype: IRI of its type.

    >>> value_of("2020-01-02T04:00:00.500+03:00", XSD + "dateTime")
    'dateTime 2020-01-02T01:00:00.500000+00:00'
    >>> value_of("1.50", XSD + "decimal"), value_of("yes", XSD + "boolean")
    ('decimal 1.5', '"yes"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    """
    read = _READ.get(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else None
    if read is not None:
        try:
            return read(text.strip())
        except (ValueError, InvalidOperation, KeyError):
            pass  # ill-typed: equal to itself alone
    return f"{_quoted(text)}^^<{datatype}>"


def _quoted(text: str) -> str:
    return str(pyoxigraph.Literal(text))


def _number(text: str) -> str:
    """A decimal; integers are some of them."""
    return f"decimal {Decimal(text).normalize():f}"


def _floating(text: str) -> str:
    return f"double {float(text.replace('INF', 'inf')):g}"


def _truth(text: str) -> str:
    return {"true": "boolean 1", "1": "boolean 1", "false": "boolean 0", "0": "boolean 0"}[text]


def _moment(text: str) -> str:
    """A moment; one without a time zone equals none that has one."""
    moment = datetime.fromisoformat(text)
    return f"dateTime {moment.isoformat() if moment.tzinfo is None else moment.astimezone(UTC).isoformat()}"


def _zoned(kind: str) -> Callable[[str], str]:
    """A year or day, whose time zone may be spelt in two ways."""

    def read(text: str) -> str:
        for zone in ("Z", "+00:00", "-00:00"):
            if text.endswith(zone):
                return f"{kind} {text.removesuffix(zone)}Z"
        return f"{kind} {text}"

    return read


_READ: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys((*_INTEGERS, "decimal"), _number),
    **dict.fromkeys(("double", "float"), _floating),
    "boolean": _truth,
    "dateTime": _moment,
    "dateTimeStamp": _moment,
    "date": _zoned("date"),
    "gYear": _zoned("gYear"),
}
