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


def _query_names(incomplete: str) -> list[tuple[str, str]]:
    """Names of queries that begin so, with what each finds: for the shell."""
    from figkg.base.resources import ontologies_folder
    from figkg.graph.named_queries import read_named_queries

    queries = read_named_queries(ontologies_folder() / "queries")
    return [(one.name, one.title) for one in queries if one.name.startswith(incomplete)]


def _parameters(context: typer.Context, incomplete: str) -> list[str]:
    """Parameters of the query that was named, as far as they begin so: for the shell."""
    from figkg.base.resources import ontologies_folder
    from figkg.graph.named_queries import read_named_queries

    queries = read_named_queries(ontologies_folder() / "queries")
    named = [name for one in queries if one.name == context.params.get("text") for name in one.parameters]
    return [f"{name}=" for name in named if name.startswith(incomplete)]


@app.command(rich_help_panel="Ask")
def query(
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help="The name of a named query, a .rq file, or SPARQL text.", autocompletion=_query_names
        ),
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE…]", help="Parameters, by any name that an entity has.", autocompletion=_parameters
        ),
    ] = None,
    out: OutputOption = Path("output"),
    form: Annotated[ResultFormat, typer.Option("--format", help="How to print the result.")] = ResultFormat.table,
    parameters: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="The same as an option.", hidden=True)
    ] = None,
) -> None:
    """Ask the graph in SPARQL; all prefixes of mappings/prefixes.yaml are known.

    Where a query asks about a gene, a disease, a figure, any of its names will do. A parameter that is given twice has
    both values. The default graph is the union of all graphs; `GRAPH ?g { … }` addresses one.

    Examples:

    - `figkg query inhibitors-of-gene gene=nfkb1`

    - `figkg query evidence-of-edge from=CYR61 to=BCL-2 --format csv`

    - `figkg query 'SELECT ?a ?b WHERE { ?a fkg:inhibits ?b } LIMIT 5'`
    """
    from figkg.base.lifetime import ending_as_usual
    from figkg.cli.queries import print_answer

    with ending_as_usual():
        print_answer(text, [pair(one) for one in [*(values or ()), *(parameters or ())]], out, form)


@app.command(rich_help_panel="Ask")
def queries() -> None:
    """List the named queries, with what each takes.

    Example: `figkg queries`, then `figkg query drugs-against-gene gene=mTOR`
    """
    from figkg.cli.queries import print_queries

    print_queries()


@app.command(rich_help_panel="Ask")
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Any name of a gene, family, drug, disease, process, figure or paper.")
    ],
    out: OutputOption = Path("output"),
) -> None:
    """Show a figure or an entity with its statements and the sentences behind them.

    Examples:

    - `figkg show PMC6676106__CAS-110-2421-g006`

    - `figkg show NFKB1`

    - `figkg show nf-kb` (or `4790`, `hgnc:7794`, `P19838`, `ENSG00000109320`)

    - `figkg show mesh:D015464`

    - `figkg show PMC6676106`
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
        SeveralMeaningsError: it has several things of this name.
    """
    from figkg.cli.console import open_console
    from figkg.cli.pages import print_entity, print_figure
    from figkg.graph.built import open_graph
    from figkg.graph.entities import labels_of, read_entity
    from figkg.graph.figures import read_figure
    from figkg.graph.resolve import Resolver
    from figkg.graph.statements import statements_about

    graph, console = open_graph(out), open_console()
    meant = Resolver(graph).find(name)
    figure = read_figure(graph, meant.name) if meant.kind == "figure" else None
    entity = read_entity(graph, meant.iri)
    if figure is not None:
        print_figure(figure, graph.kinds, console)
    elif entity is not None:
        statements = statements_about(graph, entity.iri)
        contexts = tuple({curie: None for one in statements for curie in one.contexts})
        labels = {one.curie: one.label for one in labels_of(graph, contexts)}
        print_entity(entity, statements, labels, graph.kinds, console)
