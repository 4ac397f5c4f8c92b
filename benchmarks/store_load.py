"""Loading: figkg's store beside the `oxigraph load` program, from the same N-Quads file.

    python benchmarks/store_load.py --graph output --quads 1000000
    python benchmarks/store_load.py --records 15000 --quads 5000000

Both fill a new store each turn. `oxigraph load` does not merge what it loaded, figkg does (queries take two thirds of
the time then), so loading alone and loading with merging are compared apart.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from compare import HERE, Report, Run, parser, run, times
from large_graph import build, first_quads

OWN, PEER, LENIENT = "figkg", "oxigraph load", "oxigraph load --lenient"
PROGRAM = Path(sys.executable).with_name("oxigraph")


def figkg(file: Path, work: Path) -> tuple[Run, Run]:
    """Loading alone, and with merging."""
    store = work / "figkg"
    one = run([sys.executable, HERE / "sides" / "figkg_load.py", file, store])
    shutil.rmtree(store)
    alone = Run(one.cpu, one.wall, one.facts["memory"], one.whole, one.facts)
    cpu, wall = one.cpu + one.facts["optimize_cpu"], one.wall + one.facts["optimize_wall"]
    return alone, Run(cpu, wall, one.memory, one.whole, one.facts)


def oxigraph(file: Path, work: Path, *more: str) -> tuple[Run, Run]:
    """Loading alone, and with merging."""
    store = work / "oxigraph"
    alone = run([PROGRAM, "load", "--location", store, "--file", file, *more], inner=False)
    merging = run([PROGRAM, "optimize", "--location", store], inner=False)
    shutil.rmtree(store)
    memory = max(alone.memory, merging.memory)
    return alone, Run(alone.cpu + merging.cpu, alone.wall + merging.wall, memory, alone.whole + merging.whole, {})


def main() -> None:
    """Measure and report."""
    options = parser(__doc__, rounds=3)
    options.add_argument("--graph", type=Path, help="output folder of a build; made when not given")
    options.add_argument("--records", type=int, default=3500, help="records of the graph that is made (%(default)s)")
    options.add_argument("--quads", type=int, default=1_000_000, help="how many are loaded (%(default)s)")
    options.add_argument("--work", type=Path, help="folder for graph and stores")
    arguments = options.parse_args()
    sides = {OWN: figkg, PEER: oxigraph, LENIENT: lambda file, work: oxigraph(file, work, "--lenient")}
    alone: dict[str, list[Run]] = {name: [] for name in sides}
    merged: dict[str, list[Run]] = {name: [] for name in sides}
    with tempfile.TemporaryDirectory(dir=arguments.work) as scratch:
        work = Path(scratch)
        graph = arguments.graph or build(arguments.records, work)
        file = work / "quads.nq"
        quads = first_quads(graph / "figkg.nq", file, arguments.quads)
        for number in range(arguments.rounds):
            for name in list(sides)[:: -1 if number % 2 else 1]:
                one, both = sides[name](file, work)
                alone[name].append(one)
                merged[name].append(both)
                print(f"  {name}: {one.wall:.1f} s, merged after {both.wall:.1f} s", file=sys.stderr, flush=True)
    report = Report(
        "Loading a store: oxigraph load",
        f"{quads:,} quads from one N-Quads file into a new store on disk. figkg checked IRIs when it wrote them and "
        "loads without checking again, which `--lenient` asks of the program too.",
    )
    report.compare("Loading alone", alone, OWN, "quads", quads)
    report.compare("Loading and merging (oxigraph optimize)", merged, OWN, "quads", quads)
    for title, runs in (("loading alone", alone), ("loading and merging", merged)):
        for what, unit in (("wall", "wall time"), ("cpu", "CPU")):
            report.bar(f"{title}: {unit} of figkg / of oxigraph load", times(runs, OWN, PEER, what), most=1.3)
    report.write(arguments.json)


if __name__ == "__main__":
    main()
