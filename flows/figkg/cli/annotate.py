"""Annotations of figures from what others published: ``figkg annotate gpml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
annotate = typer.Typer(no_args_is_help=True, help="Make annotations of figures of what others published.")
app.add_typer(annotate, name="annotate", rich_help_panel="Make")


@annotate.callback()
def _rooms() -> None:
    """Make annotations of figures of what others published."""


@annotate.command()
def gpml(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Pathways of WikiPathways, *.gpml.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.jsonl", help="Where to write.")] = Path(
        "wikipathways.jsonl"
    ),
) -> None:
    """Read pathways that say which figure they redraw into annotations for `figkg build --annotations`.

    Examples:

    - `figkg annotate gpml wikipathways-database/pathways --out redrawn.jsonl`
    """
    import msgspec

    from figkg.base.files import replace_file
    from figkg.extract.gpml import read_pathways

    found = read_pathways(folder)
    replace_file(out, b"".join(msgspec.json.encode(one) + b"\n" for one in found.annotations))
    edges = sum(len(one.edges) for one in found.annotations)
    typer.echo(
        f"figkg: {found.pathways:,} pathways, {len(found.annotations):,} redraw one figure: {edges:,} edges", err=True
    )
    for one in found.refused:
        typer.echo(f"figkg: {one}", err=True)
