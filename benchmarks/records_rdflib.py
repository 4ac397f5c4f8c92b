"""Records to RDF: figkg beside PyYAML and rdflib, which make the same triples.

    python benchmarks/records_rdflib.py --records 2000

Both read the same Markdown files, one core each, in turns. rdflib's side is given what figkg finds out by itself: which
word stands for which gene. Ends with an error when the triples differ.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import inputs
import pyoxigraph
from compare import HERE, Report, alternate, parser, run, times

OWN = "figkg"
PEER = "PyYAML safe_load + rdflib"
FAST = "PyYAML C loader + rdflib"


def quads(path: Path) -> set[pyoxigraph.Quad]:
    """The quads of a file."""
    return set(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS))


def main() -> None:
    """Measure and report."""
    options = parser(__doc__, rounds=3)
    options.add_argument("--records", type=int, default=2000)
    arguments = options.parse_args()
    report = Report(
        "Records to RDF: PyYAML and rdflib",
        f"{arguments.records:,} records as Markdown files to an N-Quads file, without relation extraction, one core. "
        "The peer makes the very same triples (checked), and is given the grounding that figkg does in this time. "
        "Starting Python and opening the tables are not counted.",
    )
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        inputs.make(arguments.records, work)
        peer = [sys.executable, HERE / "sides" / "rdflib_records.py", work / "records", work / "grounded.json"]
        own = [sys.executable, HERE / "sides" / "figkg_records.py", work / "records", work / "figkg.nq"]
        sides = {
            OWN: partial(run, own),
            PEER: partial(run, [*peer, work / "peer.nq"]),
            FAST: partial(run, [*peer, work / "fast.nq", "--fast-yaml"]),
        }
        runs = alternate(sides, arguments.rounds)
        made = quads(work / "figkg.nq")
        for file in ("peer.nq", "fast.nq"):
            if different := made ^ quads(work / file):
                sys.exit(f"{len(different)} quads differ, such as {next(iter(different))}")
    report.compare("Sides", runs, OWN, "records", arguments.records)
    report.note(f"All sides wrote the same {len(made):,} quads.")
    report.bar("CPU of PyYAML safe_load + rdflib / CPU of figkg", times(runs, PEER, OWN), least=10)
    report.write(arguments.json)


if __name__ == "__main__":
    main()
