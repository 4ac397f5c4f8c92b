"""The commands together: thin, and importing only what the called one needs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Annotated

import typer

from figkg.base import telling
from figkg.base.errors import FigkgError, reason_of
from figkg.cli import annotate, ask, give, make, measure, network
from figkg.cli.endings import STATUSES, say
from figkg.cli.mistakes import Suggesting
from figkg.cli.terminal import in_one_line, print_whatever_the_encoding

app = typer.Typer(
    name="figkg",
    cls=Suggesting,
    help="Pathway figures into a causal knowledge graph: which gene activates or inhibits which, and who says so.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for room in (make, annotate, ask, network, give, measure):
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


def run() -> None:
    """Run the command that the arguments name; a user's mistake ends in one line, not in a stack trace."""
    print_whatever_the_encoding()
    telling.speak(telling.Loudness.usual)
    try:
        try:
            app(prog_name="figkg")  # also as python -m figkg.cli, so that the shell knows it
        finally:
            sys.stdout.flush()  # else a full disk is told of by Python itself
    except FigkgError as error:
        typer.echo(f"figkg: {in_one_line(str(error))}", err=True)
        sys.exit(1)
    except SystemExit as ending:
        if isinstance(ending.code, int) and ending.code in STATUSES:
            say(ending.code)
        raise
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:  # of standard output, or of a graph that is damaged
        place = f"{error.filename}: " if error.filename else ""
        typer.echo(f"figkg: {in_one_line(place + reason_of(error))}", err=True)
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what waits to be written is given up
        sys.exit(1)
