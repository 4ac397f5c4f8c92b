"""Measure what both readers make of captions, against every bar for it, in one run (ten minutes).

    python benchmarks/reading.py ../shared/gold --records ../shared/figures/_figures …

Of captions_wide_dev those count whose paper's number has an odd SHA-256: no model has met them. The judgement is fitted
on the same captions; benchmarks/training/judgement.py says what it gives on papers left out of the fit. Each line has a
figure, its bar, and whether it is reached; the exit code is 1 when one is missed. Time is of one core.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from bars import Bars

from figkg.base.resources import mappings_folder
from figkg.evaluate import by_text, judge, predict, predict_signs, read_pairs, read_texts, total, total_pairs
from figkg.evaluate.calibration import calibration_error
from figkg.evaluate.captions import GoldCaption, read_captions
from figkg.evaluate.users import judge_captions, read_records, user_report
from figkg.evaluate.whole import edge_tally, predictions, ranking
from figkg.extract.record import FigureRecord
from figkg.ground.encoder import load_encoder
from figkg.ground.grounder import Grounder, load_grounder
from figkg.relate import Relator, load_relator

GENES = frozenset({"gene", "family"})
PIECES = 250
"""Word pieces of the captions that speed is stated for."""
Judged = list[tuple[float, bool]]


def is_held_out(line: bytes) -> bool:
    """Whether the paper of a line is one that no model has met."""
    named = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    name: str = msgspec.json.decode(named.get("figid") or named["text_id"])
    paper = name.removeprefix("fig:").partition("__")[0]
    return int(hashlib.sha256(paper.encode()).hexdigest(), 16) % 2 == 1


def held_out(path: Path, folder: Path) -> Path:
    """The lines of a file that are of such papers, in a file of their own."""
    kept = folder / path.name
    kept.write_bytes(b"".join(line for line in path.read_bytes().splitlines(keepends=True) if is_held_out(line)))
    return kept


def end_to_end(
    captions: Sequence[GoldCaption], records: dict[str, FigureRecord], grounder: Grounder, relator: Relator, bars: Bars
) -> None:
    """Mentions, identifiers, edges and speed as a user has them."""
    encoder = load_encoder(mappings_folder())
    pieces = sum(len(row.pieces) for one in captions for row in encoder.rows(one.caption))
    began = time.process_time()
    for one in captions:
        relator.relate(one.caption, grounder.ground(records[one.figid]).mentions)
    seconds = time.process_time() - began
    numbers = user_report(judge_captions(captions, records, grounder, relator))
    mentions, edges, identifiers = numbers.mentions, numbers.edges, numbers.identifiers
    bars.least("mentions of genes and families: F1", mentions["genes and families"].f1, 0.84)
    bars.least("mentions of all kinds: F1", mentions["all kinds"].f1, 0.75)
    for kind, bar in (("genes and families", 0.9), ("chemicals", 0.8), ("processes", 0.8), ("diseases", 0.8)):
        bars.least(f"identifiers of {kind}: right", identifiers[kind].precision, bar)
    bars.least("end to end, genes and families: F1", edges["genes and families"].f1, 0.56)
    bars.least("end to end, genes and families: precision", edges["genes and families"].precision, 0.72)
    bars.least("end to end, all kinds: F1", edges["all kinds"].f1, 0.43)
    bars.least("end to end, all kinds: precision", edges["all kinds"].precision, 0.65)
    bars.least(f"captions of {PIECES} word pieces a second and core", pieces / PIECES / seconds, 15)


def confidence(
    captions: Sequence[GoldCaption], records: dict[str, FigureRecord], grounder: Grounder, relator: Relator, bars: Bars
) -> None:
    """How confidence tells right from wrong, among all that is judged and among what is asserted."""
    human = grounder.tables.genes
    every: Judged = []
    among: Judged = []
    for gold in captions:
        found = relator.judge(gold.caption, grounder.ground(records[gold.figid]).mentions)
        edges = predictions((one.assertion for one in found), gold.caption)
        every += edge_tally(gold, edges, human, genes=False)[1]
        among += edge_tally(gold, edges, human, genes=True)[1]
    least = relator.least
    for name, rows in (("genes and families", among), ("all kinds", every)):
        asserted = [one for one in rows if one[0] >= least]
        bars.least(f"{name}, all judged: right above wrong", ranking(rows) or 0.0, 0.8)
        bars.least(f"{name}, asserted: right above wrong", ranking(asserted) or 0.0, 0.8)
        bars.most(f"{name}, all judged: calibration error", calibration_error(rows), 0.05)
        bars.most(f"{name}, asserted: calibration error", calibration_error(asserted), 0.05)
        bars.least(f"{name}, confidence of 0.8 and above: right", share(rows, 0.8), 0.9)


def share(rows: Iterable[tuple[float, bool]], least: float) -> float:
    """Of what has at least a confidence, the share that is right."""
    kept = [right for confidence, right in rows if confidence >= least]
    return sum(kept) / len(kept) if kept else 0.0


def given(relator: Relator, gold: Path, folder: Path, bars: Bars) -> None:
    """Statements where entities are given."""
    wide = held_out(gold / "captions_wide_dev_given.jsonl", folder)
    for name, file, types, f1, precision in (
        ("entities given, genes and families", wide, GENES, 0.73, 0.78),
        ("entities given, all kinds", wide, None, 0.71, 0.0),
        ("first captions, genes and families", gold / "captions_dev.jsonl", GENES, 0.84, 0.0),
        ("Pathway Curation", gold / "sentences_bionlp13_pc_dev.jsonl", GENES, 0.60, 0.0),
        ("GENIA", gold / "sentences_bionlp_ge_dev.jsonl", GENES, 0.60, 0.0),
    ):
        texts = read_texts(file)
        found = by_text(predict(relator, texts))
        numbers = total([judge(text, found.get(text.text_id, []), types) for text in texts])
        bars.least(f"{name}: F1", numbers.signed.f1, f1)
        if precision:
            bars.least(f"{name}: precision", numbers.signed.precision, precision)
        bars.least(f"{name}: signs right", numbers.sign_accuracy or 0.0, 0.97)


def overclaiming(relator: Relator, gold: Path, bars: Bars) -> None:
    """What is asserted of pairs to which annotators gave no sign, or which they found wrong."""
    pairs = read_pairs(gold / "extri2_undefined_dev.jsonl")
    bars.most("ExTRI2, no sign: asserted", total_pairs(pairs, list(predict_signs(relator, pairs))).asserted, 0.08)
    pairs = read_pairs(gold / "indra_curated_incorrect_dev.jsonl")
    bars.told("INDRA, curated as wrong: asserted", total_pairs(pairs, list(predict_signs(relator, pairs))).asserted)


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--records", action="append", default=[])
    asked = parser.parse_args()
    grounder, relator = load_grounder(mappings_folder()), load_relator(mappings_folder())
    bars = Bars()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        captions = read_captions(held_out(asked.gold / "captions_wide_dev.jsonl", folder))
        records = read_records(asked.records, captions)
        end_to_end(captions, records, grounder, relator, bars)
        confidence(captions, records, grounder, relator, bars)
        given(relator, asked.gold, folder, bars)
        overclaiming(relator, asked.gold, bars)
    sys.exit(1 if bars.missed else 0)


if __name__ == "__main__":
    main()
