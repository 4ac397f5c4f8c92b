"""What gives the graph to others: serve, load, export, validate."""

from __future__ import annotations

import os
import secrets
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from figkg.base.telling import tell, tell_more
from figkg.cli.options import OutputOption, QuietOption, VerboseOption, speak
from figkg.cli.orchestration import orchestrated

app = typer.Typer()


@app.command(rich_help_panel="Give")
def serve(
    out: OutputOption = Path("output"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8765,
    workers: Annotated[int, typer.Option(min=2, help="Processes that answer queries.")] = 4,
    seconds: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a query may take.")] = 30.0,
    megabytes: Annotated[int, typer.Option("--memory", min=200, help="Megabytes that a query may use.")] = 3000,
    allow_service: Annotated[bool, typer.Option("--allow-service", help="Let queries ask other endpoints.")] = False,
    access_log: Annotated[
        str,
        typer.Option("--access-log", metavar="FILE", help="A line of each request goes there; - for this terminal."),
    ] = "",
    images: Annotated[
        str,
        typer.Option("--images", metavar="FOLDER", help="Images of figures, in which what is drawn is marked."),
    ] = "",
) -> None:
    """Serve the graph: pages to explore it at /, and a read-only SPARQL 1.1 endpoint at /sparql.

    They show the build in use, also when that changes. A query that takes too long or too much is stopped. Health is at
    /health, counts for Prometheus at /metrics, tools for language models at /mcp where the extra mcp is installed.

    Examples:

    - `figkg serve` and open http://127.0.0.1:8765 in a browser

    - `curl http://127.0.0.1:8765/sparql -H 'Accept: text/csv' -d 'query=SELECT * { ?a fkg:inhibits ?b } LIMIT 5'`

    - `curl http://127.0.0.1:8765/entity/ncbigene:4790 -H 'Accept: text/turtle'`

    - `figkg serve --access-log /var/log/figkg/access.log`
    """
    from figkg import read
    from figkg.base.lifetime import TERMINATED, ending_in_order
    from figkg.serve.limits import Limits
    from figkg.serve.run import run_server

    limits = Limits(seconds=seconds, megabytes=megabytes)
    try:
        with ending_in_order():
            run_server(
                *(out, host, port, workers, limits, partial(typer.echo, err=True)),
                allow_service=allow_service,
                read=read,
                access_log=access_log,
                images=images,
            )
    except SystemExit as ending:
        if ending.code != TERMINATED:  # so it ends under a service manager
            raise


@app.command(rich_help_panel="Give")
def mcp(
    out: OutputOption = Path("output"),
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer queries.")] = 2,
    seconds: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a query may take.")] = 30.0,
    megabytes: Annotated[int, typer.Option("--memory", min=200, help="Megabytes that a query may use.")] = 3000,
) -> None:
    """Offer the graph to a language model's host, on standard input and output (Model Context Protocol).

    A host starts this command itself; docs/operations.md has the lines for its configuration. The tools resolve a name,
    list edges with their sentences, find paths, read a text and run a read-only query. `figkg serve` has them at /mcp.

    Example: `figkg mcp --out output`
    """
    from figkg import read
    from figkg.base.lifetime import TERMINATED, ending_in_order
    from figkg.serve.limits import Limits
    from figkg.serve.run import run_tools

    try:
        with ending_in_order():
            run_tools(out, workers, Limits(seconds=seconds, megabytes=megabytes), read)
    except SystemExit as ending:
        if ending.code != TERMINATED:
            raise


@app.command(rich_help_panel="Give")
def load(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of the store; see the profiles.")],
    profile: Annotated[
        str, typer.Option("--profile", help="Kind of store, a name in mappings/stores.yaml.")
    ] = "oxigraph",
    out: OutputOption = Path("output"),
    full: Annotated[bool, typer.Option("--full", help="Replace every graph, whatever the store holds.")] = False,
    sample: Annotated[int, typer.Option(min=0, help="Graphs to read back and compare at the end.")] = 20,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Bring the graph into a triple store: only what changed since the last load.

    Profiles: oxigraph, virtuoso, fuseki, rdf4j (GraphDB too), blazegraph, neptune; mappings/stores.yaml says what each
    URL looks like. An interrupted load goes on where it ended. User and password come from FIGKG_STORE_USER and
    FIGKG_STORE_PASSWORD, a token from FIGKG_STORE_TOKEN, or all of it from netrc.

    Examples:

    - `figkg load http://localhost:7878`

    - `figkg load http://localhost:8890 --profile virtuoso`

    - `figkg load http://localhost:7200/repositories/figkg --profile rdf4j --full`

    - `figkg load qlever --profile qlever` (a folder, for QLever's own index)
    """
    from figkg.base.lifetime import ending_in_order
    from figkg.graph.folder import GraphFolder
    from figkg.load.publish import find_profile, load_graphs
    from figkg.load.qlever import write_qlever_folder
    from figkg.load.remote import TOKEN, refuse_credentials

    speak(quiet=quiet, verbose=verbose)
    if profile == "qlever":
        build = GraphFolder(out).current
        token = os.environ.get(TOKEN) or secrets.token_hex(16)
        write_qlever_folder([build / "figkg.nq", build / "run.nq"], Path(url), token)
        if not quiet:
            typer.echo(f"{url}/Qleverfile written; run `qlever index && qlever start` there")
        return
    refuse_credentials(url)
    build = GraphFolder(out).current
    find_profile(url, profile)
    if "PREFECT_API_URL" in os.environ:
        with orchestrated(out, "figkg.flows.publish"):
            from figkg.flows.publish import publish_graph

            done = publish_graph(url, profile, out=str(out), full=full, sample=sample)
    else:
        with ending_in_order():
            done = load_graphs(url, profile, build, full=full, sample=sample)
    if quiet:
        return
    if done.resumed:
        typer.echo(f"{url}: the load before this one had not come to its end; it was finished")
    typer.echo(
        f"{url}: {done.replaced:,} graphs written, {done.dropped:,} dropped, {done.unchanged:,} unchanged; "
        f"{done.triples:,} triples there, {done.compared:,} graphs read back and found the same"
    )
    if not done.union:
        typer.echo(
            f"{url}: queries without GRAPH find nothing there, since its default graph is not the union of all graphs; "
            "for the switch see docs/operations.md, Which graph a query asks",
            err=True,
        )


@app.command(rich_help_panel="Give")
def export(
    target: Annotated[
        Path,
        typer.Argument(metavar="TARGET", help="The file, compressed if it ends in .gz or .zst; - for standard output."),
    ],
    form: Annotated[
        str | None, typer.Option("--format", help="The format; without it the file's name tells.", show_default=False)
    ] = None,
    out: OutputOption = Path("output"),
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write the graph in another format.

    - RDF: nquads, trig, turtle, ntriples, jsonld, rdfxml, nanopub

    - tables: edges and statements (TSV, CSV, Excel or Parquet), omnipath, gmt (gene sets), kgx (a folder with Biolink
    nodes.tsv and edges.tsv)

    - networks: sif, graphml, cx2, neo4j (a folder with nodes.csv and edges.csv)

    - statements for other systems: indra, bel

    Examples:

    - `figkg export edges.parquet`

    - `figkg export statements.csv`, or `statements.xlsx`

    - `figkg export figkg.ttl.gz`

    - `figkg export kgx/`
    """
    from figkg.base.errors import OutputError
    from figkg.base.lifetime import ending_in_order
    from figkg.base.near import perhaps
    from figkg.export import FORMATS, format_of
    from figkg.export import export as write
    from figkg.graph.built import open_release

    speak(quiet=quiet, verbose=verbose)
    if form is not None and form not in FORMATS:
        raise OutputError(form, f"no such format; {perhaps(form, FORMATS)}")
    chosen = format_of(target) if form is None else FORMATS[form]
    release, began = open_release(out), perf_counter()
    tell_more(f"{chosen.name}: from {release.path}")
    with ending_in_order():
        write(release, target, chosen)
    if str(target) != "-":
        tell(f"{target} written: {chosen.about}")
        size = sum(one.stat().st_size for one in (target.iterdir() if target.is_dir() else [target]))
        tell_more(f"{target}: {size:,} bytes; {perf_counter() - began:.1f} s")


@app.command(rich_help_panel="Give")
def validate(
    out: OutputOption = Path("output"),
    sample: Annotated[int, typer.Option(min=0, help="Figures that pyshacl, the reference, checks too.")] = 20,
    seed: Annotated[int, typer.Option(help="Seed of the figures drawn.")] = 0,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Check the graph: all of it against the shapes, a sample with the reference engine, and links between graphs.

    Faults are printed with shape, node and figure, and end the command with 1.

    Examples:

    - `figkg validate`

    - `figkg validate --sample 200 --seed 7`
    """
    from figkg.base.lifetime import ending_as_usual
    from figkg.base.resources import ontologies_folder, read_prefixes
    from figkg.cli.console import open_console
    from figkg.cli.reports import print_violations
    from figkg.graph.folder import GraphFolder
    from figkg.graph.query import open_store
    from figkg.validate import ShapeChecker, Violation, check_sample, find_broken_links

    speak(quiet=quiet, verbose=verbose)
    folder, shapes, prefixes = GraphFolder(out), ontologies_folder() / "shapes.ttl", read_prefixes()
    with ending_as_usual():
        checker = ShapeChecker(shapes)
        found: list[Violation] = []
        for name in ("figkg.nq", "run.nq"):
            found += checker.check_file(folder.current / name)
            tell_more(f"{folder.current / name}: all of it against {shapes.name}; {len(found):,} faults so far")
        store = open_store(folder.store)
        faults, drawn = check_sample(store, shapes, sample, seed)
        tell_more(f"{drawn:,} figures in the reference engine: {len(faults):,} faults")
        found += [*faults, *find_broken_links(store, prefixes)]
        tell_more("links between graphs looked up")
    if found or not quiet:
        print_violations(sorted(set(found)), drawn, open_console())
    if found:
        raise typer.Exit(1)
