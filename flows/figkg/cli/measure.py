"""What measures the reader: relate, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from figkg.base.telling import tell, tell_more
from figkg.cli.options import OutputOption, QuietOption, Reader, VerboseOption, speak

app = typer.Typer()


@app.command(rich_help_panel="Measure")
def relate(
    texts: Annotated[
        str, typer.Argument(metavar="IN.jsonl", help="Texts with their entities, or - for standard input.")
    ],
    statements: Annotated[str, typer.Argument(metavar="OUT.jsonl", help="Where to write, or - for standard output.")],
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read signed relations from texts whose entities are known.

    A line in is `{"text_id", "text", "entities": [{"id", "type", "mentions": [{"text", "start", "end"}]}]}`, a line
    out `{"text_id", "subject", "object", "sign", "confidence", "hedged", "sentence", "start", "end", "trigger",
    "rule"}`. Denied statements are left out.

    Examples:

    - `figkg relate captions.jsonl statements.jsonl`

    - `zcat captions.jsonl.gz | figkg relate - - | jq .trigger`
    """
    from figkg.base.lifetime import ending_in_order
    from figkg.base.resources import mappings_folder
    from figkg.relate import load_relator
    from figkg.relate.lines import relate_lines

    speak(quiet=quiet, verbose=verbose)
    tell_more(f"relations: from {texts} to {statements}, by the tables in {mappings_folder()}")
    with ending_in_order():
        counts = relate_lines(load_relator(mappings_folder()), texts, statements)
    tell(f"{counts.statements:,} statements in {counts.texts:,} texts")


@app.command(rich_help_panel="Measure")
def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(
            metavar="GOLD.jsonl", help="Annotated texts, pairs, or captions annotated whole; annotations of images."
        ),
    ] = None,
    records: Annotated[
        list[str] | None,
        typer.Option("--records", metavar="SOURCE", help="Of captions annotated whole: their records. Repeatable."),
    ] = None,
    split: Annotated[str | None, typer.Option(help="Only texts of this split: dev, heldout.")] = None,
    section: Annotated[str | None, typer.Option(help="Only texts of this section: abstract, caption.")] = None,
    types: Annotated[str | None, typer.Option(help="Only edges between entities of these types, by comma.")] = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Score these, written by `figkg relate`, instead of reading.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="Print so many wrong predictions and so many misses.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the errors drawn and of the bootstrap.")] = 0,
    curve: Annotated[bool, typer.Option("--curve", help="Draw precision against recall.")] = False,
    core: Annotated[bool, typer.Option("--core", help="Of annotated pairs, only the clean ones.")] = False,
    reader: Annotated[
        Reader, typer.Option(help="fast: measure dictionary and rules alone, as `figkg build --reader fast` reads.")
    ] = Reader.full,
    drawn: Annotated[
        Path | None, typer.Option("--drawn", metavar="GOLD", help="Measure annotations of images against these.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="With --drawn: write readers' confidences into mappings/drawings.yaml.")
    ] = False,
    verdicts: Annotated[
        bool, typer.Option("--verdicts", help="How right rules and readers are by the verdicts of curators.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as one JSON object.")] = False,
    out: OutputOption = Path("output"),
) -> None:
    """Measure reading against annotated texts.

    Captions annotated whole (`{"figid", "caption", "entities", "edges"}`) say how good the graph is: what of it is
    found and right, mentions, identifiers and edges, with nothing given but the record. Files that give the entities
    measure the relation reader alone: those with all edges of each text precision, recall and F1; those with single
    pairs recall and sign accuracy.

    Examples:

    - `figkg evaluate sentences.jsonl --split dev --types gene,family`

    - `figkg evaluate captions.jsonl --errors 20 --curve`

    - `figkg evaluate pairs.jsonl --core`

    - `figkg evaluate captions_whole.jsonl --records figures/`

    - `figkg evaluate sentences.jsonl --reader fast`

    - `figkg evaluate --drawn gold.jsonl annotations.jsonl --write`

    - `figkg evaluate --verdicts`
    """
    if verdicts:
        from figkg.cli.judged import evaluate_verdicts

        evaluate_verdicts(out, json=json)
        return
    if gold is None:
        raise typer.BadParameter("give a file of annotated texts, or --verdicts", param_hint="GOLD.jsonl")
    if drawn is not None:
        from figkg.cli.drawn import evaluate_drawn

        evaluate_drawn(drawn, gold, json=json, write=write)
        return
    from figkg.base.progress import follow
    from figkg.base.resources import mappings_folder
    from figkg.cli.console import open_console
    from figkg.cli.evaluations import as_json, print_curve, print_errors, print_pairs, print_report, report
    from figkg.cli.whole_captions import evaluate_captions
    from figkg.evaluate import (
        by_text,
        judge,
        kind_of,
        predict,
        predict_signs,
        read_pairs,
        read_predictions,
        read_texts,
        require_types,
        total_pairs,
    )
    from figkg.relate import load_relator

    console, fast = open_console(), reader is Reader.fast
    kind = kind_of(gold)
    if kind == "captions":
        evaluate_captions(gold, records or [], console, seed, json=json, fast=fast)
        return
    if kind == "pairs":
        pairs = read_pairs(gold, split, core=core)
        signs = predict_signs(load_relator(mappings_folder(), fast=fast), pairs)
        scored = total_pairs(pairs, list(follow(signs, len(pairs), "reading pairs")))
        typer.echo(as_json(scored)) if json else print_pairs(scored, console)
        return
    wanted = frozenset(types.split(",")) if types else None
    texts = read_texts(gold, split, section)
    require_types(gold, texts, wanted)
    if predictions is None:
        relator = load_relator(mappings_folder(), fast=fast)
        found = by_text(predict(relator, follow(texts, len(texts), "reading texts")))
    else:
        found = by_text(read_predictions(predictions))
        if strangers := len(found.keys() - {one.text_id for one in texts}):
            typer.echo(f"figkg: passed over the predictions of {strangers:,} texts that are not evaluated", err=True)
    judged = [judge(text, found.get(text.text_id, []), wanted) for text in texts]
    numbers = report(judged, seed)
    if json:
        typer.echo(as_json(numbers))
        return
    print_report(numbers, console)
    if curve:
        print_curve(numbers.curve, console)
    if errors:
        print_errors(judged, errors, seed, console)
