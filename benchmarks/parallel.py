"""What a second process gains, and what Prefect costs: whole builds, by one and by two processes.

    python benchmarks/generate_records.py 20000 records.jsonl
    python benchmarks/parallel.py records.jsonl --repeat 3

Each round runs all variants one after the other, each in a new Python. Prints the median wall time of each and:

- efficiency: time of one process / (2 x time of two);
- Prefect's share: time of a build under it above that of the same build without.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VARIANTS = {
    "one process": ("--workers", "1"),
    "two processes": ("--workers", "2"),
    "two, Prefect": ("--workers", "2", "--prefect"),
}


def run(source: Path, out: Path, options: tuple[str, ...]) -> float:
    """Wall time of a build from nothing, in seconds; Prefect's database is kept."""
    shutil.rmtree(out / "builds", ignore_errors=True)
    (out / "current").unlink(missing_ok=True)
    command = [sys.executable, "-m", "figkg.cli", "build", str(source), "--out", str(out), *options]
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    times: dict[str, list[float]] = {name: [] for name in VARIANTS}
    with tempfile.TemporaryDirectory() as work:
        for _ in range(options.repeat):
            for name, arguments in VARIANTS.items():
                times[name].append(run(options.records, Path(work), arguments))
                print(f"{name:14} {times[name][-1]:8.1f} s", flush=True)
    one, two, prefect = (statistics.median(times[name]) for name in VARIANTS)
    print(f"efficiency of two processes {one / (2 * two):.2f}; Prefect above plain {100 * (prefect / two - 1):+.1f} %")


if __name__ == "__main__":
    main()
