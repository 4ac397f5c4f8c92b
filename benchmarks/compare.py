"""What the comparisons share: sides that take turns, each in a process of its own, and reports with bars.

A side is a command whose last line on standard output is what :func:`tell` prints. Needs the standard library alone, so
that the sides of other environments can import it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".venv" / "bin" / "python"
"""Python of the environment that holds the peers; see requirements.txt."""


class Clock:
    """Times what stands in its ``with`` block: processor time of this process, all threads, and wall time."""

    def __enter__(self) -> Clock:
        self.cpu, self.wall = -_processor(), -perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu += _processor()
        self.wall += perf_counter()


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def tell(clock: Clock, **facts: Any) -> None:
    """Print what a side took, and what it found."""
    print(json.dumps({"cpu": clock.cpu, "wall": clock.wall, "facts": facts}))


@dataclass(frozen=True)
class Run:
    """One run of a side: seconds of the timed part, peak memory in MB and processor time of the whole process."""

    cpu: float
    wall: float
    memory: float
    whole: float
    facts: dict[str, Any]


def run(command: Sequence[object], *, inner: bool = True) -> Run:
    """Run a side once.

    Args:
        command: program and arguments.
        inner: whether it times itself; otherwise the whole process counts.
    """
    if not Path(str(command[0])).exists():
        raise SystemExit(
            f"{Path(str(command[0])).name} is not there: `make bench` installs what figkg is compared with"
        )
    path = os.pathsep.join([str(HERE), str(HERE.parent / "flows")])
    with tempfile.TemporaryFile() as output:
        began = perf_counter()
        process = subprocess.Popen(
            [str(one) for one in command],
            stdout=output,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        )
        assert process.stderr is not None
        errors = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, command))}\n{errors.decode()[-3000:]}")
        output.seek(0)
        lines = output.read().decode().strip().splitlines()
    whole = used.ru_utime + used.ru_stime
    told = json.loads(lines[-1]) if inner else {"cpu": whole, "wall": wall, "facts": {}}
    return Run(told["cpu"], told["wall"], used.ru_maxrss / 1024, whole, told["facts"])


def alternate(sides: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Run all sides in turns, every other round backwards, so that a busy machine hits all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in list(sides)[:: -1 if number % 2 else 1]:
            runs[name].append(sides[name]())
            print(f"  {name}: {runs[name][-1].cpu:.2f} s CPU, {runs[name][-1].wall:.2f} s", file=sys.stderr, flush=True)
    return runs


def times(runs: Mapping[str, list[Run]], peer: str, own: str, what: str = "cpu") -> float:
    """How many times as long as ``own`` a peer takes: the median of the ratios of single rounds."""
    pairs = zip(runs[peer], runs[own], strict=True)
    return statistics.median(getattr(one, what) / getattr(other, what) for one, other in pairs)


@dataclass
class Report:
    """What a comparison found.

    Attributes:
        title: of the comparison.
        about: what is compared, in a paragraph.
        tables: title, columns and rows of each.
        bars: name, value, bar and whether it is reached.
        notes: sentences below.
        runs: what every run took.
    """

    title: str
    about: str
    tables: list[dict[str, Any]] = field(default_factory=list)
    bars: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    runs: dict[str, Any] = field(default_factory=dict)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Add a table, and print it."""
        cells = [[show(cell) for cell in row] for row in rows]
        self.tables.append({"title": title, "columns": list(columns), "rows": cells})
        widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
        print(f"\n{title}")
        for row in [list(columns), *cells]:
            print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def compare(self, title: str, runs: Mapping[str, list[Run]], own: str, unit: str, number: int) -> None:
        """Add a table of sides with their ratios to ``own``."""
        rows: list[list[object]] = []
        for name, found in runs.items():
            cpu, wall = [one.cpu for one in found], [one.wall for one in found]
            memory = statistics.median(one.memory for one in found)
            each = number / statistics.median(cpu)
            seconds = [min(cpu), statistics.median(cpu), min(wall), statistics.median(wall)]
            rows.append([name, *seconds, f"{each:,.0f}", f"{memory:,.0f} MB", f"{times(runs, name, own):.2f} x"])
        columns = ["side", "CPU s, least", "median", "wall s, least", "median", f"{unit}/CPU s", "memory", f"{own} x"]
        self.table(title, [*columns[:-1], f"CPU, times {own}"], rows)
        self.runs |= {f"{title}: {name}": [asdict(one) for one in found] for name, found in runs.items()}

    def bar(self, name: str, value: float, *, least: float | None = None, most: float | None = None) -> None:
        """Hold a figure against a bar."""
        reached = (least is None or value >= least) and (most is None or value <= most)
        bar = f"at least {show(least)}" if least is not None else f"at most {show(most)}"
        self.bars.append({"name": name, "value": value, "bar": bar, "reached": reached})
        print(f"{'ok    ' if reached else 'MISSED'} {name}: {show(value)} ({bar})")

    def note(self, text: str) -> None:
        """Add a sentence."""
        self.notes.append(text)
        print(text)

    def write(self, target: Path | None) -> None:
        """Write everything as JSON."""
        if target is not None:
            target.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def show(cell: object) -> str:
    """A cell as text; numbers with three digits."""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def parser(doc: str | None, rounds: int) -> argparse.ArgumentParser:
    """The options that all comparisons have."""
    found = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--rounds", type=int, default=rounds, help="turns of every side (%(default)s)")
    found.add_argument("--json", type=Path, help="file for the results")
    return found
