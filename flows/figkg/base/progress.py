"""Progress of long work: a bar with rate and remaining time on a terminal, quiet lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from figkg.base.telling import is_quiet, tell

Item = TypeVar("Item")

QUIET_SECONDS = 30.0
"""Least time between two lines where there is no terminal."""


def follow(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """Pass items on and show how far it has come, on standard error.

    Args:
        items: the finished pieces of work.
        total: how many there will be.
        what: what is being done, ``reading figures``.
    """
    if is_quiet():
        yield from items
        return
    if sys.stderr.isatty():
        columns = (
            *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()),
            *(TimeElapsedColumn(), TextColumn("remaining"), TimeRemainingColumn()),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield from bar.track(items, total=total, description=what)
        return
    told = monotonic()
    for count, item in enumerate(items, start=1):
        yield item
        if monotonic() - told >= QUIET_SECONDS:
            told = monotonic()
            tell(f"{what}: {count} of {total}")


def follow_bytes(lines: Iterable[bytes], size: int, what: str) -> Iterator[bytes]:
    """Pass the lines of a file on and show on a terminal, on standard error, how far it has come.

    Args:
        lines: the lines.
        size: of the file, in bytes.
        what: what is being done, ``reading texts``.
    """
    if is_quiet() or not sys.stderr.isatty():
        yield from lines
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=size)
        for line in lines:
            yield line
            bar.advance(task, len(line))
