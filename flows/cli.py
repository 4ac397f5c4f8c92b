"""The `figkg` command: thin, and importing only what the called command needs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import FigkgError
from flows.lifetime import TERMINATED

app = typer.Typer(
    name="figkg",
    help="Pathway figures into a causal knowledge graph: which gene activates or inhibits which, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


class ResultFormat(StrEnum):
    """How the result of a query is printed."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"


class TableFormat(StrEnum):
    """How a table is printed."""

    table = "table"
    tsv = "tsv"


OutputOption = Annotated[Path, typer.Option("--out", help="Output folder with the graph.", show_default=True)]


@contextmanager
def _orchestrated(out: Path, flow: str) -> Iterator[None]:
    """Prefect with its settings and a server, and a module of flows imported while the server starts."""
    from importlib import import_module

    from flows.lifetime import ending_in_order
    from flows.prefect_settings import apply_prefect_defaults, reachable_server

    apply_prefect_defaults(out)
    with ending_in_order(), reachable_server(partial(import_module, flow)):
        yield


def _version(wanted: bool) -> None:
    if wanted:
        from flows import __version__

        typer.echo(f"figkg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = (
        False
    ),
) -> None:
    """Options before the command."""


@app.command()
def build(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Folders, record files, globs, .zip or .tar.gz archives, .jsonl files, - for JSON lines on "
            "standard input; or addresses: an archive, a Git repository, a BioThings API.",
        ),
    ],
    out: OutputOption = Path("output"),
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 takes one for each processor.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Make every graph anew.")] = False,
    annotations: Annotated[
        list[str] | None,
        typer.Option("--annotations", metavar="FILE.jsonl", help="Edges that others read off the images; repeatable."),
    ] = None,
    vision: Annotated[
        str, typer.Option("--vision", metavar="URL", help="Endpoint (OpenAI chat completions) that reads images.")
    ] = "",
    model: Annotated[str, typer.Option("--model", metavar="NAME", help="Model of that endpoint.")] = "",
    images: Annotated[
        str, typer.Option("--images", metavar="FOLDER", help="Images for it, each named by its figure: FIGID.jpg.")
    ] = "",
    dask: Annotated[
        str,
        typer.Option("--dask", metavar="ADDRESS", help="Let the workers of this Dask cluster read the figures."),
    ] = "",
    show: Annotated[str | None, typer.Option(metavar="FIGID|GENE", help="Print this page at the end.")] = None,
) -> None:
    """Build the graph of figure records.

    Graphs of figures whose record, mappings and code did not change are taken over from the build before; figures that
    the sources no longer have are withdrawn. The result is the same as with `--full`.

    Examples:

    - `figkg build tests/records`

    - `figkg build pfocr-database/_figures --out graph --workers 8`

    - `zcat records.jsonl.gz | figkg build -`

    - `figkg build https://github.com/wikipathways/pfocr-database.git`

    - `figkg build https://example.org/records.tar.gz#sha256=…`

    - `figkg build records --annotations drawn.jsonl`

    - `figkg build records --vision http://localhost:8000/v1 --model NAME --images images` (key in FIGKG_VISION_KEY)

    - `figkg build biothings+https://biothings.ncats.io/pfocr`

    - `figkg build /shared/records --out /shared/graph --dask tcp://scheduler:8786`
    """
    if vision and not (model and images):
        raise typer.BadParameter("it needs --model and --images too", param_hint="--vision")
    with _orchestrated(out, "flows.build"):
        from flows.build import build_graph

        summary = build_graph(
            sources,
            out=str(out),
            workers=workers,
            full=full,
            annotations=annotations,
            vision=vision,
            model=model,
            images=images,
            dask=dask,
        )
    from rich.console import Console

    from flows.serve.reports import print_summary

    console = Console()
    print_summary(summary, console)
    if summary.quarantined:
        console.print(f"{summary.quarantined} records could not be used; see {out}/quarantine.jsonl", style="yellow")
    if show is not None:
        _show(show, out)


@app.command()
def refresh(
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FOLDER", help="Folder with official files, plain or gzipped, instead of the network."
        ),
    ] = None,
    released: Annotated[
        list[str] | None, typer.Option("--released", metavar="NAME=DATE", help="Release of a snapshot's source.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Take tables that lost many rows or that curated tables contradict.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would change, and change nothing.")] = False,
    out: OutputOption = Path("output"),
) -> None:
    """Renew the reference snapshots in mappings/ from the official sources.

    What changed since the last time is fetched from the addresses in mappings/sources.yaml. A table that lost more
    than 5 % of its rows, or that curated tables contradict, is refused, and everything stays as it was.

    Examples:

    - `figkg refresh`

    - `figkg refresh --dry-run`

    - `figkg refresh --from downloads --released hgnc=2024-10-18`
    """
    if source is not None and not source.is_dir():
        raise typer.BadParameter(f"{source} is not a folder", param_hint="--from")
    stated = dict(_pair(one) for one in released or ())
    official = None if source is None else str(source)
    with _orchestrated(out, "flows.refresh"):
        from flows.refresh import refresh_snapshots

        summary = refresh_snapshots(out=str(out), official=official, released=stated, force=force, dry_run=dry_run)
    from rich.console import Console

    from flows.serve.reports import print_refresh

    print_refresh(summary, Console())


@app.command()
def serve(
    out: OutputOption = Path("output"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8765,
    workers: Annotated[int, typer.Option(min=2, help="Processes that answer queries.")] = 4,
    seconds: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a query may take.")] = 30.0,
    megabytes: Annotated[int, typer.Option("--memory", min=200, help="Megabytes that a query may use.")] = 3000,
    allow_service: Annotated[bool, typer.Option("--allow-service", help="Let queries ask other endpoints.")] = False,
) -> None:
    """Serve the graph: pages to explore it at /, and a read-only SPARQL 1.1 endpoint at /sparql.

    They show the build in use, also when that changes. A query that takes too long or too much is stopped.

    Examples:

    - `figkg serve` and open http://127.0.0.1:8765 in a browser

    - `curl http://127.0.0.1:8765/sparql -H 'Accept: text/csv' -d 'query=SELECT * { ?a fkg:inhibits ?b } LIMIT 5'`

    - `curl http://127.0.0.1:8765/entity/ncbigene:4790 -H 'Accept: text/turtle'`
    """
    from flows.serve.run import run_server
    from flows.serve.workers import Limits

    limits = Limits(seconds=seconds, megabytes=megabytes)
    run_server(out, host, port, workers, limits, partial(typer.echo, err=True), allow_service=allow_service)


@app.command()
def schedule(
    file: Annotated[Path, typer.Option(help="Deployments, in the form of prefect.yaml.")] = Path("prefect.yaml"),
    out: OutputOption = Path("output"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the Prefect server that it starts.")] = 4200,
) -> None:
    """Run builds, refreshes and loads when they are due, in this process, until it is ended.

    What runs when is in prefect.yaml. Runs, their states and what they came to are on the page of the Prefect server:
    the one that PREFECT_API_URL names, or else one that is started on this machine. FIGKG_WEBHOOK is told of failures.

    Examples:

    - `figkg schedule` and open http://127.0.0.1:4200 in a browser

    - `FIGKG_WEBHOOK=https://example.org/hook figkg schedule --file my-deployments.yaml`

    - `PREFECT_API_URL=http://prefect.example.org/api figkg schedule`
    """
    import os
    from contextlib import suppress

    from flows.prefect_settings import SHOW_LOGS, apply_prefect_defaults, own_server

    apply_prefect_defaults(out, SHOW_LOGS)
    there = "PREFECT_API_URL" in os.environ
    url = os.environ.setdefault("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
    from flows.schedule import read_deployments, serve_deployments

    deployments = read_deployments(file)
    with suppress(KeyboardInterrupt), nullcontext() if there else own_server(port):
        for one in deployments:
            when = ", ".join(line.cron for line in one.schedules if line.active) or "after its events"
            typer.echo(f"figkg: {one.name}: {when}", err=True)
        typer.echo(f"figkg: runs are at {url.removesuffix('/api')}; Ctrl-C ends it", err=True)
        serve_deployments(deployments)


@app.command()
def load(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of the store; see the profiles.")],
    profile: Annotated[
        str, typer.Option("--profile", help="Kind of store, a name in mappings/stores.yaml.")
    ] = "oxigraph",
    out: OutputOption = Path("output"),
    full: Annotated[bool, typer.Option("--full", help="Replace every graph, whatever the store holds.")] = False,
    sample: Annotated[int, typer.Option(min=0, help="Graphs to read back and compare at the end.")] = 20,
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
    from flows.load.output import OutputFolder
    from flows.load.qlever import write_qlever_folder
    from flows.load.remote import refuse_credentials

    if profile == "qlever":
        build = OutputFolder(out).current
        write_qlever_folder([build / "figkg.nq", build / "run.nq"], Path(url))
        typer.echo(f"{url}/Qleverfile written; run `qlever index && qlever start` there")
        return
    refuse_credentials(url)
    with _orchestrated(out, "flows.publish"):
        from flows.publish import publish_graph

        done = publish_graph(url, profile, out=str(out), full=full, sample=sample)
    typer.echo(
        f"{url}: {done.replaced:,} graphs written, {done.dropped:,} dropped, {done.unchanged:,} unchanged; "
        f"{done.triples:,} triples there, {done.compared:,} graphs read back and found the same"
    )


@app.command()
def export(
    target: Annotated[
        Path,
        typer.Argument(metavar="TARGET", help="The file, compressed if it ends in .gz or .zst; - for standard output."),
    ],
    form: Annotated[
        str | None, typer.Option("--format", help="The format; without it the file's name tells.", show_default=False)
    ] = None,
    out: OutputOption = Path("output"),
) -> None:
    """Write the graph in another format.

    - RDF: nquads, trig, turtle, ntriples, jsonld, rdfxml, nanopub

    - tables: edges (TSV or Parquet), kgx (a folder with Biolink nodes.tsv and edges.tsv), gmt (gene sets)

    - networks: sif, graphml, cx2

    Examples:

    - `figkg export edges.parquet`

    - `figkg export figkg.ttl.gz`

    - `figkg export --format kgx kgx/`
    """
    from flows.errors import OutputError
    from flows.export import FORMATS, format_of
    from flows.export import export as write
    from flows.load.output import OutputFolder
    from flows.resources import read_prefixes

    if form is not None and form not in FORMATS:
        raise OutputError(form, f"no such format; there are: {', '.join(FORMATS)}")
    chosen = format_of(target) if form is None else FORMATS[form]
    write(OutputFolder(out).current / "figkg.nq", target, chosen, read_prefixes())
    if str(target) != "-":
        typer.echo(f"figkg: {target} written: {chosen.about}", err=True)


@app.command()
def validate(
    out: OutputOption = Path("output"),
    sample: Annotated[int, typer.Option(min=0, help="Figures that pyshacl, the reference, checks too.")] = 20,
    seed: Annotated[int, typer.Option(help="Seed of the figures drawn.")] = 0,
) -> None:
    """Check the graph: all of it against the shapes, a sample with the reference engine, and links between graphs.

    Faults are printed with shape, node and figure, and end the command with 1.

    Examples:

    - `figkg validate`

    - `figkg validate --sample 200 --seed 7`
    """
    from rich.console import Console

    from flows.load.output import OutputFolder
    from flows.resources import ontologies_folder, read_prefixes
    from flows.serve.query import open_store
    from flows.serve.reports import print_violations
    from flows.validate import ShapeChecker, check_sample, find_broken_links

    folder, shapes = OutputFolder(out), ontologies_folder() / "shapes.ttl"
    checker = ShapeChecker(shapes)
    found = [fault for name in ("figkg.nq", "run.nq") for fault in checker.check_file(folder.current / name)]
    store = open_store(folder.store)
    faults, drawn = check_sample(store, shapes, sample, seed)
    found += [*faults, *find_broken_links(store, read_prefixes())]
    print_violations(sorted(set(found)), drawn, Console())
    if found:
        raise typer.Exit(1)


@app.command()
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

    from flows.load.output import OutputFolder
    from flows.named_queries import read_named_query
    from flows.resources import ontologies_folder, read_prefixes
    from flows.serve.query import open_store, run_query, serialize, set_parameters, tabulate

    name, body = "query", text
    named = ontologies_folder() / "queries" / f"{text}.rq"
    if text.endswith(".rq") or ("{" not in text and named.exists()):
        found = read_named_query(Path(text) if text.endswith(".rq") else named)
        name, body = found.name, found.text
    body = set_parameters(body, dict(_pair(one) for one in parameters or ()))
    prefixes = read_prefixes()
    results = run_query(open_store(OutputFolder(out).store), body, prefixes, name)
    if form is ResultFormat.table and isinstance(results, pyoxigraph.QuerySolutions):
        from rich.console import Console

        from flows.serve.terminal import print_table

        print_table(tabulate(results, prefixes), Console())
    else:
        sys.stdout.write(serialize(results, form.value, prefixes))


@app.command()
def queries() -> None:
    """List the named queries."""
    from rich.console import Console

    from flows.named_queries import read_named_queries
    from flows.resources import ontologies_folder
    from flows.serve.query import Table
    from flows.serve.terminal import print_table

    rows = tuple(
        (one.name, one.question, ", ".join(f"{name}={value}" for name, value in one.parameters.items()))
        for one in read_named_queries(ontologies_folder() / "queries")
    )
    print_table(Table(("name", "question", "parameters"), rows), Console())


@app.command()
def ground(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORD…", help="Words, numbers or CURIEs.")] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar="WORDS", help="A file with one string a line, or - for standard input."),
    ] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print the answers.")] = TableFormat.table,
) -> None:
    """Look up what words, numbers and CURIEs stand for, and what else they may stand for.

    A word that names several things equally has no identifier, but alternatives.

    Examples:

    - `figkg ground "NF-κB" TrkA 4790 mesh:D015464`

    - `figkg ground --file words.txt --format tsv > identifiers.tsv`
    """
    from rich.console import Console

    from flows.ground import load_lookup
    from flows.ground.table import SHORT_COLUMNS, as_tsv, read_words, short_row
    from flows.resources import mappings_folder
    from flows.serve.query import Table
    from flows.serve.terminal import print_table

    if (file is None) == (not words):
        raise typer.BadParameter("give words, or a file of words with --file")
    lookup = load_lookup(mappings_folder())
    with _open_words(file) as lines:
        answers = map(lookup.find, read_words(lines) if words is None else words)
        if form is TableFormat.tsv:
            sys.stdout.writelines(as_tsv(answers))
        else:
            print_table(Table(SHORT_COLUMNS, tuple(map(short_row, answers))), Console())


@app.command()
def relate(
    texts: Annotated[
        str, typer.Argument(metavar="IN.jsonl", help="Texts with their entities, or - for standard input.")
    ],
    statements: Annotated[str, typer.Argument(metavar="OUT.jsonl", help="Where to write, or - for standard output.")],
) -> None:
    """Read signed relations from texts whose entities are known.

    A line in is `{"text_id", "text", "entities": [{"id", "type", "mentions": [{"text", "start", "end"}]}]}`, a line
    out `{"text_id", "subject", "object", "sign", "confidence", "hedged", "sentence", "start", "end", "trigger",
    "rule"}`. Denied statements are left out.

    Examples:

    - `figkg relate captions.jsonl statements.jsonl`

    - `zcat captions.jsonl.gz | figkg relate - - | jq .trigger`
    """
    from flows.relate import load_relator
    from flows.relate.lines import relate_lines
    from flows.resources import mappings_folder

    counts = relate_lines(load_relator(mappings_folder()), texts, statements)
    typer.echo(f"figkg: {counts.statements:,} statements in {counts.texts:,} texts", err=True)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated texts, or annotated pairs.")],
    split: Annotated[str | None, typer.Option(help="Only texts of this split: dev, heldout.")] = None,
    section: Annotated[str | None, typer.Option(help="Only texts of this section: abstract, caption.")] = None,
    types: Annotated[str | None, typer.Option(help="Only edges between entities of these types, by comma.")] = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Score these, written by `figkg relate`, instead of reading.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="Print so many wrong predictions and so many misses.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the errors drawn and of the bootstrap.")] = 0,
    curve: Annotated[bool, typer.Option("--curve", help="Draw precision against recall.")] = False,
    core: Annotated[bool, typer.Option("--core", help="Of annotated pairs, only the clean ones.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as one JSON object.")] = False,
) -> None:
    """Measure the relation reader against annotated texts.

    Files with all edges of each text give precision, recall and F1; files with single pairs give recall and sign
    accuracy.

    Examples:

    - `figkg evaluate sentences.jsonl --split dev --types gene,family`

    - `figkg evaluate captions.jsonl --errors 20 --curve`

    - `figkg evaluate pairs.jsonl --core`
    """
    from rich.console import Console

    from flows.evaluate import (
        by_text,
        judge,
        kind_of,
        predict,
        predict_signs,
        read_pairs,
        read_predictions,
        read_texts,
        require_types,
        total_pairs,
    )
    from flows.evaluate.report import as_json, print_curve, print_errors, print_pairs, print_report, report
    from flows.progress import follow
    from flows.relate import load_relator
    from flows.resources import mappings_folder

    console = Console()
    if kind_of(gold) == "pairs":
        pairs = read_pairs(gold, split, core=core)
        signs = predict_signs(load_relator(mappings_folder()), pairs)
        scored = total_pairs(pairs, list(follow(signs, len(pairs), "reading pairs")))
        typer.echo(as_json(scored)) if json else print_pairs(scored, console)
        return
    wanted = frozenset(types.split(",")) if types else None
    texts = read_texts(gold, split, section)
    require_types(gold, texts, wanted)
    if predictions is None:
        relator = load_relator(mappings_folder())
        found = by_text(predict(relator, follow(texts, len(texts), "reading texts")))
    else:
        found = by_text(read_predictions(predictions))
        if strangers := len(found.keys() - {one.text_id for one in texts}):
            typer.echo(f"figkg: passed over the predictions of {strangers:,} texts that are not evaluated", err=True)
    judged = [judge(text, found.get(text.text_id, []), wanted) for text in texts]
    numbers = report(judged, seed)
    if json:
        typer.echo(as_json(numbers))
        return
    print_report(numbers, console)
    if curve:
        print_curve(numbers.curve, console)
    if errors:
        print_errors(judged, errors, seed, console)


@app.command()
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
    _show(name, out)


def _show(name: str, out: Path) -> None:
    from rich.console import Console

    from flows.load.output import OutputFolder
    from flows.resources import read_prefixes
    from flows.serve.page import NothingFoundError, entity_page, figure_page
    from flows.serve.query import open_store
    from flows.serve.terminal import print_entity, print_figure

    store, prefixes, console = open_store(OutputFolder(out).store), read_prefixes(), Console()
    figure = figure_page(store, name, prefixes)
    if figure is not None:
        print_figure(figure, console)
        return
    entity = entity_page(store, name, prefixes)
    if entity is None:
        raise NothingFoundError(name)
    print_entity(entity, console)


@contextmanager
def _open_words(file: str | None) -> Iterator[Iterable[str]]:
    if file is None:
        yield ()
    elif file == "-":
        yield sys.stdin
    else:
        from flows.errors import SourceError

        try:
            lines = Path(file).open(encoding="utf-8", errors="replace", newline="\n")  # noqa: SIM115 (closed below)
        except OSError as error:
            raise SourceError(file, error.strerror or str(error)) from error
        with lines:
            yield lines


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not of the form NAME=VALUE")
    return name, value


def main() -> None:
    """Run the command; a user's mistake ends in one line, not in a stack trace."""
    try:
        app()
    except FigkgError as error:
        typer.echo(f"figkg: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("figkg: interrupted; the previous graph is untouched", err=True)
        sys.exit(130)
    except SystemExit as ending:
        if ending.code == TERMINATED:
            typer.echo("figkg: ended on request; the previous graph is untouched", err=True)
        raise
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
