"""morph-kgc's side: RML mappings over the records as JSON.

    python morph_records.py FOLDER TARGET.nt

The gene rows are given to it as a table of their own, with the figure in each row.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import morph_kgc
from compare import HERE, Clock, tell

CONFIGURATION = """
[CONFIGURATION]
number_of_processes = 1
logging_level = ERROR
na_values =
[figures]
mappings = {mapping}
"""


def main() -> None:
    """Run and tell."""
    logging.disable(logging.WARNING)
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    mapping = (HERE / "sides" / "figures.rml.ttl").read_text(encoding="utf-8")
    for name, file in (("RECORDS", "records.json"), ("GENES", "genes.json")):
        mapping = mapping.replace(name, str((folder / file).resolve()))
    filled = folder / "figures.rml.ttl"
    filled.write_text(mapping, encoding="utf-8")
    with Clock() as clock:
        triples = morph_kgc.materialize_set(CONFIGURATION.format(mapping=filled.resolve()))
        target.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
    pairs = sum("vocab#depicts>" in triple for triple in triples)
    figures = sum("vocab#PathwayFigure>" in triple for triple in triples)
    captions = sum("-ns#value>" in triple for triple in triples)
    tell(clock, figures=figures, captions=captions, pairs=pairs, triples=len(triples))


if __name__ == "__main__":
    main()
