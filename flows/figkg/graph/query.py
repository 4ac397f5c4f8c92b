"""SPARQL over the embedded store: named queries, parameters, result formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pyoxigraph
from msgspec import Struct

from figkg.base.errors import OutputError, QueryError
from figkg.base.iris import Shortener
from figkg.graph.dataset import dataset_of
from figkg.graph.named_queries import VALUES

ResultFormat = Literal["table", "csv", "tsv", "json", "xml"]

_RESULT_FORMATS = {
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}


class ResultTable(Struct, frozen=True):
    """The rows of a SELECT query.

    Attributes:
        columns: names of the variables.
        rows: the values as text, empty where unbound; IRIs are shortened to CURIEs.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def open_store(path: Path) -> pyoxigraph.Store:
    """Open a store for reading.

    Raises:
        OutputError: it cannot be opened.
    """
    try:
        return pyoxigraph.Store.read_only(str(path))
    except OSError as error:
        raise OutputError(str(path), f"the store cannot be opened: {error}; run `figkg build` again") from error


def set_parameters(text: str, values: Mapping[str, str]) -> str:
    r"""Replace the value lists of a query.

    Args:
        text: SPARQL with ``VALUES ?name { … }``.
        values: new value by name. Where the query has a string it stays a string; otherwise the value is a
            CURIE or an IRI.

    Raises:
        QueryError: the query has no such parameter, or a value is no identifier.

    >>> set_parameters('VALUES ?symbol { "NFKB1" }', {"symbol": 'IL"6'})
    'VALUES ?symbol { "IL\\"6" }'
    """
    for name, value in values.items():
        known: dict[str, str] = dict(VALUES.findall(text))
        if name not in known:
            choices = ", ".join(known) or "none"
            raise QueryError(name, f"the query has no such parameter; it has: {choices}")
        term = _term(value, known[name].strip().startswith(('"', "'")))
        text = VALUES.sub(
            lambda match, name=name, term=term: (  # type: ignore[misc]
                f"VALUES ?{name} {{ {term} }}" if match.group(1) == name else match.group(0)
            ),
            text,
        )
    return text


def _term(value: str, is_string: bool) -> str:
    if is_string:
        return str(pyoxigraph.Literal(value))
    if value.startswith(("http://", "https://")):
        try:
            return str(pyoxigraph.NamedNode(value))
        except ValueError as error:
            raise QueryError(value, str(error)) from error
    if not re.fullmatch(r"[\w.-]+:[\w.~-]+", value):
        raise QueryError(value, "a CURIE such as ncbigene:4790 or an IRI is expected")
    return value


def run_query(
    store: pyoxigraph.Store, text: str, prefixes: Mapping[str, str], name: str = "query"
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """Run a query over the graphs that it names by ``FROM``; where it names none, over the union of all graphs.

    Raises:
        QueryError: the query is not valid SPARQL.
    """
    known = dict(prefixes)
    try:
        return store.query(text, prefixes=known, **dataset_of(text, known))
    except (SyntaxError, ValueError) as error:
        raise QueryError(name, f"not valid SPARQL: {error}") from error


def serialize(
    results: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples,
    form: ResultFormat,
    prefixes: Mapping[str, str],
) -> str:
    """Results in one of the SPARQL result formats; triples of CONSTRUCT come as Turtle."""
    if isinstance(results, pyoxigraph.QueryTriples):
        content = pyoxigraph.serialize(results, format=pyoxigraph.RdfFormat.TURTLE, prefixes=dict(prefixes))
    elif isinstance(results, pyoxigraph.QueryBoolean) and form in ("table", "csv", "tsv"):
        return f"{str(bool(results)).lower()}\n"
    else:
        with _remote_faults():
            content = results.serialize(format=_RESULT_FORMATS["json" if form == "table" else form])
    assert content is not None
    return content.decode()


def tabulate(results: pyoxigraph.QuerySolutions, prefixes: Mapping[str, str]) -> ResultTable:
    """Results as rows of text."""
    short = Shortener(prefixes)
    columns = tuple(variable.value for variable in results.variables)
    with _remote_faults():
        rows = tuple(tuple(show(solution[column], short) for column in columns) for solution in results)
        return ResultTable(columns, rows)


@contextmanager
def _remote_faults() -> Iterator[None]:
    """A remote endpoint is asked while results are read; what goes wrong there is no fault of ours."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise QueryError("with SERVICE", f"the remote endpoint gives no answer: {error}") from error


def show(term: object, short: Shortener) -> str:
    """A term for people: an IRI as CURIE, a literal as its text, nothing for an unbound variable."""
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        return short(term.value)
    return term.value if isinstance(term, pyoxigraph.Literal) else str(term)


def iterate(store: pyoxigraph.Store, text: str, prefixes: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Rows of a SELECT query as mappings from variable to text; IRIs stay whole."""
    results = run_query(store, text, prefixes)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    columns = [variable.value for variable in results.variables]
    for solution in results:
        yield {column: "" if solution[column] is None else solution[column].value for column in columns}
