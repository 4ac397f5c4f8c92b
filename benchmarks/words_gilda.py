"""Look-ups: figkg beside gilda, on the words of gene rows.

    python benchmarks/words_gilda.py
    python benchmarks/words_gilda.py --records FOLDER --words 20000 --differences

gilda searches the names of figkg's own HGNC snapshot; figkg searches them and those of MeSH, FamPlex, the Gene Ontology
and its curators. Words are distinct; where the records have fewer than asked for, names of HGNC are added, some of them
changed as figures change them (small letters, hyphens). grounding.py measures agreement with tables of words.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from functools import partial
from pathlib import Path

from compare import HERE, PEERS, Report, alternate, parser, run, times

from figkg.base.errors import RecordError
from figkg.base.resources import mappings_folder
from figkg.extract import parse_record, partition, read
from figkg.reference.snapshots import read_snapshot

OWN, PEER = "figkg", "gilda"
PASSES = 3


def words_of(records: list[str]) -> dict[str, str]:
    """Words of gene rows, with the number that the row has."""
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for part in partition(records, Path(scratch)):
            for source in read(part):
                try:
                    rows = () if isinstance(source, RecordError) else parse_record(source).genes
                except RecordError:
                    continue
                for row in rows:
                    if row.number and row.word:
                        found.setdefault(row.word, f"ncbigene:{row.number}")
    return found


def names(number: int) -> list[str]:
    """Symbols and aliases of HGNC, every third written otherwise."""
    draw = random.Random(1)
    rows = list(read_snapshot(mappings_folder() / "snapshots", "hgnc"))
    known = sorted({name for row in rows if row[7] for name in (row[1], *row[3].split("|")) if name})
    changes = (str, str, str, str.lower, lambda name: f"{name[:3]}-{name[3:]}", str.capitalize)
    return [changes[place % len(changes)](name) for place, name in enumerate(draw.sample(known, number))]


def main() -> None:
    """Measure and report."""
    options = parser(__doc__, rounds=3)
    options.add_argument("--records", nargs="+", default=[str(HERE.parent / "tests" / "records")])
    options.add_argument("--words", type=int, default=10_000, help="how many are looked up (%(default)s)")
    options.add_argument("--differences", action="store_true", help="print where the two differ on words of records")
    arguments = options.parse_args()
    read_off = words_of(arguments.records)
    real = list(read_off)[: arguments.words]
    words = list(dict.fromkeys([*real, *names(arguments.words - len(real))]))
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        (work / "words.json").write_text(json.dumps(words), encoding="utf-8")
        own = [sys.executable, HERE / "sides" / "figkg_words.py", work / "words.json", work / "figkg.json", PASSES]
        peer = [PEERS, HERE / "sides" / "gilda_words.py", work / "words.json", work / "gilda.json", PASSES]
        runs = alternate({OWN: partial(run, own), PEER: partial(run, peer)}, arguments.rounds)
        answers = {name: json.loads((work / f"{name}.json").read_text()) for name in (OWN, PEER)}
    report = Report(
        "Look-ups: gilda",
        f"{len(words):,} distinct words, {len(real):,} of gene rows of records and the others names of HGNC; best of "
        f"{PASSES} passes. gilda searches the names of HGNC alone, figkg all its tables.",
    )
    report.compare("Sides", runs, OWN, "words", len(words))
    both = list(zip(words, answers[OWN], answers[PEER], strict=True))
    rows = []
    for name, part in (("words of records", both[: len(real)]), ("names of HGNC", both[len(real) :])):
        if not part:
            continue
        answered = [(one, other) for _, one, other in part if one and other]
        shares = [f"{sum(map(bool, column)) / len(part):.1%}" for column in list(zip(*part, strict=True))[1:]]
        same = sum(one == other for one, other in answered) / max(len(answered), 1)
        rows.append([name, len(part), *shares, f"{same:.1%}"])
    report.table("Agreement", ["words", "number", "figkg answers", "gilda answers", "same where both do"], rows)
    wanted = [read_off[word] for word in real]
    agree = [sum(map(str.__eq__, answers[name], wanted)) / max(len(wanted), 1) for name in (OWN, PEER)]
    report.note(
        f"The number in the row is what figkg answers for {agree[0]:.1%} of the words, gilda for {agree[1]:.1%}."
    )
    if arguments.differences:
        print("\n".join("\t".join(one) for one in both[: len(real)] if one[1] != one[2]))
    report.bar("CPU of gilda / CPU of figkg", times(runs, PEER, OWN), least=1)
    report.write(arguments.json)


if __name__ == "__main__":
    main()
