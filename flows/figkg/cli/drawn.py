"""How well images are read, on a terminal."""

from __future__ import annotations

from pathlib import Path

import msgspec
import typer
from rich.table import Table

from figkg.base.resources import mappings_folder
from figkg.cli.console import open_console
from figkg.evaluate.drawn import ReaderScore, Share, score_readers
from figkg.relate.drawings import load_drawing_policy


def evaluate_drawn(gold: Path, annotations: Path, *, json: bool) -> None:
    """Print how well each reader of a file of annotations reads.

    Args:
        gold: annotations that are right and whole.
        annotations: what is measured.
        json: print one JSON object instead of a table.

    Raises:
        SourceError: a file cannot be used, or they have no figure in common.
    """
    scores = score_readers(gold, [annotations], load_drawing_policy(mappings_folder()))
    if json:
        found = {one.by: msgspec.to_builtins(one) | {"confidence": one.confidence} for one in scores}
        typer.echo(msgspec.json.encode(found).decode())
        return
    view = Table(title="figkg evaluate --drawn", title_justify="left", title_style="bold")
    for column in ("reader", "figures", "nodes P / R", "pairs P / R", "edges P / R", "wrong signs", "confidence"):
        view.add_column(column, justify="left" if column == "reader" else "right")
    for one in scores:
        view.add_row(*_row(one))
    open_console().print(view)


def _row(one: ReaderScore) -> tuple[str, ...]:
    shares = map(_ratios, (one.nodes, one.pairs, one.edges))
    return (one.by, f"{one.figures:,}", *shares, f"{one.wrong_signs:,}", f"{one.confidence:.3f}")


def _ratios(share: Share) -> str:
    return f"{share.precision:.2f} / {share.recall:.2f}"
