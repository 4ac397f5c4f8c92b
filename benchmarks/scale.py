"""Whole builds of generated records: wall time by stage, processor time, and the peak memory of every process.

    python benchmarks/scale.py 1000 10000 100000                 # how cost grows
    python benchmarks/scale.py 20000 --workers 1 2 --repeat 3    # what a second process gains

Prints one line of JSON for each build, then a table. Memory is the kernel's high-water mark (VmHWM) of each process,
mapped files included; processor time is that of all of them. Each build starts from nothing; generating the records
is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOOK_EVERY = 5
"""Seconds between looks at the disk."""


def descendants(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                parent = int(Path(entry.path, "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for one in found:
        found.extend(children.get(one, ()))
    return found


def processor_time(process: int) -> float:
    """Seconds of processor time of a process, or 0 when it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def size_on_disk(folder: Path) -> int:
    """Bytes of all files below a folder, each once."""
    total = 0
    for one in (Path(base, name) for base, _, names in os.walk(folder) for name in names):
        with suppress(FileNotFoundError):  # a build is running
            total += one.lstat().st_size
    return total


def peak(process: int) -> int:
    """High-water mark of a process in kB, or 0 when it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def measure(records: Path, out: Path, arguments: list[str]) -> dict[str, Any]:
    """Build once from nothing and say what it cost."""
    shutil.rmtree(out, ignore_errors=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "figkg.cli", "build", str(records), "--out", str(out), *arguments]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    peaks: dict[int, int] = {}
    times: dict[int, float] = {}
    disk, looked = 0, 0.0
    while child.poll() is None:
        for one in descendants(child.pid):
            peaks[one] = max(peaks.get(one, 0), peak(one))
            times[one] = max(times.get(one, 0), processor_time(one))
        if time.monotonic() > looked + LOOK_EVERY:
            disk, looked = max(disk, size_on_disk(out)), time.monotonic()
        time.sleep(0.2)
    wall = time.monotonic() - began
    if child.returncode:
        raise SystemExit(f"the build ended with {child.returncode}")
    summary = json.loads((out / "summary.json").read_text())
    return {
        "figures": summary["figures"],
        "quads": summary["quads"],
        "wall": round(wall, 1),
        "cpu": round(sum(times.values()), 1),
        "peak_mb": [round(one / 1024) for one in sorted(peaks.values(), reverse=True)[:4]],
        "disk_mb": round(size_on_disk(out) / 1e6),
        "peak_disk_mb": round(disk / 1e6),
        "seconds": summary["seconds"],
    }


def main() -> None:
    """Measure builds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", type=int, nargs="+")
    parser.add_argument("--workers", type=int, nargs="+", default=[2])
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--work", type=Path, help="where records and graphs are written (kept)")
    parser.add_argument("--templates", type=Path, help="folder of records to vary, instead of the shipped ones")
    options, rest = parser.parse_known_args()
    others = ["--templates", options.templates] if options.templates else []
    work = options.work or Path(tempfile.mkdtemp(prefix="figkg-scale-"))
    work.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in options.numbers:
        records = work / f"records-{number}.jsonl"
        if not records.exists():
            subprocess.run([sys.executable, HERE / "generate_records.py", str(number), records, *others], check=True)
        for _ in range(options.repeat):
            for workers in options.workers:
                one = measure(records, work / "out", ["--workers", str(workers), *rest])
                rows.append({"records": number, "workers": workers} | one)
                print(json.dumps(rows[-1]), flush=True)
    stages = list(rows[0]["seconds"])
    print("\n| records | processes | wall s | CPU s | largest process MB | " + " | ".join(stages) + " |")
    print("|---:" * (5 + len(stages)) + "|")
    for row in rows:
        numbers = [row["records"], row["workers"], row["wall"], row["cpu"], row["peak_mb"][0]]
        print("| " + " | ".join(map(str, [*numbers, *(row["seconds"].get(one, 0) for one in stages)])) + " |")


if __name__ == "__main__":
    main()
