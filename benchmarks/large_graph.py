"""A large graph for the comparisons of stores: generated records, built by `figkg build`, read by rules alone."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

from compare import HERE


def build(number: int, work: Path) -> Path:
    """Build a graph of so many generated records, unless it is there; returns its output folder."""
    out = work / f"graph-{number}"
    if not (out / "figkg.nq").exists():
        records = work / f"graph-{number}.jsonl"
        subprocess.run([sys.executable, HERE / "generate_records.py", str(number), records], check=True)
        command = [sys.executable, "-m", "figkg.cli", "build", records, "--out", out, "--reader", "fast"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=HERE.parent)
    return out


def first_quads(source: Path, target: Path, number: int) -> int:
    """Write the first lines of a file to another; returns how many there were."""
    with source.open("rb") as lines, target.open("wb") as output:
        return sum(1 for line in itertools.islice(lines, number) if output.write(line))
