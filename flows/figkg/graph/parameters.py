"""Parameters of named queries, set by any name that people type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import pyoxigraph

from figkg.base.errors import QueryError
from figkg.base.iris import read_curie, split_curie
from figkg.base.kinds import Kinds
from figkg.base.near import nearest, or_list
from figkg.graph.named_queries import NamedQuery
from figkg.graph.resolve import NothingFoundError, Resolver

ParameterKind = Literal["entity", "figure", "text", "term"]
"""What values of a parameter are: names of entities, names of figures, any text, or CURIEs of anything."""


def kind_of(query: NamedQuery, name: str, kinds: Kinds) -> ParameterKind:
    """What values a parameter of a query takes, by its default."""
    default = query.parameters[name]
    if default.startswith(('"', "'")):
        return "figure" if name == "figid" else "text"
    prefixes = {split_curie(one).prefix for one in default.split()}
    return "entity" if prefixes <= kinds.prefixes else "term"


def fill(query: NamedQuery, given: Sequence[tuple[str, str]], resolver: Resolver) -> str:
    """The text of a query whose parameters are set; a parameter that is given twice has both values.

    Args:
        query: the query.
        given: names and values; entities and figures by any name.
        resolver: finds what they mean.

    Raises:
        QueryError: the query has no such parameter; it says which is near.
        NothingFoundError: a value names nothing in the graph.
        SeveralMeaningsError: a value has several meanings.
    """
    terms: dict[str, list[str]] = {}
    for name, value in given:
        if name not in query.parameters:
            raise QueryError(query.name, no_parameter(name, query.parameters))
        terms.setdefault(name, []).append(_term(query, name, value, resolver))
    return replace_values(query.text, {name: " ".join(values) for name, values in terms.items()})


def no_parameter(name: str, parameters: Mapping[str, str]) -> str:
    """That a query has no parameter of a name, in words."""
    if not parameters:
        return f"has no parameter {name!r}, nor any other"
    near = nearest(name, parameters)
    return f"has no parameter {name!r}; " + (or_list(near) if near else f"it has: {', '.join(parameters)}")


def replace_values(text: str, terms: Mapping[str, str]) -> str:
    """The text of a query with other lists of values, which are SPARQL, by name; what is said behind them goes."""
    for name, term in terms.items():
        values = re.compile(rf"VALUES\s+\?{name}\s*\{{[^}}]*\}}(?:[ \t]+#[^\n]*)?", re.IGNORECASE)
        text = values.sub(lambda _, name=name, term=term: f"VALUES ?{name} {{ {term} }}", text)  # type: ignore[misc]
    return text


def _term(query: NamedQuery, name: str, value: str, resolver: Resolver) -> str:
    kind = kind_of(query, name, resolver.kinds)
    if kind == "text":
        return str(pyoxigraph.Literal(value))
    if kind == "figure":
        return str(pyoxigraph.Literal(resolver.figure(value).name))
    if kind == "term":
        return read_term(value, resolver.prefixes)
    if query.endpoint and (curie := resolver.outside(value)) is not None:
        return read_term(curie, resolver.prefixes)
    try:
        return str(pyoxigraph.NamedNode(resolver.entity(value).iri))
    except NothingFoundError:
        heading = resolver.heading(value)
        if heading is None:
            raise
        return str(pyoxigraph.NamedNode(heading))


def read_term(value: str, prefixes: Mapping[str, str]) -> str:
    """A CURIE or IRI as SPARQL has it.

    Raises:
        QueryError: it is neither.
    """
    iri = value if value.startswith(("http://", "https://")) else read_curie(value, prefixes)
    if iri is None:
        raise QueryError(value, "a CURIE such as ncbigene:4790 or an IRI is expected")
    try:
        return str(pyoxigraph.NamedNode(iri))
    except ValueError as error:
        raise QueryError(value, str(error)) from error
