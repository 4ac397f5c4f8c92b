"""Fit the judgement of both readers on annotated captions that neither model was trained on.

    .venv/bin/python benchmarks/training/judgement.py GOLD.jsonl --records SOURCE … --about "…"
        [--write mappings/judgement.yaml]

Records go through grounding and both readers as in a build; each statement that either reader finds probable at all is
compared with the annotated edges. A logistic regression with a penalty on the squares of its weights, by Newton's
method. It is fitted ten times without a tenth of the papers, and what it says of those it has not seen is what is
reported: precision, recall and F1 by threshold, how often it ranks a right edge above a wrong one, and the expected
calibration error. What is written is fitted on all.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from figkg.base.resources import mappings_folder
from figkg.evaluate.calibration import calibration_error
from figkg.evaluate.captions import GoldCaption, gold_mentions, read_captions
from figkg.evaluate.users import read_records
from figkg.evaluate.whole import Prediction, edge_tally, is_end, ranking
from figkg.ground.decider import SORTS
from figkg.ground.figure import Mention
from figkg.ground.grounder import load_grounder
from figkg.relate.judgement import Judgement, Marks
from figkg.relate.relator import Relator, load_relator

FOLDS = 10
PENALTY = 1.0
ROUNDS = 30
USUAL, PRIOR = 0.85, 8
"""Of so many mentions it is taken for granted that this share of their identifiers is right."""
THRESHOLDS = (0.02, 0.25, 0.3, 0.35, 0.4, 0.42, 0.44, 0.46, *(place / 20 for place in range(10, 18)))
"""The first is below all that is said."""


def identification(
    captions: Sequence[GoldCaption], mentions: Mapping[str, Sequence[Mention]], human: frozenset[str]
) -> dict[str, dict[str, float]]:
    """How often the identifier of an annotated mention is right, by sort and how it was reached."""
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for gold in captions:
        wanted = {(one.start, one.end): gold.entities[one.entity] for one in gold_mentions(gold)}
        for one in mentions[gold.figid]:
            entity = wanted.get((one.start, one.end))
            if entity is not None:
                count = counted[SORTS[one.kind], one.match]
                count[0] += is_end(one.entity, one.text, entity, human)
                count[1] += 1
    rates: dict[str, dict[str, float]] = {}
    for (sort, match), (right, all_) in sorted(counted.items()):
        rates.setdefault(sort, {})[match] = round((right + USUAL * PRIOR) / (all_ + PRIOR), 3)
    return rates


class Sample(NamedTuple):
    """One edge of one caption, with whether annotators state it."""

    paper: str
    marks: Marks
    right: bool
    among_genes: bool | None
    """Whether it counts among genes and families, and then whether it is right there."""


def samples(gold: GoldCaption, mentions: Sequence[Mention], relator: Relator, human: frozenset[str]) -> list[Sample]:
    """What a caption teaches: of each edge the statement that most speaks for."""
    best: dict[tuple[str, str, int], tuple[float, Marks, Prediction]] = {}
    for one in relator.judge(gold.caption, mentions):
        said = one.assertion
        if said.negated or said.reading != "explicit":
            continue
        at = said.evidence.subject_at, said.evidence.object_at
        words = gold.caption[at[0].start : at[0].end], gold.caption[at[1].start : at[1].end]
        key = (said.subject, said.object, said.sign)
        weight = one.marks.reader + 5 * one.marks.rule
        if key not in best or weight > best[key][0]:
            best[key] = (weight, one.marks, Prediction(*key, said.confidence, words))
    found = []
    for _, marks, prediction in best.values():
        every = edge_tally(gold, [prediction], human, genes=False)[1]
        among = edge_tally(gold, [prediction], human, genes=True)[1]
        found.append(Sample(gold.figid.partition("__")[0], marks, every[0][1], among[0][1] if among else None))
    return found


def fit(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of columns, the first of which is 1."""
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[0] = 1e-6
    for _ in range(ROUNDS):
        said = 1 / (1 + np.exp(-rows @ weights))
        bend = (rows * (said * (1 - said))[:, None]).T @ rows + np.diag(penalty)
        weights += np.linalg.solve(bend, rows.T @ (right - said) - penalty * weights)
    return weights


def report(found: Sequence[Sample], said: Sequence[float], edges: int, among: int, least: float) -> None:
    """Print what a judgement gives on papers that it has not seen."""
    pairs = [(p, one.right) for one, p in zip(found, said, strict=True)]
    genes = [(p, one.among_genes) for one, p in zip(found, said, strict=True) if one.among_genes is not None]
    for name, rows, there in (("genes and families", genes, among), ("all kinds", pairs, edges)):
        print(name)
        for threshold in sorted({*THRESHOLDS, least}):
            kept = [(p, bool(right)) for p, right in rows if p >= threshold]
            hits = sum(right for _, right in kept)
            if kept:
                f1 = 2 * hits / (len(kept) + there)
                line = f"  ≥ {threshold:<5g}  P {hits / len(kept):.3f}  R {hits / there:.3f}  F1 {f1:.3f}"
                print(f"{line}  AUC {ranking(kept) or 0:.3f}  ECE {calibration_error(kept):.3f}  n {len(kept)}")


def _not_fitted(target: Path) -> list[str]:
    """The end of the file there is: what the word of a large model counts, which is not fitted here."""
    lines = target.read_text().splitlines() if target.exists() else []
    start = next((place for place, line in enumerate(lines) if line.startswith("# what the word of")), len(lines))
    return lines[start:]


def main() -> None:
    """Fit and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--records", action="append", default=[])
    parser.add_argument("--about", default="", help="what it is fitted on, in words")
    parser.add_argument("--least", type=float, default=0.45, help="the threshold to write")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    captions = read_captions(given.gold)
    records = read_records(given.records, captions)
    grounder, relator = load_grounder(mappings_folder()), load_relator(mappings_folder())
    human = frozenset(grounder.tables.genes)
    mentions = {gold.figid: grounder.ground(records[gold.figid]).mentions for gold in captions}
    fit_and_report(captions, mentions, human, relator, given.about, given.least, given.write)


def fit_and_report(
    captions: Sequence[GoldCaption],
    mentions: Mapping[str, Sequence[Mention]],
    human: frozenset[str],
    relator: Relator,
    about: str,
    least: float,
    target: Path | None,
) -> None:
    """Fit with papers left out, report, and write what is fitted on all."""
    rates = identification(captions, mentions, human)
    judging = relator.judged_by(Judgement(0.0, {}, 0.0, rates))
    found: list[Sample] = []
    for gold in captions:
        found += samples(gold, mentions[gold.figid], judging, human)
    edges = sum(edge_tally(one, [], human, genes=False)[0].annotated for one in captions)
    among = sum(edge_tally(one, [], human, genes=True)[0].annotated for one in captions)
    names = list(Marks().columns())
    rows = np.array([[1.0, *one.marks.columns().values()] for one in found])
    right = np.array([float(one.right) for one in found])
    fold = np.array([int(hashlib.sha256(one.paper.encode()).hexdigest(), 16) % FOLDS for one in found])
    said = np.zeros(len(found))
    for number in range(FOLDS):
        weights = fit(rows[fold != number], right[fold != number])
        said[fold == number] = 1 / (1 + np.exp(-rows[fold == number] @ weights))
    report(found, said.tolist(), edges, among, least)
    weights = fit(rows, right)
    for name, weight in zip(["bias", *names], weights, strict=True):
        print(f"{name:15} {weight:+.3f}")
    if target is not None:
        lines = [
            "# How both readers are judged (figkg.relate.judgement); made by benchmarks/training/judgement.py.",
            f"bias: {weights[0]:.4f}",
            "weights:",
            *(f"  {name}: {weight:.4f}" for name, weight in zip(names, weights[1:], strict=True)),
            f"least: {least}",
            "# how often an identifier is right, by sort of thing and how it was reached",
            "identified:",
            *(
                line
                for sort, of_sort in rates.items()
                for line in (f"  {sort}:", *(f"    {match}: {rate}" for match, rate in of_sort.items()))
            ),
            f"trained_on: {about}",
            *_not_fitted(target),
        ]
        target.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
