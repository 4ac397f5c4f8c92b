"""What verdicts say of rules and readers, on a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from rich.table import Table

from figkg.cli.console import open_console
from figkg.cli.terminal import write_out
from figkg.evaluate.verdicts import Share, verdict_report
from figkg.graph.built import open_graph
from figkg.graph.judged import judged_statements


def evaluate_verdicts(out: Path, *, json: bool) -> None:
    """Print how right what curators judged is.

    Args:
        out: the output folder with the graph.
        json: whether as one JSON object.

    Raises:
        FigkgError: there is no graph.
    """
    report = verdict_report(judged_statements(open_graph(out)))
    if json:
        write_out(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n")
        return
    console = open_console()
    if report.total is None:
        console.print("No statement of this graph has a verdict: figkg judge assertion:KEY right|wrong, then build.")
        return
    view = Table(title="by verdicts of curators", title_justify="left", title_style="bold", header_style="bold")
    for column in ("", "right", "wrong", "share", "95 %"):
        view.add_column(column, justify="left" if not column else "right")
    parts: list[Mapping[str, Share]] = [{"all": report.total}, report.by_reader, report.by_construction, report.by_rule]
    for part in parts:
        for name, one in part.items():
            interval = f"{one.low:.2f}-{one.high:.2f}"
            view.add_row(name, f"{one.right:,}", f"{one.wrong:,}", f"{one.share:.2f}", interval)
        view.add_section()
    console.print(view)
    console.print(
        "Of what was judged, which is no sample of the graph: people judge what looks wrong. Nothing is believed more "
        "or less for it; what misreads is mended in its table (docs/curating.md).",
        style="dim",
    )
