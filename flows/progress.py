"""Progress of long work: a bar with rate and remaining time on a terminal, quiet lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

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
            sys.stderr.write(f"figkg: {what}: {count} of {total}\n")
