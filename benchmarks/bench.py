"""Run all comparisons and write benchmarks/RESULTS.md; about ten minutes on two processors.

    python benchmarks/bench.py                # or: make bench
    python benchmarks/bench.py --small        # a try of everything, two minutes
    python benchmarks/bench.py --only records_rdflib.py words_gilda.py

What figkg is compared with is installed into benchmarks/.venv (requirements.txt); Virtuoso takes part where it is
installed. RESULTS.md is written by whole runs alone; --results writes those of others.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

from compare import HERE, PEERS
from large_graph import build

OWN = ("PyYAML", "ahocorasick_rs", "msgspec", "oxigraph", "pyoxigraph", "rdflib", "yaml-rs")
PEER = ("gilda", "koza", "morph-kgc", "PyYAML", "pydantic")
KEPT = "## Conformance"
"""Begins the part of RESULTS.md that stands as it is: conformance.py runs apart, for its suites are not installed."""
LARGE, SMALL = "LARGE", "SMALL"
"""Stand for folders of graphs."""

FULL: dict[str, list[object]] = {
    "records_rdflib.py": ["--records", 4000],
    "records_mappers.py": ["--records", 2000],
    "records_floor.py": ["--records", 4000],
    "store_load.py": ["--graph", LARGE, "--quads", 1_000_000],
    "store_queries.py": ["--large", LARGE, "--small", SMALL],
    "words_gilda.py": ["--words", 10_000],
    "captions.py": ["--records", 2000],
}
TRY: dict[str, list[object]] = {
    "records_rdflib.py": ["--records", 200, "--rounds", 1],
    "records_mappers.py": ["--records", 200, "--rounds", 1],
    "records_floor.py": ["--records", 500, "--rounds", 2],
    "store_load.py": ["--graph", LARGE, "--quads", 200_000, "--rounds", 1],
    "store_queries.py": ["--large", LARGE, "--small", SMALL, "--rounds", 1, "--patience", 5],
    "words_gilda.py": ["--words", 2000, "--rounds", 1],
    "captions.py": ["--records", 300, "--rounds", 1],
}
RECORDS = {LARGE: (15_000, 1500), SMALL: (300, 100)}
"""Records of the graphs, in full and when tried."""


def machine() -> list[tuple[str, str]]:
    """What the numbers depend on."""
    cpu = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in cpu.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    asked = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    peers = subprocess.run([PEERS, "-c", asked, *PEER], check=True, capture_output=True, text=True).stdout.split()
    return [
        ("date", datetime.datetime.now(tz=datetime.UTC).date().isoformat()),
        ("processor", f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores"),
        ("memory", f"{memory:.0f} GB"),
        ("system", f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"),
        ("figkg's environment", ", ".join(f"{name} {version(name)}" for name in OWN)),
        ("environment of the others", ", ".join(f"{name} {one}" for name, one in zip(PEER, peers, strict=True))),
    ]


def markdown(report: dict[str, Any], command: str) -> Iterator[str]:
    """A comparison as Markdown."""
    yield f"## {report['title']}\n"
    yield f"{report['about']}\n"
    yield f"    {command}\n"
    for table in report["tables"]:
        yield f"\n**{table['title']}**\n"
        yield from row_of(*table["columns"])
        yield from ("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in table["rows"])
    yield from (f"\n{note}" for note in report["notes"])
    yield ""


def row_of(*columns: str) -> Iterator[str]:
    """The head of a table."""
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)


def main() -> None:
    """Run everything; ends with 1 when a bar is missed or a comparison fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="small sizes, one round")
    parser.add_argument("--only", nargs="+", choices=list(FULL), default=list(FULL), metavar="SCRIPT")
    parser.add_argument("--results", type=Path, help="file for the results, as Markdown")
    parser.add_argument("--json", type=Path, help="folder that keeps the results of each comparison")
    arguments = parser.parse_args()
    if not PEERS.exists():
        sys.exit("benchmarks/.venv is not there: `make bench` installs what figkg is compared with")
    began = monotonic()
    chosen = TRY if arguments.small else FULL
    parts: list[str] = []
    bars: list[tuple[str, dict[str, Any]]] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        work = arguments.json or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        graphs: dict[object, Path] = {}
        for script in arguments.only:
            options = chosen[script]
            for name in {LARGE, SMALL}.intersection(map(str, options)) - graphs.keys():
                print(f"== a graph of {RECORDS[name][arguments.small]:,} records", flush=True)
                graphs[name] = build(RECORDS[name][arguments.small], Path(scratch))
            print(f"\n== {script}", flush=True)
            target = work / f"{Path(script).stem}.json"
            command = [sys.executable, HERE / script, *(str(graphs.get(one, one)) for one in options), "--json", target]
            target.unlink(missing_ok=True)
            if subprocess.run(command, check=False).returncode or not target.exists():
                failed.append(script)
            if target.exists():
                report = json.loads(target.read_text(encoding="utf-8"))
                shown = " ".join(str(one) for one in options).replace(LARGE, "large").replace(SMALL, "small")
                parts += markdown(report, f"python benchmarks/{script} {shown}")
                bars += [(report["title"], bar) for bar in report["bars"]]
    head = [
        "# Comparisons: last run\n",
        "Written by `python benchmarks/bench.py" + (" --small" if arguments.small else "") + "` (`make bench`).",
        "The sides of a comparison take turns in one run on one machine, each in a process of its own: ratios count,",
        "not seconds. Seconds are those of the work itself; starting Python and opening tables are left out.\n",
        *row_of("", ""),
        *(f"| {name} | {value} |" for name, value in machine()),
        "",
        *row_of("comparison", "measure", "value", "bar", "reached"),
        *(
            f"| {title} | {one['name']} | {one['value']:.3g} | {one['bar']} | {'yes' if one['reached'] else '**no**'} |"
            for title, one in bars
        ),
        "",
        *(f"`{script}` failed.\n" for script in failed),
    ]
    whole = not arguments.small and arguments.only == list(FULL)
    if target := arguments.results or (HERE / "RESULTS.md" if whole else None):
        before = target.read_text(encoding="utf-8") if target.exists() else ""
        kept = [KEPT + before.partition(KEPT)[2]] if KEPT in before else []
        target.write_text("\n".join([*head, *parts, *kept]).rstrip() + "\n", encoding="utf-8")
    missed = [one["name"] for _, one in bars if not one["reached"]]
    reached = len(bars) - len(missed)
    print(f"\n{monotonic() - began:.0f} s; {reached} of {len(bars)} bars reached; failed: {failed or 'none'}")
    sys.exit(1 if missed or failed else 0)


if __name__ == "__main__":
    main()
