"""Pages and tables on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from figkg.base.kinds import Kinds
from figkg.graph.entities import Entity
from figkg.graph.figures import Figure
from figkg.graph.query import ResultTable
from figkg.graph.statements import Statement, votes


def print_table(table: ResultTable, console: Console) -> None:
    """Print the rows of a query."""
    view = RichTable(header_style="bold", row_styles=["", "dim"] if len(table.rows) > 8 else None)
    for column in table.columns:
        view.add_column(column, overflow="fold")
    for row in table.rows:
        view.add_row(*(Text(cell) for cell in row))
    console.print(view)
    console.print(f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}", style="dim")


def print_figure(figure: Figure, kinds: Kinds, console: Console) -> None:
    """Print a figure with its statements, the words of the evidence highlighted."""
    console.print(Text(figure.figid, style="bold"), Text(figure.title))
    console.print(Text(f"{figure.paper} {figure.year}".strip()), Text(figure.page, style="blue"))
    if figure.paper_title:
        console.print(Text("paper: ", style="bold") + Text(figure.paper_title))
    for kind, shown in groupby(figure.entities, key=lambda entity: entity.kind):
        entities = [f"{entity.label} ({entity.curie})" for entity in shown]
        word = kinds[kind].one if len(entities) == 1 else kinds[kind].many
        console.print(Text(f"{word}: ", style="bold") + Text(", ".join(entities)))
    for one in figure.doubts:
        taken = f"→ {one.label} " if one.label else ""
        console.print(Text("doubt: ", style="yellow") + Text(f"{one.word!r} {taken}{one.doubt}"))
    if figure.caption:
        console.print(Text("caption: ", style="bold") + Text(figure.caption))
    if not figure.statements:
        console.print("The caption states no signed relation between the figure's entities.", style="dim")
    labels = {one.curie: one.label for one in figure.entities}
    print_statements(figure.statements, console, labels, with_figure=False)
    if figure.candidates:
        console.print("Perhaps, too unsure to be asserted:", style="yellow")
        print_statements(figure.candidates, console, labels, with_figure=False)
    if figure.rejected:
        console.print("Rejected by curators:", style="yellow")
        print_statements(figure.rejected, console, labels, with_figure=False)


def print_entity(
    entity: Entity, statements: tuple[Statement, ...], labels: Mapping[str, str], kinds: Kinds, console: Console
) -> None:
    """Print an entity with the statements it takes part in.

    Args:
        entity: the entity.
        statements: what is stated of it.
        labels: of the diseases of these statements, by CURIE.
        kinds: the kinds of entities.
        console: where to print.
    """
    figures = f"{entity.figures:,} figure{'' if entity.figures == 1 else 's'}"
    about = f", {kinds[entity.kind].one} {entity.curie}, in {figures}"
    console.print(Text(entity.label, style="bold") + Text(about))
    if entity.synonyms:
        console.print(Text("also called: " + ", ".join(entity.synonyms), style="dim"))
    if entity.families:
        families = ", ".join(f"{family.label} ({family.curie})" for family in entity.families)
        console.print(Text("member of: ", style="bold") + Text(families))
    if not statements:
        elsewhere = "; what is said of a family: figkg show FAMILY" if entity.families else ""
        console.print(f"No caption states a signed relation of it{elsewhere}.", style="dim")
    print_statements(statements, console, labels, with_figure=True)


def print_statements(
    statements: tuple[Statement, ...], console: Console, labels: Mapping[str, str], *, with_figure: bool
) -> None:
    """Print statements, those of one sentence above it, names and triggers highlighted where they stand.

    Args:
        statements: in the order of figures and sentences.
        console: where to print.
        labels: of diseases, by CURIE.
        with_figure: whether to name the figure of each.
    """
    for (figid, year, sentence, _), group in groupby(statements, key=_place):
        quoted = Text("    “") + Text(sentence) + Text("”")
        for one in group:
            console.print(_headline(one, labels))
            for (start, end), style in (
                (one.subject_at, "bold"),
                (one.object_at, "bold"),
                (one.trigger_at, "bold underline"),
            ):
                if not one.drawn:
                    quoted.stylize(style, start - one.sentence_at[0] + 5, end - one.sentence_at[0] + 5)
            if one.drawn:
                quoted = Text(f"    drawn: {one.labels[0]} {one.drawn} {one.labels[1]}, read by {one.by}")
        source = Text(f" {figid} {year}", style="dim") if with_figure else Text("")
        console.print(quoted + source)


def _place(one: Statement) -> tuple[str, str, str, str]:
    """What statements have in common that are printed above the same words."""
    return one.figid, one.year, one.sentence, one.key if one.drawn else ""


def _headline(one: Statement, labels: Mapping[str, str]) -> Text:
    """One statement in a line: ``CCN1 → activates BCL2, confidence 0.77``."""
    head = Text(f"{one.subject} ", style="bold") + Text(f"({one.subject_curie}) ", style="dim")
    verb = f"does not {one.predicate[:-1]}" if one.negated else one.predicate
    arrow = "→" if one.predicate == "activates" else "⊣"
    head += Text(f"{arrow} {verb} ", style="red" if one.predicate == "inhibits" else "green")
    head += Text(f"{one.object} ", style="bold") + Text(f"({one.object_curie})", style="dim")
    notes = [f"confidence {float(one.confidence):.2f}"]
    notes += [votes(one)] if one.rule else []
    notes += ["hedged"] if one.hedged else []
    notes += ["inferred from the order of steps"] if one.inferred else []
    notes += [f"in {'; '.join(labels.get(curie, curie) for curie in one.contexts)}"] if one.contexts else []
    notes += one.verdicts
    notes += [f"assertion:{one.key}"]
    return head + Text("  " + ", ".join(notes), style="dim")
