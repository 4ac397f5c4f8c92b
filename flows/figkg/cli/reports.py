"""What a build, a refresh or a check came to, on a terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from figkg.build.summary import Summary
from figkg.build.unmet import first_of
from figkg.extract.questions import Estimate
from figkg.fetch.inquiry import Asked
from figkg.reference.renewal.changes import Change
from figkg.reference.renewal.summary import RefreshSummary
from figkg.validate.shapes import Violation


def print_summary(summary: Summary, console: Console, out: Path) -> None:
    """Print the numbers of a build, and where its refused records are."""
    view = RichTable(title="figkg build", title_justify="left", show_header=False, title_style="bold")
    view.add_column("what")
    view.add_column("count", justify="right")
    view.add_column("of which", overflow="fold")
    balance = f"{summary.graph:,} graph + {summary.unchanged:,} unchanged + {summary.quarantined:,} quarantined"
    view.add_row("records read", f"{summary.read:,}", balance)
    since = f"{summary.new:,} new, {summary.changed:,} changed, {summary.withdrawn:,} withdrawn"
    view.add_row("figures", f"{summary.figures:,}", f"in {_counted(summary.papers, 'paper')}; {since}")
    entities = ", ".join(f"{count:,} {kind}" for kind, count in summary.entities.items())
    view.add_row("entities", f"{sum(summary.entities.values()):,}", entities)
    doubts = ", ".join(f"{count:,} {doubt}" for doubt, count in summary.doubts.items()) or "none"
    view.add_row("doubts", f"{sum(summary.doubts.values()):,}", doubts)
    view.add_row(
        "statements",
        f"{summary.assertions:,}",
        f"in {_counted(summary.figures_with_assertions, 'caption')}; "
        f"{summary.negated:,} more are denied there and make no edge"
        + (f", nor do {summary.rejected:,} that curators reject" if summary.rejected else ""),
    )
    edges = summary.activating + summary.inhibiting
    view.add_row(
        "edges",
        f"{edges:,}",
        f"{summary.activating:,} activating, {summary.inhibiting:,} inhibiting; "
        f"{summary.inferred:,} inferred, {summary.contradicted:,} contradicted",
    )
    seconds = ", ".join(f"{name} {value:.1f}" for name, value in summary.seconds.items())
    view.add_row("quads", f"{summary.quads:,}", f"seconds: {seconds}")
    for name, asked in (("images read", summary.images), ("captions read", summary.captions)):
        if asked is not None:
            view.add_row(name, f"{asked.read:,}", Text(_asked(asked)))
    if summary.drawn is not None:
        view.add_row("drawn", f"{summary.drawn.edges:,}", summary.drawn.in_words())
    console.print(view)
    if summary.changed_figures:
        more = summary.changed - len(summary.changed_figures[:_SHOWN_FIGURES])
        named = ", ".join(summary.changed_figures[:_SHOWN_FIGURES]) + (f" and {more:,} more" if more else "")
        console.print(Text("changed: ", style="bold") + Text(named), soft_wrap=True)
    if summary.unmet:
        console.print(f"{_counted(len(summary.unmet), 'row')} of curators met nothing:", style="yellow")
        for line in first_of(summary.unmet, _SHOWN_ROWS):
            console.print(Text(f"    {line}"), soft_wrap=True)
    if summary.quarantined:
        what = _counted(summary.quarantined, "record")
        console.print(f"{what} could not be used; see {out}/quarantine.jsonl", style="yellow")


def print_estimates(estimates: Mapping[str, Estimate], console: Console) -> None:
    """Print what asking models is expected to cost."""
    view = RichTable("", title="figkg build --estimate", title_justify="left", title_style="bold")
    for column in ("questions", "known before", "requests", "tokens asked", "tokens answered", "US dollars"):
        view.add_column(column, justify="right")
    for name, one in estimates.items():
        counts = (one.questions, one.known, one.requests, one.input, one.output)
        money = "no price known" if one.dollars is None else f"{math.ceil(100 * one.dollars) / 100:,.2f}"
        view.add_row(name, *(f"{count:,}" for count in counts), money)
    console.print(view)
    console.print("Expected by mappings/vision.yaml, prices too; who thinks first answers several times as much.")


def _asked(asked: Asked) -> str:
    """What asking a model came to, in words."""
    failed = ", ".join(f"{count:,} failed: {reason}" for reason, count in asked.failed.items()) or "none failed"
    parts = [f"{asked.known:,} known before", failed]
    if asked.remembered:
        parts.append(f"{asked.remembered:,} of these in an earlier build, and not asked again")
    if asked.without_record:
        parts.append(f"images without a record: {asked.without_record:,}")
    if asked.statements or asked.unfounded:
        parts.append(f"{asked.statements:,} statements, {asked.unfounded:,} more whose words are not there")
    if asked.stopped:
        parts.append(f"STOPPED, {asked.stopped}")
    return f"{', '.join(parts)}; {asked.left:,} left for the next build; {asked.tokens:,} tokens"


_SHOWN_CHANGES = 5
_SHOWN_ROWS = 20
_SHOWN_FIGURES = 10


def print_refresh(summary: RefreshSummary, console: Console) -> None:
    """Print what a refresh changed in the reference tables."""
    renewal = summary.renewal
    if not renewal.renewed:
        what = f": {_names(renewal.unchanged)} are up to date" if renewal.unchanged else ""
        console.print(f"Nothing changed{what}.")
    else:
        columns = ("rows before", "now", "new", "renamed", "withdrawn", "merged")
        view = RichTable("snapshot", "released", title="figkg refresh", title_justify="left", title_style="bold")
        for column in columns:
            view.add_column(column, justify="right")
        for name, one in renewal.renewed.items():
            counts = (one.rows_before, one.rows_after, *map(len, (one.new, one.renamed, one.withdrawn, one.merged)))
            view.add_row(name, renewal.released[name], *(f"{count:,}" for count in counts))
        console.print(view)
        for what in ("renamed", "withdrawn", "merged"):
            changes: list[Change] = [change for one in renewal.renewed.values() for change in getattr(one, what)]
            if changes:
                console.print(Text(f"{what}: ", style="bold") + Text(first_changes(changes, _SHOWN_CHANGES)))
        if renewal.unchanged:
            console.print(f"unchanged: {_names(renewal.unchanged)}", style="dim")
    if renewal.carried:
        console.print(f"kept, since their official files are not there: {_names(renewal.carried)}", style="dim")
    if summary.figures is not None and renewal.renewed:
        console.print(f"Renamed, withdrawn or merged entries are in {summary.figures:,} figures of the last build.")
    if renewal.renewed:
        done = "The new snapshots are in mappings/snapshots; the next build uses them."
        console.print(done if summary.adopted else "Nothing was changed, as asked.")
    if summary.organisms:
        console.print(f"Genes of other organisms are kept beside them: {_names(summary.organisms)}.")


def first_changes(changes: Sequence[Change], number: int) -> str:
    """The first changes in words.

    >>> first_changes([Change("ncbigene:1", "A", "B"), Change("ncbigene:2", "C", "")], 1)
    'A → B (ncbigene:1) and 1 more'
    """
    shown = [f"{one.before} → {one.after} ({one.curie})" if one.after else one.before for one in changes[:number]]
    rest = len(changes) - number
    return ", ".join(shown) + (f" and {rest:,} more" if rest > 0 else "")


def print_violations(violations: Sequence[Violation], drawn: int, console: Console) -> None:
    """Print the faults of a graph, or that there is none."""
    if not violations:
        console.print(f"No fault: the whole graph fits the shapes, and {drawn:,} figures in the reference engine too.")
        return
    by_shape: dict[tuple[str, str], list[Violation]] = {}
    for one in violations:
        by_shape.setdefault((one.shape, one.message), []).append(one)
    for (shape, message), faults in by_shape.items():
        console.print(Text(f"{shape}: ", style="bold") + Text(f"{message}: {len(faults):,} times not"))
        for one in faults[:_SHOWN_VIOLATIONS]:
            console.print(Text(f"    {one.figure}  {one.node}  {one.value}".rstrip()), soft_wrap=True)
        if len(faults) > _SHOWN_VIOLATIONS:
            console.print(f"    and {len(faults) - _SHOWN_VIOLATIONS:,} more", style="dim")
    console.print(f"{len(violations):,} fault{'' if len(violations) == 1 else 's'}", style="red")


_SHOWN_VIOLATIONS = 5


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)
