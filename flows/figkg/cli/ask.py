"""What asks the graph: query, queries, show, ground."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from figkg.cli.options import OutputOption, ResultFormat, TableFormat, pair
from figkg.cli.terminal import write_out

app = typer.Typer()


@app.command(rich_help_panel="Ask")
def query(
    text: Annotated[
        str, typer.Argument(metavar="QUERY", help="A .rq file, the name of a named query, or SPARQL text.")
    ],
    out: OutputOption = Path("output"),
    form: Annotated[ResultFormat, typer.Option("--format", help="How to print the result.")] = ResultFormat.table,
    parameters: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter of the query.")
    ] = None,
) -> None:
    """Ask the graph in SPARQL; all prefixes of mappings/prefixes.yaml are known.

    The default graph is the union of all graphs; `GRAPH ?g { … }` addresses one.

    Examples:

    - `figkg query inhibitors-of-gene --set symbol=NFKB1`

    - `figkg query ontologies/queries/evidence-of-edge.rq --format csv`

    - `figkg query 'SELECT ?a ?b WHERE { ?a fkg:inhibits ?b } LIMIT 5'`
    """
    import pyoxigraph

    from figkg.base.lifetime import ending_as_usual
    from figkg.base.resources import ontologies_folder, read_prefixes
    from figkg.base.spreadsheets import plain_csv
    from figkg.graph.folder import GraphFolder
    from figkg.graph.named_queries import read_named_query
    from figkg.graph.query import open_store, run_query, serialize, set_parameters, tabulate

    name, body = "query", text
    named = ontologies_folder() / "queries" / f"{text}.rq"
    if text.endswith(".rq") or ("{" not in text and named.exists()):
        found = read_named_query(Path(text) if text.endswith(".rq") else named)
        name, body = found.name, found.text
    body = set_parameters(body, dict(pair(one) for one in parameters or ()))
    prefixes = read_prefixes()
    with ending_as_usual():
        results = run_query(open_store(GraphFolder(out).store), body, prefixes, name)
        if form is ResultFormat.table and isinstance(results, pyoxigraph.QuerySolutions):
            from figkg.cli.console import open_console
            from figkg.cli.pages import print_table

            print_table(tabulate(results, prefixes), open_console())
        else:
            text = serialize(results, form.value, prefixes)
            write_out(plain_csv(text) if form is ResultFormat.csv else text)


@app.command(rich_help_panel="Ask")
def queries() -> None:
    """List the named queries."""
    from figkg.base.resources import ontologies_folder
    from figkg.cli.console import open_console
    from figkg.cli.pages import print_table
    from figkg.graph.named_queries import read_named_queries
    from figkg.graph.query import ResultTable

    rows = tuple(
        (one.name, one.question, ", ".join(f"{name}={value}" for name, value in one.parameters.items()))
        for one in read_named_queries(ontologies_folder() / "queries")
    )
    print_table(ResultTable(("name", "question", "parameters"), rows), open_console())


@app.command(rich_help_panel="Ask")
def show(
    name: Annotated[str, typer.Argument(metavar="FIGID|GENE", help="A figure identifier, a gene symbol, or a CURIE.")],
    out: OutputOption = Path("output"),
) -> None:
    """Show a figure or an entity with its statements and the sentences behind them.

    Examples:

    - `figkg show PMC6676106__CAS-110-2421-g006`

    - `figkg show NFKB1`

    - `figkg show mesh:D015464`
    """
    print_page(name, out)


@app.command(rich_help_panel="Ask")
def ground(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORD…", help="Words, numbers or CURIEs.")] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar="WORDS", help="A file with one string a line, or - for standard input."),
    ] = None,
    caption: Annotated[
        str | None, typer.Option("--caption", metavar="TEXT", help="Find and identify all that this text names.")
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Title of its paper.")] = "",
    why: Annotated[bool, typer.Option("--why", help="Tell what each word is as each kind, and what decides.")] = False,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print the answers.")] = TableFormat.table,
) -> None:
    """Look up what words, numbers and CURIEs stand for, and what else they may stand for.

    A word that names several things equally has no identifier, but alternatives. In a text a word is what the text
    makes of it: what it defines, whose gene it is, of which kind it is there.

    Examples:

    - `figkg ground "NF-κB" TrkA 4790 mesh:D015464`

    - `figkg ground --file words.txt --format tsv > identifiers.tsv`

    - `figkg ground --caption "Nitric oxide (NO) inhibits VCAM1." --title "Vessels of mice"`

    - `figkg ground --why DDR "Toll-like receptors (TLRs)"`
    """
    from figkg.base.resources import mappings_folder
    from figkg.cli.console import open_console
    from figkg.cli.groundings import SHORT_COLUMNS, as_tsv, read_words, short_row
    from figkg.cli.pages import print_table
    from figkg.graph.query import ResultTable
    from figkg.ground import load_lookup

    if caption is not None and not words and file is None:
        from figkg.cli.readings import print_reading

        print_reading(caption, title, form, open_console())
        return
    if (file is None) == (not words) or caption is not None:
        raise typer.BadParameter("give words, or a file of words with --file, or a text with --caption")
    if why:
        from figkg.cli.readings import print_reasons

        with _open_words(file) as lines:
            print_reasons(read_words(lines) if words is None else words, form, open_console())
        return
    lookup = load_lookup(mappings_folder())
    with _open_words(file) as lines:
        answers = map(lookup.find, read_words(lines) if words is None else words)
        if form is TableFormat.tsv:
            for line in as_tsv(answers):
                write_out(line)
        else:
            print_table(ResultTable(SHORT_COLUMNS, tuple(map(short_row, answers))), open_console())


@contextmanager
def _open_words(file: str | None) -> Iterator[Iterable[str]]:
    if file is None:
        yield ()
    elif file == "-":
        yield sys.stdin
    else:
        from figkg.base.errors import SourceError, reason_of

        try:
            lines = Path(file).open(encoding="utf-8", errors="replace", newline="\n")  # noqa: SIM115 (closed below)
        except OSError as error:
            raise SourceError(file, reason_of(error)) from error
        with lines:
            yield lines


def print_page(name: str, out: Path) -> None:
    """Print a figure or an entity with its statements.

    Raises:
        NothingFoundError: the graph has nothing of this name.
    """
    from figkg.cli.console import open_console
    from figkg.cli.pages import print_entity, print_figure
    from figkg.graph.built import open_graph
    from figkg.graph.entities import NothingFoundError, find_entity, read_entity
    from figkg.graph.figures import read_figure
    from figkg.graph.statements import statements_about

    graph, console = open_graph(out), open_console()
    figure = read_figure(graph, name)
    if figure is not None:
        print_figure(figure, graph.kinds, console)
        return
    iri = find_entity(graph, name)
    entity = read_entity(graph, iri) if iri is not None else None
    if entity is None:
        raise NothingFoundError(name)
    print_entity(entity, statements_about(graph, entity.iri), graph.kinds, console)
