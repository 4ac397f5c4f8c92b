"""Answers of the graph to SPARQL, on a terminal or in a format; where there is none, why that may be so."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph

from figkg.base.resources import ontologies_folder
from figkg.base.spreadsheets import plain_csv
from figkg.cli.console import open_console
from figkg.cli.options import ResultFormat
from figkg.cli.terminal import write_out
from figkg.graph.built import Graph, open_graph
from figkg.graph.keywords import uses_keyword
from figkg.graph.named_queries import NamedQuery, find_named_query, read_named_query
from figkg.graph.nothing import why_nothing
from figkg.graph.parameters import fill
from figkg.graph.query import ResultTable, run_query, serialize, tabulate
from figkg.graph.resolve import Resolver

_NAME = re.compile(r"(?!(?:select|ask|construct|describe)$)[\w-]+", re.IGNORECASE)
_PARAMETERS = re.compile(r"VALUES\s+\?(\w+)\s*\{([^}]*)\}", re.IGNORECASE)


def print_answer(text: str, given: Sequence[tuple[str, str]], out: Path, form: ResultFormat) -> None:
    """Ask the graph of an output folder and print the answer.

    Args:
        text: name of a named query, a file that ends in ``.rq``, or SPARQL.
        given: values of parameters.
        out: the output folder.
        form: how to print.

    Raises:
        FigkgError: the query is not valid, or a value names nothing in the graph.
    """
    query = _read(text)
    graph = open_graph(out)
    resolver = Resolver(graph)
    body = fill(query, given, resolver)
    results = run_query(graph.store, body, graph.prefixes, query.name)
    if form is ResultFormat.table and isinstance(results, pyoxigraph.QuerySolutions):
        table = tabulate(results, graph.prefixes)
        if table.rows:
            from figkg.cli.pages import print_table  # by now the query has run

            print_table(table, open_console())
        else:
            _say_why(query, body, graph, resolver)
        return
    answer = serialize(results, form.value, graph.prefixes)
    write_out(plain_csv(answer) if form is ResultFormat.csv else answer)
    if isinstance(results, pyoxigraph.QuerySolutions) and _is_empty(answer, form):
        _say_why(query, body, graph, resolver)


def print_queries() -> None:
    """List the named queries with their parameters."""
    from figkg.cli.pages import print_table
    from figkg.graph.named_queries import read_named_queries

    rows = tuple(
        (one.name, one.question, ", ".join(f"{name}={value}" for name, value in one.parameters.items()))
        for one in read_named_queries(ontologies_folder() / "queries")
    )
    print_table(ResultTable(("name", "question", "parameters"), rows), open_console())


def _read(text: str) -> NamedQuery:
    if text.endswith(".rq"):
        return read_named_query(Path(text))
    if _NAME.fullmatch(text):
        return find_named_query(text, ontologies_folder() / "queries")
    parameters = {name: values.strip() for name, values in _PARAMETERS.findall(text)}
    return NamedQuery(name="query", title="", question="", text=text, parameters=parameters)


def _is_empty(answer: str, form: ResultFormat) -> bool:
    if form in (ResultFormat.csv, ResultFormat.tsv):
        return len(answer.splitlines()) == 1
    return '"bindings":[]' in answer or ("<results>" in answer and "<result>" not in answer)


def _say_why(query: NamedQuery, body: str, graph: Graph, resolver: Resolver) -> None:
    """Say that nothing was found, and why that may be so; on standard error, since it is no row."""
    said = [one for one in (query.nothing, *(f"{why}." for why in why_nothing(body, graph, resolver))) if one]
    if not said:
        said = ["All its terms are in the graph, but nothing has them together."]
    if uses_keyword(body, "FROM", graph.prefixes):
        said = [*said, "Only the graphs that it names by FROM were asked; without FROM, all are."]
    sys.stderr.write(f"figkg: nothing found. {' '.join(said)}\n".replace("?.", "?"))
