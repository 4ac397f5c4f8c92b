"""Records to RDF: figkg beside the floor, which is compiled code that reads the YAML and writes ready-made quads.

    python benchmarks/records_floor.py --records 4000
    python benchmarks/records_floor.py --records 4000 --profile

The floor understands nothing, grounds nothing and makes no triples. Prints where figkg's time goes as well; with
``--profile`` which functions take most of it.
"""

from __future__ import annotations

import cProfile
import pstats
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path

import inputs
from compare import HERE, Report, alternate, parser, run, times

OWN = "figkg"
FLOOR = "floor"
STAGES = "stages"


def main() -> None:
    """Measure and report."""
    options = parser(__doc__, rounds=5)
    options.add_argument("--records", type=int, default=4000)
    options.add_argument("--profile", action="store_true", help="print the functions that take most, and end")
    arguments = options.parse_args()
    report = Report(
        "Records to RDF: the floor",
        f"{arguments.records:,} records, their bytes in memory, to an N-Quads file, without relation extraction, one "
        "core. figkg parses, grounds, makes triples and writes them. The floor is yaml-rs loading the same YAML and "
        "pyoxigraph serializing the same quads, made beforehand.",
    )
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        inputs.make(arguments.records, work)
        if arguments.profile:
            profile(work)
            return
        side = [sys.executable, HERE / "sides" / "figkg_records.py", work / "records", work / "figkg.nq"]
        run([*side, "--in-memory"])  # the quads of the floor
        floor = [sys.executable, HERE / "sides" / "floor_records.py", work / "records", work / "figkg.nq"]
        sides = {
            OWN: partial(run, [*side[:-1], work / "own.nq", "--in-memory"]),
            FLOOR: partial(run, [*floor, work / "floor.nq"]),
            STAGES: partial(run, [*side, "--stages"]),
        }
        runs = alternate(sides, arguments.rounds)
    measured = runs.pop(STAGES)
    report.compare("Sides", runs, OWN, "records", arguments.records)
    micro = 1e6 / arguments.records
    taken = {name: statistics.median(one.facts[name] for one in measured) for name in measured[0].facts}
    total = sum(taken.values())
    report.table(
        "Where figkg's time goes (each stage alone, over all records)",
        ["stage", "µs a record", "share"],
        [[name, f"{seconds * micro:.0f}", f"{seconds / total:.0%}"] for name, seconds in taken.items()],
    )
    parts = {name: statistics.median(one.facts[name] for one in runs[FLOOR]) for name in ("yaml", "serialize")}
    report.table("The floor", ["step", "µs a record"], [[name, f"{one * micro:.0f}"] for name, one in parts.items()])
    report.bar("CPU of figkg / CPU of the floor", times(runs, OWN, FLOOR), most=2.5)
    report.write(arguments.json)


def profile(work: Path) -> None:
    """Print the functions that take most time of their own."""
    sys.path[:0] = [str(HERE / "sides"), str(HERE.parent / "flows")]
    import figkg_records

    tools = figkg_records.find_toolbox(fast=True).open()
    texts = list(figkg_records.records(work / "records"))
    with cProfile.Profile() as profiler:
        figkg_records.whole(texts, tools, work / "profile.nq", tools.grounder.ground)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
