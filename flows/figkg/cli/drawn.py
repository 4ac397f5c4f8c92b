"""How well images are read, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import typer
from rich.table import Table

from figkg.base.errors import OutputError, reason_of
from figkg.base.files import replace_file
from figkg.base.resources import mappings_folder, own_mappings_folder
from figkg.cli.console import open_console
from figkg.evaluate.drawn import ReaderScore, Share, score_readers
from figkg.evaluate.fitted import with_fitted
from figkg.relate.drawings import FILE, load_drawing_policy


def evaluate_drawn(gold: Path, annotations: Path, *, json: bool, write: bool = False) -> None:
    """Print how well each reader of a file of annotations reads.

    Args:
        gold: annotations that are right and whole.
        annotations: what is measured.
        json: print one JSON object instead of a table.
        write: write their confidences into drawings.yaml, in the folder that ``FIGKG_MAPPINGS`` names or the
            installed one.

    Raises:
        SourceError: a file cannot be used, or they have no figure in common.
        MappingError: the confidences cannot be written into drawings.yaml as it is.
        OutputError: it cannot be written at all.
    """
    scores = score_readers(gold, [annotations], load_drawing_policy(mappings_folder()))
    if write:
        path, measured = write_fitted(scores), sum(one.edges.found > 0 for one in scores)
        typer.echo(f"figkg: confidences of {measured:,} readers are in {path}", err=True)
    if json:
        found = {
            one.by: msgspec.to_builtins(one) | {"confidence": one.confidence, "interval": one.interval}
            for one in scores
        }
        typer.echo(msgspec.json.encode(found).decode())
        return
    view = Table(title="figkg evaluate --drawn", title_justify="left", title_style="bold")
    for column in (
        "reader",
        "figures",
        "nodes P / R",
        "pairs P / R",
        "edges P / R",
        "wrong signs",
        "confidence",
        "95 %",
    ):
        view.add_column(column, justify="left" if column == "reader" else "right")
    for one in scores:
        view.add_row(*_row(one))
    open_console().print(view)


def write_fitted(scores: Sequence[ReaderScore]) -> Path:
    """Write confidences into drawings.yaml; returns the file. Raises what :func:`evaluate_drawn` raises."""
    folder = mappings_folder()
    path = own_mappings_folder() / FILE
    try:
        text = with_fitted((folder / FILE).read_text(encoding="utf-8"), scores, load_drawing_policy(folder))
        with TemporaryDirectory() as scratch:
            (Path(scratch) / FILE).write_text(text, encoding="utf-8")
            load_drawing_policy(Path(scratch))  # whatever is wrong is said before the file is touched
        replace_file(path, text.encode())
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error
    return path


def _row(one: ReaderScore) -> tuple[str, ...]:
    shares = map(_ratios, (one.nodes, one.pairs, one.edges))
    low, high = one.interval
    return (
        one.by,
        f"{one.figures:,}",
        *shares,
        f"{one.wrong_signs:,}",
        f"{one.confidence:.3f}",
        f"{low:.2f}-{high:.2f}",
    )


def _ratios(share: Share) -> str:
    return f"{share.precision:.2f} / {share.recall:.2f}"
