"""What makes a graph: build, refresh, schedule."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from figkg.cli.options import OutputOption, QuietOption, Reader, VerboseOption, pair, reader_endpoint, speak
from figkg.cli.orchestration import begin_schedule, build_under_prefect, orchestrated, serve_schedule

app = typer.Typer()


@app.command(rich_help_panel="Make")
def build(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Folders, record files, globs, .zip or .tar.gz archives, .jsonl or .json files (.gz too), - for "
            "JSON on standard input; or addresses: an archive, a Git repository, a BioThings API.",
        ),
    ],
    out: OutputOption = Path("output"),
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 takes one for each processor.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Make every graph anew.")] = False,
    allow_loss: Annotated[
        bool,
        typer.Option("--allow-loss", help="Withdraw figures that the sources lack, also if many."),
    ] = False,
    annotations: Annotated[
        list[str] | None,
        typer.Option("--annotations", metavar="FILE.jsonl", help="Edges that others read off the images; repeatable."),
    ] = None,
    vision: Annotated[
        str, typer.Option("--vision", metavar="URL", help="Endpoint (OpenAI chat completions) that reads images.")
    ] = "",
    model: Annotated[str, typer.Option("--model", metavar="NAME", help="Model of that endpoint.")] = "",
    images: Annotated[
        str,
        typer.Option(
            "--images", metavar="FOLDER", help="Images for it, in a folder or archive, named by figure, alias or file."
        ),
    ] = "",
    dask: Annotated[
        str,
        typer.Option("--dask", metavar="ADDRESS", help="Let the workers of this Dask cluster read the figures."),
    ] = "",
    reader: Annotated[
        str,
        typer.Option(
            metavar="full|fast|URL",
            help="How captions are read: by trained models, or by dictionary and rules alone; or by trained models and "
            "a large model at this endpoint (OpenAI chat completions) together.",
        ),
    ] = "full",
    reader_model: Annotated[
        str, typer.Option("--reader-model", metavar="NAME", help="Model that reads captions, if not that of --model.")
    ] = "",
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Say what asking models would cost, and ask and build nothing.")
    ] = False,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run as a flow of Prefect, with a server for this run, and its records.")
    ] = False,
    show: Annotated[str | None, typer.Option(metavar="FIGID|GENE", help="Print this page at the end.")] = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Build the graph of figure records.

    Graphs of figures whose record, mappings and code did not change are taken over from the build before; figures that
    the sources no longer have are withdrawn; where that is more than a tenth of the graph, the build stops instead.
    The result is the same as with `--full`.

    With PREFECT_API_URL or `--prefect` the build is a flow of Prefect, whose page shows its tasks; else it needs none.

    Examples:

    - `figkg build tests/records`

    - `figkg build pfocr-database/_figures --out graph --workers 8`

    - `figkg build records --reader fast`

    - `figkg build records.jsonl.gz`, or `zcat records.jsonl.gz | figkg build -`

    - `figkg build https://github.com/wikipathways/pfocr-database.git`

    - `figkg build https://example.org/records.tar.gz#sha256=…`

    - `figkg build records --annotations drawn.jsonl`

    - `figkg build records --vision http://localhost:8000/v1 --model NAME --images images` (key in FIGKG_VISION_KEY)

    - `figkg build records --vision https://api.openai.com/v1 --model gpt-5-mini --images images.zip --estimate`

    - `figkg build records --reader http://localhost:11434/v1 --model NAME` (key in FIGKG_READER_KEY)

    - `figkg build biothings+https://biothings.ncats.io/pfocr`

    - `figkg build /shared/records --out /shared/graph --dask tcp://scheduler:8786`
    """
    from figkg.build.request import Request

    speak(quiet=quiet, verbose=verbose)
    if vision and not (model and images):
        raise typer.BadParameter("it needs --model and --images too", param_hint="--vision")
    endpoint = reader_endpoint(reader)
    if endpoint and not (reader_model or model):
        raise typer.BadParameter("an address needs --reader-model or --model too", param_hint="--reader")
    if estimate and not (vision or endpoint):
        raise typer.BadParameter("no model is asked: name one with --vision or --reader", param_hint="--estimate")
    request = Request(
        sources=tuple(sources),
        workers=workers,
        full=full,
        annotations=tuple(annotations or ()),
        vision=vision,
        model=model,
        images=images,
        reader=endpoint,
        reader_model=reader_model,
        dask=dask,
        fast=reader == Reader.fast,
        allow_loss=allow_loss,
    )
    request.check()
    if estimate:
        from figkg.build.models import estimate_models
        from figkg.build.output import OutputFolder
        from figkg.cli.console import open_console
        from figkg.cli.reports import print_estimates

        print_estimates(estimate_models(request, OutputFolder(out.resolve())), open_console())
        return
    summary = build_under_prefect(request, out) if prefect or "PREFECT_API_URL" in os.environ else None
    if summary is None:
        from figkg.base.lifetime import ending_in_order
        from figkg.build.output import OutputFolder
        from figkg.build.run import build_graph

        with ending_in_order():
            summary = build_graph(request, OutputFolder(out.resolve()))
    if not quiet:
        from figkg.cli.console import open_console
        from figkg.cli.reports import print_summary

        print_summary(summary, open_console(), out)
    if show is not None:
        from figkg.cli.ask import print_page

        print_page(show, out)


@app.command(rich_help_panel="Make")
def judge(
    name: Annotated[str, typer.Argument(metavar="assertion:KEY|edge:KEY", help="As `figkg show` prints it.")],
    verdict: Annotated[str, typer.Argument(metavar="right|wrong", help="Whether the figure really says so.")],
    orcid: Annotated[str, typer.Option("--orcid", envvar="FIGKG_ORCID", help="Your ORCID iD.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; needed for what is wrong.")] = "",
    out: OutputOption = Path("output"),
) -> None:
    """Say that a statement or an edge is right or wrong: a row of mappings/verdicts.tsv, for the next build.

    The row goes to the folder that FIGKG_MAPPINGS names, or to the tables that come with figkg.

    Examples:

    - `figkg judge assertion:d83c905d6ac37d3118a3db84 wrong --reason "AD is a diene" --orcid 0000-0002-1825-0097`

    - `FIGKG_ORCID=0000-0002-1825-0097 figkg judge edge:481a7ff81a6d5b89479b3322 right`
    """
    from figkg.cli.console import open_console
    from figkg.cli.verdicts import add_verdict
    from figkg.graph.built import open_graph

    path = add_verdict(open_graph(out), name, verdict, reason, orcid)
    open_console().print(
        f"figkg: a row in {path.parent.name}/{path.name}; the next figkg build applies it",
        soft_wrap=True,
        highlight=False,
    )


@app.command(rich_help_panel="Make")
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
    organisms: Annotated[
        str | None,
        typer.Option(
            envvar="FIGKG_ORGANISMS",
            metavar="NAME,…",
            help="Other organisms whose genes are kept: mouse,fly; none drops them. Without it, those kept before.",
        ),
    ] = None,
    out: OutputOption = Path("output"),
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Renew the reference snapshots in mappings/ from the official sources.

    What changed since the last time is fetched from the addresses in mappings/sources.yaml. A table that lost more
    than 5 % of its rows, or that curated tables contradict, is refused, and everything stays as it was.

    Examples:

    - `figkg refresh`

    - `figkg refresh --dry-run`

    - `figkg refresh --from downloads --released hgnc=2024-10-18`

    - `figkg refresh --organisms mouse,zebrafish,fly,arabidopsis`
    """
    speak(quiet=quiet, verbose=verbose)
    if source is not None and not source.is_dir():
        raise typer.BadParameter(f"{source} is not a folder", param_hint="--from")
    stated = dict(pair(one) for one in released or ())
    named = None if organisms is None else [one.strip() for one in organisms.split(",")]
    wanted = None if named is None else [one for one in named if one not in ("", "none")]
    if "PREFECT_API_URL" in os.environ:
        official = None if source is None else str(source)
        with orchestrated(out, "figkg.flows.refresh"):
            from figkg.flows.refresh import refresh_snapshots as flow

            summary = flow(
                out=str(out), official=official, released=stated, force=force, dry_run=dry_run, organisms=wanted
            )
    else:
        from figkg.base.lifetime import ending_in_order
        from figkg.build.refresh import refresh_snapshots

        with ending_in_order():
            summary = refresh_snapshots(out, source, stated, force=force, dry_run=dry_run, organisms=wanted)
    if not quiet:
        from figkg.cli.console import open_console
        from figkg.cli.reports import print_refresh

        print_refresh(summary, open_console())


@app.command(rich_help_panel="Make")
def schedule(
    file: Annotated[Path, typer.Option(help="Deployments, in the form of prefect.yaml.")] = Path("prefect.yaml"),
    out: OutputOption = Path("output"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the Prefect server that it starts.")] = 4200,
    init: Annotated[bool, typer.Option("--init", help="Write the file, where there is none, and end.")] = False,
) -> None:
    """Run builds, refreshes and loads when they are due, in this process, until it is ended.

    What runs when is in prefect.yaml. Runs, their states and what they came to are on the page of the Prefect server:
    the one that PREFECT_API_URL names, or else one that is started on this machine, with a password that is in .prefect
    in the output folder. FIGKG_WEBHOOK is told of failures. Where that server ends, the command ends with status 1.

    Examples:

    - `figkg schedule --init` writes prefect.yaml, to be changed

    - `figkg schedule` and open http://127.0.0.1:4200 in a browser

    - `FIGKG_WEBHOOK=https://example.org/hook figkg schedule --file my-deployments.yaml`

    - `PREFECT_API_URL=http://prefect.example.org/api figkg schedule`
    """
    from figkg.base.errors import MappingError
    from figkg.flows.settings import SHOW_LOGS, apply_prefect_defaults

    if init:
        begin_schedule(file)
        return
    if not file.is_file():
        raise MappingError(str(file), None, "no such file; name one with --file, or write one with --init")
    apply_prefect_defaults(out, SHOW_LOGS)
    serve_schedule(file, port)
