"""Captions a second: relation extraction alone, mentions given, and with finding the mentions.

    python benchmarks/captions.py --records 2000

The captions are those of generated records; the rate is stated for captions of 120 words. relations.py measures
quality, and speed on annotated captions.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import inputs
from compare import HERE, Report, alternate, parser, run

GIVEN, FOUND = "mentions given", "mentions found"
PASSES = 3
WORDS = 120


def main() -> None:
    """Measure and report."""
    options = parser(__doc__, rounds=3)
    options.add_argument("--records", type=int, default=2000)
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        inputs.make(arguments.records, work)
        side = [sys.executable, HERE / "sides" / "figkg_captions.py", work / "records.jsonl"]
        sides = {GIVEN: partial(run, [*side, "given", PASSES]), FOUND: partial(run, [*side, "found", PASSES])}
        runs = alternate(sides, arguments.rounds)
    facts = runs[GIVEN][0].facts
    captions = facts["words"] / WORDS
    report = Report(
        "Relation extraction: captions a second",
        f"{arguments.records:,} captions of generated records with {facts['words']:,} words, "
        f"{facts['mentions']:,} mentions and {facts['assertions']:,} statements; one core, best of {PASSES} passes.",
    )
    report.compare(f"Captions of {WORDS} words", runs, GIVEN, "captions", round(captions))
    report.note(
        f"Statements a second, mentions given: {facts['assertions'] / min(one.cpu for one in runs[GIVEN]):,.0f}. These "
        f"captions are dense: {facts['words'] / facts['assertions']:.0f} words a statement."
    )
    report.write(arguments.json)


if __name__ == "__main__":
    main()
