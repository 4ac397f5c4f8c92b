"""Fit mappings/confidence.json to annotated sentences.

    python benchmarks/fit_confidence.py captions_wide_train_given.jsonl [sentences_bionlp13_pc_dev.jsonl …]

Captions that were annotated for figkg are used whole; of corpora the development split, of GENIA only the part of
2013: its annotations are CC BY 3.0, those of the Pathway Curation corpus CC BY-SA 3.0. Prints the calibration error on
documents that were left out.
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

PERMITTED = ("", "BioNLP-ST 2013 PC", "BioNLP-ST 2013 GE")
TRAINED_ON = {
    "": "captions of pathway figures, annotated whole for figkg",
    "BioNLP-ST 2013 PC": "BioNLP-ST 2013 Pathway Curation, development (annotations CC BY-SA 3.0; Ohta et al. 2013)",
    "BioNLP-ST 2013 GE": "BioNLP-ST 2013 GENIA, development (annotations CC BY 3.0, DBCLS; Kim et al. 2013)",
}


def learn(path: Path, relator: Relator) -> tuple[list[Sample], set[str]]:
    """What the permitted texts of a file teach, and their sources."""
    texts = [text for text in read_texts(path) if text.source in PERMITTED and (not text.source or text.split == "dev")]
    found = by_text(predict(relator, texts))
    judged = samples([judge(text, found.get(text.text_id, [])) for text in texts])
    return judged, {text.source for text in texts}


def main(paths: list[str]) -> None:
    """Fit, report and write."""
    relator = load_relator(mappings_folder(), calibrated=False)
    by_file = {path: learn(Path(path), relator) for path in paths}
    learned = [one for found, _ in by_file.values() for one in found]
    for path, (asked, _) in by_file.items():
        errors = [calibration_error(cross_validate(learned, asked, seed)) for seed in range(5)]
        print(
            f"{Path(path).name}: {len(asked)} predictions, calibration error on documents left out "
            f"{sum(errors) / len(errors):.3f} (five shuffles: {min(errors):.3f} to {max(errors):.3f})"
        )
    about = "; ".join(
        TRAINED_ON[source] for source in sorted(set().union(*(sources for _, sources in by_file.values())))
    )
    target = mappings_folder() / "confidence.json"
    target.write_bytes(msgspec.json.format(msgspec.json.encode(fit(learned, about)), indent=2) + b"\n")
    print(f"wrote {target.name}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
