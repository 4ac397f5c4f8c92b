"""The `figkg` command: thin, and importing only what the called command needs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from figkg.base.errors import FigkgError
from figkg.base.lifetime import TERMINATED
from figkg.cli import ask, give, make, measure

app = typer.Typer(
    name="figkg",
    help="Pathway figures into a causal knowledge graph: which gene activates or inhibits which, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for room in (make, ask, give, measure):
    app.add_typer(room.app)


def _version(wanted: bool) -> None:
    if wanted:
        from figkg import __version__

        typer.echo(f"figkg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = (
        False
    ),
) -> None:
    """Options before the command."""


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
