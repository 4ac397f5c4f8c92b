"""What a second process gains, and what Prefect costs: builds without the store, by one and by two processes.

    python benchmarks/generate_records.py 20000 records.jsonl
    python benchmarks/parallel.py records.jsonl --repeat 3

Each round runs all variants one after the other, each in a new Python. Prints the median wall time of each and:

- efficiency: time of one process / (2 x time of two);
- Prefect's share: time of its start, and of a build under it above the same steps as plain functions.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent

PLAIN = """
import sys; from pathlib import Path; from msgspec.structs import replace
from figkg.build import finish as chores; from figkg.load import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.build.finish import finishing_here
source, out, workers = sys.argv[1:]
all_chores = chores.chores
chores.load_places = lambda build, places: None
chores.chores = lambda count, contested: {k: v for k, v in all_chores(count, contested).items() if k != chores.LOAD}
build_graph(Request(sources=(source,), workers=1), OutputFolder(Path(out).resolve()))
"""
PREFECT = """
import sys; from pathlib import Path; from time import monotonic
from figkg.flows.settings import apply_prefect_defaults, reachable_server
from figkg.build import finish as chores
source, out, workers = sys.argv[1:]
all_chores = chores.chores
chores.load_places = lambda build, places: None
apply_prefect_defaults(Path(out))
began = monotonic()
with reachable_server(lambda: __import__("figkg.flows.build")):
    from figkg import build
    print(monotonic() - began)
    chores.chores = build.chores = (
        lambda count, contested: {k: v for k, v in all_chores(count, contested).items() if k != chores.LOAD})
    build._InPool.load = lambda self, places: None
    build.build_graph([source], out=out, workers=int(workers))
"""
VARIANTS = {"plain, 1": (PLAIN, 1), "Prefect, 1": (PREFECT, 1), "Prefect, 2": (PREFECT, 2)}


def run(code: str, source: Path, out: Path, workers: int) -> tuple[float, float]:
    """Wall time of a build from nothing, and that of the start of Prefect in it; its database is kept."""
    shutil.rmtree(out / "builds", ignore_errors=True)
    (out / "current").unlink(missing_ok=True)
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", code, str(source), str(out), str(workers)],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
    )
    return time.monotonic() - began, float(ran.stdout or 0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    times: dict[str, list[float]] = {name: [] for name in VARIANTS}
    starts: list[float] = []
    with tempfile.TemporaryDirectory() as work:
        run(PREFECT, HERE.parent / "tests" / "records", Path(work), 1)  # makes Prefect's database
        for _ in range(options.repeat):
            for name, (code, workers) in VARIANTS.items():
                wall, start = run(code, options.records, Path(work), workers)
                times[name].append(wall)
                if start:
                    starts.append(start)
                print(f"{name:12} {wall:8.1f} s", flush=True)
    median = {name: statistics.median(found) for name, found in times.items()}
    start = statistics.median(starts)
    one, two = median["Prefect, 1"] - start, median["Prefect, 2"] - start
    print(f"start of Prefect {start:.1f} s; efficiency of two processes {one / (2 * two):.2f}")
    print(f"Prefect above plain functions, without its start: {100 * (one / median['plain, 1'] - 1):+.1f} %")


if __name__ == "__main__":
    main()
