"""What a text names, and why a word is what it is: what `figkg ground --caption` and `--why` print."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console

from figkg.base.resources import mappings_folder
from figkg.cli.options import TableFormat
from figkg.cli.pages import print_table
from figkg.graph.query import ResultTable
from figkg.ground.decider import SORTS, Context, Decision
from figkg.ground.grounder import load_decider, load_grounder
from figkg.ground.settling import settled

COLUMNS = ("text", "start", "kind", "identifier", "label", "decided by", "looked up as", "probability")
WHY_COLUMNS = ("text", "as", "identifier", "label", "decided by", "looked up as")
REASONS = {
    "curated": "a curator",
    "defined": "the text defines it",
    "organism": "no gene of an animal",
    "figure": "the figure shows it",
    "usage": "captions call it so",
    "table": "the tables",
    "ambiguous": "several things have this name",
    "none": "no table has it",
}
"""What decides, in words."""
OWN = "genes of its organism"
"""The same where an organism's own genes decide."""


def print_reading(caption: str, title: str, form: TableFormat, console: Console) -> None:
    """Print what a text names, each mention with its identifier and what decided."""
    reader = load_grounder(mappings_folder()).reader
    assert reader is not None
    read = reader.read(caption, [title] if title else [])
    rows = [
        (
            one.text,
            str(one.start),
            one.kind,
            one.entity,
            read.entities[one.entity].label,
            _reason(read.decisions[one.text]),
            read.decisions[one.text].by,
            f"{one.probability:.2f}",
        )
        for one in settled(read.mentions, ())
    ]
    if not rows:
        console.print("figkg: nothing is named there")
        return
    _print(COLUMNS, rows, form, console)
    if read.organisms and form is TableFormat.table:
        console.print(f"organisms: {', '.join(one.name for one in read.organisms)}")


def print_reasons(words: Iterable[str], form: TableFormat, console: Console) -> None:
    """Print what words are as each kind of thing, and what decides."""
    decider = load_decider(mappings_folder())
    rows = []
    for word in words:
        decisions: dict[str, Decision] = {kind: decider.decide(word, kind, Context()) for kind in SORTS}
        known = {kind: one for kind, one in decisions.items() if one.candidate is not None or one.reason == "ambiguous"}
        rows += [_why(word, kind, one) for kind, one in (known or {"anything": decisions["other"]}).items()]
    _print(WHY_COLUMNS, rows, form, console)


def _reason(decision: Decision) -> str:
    return OWN if decision.reason == "organism" and decision.candidate is not None else REASONS[decision.reason]


def _why(word: str, kind: str, decision: Decision) -> tuple[str, ...]:
    entity = None if decision.candidate is None else decision.candidate.entity
    identifier, label = ("", "") if entity is None else (entity.curie, entity.label)
    return word, kind, identifier, label, _reason(decision), decision.by


def _print(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], form: TableFormat, console: Console) -> None:
    if form is TableFormat.tsv:
        sys.stdout.write("\t".join(columns) + "\n")
        sys.stdout.writelines("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)
        return
    print_table(ResultTable(columns, tuple(rows)), console)
