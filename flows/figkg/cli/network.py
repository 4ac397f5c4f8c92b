"""What walks along the edges: paths, connect, enrich, draw; and read, for a text that is no figure's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from figkg.cli.options import AnswerFormat, OutputOption
from figkg.cli.terminal import write_out

app = typer.Typer()
FormatOption = Annotated[AnswerFormat, typer.Option("--format", help="How to print the answer.")]


@app.command(rich_help_panel="Ask")
def read(
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="English prose, or - for standard input.", show_default=False)
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Read this file instead.", show_default=False)
    ] = None,
    form: FormatOption = AnswerFormat.table,
) -> None:
    """Read a text: what activates or inhibits what, in which words. No graph is needed.

    Names are found and identified as in a build. Denied statements are printed as denied.

    Examples:

    - `figkg read "EGF activates EGFR; rapamycin inhibits mTOR."`

    - `figkg read --file abstract.txt --format tsv`

    - `cat abstract.txt | figkg read - --format json`
    """
    from figkg.base.errors import SourceError, reason_of

    if (text is None) == (file is None):
        raise typer.BadParameter("give a text, or - for standard input, or a file with --file")
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise SourceError(str(file), reason_of(error)) from error
    elif text == "-":
        text = sys.stdin.read()
    from figkg import read as read_text
    from figkg.cli.walks import print_statements_of_text

    print_statements_of_text(read_text(text or ""), form)


@app.command(rich_help_panel="Ask")
def paths(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The first cause, by any name.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The last effect, by any name.")],
    out: OutputOption = Path("output"),
    longest: Annotated[int, typer.Option(min=1, max=8, help="Steps of the longest path.")] = 4,
    most: Annotated[int, typer.Option(min=1, help="Number of paths.")] = 10,
    form: FormatOption = AnswerFormat.table,
) -> None:
    """Find paths of edges from one thing to another, the shortest first, then the most believed.

    The sign of a path is that of its steps together; its belief is that all of them are stated. That steps stand in
    different figures, cells and diseases is for you to judge: `figkg show` has their sentences.

    Examples:

    - `figkg paths AKT MYC`

    - `figkg paths egfr c-Myc --longest 5 --most 20 --format json`
    """
    from figkg.cli.walks import print_paths

    print_paths(source, target, out, longest, most, form)


@app.command(rich_help_panel="Ask")
def connect(
    genes: Annotated[list[str], typer.Argument(metavar="NAME…", help="Genes, or other things, by any name.")],
    out: OutputOption = Path("output"),
    bridges: Annotated[int, typer.Option(min=0, help="Number of bridging nodes to show.")] = 0,
    form: FormatOption = AnswerFormat.table,
) -> None:
    """Show the edges among things, and on request what lies between them.

    A name that is a file is read for names, one a line. Names that the graph does not have are told and left out.

    Examples:

    - `figkg connect AKT1 GSK3B CTNNB1 MYC`

    - `figkg connect genes.txt --bridges 5 --format tsv`
    """
    from figkg.cli.walks import print_connections

    print_connections(genes, out, bridges, form)


@app.command(rich_help_panel="Ask")
def enrich(
    genes: Annotated[list[str], typer.Argument(metavar="LIST…", help="A file with one gene a line, -, or genes.")],
    out: OutputOption = Path("output"),
    nodes: Annotated[bool, typer.Option("--nodes", help="Test things by the genes that they have edges with.")] = False,
    most: Annotated[int, typer.Option(min=1, help="Rows to show.")] = 20,
    form: FormatOption = AnswerFormat.table,
) -> None:
    """Find the figures that show more genes of a list than chance would have it.

    The hypergeometric test against the genes of all figures; q after Benjamini and Hochberg, over all figures with two
    genes or more. With `--nodes` the sets are the genes that a thing acts on or that act on it.

    Examples:

    - `figkg enrich genes.txt`

    - `figkg enrich AKT1 GSK3B CTNNB1 MYC --nodes`

    - `cut -f1 hits.tsv | figkg enrich - --format tsv`
    """
    from figkg.cli.walks import print_enrichment

    print_enrichment(genes, out, most, form, nodes=nodes)


@app.command(rich_help_panel="Give")
def draw(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A gene, or another thing, by any name.")],
    file: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.svg", help="The picture; - for standard output.")
    ] = Path("-"),
    out: OutputOption = Path("output"),
    most: Annotated[int, typer.Option(min=1, help="Edges on each side, the most believed.")] = 15,
) -> None:
    """Draw what acts on a thing and what it acts on, as SVG, for slides.

    Causes stand on the left, effects on the right; green arrows activate, red bars inhibit.

    Examples:

    - `figkg draw NFKB1 -o nfkb1.svg`

    - `figkg draw mTOR --most 8 -o mtor.svg`
    """
    from figkg.base.errors import OutputError, reason_of
    from figkg.cli.walks import NothingToDrawError
    from figkg.graph.opened import OpenedGraph

    graph = OpenedGraph(out)
    meant = graph.resolve(name)
    if meant.kind == "figure" or not graph.edges(meant.name):
        raise NothingToDrawError(meant)
    picture = graph.draw(meant.name, most=most)
    if str(file) == "-":
        write_out(picture)
        return
    if file.suffix != ".svg":
        raise OutputError(str(file), "pictures are SVG; say a name that ends in .svg (slides and browsers read it)")
    try:
        file.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise OutputError(str(file), reason_of(error)) from error
    typer.echo(f"figkg: {file} written: causes left, effects right; green arrows activate, red bars inhibit", err=True)
