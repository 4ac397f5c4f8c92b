"""Evaluations on a terminal, or as one JSON object."""

from __future__ import annotations

import random
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text

from figkg.evaluate.bootstrap import Interval, Intervals, bootstrap
from figkg.evaluate.calibration import Bin, Point, calibration_error, curve, outcomes, reliability
from figkg.evaluate.gold import GoldEdge, GoldText
from figkg.evaluate.scores import Evaluation, PairEvaluation, Scores, TextScore, by_construction, by_sign, total

_BAR = 30


class Report(Struct, frozen=True):
    """All numbers of an exhaustive file."""

    total: Evaluation
    intervals: Intervals
    by_sign: dict[str, Scores]
    by_construction: dict[str, tuple[int, int]]
    calibration_error: float
    reliability: list[Bin]
    curve: list[Point]


def report(texts: Sequence[TextScore], seed: int = 0) -> Report:
    """Work out all numbers of judged texts."""
    found = outcomes(texts)
    return Report(
        total=total(texts),
        intervals=bootstrap(texts, seed),
        by_sign={"activation" if sign > 0 else "inhibition": scores for sign, scores in by_sign(texts).items()},
        by_construction=by_construction(texts),
        calibration_error=calibration_error(found),
        reliability=reliability(found),
        curve=curve(texts),
    )


def as_json(numbers: Report | PairEvaluation) -> str:
    """The numbers as one JSON object."""
    return msgspec.json.format(msgspec.json.encode(numbers), indent=2).decode()


def print_report(numbers: Report, console: Console) -> None:
    """Print scores, what they break down into, and calibration."""
    overall, ranges = numbers.total, numbers.intervals
    view = _table(f"{overall.sentences:,} texts, {overall.gold:,} edges", "", "precision", "recall", "F1")
    view.add_row("pair", *_cells(overall.pair))
    view.add_row("signed", *_cells(overall.signed))
    view.add_row("95 % of documents drawn", *(_interval(one) for one in (ranges.precision, ranges.recall, ranges.f1)))
    for name, scores in numbers.by_sign.items():
        view.add_row(name, *_cells(scores))
    console.print(view)
    accuracy = "none" if overall.sign_accuracy is None else f"{overall.sign_accuracy:.4f}"
    console.print(
        f"sign accuracy on found pairs {accuracy}; {overall.signed.true} right, {overall.signed.false} wrong, "
        f"{overall.signed.missed} missed; {overall.ignored_predictions} ignored, "
        f"{overall.fp_with_direction_reversed} reversed, {overall.fp_negated} denied by the text, "
        f"{overall.unlinked_predictions} about unknown entities\n"
    )
    view = _table("by construction", "", "right", "wrong", "precision")
    for name, (right, wrong) in numbers.by_construction.items():
        view.add_row(name, str(right), str(wrong), f"{right / (right + wrong):.2f}")
    console.print(view)
    view = _table("confidence", "", "predictions", "mean", "right")
    for one in numbers.reliability:
        view.add_row(f"{one.low:.1f}-{one.high:.1f}", str(one.count), f"{one.confidence:.2f}", f"{one.right:.2f}")
    console.print(view)
    console.print(f"expected calibration error {numbers.calibration_error:.4f}")


def print_pairs(numbers: PairEvaluation, console: Console) -> None:
    """Print the scores of a pair file."""
    accuracy = "none" if numbers.sign_accuracy is None else f"{numbers.sign_accuracy:.4f}"
    console.print(
        f"{numbers.n:,} pairs: asserted {numbers.pair_recall:.4f}, with the right sign {numbers.signed_recall:.4f}; "
        f"sign accuracy {accuracy} (the more frequent sign alone: {numbers.majority_sign:.4f}), "
        f"macro F1 of the signs {numbers.macro_sign_f1:.4f}"
    )


def print_curve(points: Sequence[Point], console: Console) -> None:
    """Draw precision against recall for rising thresholds on confidence."""
    view = _table("confidence at least", "", "precision", "recall", "F1", "precision ●, recall ○")
    for point in points:
        view.add_row(f"{point.threshold:.2f}", *_cells(point.signed), _marks(point.signed))
    console.print(view)
    console.print("Predictions that the reader itself leaves out are not among them.", style="dim")


def print_errors(texts: Sequence[TextScore], count: int, seed: int, console: Console) -> None:
    """Print some wrong predictions and some missed edges, drawn at random, with their texts."""
    wrong = [(text.text, one) for text in texts for one in text.judged if one.outcome in ("wrong sign", "false")]
    missed = [(text.text, edge) for text in texts for edge in text.missed]
    chance = random.Random(seed)  # noqa: S311
    console.print(f"\n{len(wrong)} wrong predictions, {min(count, len(wrong))} of them:", style="bold")
    for gold, judged in chance.sample(wrong, min(count, len(wrong))):
        one = judged.prediction
        edge = GoldEdge(one.subject, one.object, one.sign)
        what = (
            "the sign is wrong" if judged.outcome == "wrong sign" else "reversed" if judged.reversed else "not stated"
        )
        console.print(_edge(gold, edge), f"({what}; {one.rule}, “{one.trigger}”, confidence {one.confidence:.2f})")
        console.print(_highlighted(gold, edge), style="dim")
    console.print(f"\n{len(missed)} missed edges, {min(count, len(missed))} of them:", style="bold")
    for gold, edge in chance.sample(missed, min(count, len(missed))):
        console.print(_edge(gold, edge))
        console.print(_highlighted(gold, edge), style="dim")


def _table(title: str, *columns: str) -> Table:
    view = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for place, column in enumerate(columns):
        drawn = column.startswith("precision ●")
        view.add_column(column, justify="left" if place == 0 or drawn else "right", no_wrap=drawn)
    return view


def _cells(scores: Scores) -> tuple[str, str, str]:
    return f"{scores.precision:.4f}", f"{scores.recall:.4f}", f"{scores.f1:.4f}"


def _interval(one: Interval) -> str:
    return f"{one.low:.2f}-{one.high:.2f}"


def _marks(scores: Scores) -> str:
    line = [" "] * (_BAR + 1)
    line[round(scores.recall * _BAR)] = "○"
    line[round(scores.precision * _BAR)] = "●"
    return "".join(line)


def _edge(gold: GoldText, edge: GoldEdge) -> Text:
    names = {entity.id: entity.mentions[0].text for entity in gold.entities if entity.mentions}
    subject, object_ = names.get(edge.subject, edge.subject), names.get(edge.object, edge.object)
    return Text(f"{subject} {'activates' if edge.sign > 0 else 'inhibits'} {object_}", style="bold")


def _highlighted(gold: GoldText, edge: GoldEdge) -> Text:
    view = Text(gold.text)
    for entity in gold.entities:
        style = "green" if entity.id == edge.subject else "magenta" if entity.id == edge.object else ""
        for mention in entity.mentions:
            if style and mention.start is not None:
                view.stylize(style, mention.start, mention.end)
    view.append("\n")
    return view
