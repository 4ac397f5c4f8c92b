"""Measure the relation reader: quality on annotated texts, speed, memory, growth with length.

    python benchmarks/relations.py ../shared/gold

The folder holds the annotated files. Each line prints a figure, the bar it must reach, and whether it does; the
exit code is 1 when one is missed. Speed is the best of many passes on one core.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bars import Bars

from figkg.base.resources import mappings_folder
from figkg.evaluate import (
    TextScore,
    by_text,
    judge,
    predict,
    predict_signs,
    read_pairs,
    read_texts,
    total,
    total_pairs,
)
from figkg.evaluate.calibration import calibration_error, outcomes
from figkg.ground import Mention
from figkg.relate import Relator, load_relator
from figkg.relate.lines import AnnotatedText, mentions_of

GENES = frozenset({"gene", "family"})
PASSES = 60
WORDS = 120
"""Length of the captions that speed is stated for."""


def judged(relator: Relator, path: Path, types: frozenset[str] | None) -> list[TextScore]:
    """The texts of a file, read and judged."""
    texts = read_texts(path)
    found = by_text(predict(relator, texts))
    return [judge(text, found.get(text.text_id, []), types) for text in texts]


def quality(relator: Relator, gold: Path, bars: Bars) -> None:
    """Precision, F1, sign accuracy, recall of pairs, over-claiming, calibration."""
    for name, file, f1, precision in (
        ("Pathway Curation", "sentences_bionlp13_pc_dev.jsonl", 0.46, 0.60),
        ("GENIA", "sentences_bionlp_ge_dev.jsonl", 0.46, 0.60),
        ("figure captions", "captions_dev.jsonl", 0.66, 0.75),
    ):
        scored = judged(relator, gold / file, GENES)
        numbers = total(scored)
        bars.least(f"{name}: signed F1", numbers.signed.f1, f1)
        bars.least(f"{name}: precision", numbers.signed.precision, precision)
        bars.least(f"{name}: sign accuracy", numbers.sign_accuracy or 0.0, 0.93)
        if name == "Pathway Curation":
            bars.most(f"{name}: calibration error", calibration_error(outcomes(scored)), 0.08)
    numbers = total(judged(relator, gold / "captions_dev.jsonl", None))
    bars.least("figure captions, all kinds of entities: signed F1", numbers.signed.f1, 0.62)
    pairs = read_pairs(gold / "extri2_mor_dev.jsonl", core=True)
    signs = total_pairs(pairs, list(predict_signs(relator, pairs)))
    bars.least("ExTRI2: sign accuracy", signs.sign_accuracy or 0.0, 0.92)
    bars.least("ExTRI2: signed recall", signs.signed_recall, 0.55)
    pairs = read_pairs(gold / "extri2_undefined_dev.jsonl")
    bars.most(
        "ExTRI2, no sign annotated: asserted", total_pairs(pairs, list(predict_signs(relator, pairs))).asserted, 0.2
    )


def speed(relator: Relator, gold: Path, bars: Bars) -> None:
    """Captions of 120 words a second, memory, growth with length."""
    texts = read_texts(gold / "captions_dev.jsonl")
    captions = [(text.text, mentions_of(AnnotatedText(text.text_id, text.text, text.entities))) for text in texts]
    words = sum(len(text.split()) for text, _ in captions)

    def read() -> None:
        for text, mentions in captions:
            relator.relate(text, mentions)

    seconds = min(timed(read) for _ in range(PASSES))
    bars.least(f"captions of {WORDS} words a second, entities given", words / WORDS / seconds, 1500)
    bars.most("memory (MB)", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 300)
    for name, text in (
        ("100,000 characters of sentences", "AAA activates BBB, which inhibits CCC. " * 2565),
        ("100,000 characters without an end", "AAA activates BBB, which inhibits CCC, " * 2565),
        ("5,000 nested brackets", "(AAA activates " * 5000 + "BBB)" * 5000),
    ):
        half, whole = (min(timed(reading(relator, text * times)) for _ in range(3)) for times in (1, 2))
        bars.most(f"{name}, twice as long: times the time", whole / half, 3.0)


def reading(relator: Relator, text: str) -> Callable[[], None]:
    """A reading of a text whose entities are words of three equal letters."""
    names = [place for place in range(len(text) - 2) if text[place : place + 3] in ("AAA", "BBB", "CCC")]
    mentions = [Mention(place, place + 3, text[place : place + 3], "gene", text[place : place + 3]) for place in names]

    def read() -> None:
        relator.relate(text, mentions)

    return read


def timed(work: Callable[[], None]) -> float:
    """Seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(gold: Path) -> None:
    """Measure everything."""
    started = time.perf_counter()
    relator = load_relator(mappings_folder(), fast=True)
    print(f"       loaded in {time.perf_counter() - started:.2f} s")
    bars = Bars()
    quality(relator, gold, bars)
    speed(relator, gold, bars)
    sys.exit(1 if bars.missed else 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
