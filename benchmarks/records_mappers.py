"""Records to a graph: figkg beside morph-kgc (RML) and Koza (KGX), on the same records.

    python benchmarks/records_mappers.py --records 2000

The peers make the part they can express: figures with label, identifier, paper and caption, and the genes of the rows
as read. figkg checks and grounds every word, searches the captions for more, and makes all triples except relations.
morph-kgc reads JSON; Koza reads JSON and YAML, which is what the records are.
"""

from __future__ import annotations

import json
import sys
import tempfile
from functools import partial
from pathlib import Path

import inputs
from compare import HERE, PEERS, Report, Run, alternate, parser, run, times

OWN, RML, KGX = "figkg, JSON", "morph-kgc, JSON", "Koza, JSON"
PART = "figkg, that part alone, JSON"
OWN_YAML, KGX_YAML = "figkg, YAML", "Koza, YAML"


def figkg(work: Path, source: str, *options: str) -> Run:
    """Figkg's side, and what it found."""
    found = run([sys.executable, HERE / "sides" / "figkg_records.py", work / source, work / "figkg.nq", *options])
    lines = (work / "figkg.nq").read_text(encoding="utf-8").splitlines()
    found.facts.update(
        figures=sum("vocab#PathwayFigure>" in line for line in lines),
        captions=sum("-ns#value>" in line for line in lines),
        pairs=sum("vocab#depicts> <https://identifiers.org/ncbigene/" in line for line in lines),
        triples=len(lines),
    )
    return found


def main() -> None:
    """Measure and report."""
    options = parser(__doc__, rounds=3)
    options.add_argument("--records", type=int, default=2000)
    arguments = options.parse_args()
    report = Report(
        "Records to a graph: morph-kgc and Koza",
        f"{arguments.records:,} records, one process each. The peers make figures with label, identifier, "
        "paper and caption, and the genes of the rows as read; morph-kgc is given the gene rows as a table. figkg "
        "makes the same part alone, or does all but relations: then it also checks and grounds every word and searches "
        "the captions, which no peer does.",
    )
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        inputs.make(arguments.records, work)
        rows = json.loads((work / "genes.json").read_text(encoding="utf-8"))
        pairs = len({(row["figid"], row["entrez"]) for row in rows})
        sides = {
            PART: partial(figkg, work, "records.jsonl", "--as-read"),
            OWN: partial(figkg, work, "records.jsonl"),
            RML: partial(run, [PEERS, HERE / "sides" / "morph_records.py", work, work / "morph.nt"]),
            KGX: partial(run, [PEERS, HERE / "sides" / "koza_records.py", work, "jsonl"]),
            OWN_YAML: partial(figkg, work, "records"),
            KGX_YAML: partial(run, [PEERS, HERE / "sides" / "koza_records.py", work, "yaml"]),
        }
        runs = alternate(sides, arguments.rounds)
    report.compare("Sides", runs, PART, "records", arguments.records)
    facts = {name: found[0].facts for name, found in runs.items()}
    report.table(
        "What each made",
        ["side", "figures", "captions", "pairs of figure and gene", "triples, or nodes and edges"],
        [[name, *(one[key] for key in ("figures", "captions", "pairs", "triples"))] for name, one in facts.items()],
    )
    for name in (PART, RML, KGX, KGX_YAML):
        if (facts[name]["figures"], facts[name]["pairs"]) != (arguments.records, pairs):
            sys.exit(f"{name} made {facts[name]}, not {arguments.records} figures and {pairs} pairs")
    report.note(
        f"Koza on JSON takes {times(runs, KGX, OWN):.2f} times the CPU of figkg doing all but relations on JSON, which "
        "grounds and searches besides; records are YAML, not JSON."
    )
    report.note(
        f"The rows hold {pairs:,} pairs of figure and gene, as the peers say. figkg has {facts[OWN]['pairs']:,}: it "
        "replaces retired numbers, reads lists of several genes and keeps families one node."
    )
    for peer, own in ((RML, PART), (KGX, PART), (RML, OWN), (KGX_YAML, OWN_YAML)):
        report.bar(f"CPU of {peer} / CPU of {own}", times(runs, peer, own), least=1)
    report.write(arguments.json)


if __name__ == "__main__":
    main()
