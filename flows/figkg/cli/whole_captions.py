"""What a user gets, measured: tables on a terminal, or one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from figkg.base.progress import follow
from figkg.build.tools import find_toolbox
from figkg.evaluate.captions import read_captions
from figkg.evaluate.users import UserReport, judge_captions, read_records, user_report
from figkg.evaluate.whole import Measure


def evaluate_captions(
    gold: Path, sources: Sequence[str], console: Console, seed: int, *, json: bool, fast: bool
) -> None:
    """Measure mentions, identifiers and edges against captions annotated whole, and print that.

    Args:
        gold: the annotated captions.
        sources: where their records are; captions without one are read alone.
        console: where to print.
        seed: of the bootstrap.
        json: print one JSON object.
        fast: look names up and read by rules alone.

    Raises:
        FigkgError: a file cannot be read.
    """
    captions = read_captions(gold)
    records = read_records(sources, captions)
    tools = find_toolbox(fast=fast).open()
    judged = judge_captions(captions, records, tools.grounder, tools.relator)
    numbers = user_report(follow(judged, len(captions), "reading captions"), seed)
    if json:
        print(msgspec.json.format(msgspec.json.encode(numbers), indent=2).decode())  # noqa: T201
        return
    print_user_report(numbers, console)


def print_user_report(numbers: UserReport, console: Console) -> None:
    """Print what is right of what figkg says, and what is found of what captions say."""
    titles = {
        "edges": f"edges of {numbers.captions:,} captions, end to end",
        "mentions": "mentions, exact place and kind",
        "identifiers": "identifiers, mentions given",
    }
    for what, title in titles.items():
        rows: dict[str, Measure] = getattr(numbers, what)
        if not rows:
            continue
        one = what == "identifiers"
        view = Table(title=title, title_justify="left")
        for column in (
            ("", "right", "of") if one else ("", "precision", "recall", "F1", "95 %", "right", "of", "stated")
        ):
            view.add_column(column, justify="left" if column == "" else "right")
        for name, row in rows.items():
            counts = (f"{row.right:,}", f"{row.predicted:,}", f"{row.annotated:,}")
            if one:
                view.add_row(name, f"{row.precision:.3f}", counts[1])
                continue
            scores = (f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}", f"{row.low:.2f}-{row.high:.2f}")
            view.add_row(name, *scores, *counts)
        console.print(view)
    for name, area in numbers.ranking.items():
        if area is not None:
            console.print(f"confidence ranks a right edge above a wrong one in {area:.2f} of pairs ({name})")
