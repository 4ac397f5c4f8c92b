"""A guard against builds that take much of the graph away: what is missing was more often lost than withdrawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from figkg.base.errors import LossError, OutputError
from figkg.build.entries import Refusal
from figkg.build.memory import Memory
from figkg.graph.folder import GraphFolder

LARGEST_LOSS = 0.1
"""Share of the figures of the graph in use that a build may withdraw unasked."""


def refuse_loss(figures: Iterable[str], refusals: Iterable[Refusal], folder: GraphFolder) -> None:
    """See that a build keeps most of the figures of the graph in use, whatever it took over from it.

    Args:
        figures: identifiers of the figures of the build.
        refusals: the records that it refused.
        folder: the output folder with the graph in use; there may be none.

    Raises:
        LossError: it does not.
    """
    before = _figures(folder)
    lost = before.difference(figures)
    if len(lost) > LARGEST_LOSS * len(before):
        first = next((f"{one.file}: {one.field}: {one.reason}" for one in refusals), "")
        raise LossError(len(lost), len(before), min(lost), first)


def _figures(folder: GraphFolder) -> set[str]:
    try:
        with Memory(folder.current) as memory:
            return {figid for figid, _ in memory.figures()}
    except (OutputError, OSError, sqlite3.Error):  # none yet, or one that is damaged, which is told elsewhere
        return set()
