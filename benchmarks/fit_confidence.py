"""Fit mappings/confidence.json to annotated sentences.

    python benchmarks/fit_confidence.py sentences_bionlp13_pc_dev.jsonl sentences_bionlp_ge_dev.jsonl

Of each file the development split is used, of GENIA only the part of 2013: its annotations are CC BY 3.0, those
of the Pathway Curation corpus CC BY-SA 3.0. Prints the calibration error on documents that were left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from figkg.base.resources import mappings_folder
from figkg.evaluate import by_text, judge, predict, read_texts
from figkg.evaluate.calibration import calibration_error
from figkg.evaluate.fit import Sample, cross_validate, fit, samples
from figkg.relate import Relator, load_relator

PERMITTED = ("BioNLP-ST 2013 PC", "BioNLP-ST 2013 GE")
TRAINED_ON = (
    "development splits of BioNLP-ST 2013 Pathway Curation (annotations CC BY-SA 3.0; Ohta et al. 2013) and "
    "BioNLP-ST 2013 GENIA (annotations CC BY 3.0, DBCLS; Kim et al. 2013)"
)


def learn(path: Path, relator: Relator) -> list[Sample]:
    """What the permitted sentences of a file teach."""
    texts = [text for text in read_texts(path, "dev") if text.source in PERMITTED]
    found = by_text(predict(relator, texts))
    return samples([judge(text, found.get(text.text_id, [])) for text in texts])


def main(paths: list[str]) -> None:
    """Fit, report and write."""
    relator = load_relator(mappings_folder(), calibrated=False)
    by_file = {path: learn(Path(path), relator) for path in paths}
    learned = [one for found in by_file.values() for one in found]
    for path, asked in by_file.items():
        errors = [calibration_error(cross_validate(learned, asked, seed)) for seed in range(5)]
        print(
            f"{Path(path).name}: {len(asked)} predictions, calibration error on documents left out "
            f"{sum(errors) / len(errors):.3f} (five shuffles: {min(errors):.3f} to {max(errors):.3f})"
        )
    target = mappings_folder() / "confidence.json"
    target.write_bytes(msgspec.json.format(msgspec.json.encode(fit(learned, TRAINED_ON)), indent=2) + b"\n")
    print(f"wrote {target.name}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
