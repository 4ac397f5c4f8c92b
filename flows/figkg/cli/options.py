"""Options that commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from figkg.base import telling
from figkg.base.near import nearest, or_list


class ResultFormat(StrEnum):
    """How the result of a query is printed."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"


class Reader(StrEnum):
    """How captions are read: by trained models and rules, or by dictionary and rules alone."""

    full = "full"
    fast = "fast"


class TableFormat(StrEnum):
    """How a table is printed."""

    table = "table"
    tsv = "tsv"


class AnswerFormat(StrEnum):
    """How an answer is printed: for people, or for programs."""

    table = "table"
    tsv = "tsv"
    json = "json"


QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Tell what each stage does, on standard error.")]
OutputOption = Annotated[Path, typer.Option("--out", help="Output folder with the graph.", show_default=True)]


def reader_endpoint(reader: str) -> str:
    """The address of an endpoint that reads captions, or nothing where figkg reads alone.

    >>> reader_endpoint("full"), reader_endpoint("https://example.org/v1")
    ('', 'https://example.org/v1')

    Raises:
        BadParameter: it is no way to read.
    """
    if reader in set(Reader):
        return ""
    if reader.startswith(("http://", "https://")):
        return reader
    near = nearest(reader, Reader)
    said = f"; {or_list(near)}" if near else ""
    raise typer.BadParameter(f"{reader!r} is neither full nor fast, and no http address{said}", param_hint="--reader")


def pair(text: str) -> tuple[str, str]:
    """Name and value of ``NAME=VALUE``.

    Raises:
        BadParameter: it is not of this form.
    """
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not of the form NAME=VALUE")
    return name, value


def speak(*, quiet: bool, verbose: bool) -> None:
    """Have this process tell as much as two options say.

    Raises:
        BadParameter: they contradict each other.
    """
    if quiet and verbose:
        raise typer.BadParameter("it is one or the other", param_hint="--quiet, --verbose")
    telling.speak(telling.Loudness.quiet if quiet else telling.Loudness.verbose if verbose else telling.Loudness.usual)
