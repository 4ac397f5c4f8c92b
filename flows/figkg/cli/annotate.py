"""Annotations of figures: from what others published (``gpml``), and with what their images say of them (``lines``)."""

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


@annotate.command()
def lines(
    annotations: Annotated[Path, typer.Argument(metavar="FILE", help="Annotations, as `figkg build` takes them.")],
    images: Annotated[Path, typer.Option("--images", metavar="FOLDER", help="Images of the figures, or an archive.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.jsonl", help="Where to write.")] = Path("witnessed.jsonl"),
) -> None:
    """Look into the images whether a line runs where an annotation says: agreement raises the confidence of an edge.

    It needs the extra `images`, and asks nobody. A few seconds an image; line drawings only.

    Examples:

    - `figkg annotate lines drawn.jsonl --images figures/ --out witnessed.jsonl`
    """
    from figkg.cli.witness import witness_annotations

    witness_annotations(annotations, images, out)
