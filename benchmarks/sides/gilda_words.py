"""gilda's side: look words up among the names of the HGNC snapshot.

python gilda_words.py WORDS.json ANSWERS.json PASSES
"""

from __future__ import annotations

import csv
import json
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path

from compare import HERE, Clock, tell
from gilda.grounder import Grounder
from gilda.process import normalize
from gilda.term import Term

SNAPSHOT = HERE.parent / "mappings" / "snapshots" / "hgnc.tsv.xz"
STATUS = {
    "symbol": "name",
    "name": "synonym",
    "alias_symbols": "synonym",
    "alias_names": "synonym",
    "previous_symbols": "former_name",
    "previous_names": "former_name",
}


def terms() -> Iterator[Term]:
    """Each name of each gene with an NCBI number, which stands as identifier."""
    with lzma.open(SNAPSHOT, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            for column, status in STATUS.items():
                for name in row[column].split("|"):
                    if name and row["ncbigene"]:
                        yield Term(normalize(name), name, "HGNC", row["ncbigene"], row["symbol"], status, "hgnc")


def main() -> None:
    """Run and tell."""
    words = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with Clock() as loading:
        grounder = Grounder(list(terms()))
    best = None
    for _ in range(int(sys.argv[3])):
        with Clock() as clock:
            matches = [grounder.ground(word) for word in words]
        best = clock if best is None or clock.cpu < best.cpu else best
    answers = [f"ncbigene:{found[0].term.id}" if found else "" for found in matches]
    Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")
    tell(best, loading=loading.wall)


if __name__ == "__main__":
    main()
