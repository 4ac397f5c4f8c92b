"""SPARQL over the embedded store: named queries, parameters, result formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pyoxigraph
from msgspec import Struct

from figkg.base.errors import OutputError, QueryError
from figkg.base.iris import Shortener
from figkg.base.near import nearest, or_list
from figkg.graph.dataset import dataset_of
from figkg.graph.named_queries import declared_prefixes, used_prefixes

ResultFormat = Literal["table", "csv", "tsv", "json", "xml"]

_RESULT_FORMATS = {
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}


_SOME_PREFIXES = "fkg:, wp:, rdf:, rdfs:, skos:, dcterms:, prov:, ncbigene:, fplx:, mesh:, go: (mappings/prefixes.yaml)"


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
    except (OSError, RuntimeError) as error:  # the latter where files of it are damaged
        raise OutputError(str(path), f"the store cannot be opened: {error}; run `figkg build --full`") from error


def run_query(
    store: pyoxigraph.Store, text: str, prefixes: Mapping[str, str], name: str = "query"
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """Run a query over the graphs that it names by ``FROM``; where it names none, over the union of all graphs.

    Raises:
        QueryError: the query is not valid SPARQL, or has a prefix that is not known.
    """
    known = dict(prefixes)
    try:
        return store.query(text, prefixes=known, **dataset_of(text, known))
    except (SyntaxError, ValueError) as error:
        for unknown in sorted(used_prefixes(text) - declared_prefixes(text) - prefixes.keys()):
            near = nearest(unknown, prefixes)
            remedy = or_list([f"{one}:" for one in near]) if near else f"declare it, or use one of {_SOME_PREFIXES}"
            raise QueryError(name, f"the prefix {unknown}: is not known; {remedy}") from error
        raise QueryError(name, f"not valid SPARQL: {' '.join(str(error).split())}") from error


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
