"""Items of a partition: where a record is, or the record itself, or why it cannot be had."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import Literal, cast

from msgspec import Struct

from figkg.extract.folders import is_record, is_yaml, passed_over
from figkg.extract.tables import TABLE_KINDS

LARGEST_FILE = 64_000_000
"""Bytes; a larger record or table is not read."""

Kind = Literal["markdown", "yaml", "json", "genes", "chemicals", "diseases"]


class InFolder(Struct, frozen=True, tag="folder"):
    """A record file in a folder."""

    path: str


class InZip(Struct, frozen=True, tag="zip"):
    """A record file in a zip archive."""

    archive: str
    member: str


class Spooled(Struct, frozen=True, tag="spooled"):
    """A file that came by in a stream and is kept in the partition itself.

    Attributes:
        file: its name, for people.
        stem: what a record and its tables have in common.
        kind: record or table.
        content: its bytes.
        fault: why it cannot be used, or empty.
    """

    file: str
    stem: str
    kind: Kind
    content: bytes
    fault: str = ""


class Unreadable(Struct, frozen=True, tag="unreadable"):
    """A record of which it was seen at once that it cannot be had, and why."""

    file: str
    reason: str


Item = InFolder | InZip | Spooled | Unreadable


def file_item(path: str) -> InFolder | Unreadable:
    """The item of a record file; a name that is not UTF-8 cannot be told to others, nor stand in the graph."""
    shown = legible(path)
    return InFolder(path) if shown == path else Unreadable(shown, "its name is not UTF-8")


def legible(name: str) -> str:
    r"""A name of the file system with what is not UTF-8 in it written out.

    >>> legible("PMC7\udcff.md"), legible("NF-κB.md")
    ('PMC7\\xff.md', 'NF-κB.md')
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def kind_and_stem(place: PurePosixPath) -> tuple[Kind, str] | None:
    """What a file in an archive is by its name, and what a record and its tables have in common; None for neither."""
    if passed_over(place):
        return None
    if is_yaml(place.name):
        return "yaml", str(place)
    if is_record(place.name):
        folder = place.parent.parent if place.parent.name.startswith("_figures") else place.parent
        return "markdown", f"{folder}/{place.name[: -len('.md')]}"
    for kind in TABLE_KINDS:
        ending = f"-{kind}.tsv"
        if place.name.endswith(ending):
            folder = place.parent.parent if place.parent.name == "_data" else place.parent
            return cast("Kind", kind), f"{folder}/{place.name.removesuffix(ending)}"
    return None


def too_large(most: int) -> str:
    """What to say of a record or table that has more bytes than that."""
    return f"larger than {most:,} bytes"


def tables_beside(place: PurePosixPath, kind: str) -> tuple[PurePosixPath, PurePosixPath]:
    """Where the table of a record may be: in ``_data`` beside the record's folder, or beside the record."""
    name = f"{place.name[: -len('.md')]}-{kind}.tsv"
    return place.parent.parent / "_data" / name, place.parent / name
