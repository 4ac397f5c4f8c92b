"""Mutation testing of a sample: does a test fail when a line of relate/ or ground/ is changed?

    python benchmarks/mutants.py --number 60 --seed 1

cosmic-ray, in an environment of its own, changes a copy of the project, one place at a time, and runs the tests of the
room. Prints the share of changes that no test noticed, and each of these as a diff. A change that alters nothing that
anyone could see (an equivalent one) survives rightly; docs/robustness.md says which those are.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
ROOMS = {"relate": "tests/relate", "ground": "tests/ground tests/graph/test_query.py"}
LONGEST = 120
"""Seconds that the tests may take for one change."""

LEFT_OUT = re.compile("NumberReplacer|ReplaceBinaryOperator_BitOr_|ReplaceComparisonOperator_.*_Is")
"""Operators that are left out: most numbers here are weights, which scores guard (tests/evaluate), not unit tests;
``|`` stands in annotations, which nobody evaluates; ``is`` between short texts means the same as ``==``."""


def main() -> None:
    """Change, test, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=60, help="changes for each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", choices=ROOMS, action="append", help="only this room; repeatable")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        copy = copied(Path(scratch))
        cosmic_ray = installed(Path(scratch))
        for room in arguments.room or ROOMS:
            report(room, list(tried(room, copy, cosmic_ray, arguments.number, arguments.seed)))


def copied(scratch: Path) -> Path:
    """A copy of the project, as it is now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (PROJECT / name).is_file():
            target = scratch / "project" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, target)
    return scratch / "project"


def installed(scratch: Path) -> Path:
    """cosmic-ray in an environment of its own."""
    subprocess.run([sys.executable, "-m", "venv", scratch / "tool"], check=True)
    install = [scratch / "tool/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "cosmic-ray==8.7.0"], check=True)
    return scratch / "tool/bin/cosmic-ray"


def tried(room: str, copy: Path, cosmic_ray: Path, number: int, seed: int) -> list[tuple[dict[str, Any], str]]:
    """Changes of a sample: what was changed, and ``killed``, ``survived`` or another outcome, with the diff."""
    session, settings = copy / f"{room}.sqlite", copy / f"{room}.toml"
    tests = f"{sys.executable} -m pytest -x -q -p no:xdist -m 'not slow' {ROOMS[room]} flows/figkg/{room}"
    settings.write_text(
        f'[cosmic-ray]\nmodule-path = "flows/figkg/{room}"\ntimeout = {LONGEST}.0\nexcluded-modules = []\n'
        f'test-command = "{tests}"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    environment = os.environ | {"FIGKG_MAPPINGS": str(PROJECT / "mappings"), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*command: str) -> str:
        ran = subprocess.run(
            [cosmic_ray, *command], cwd=copy, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return ran.stdout

    run("init", settings.name, session.name)
    with closing(sqlite3.connect(session)) as database:
        rows = database.execute(
            "SELECT job_id, operator_name FROM mutation_specs ORDER BY module_path, start_pos_row, job_id"
        )
        jobs = [job for job, operator in rows if not LEFT_OUT.search(operator)]
        kept = set(random.Random(seed).sample(sorted(jobs), min(number, len(jobs))))
        for table in ("work_items", "mutation_specs"):
            database.executemany(
                f"DELETE FROM {table} WHERE job_id = ?",
                [(job,) for (job,) in database.execute(f"SELECT job_id FROM {table}").fetchall() if job not in kept],
            )
        database.commit()
    run("exec", settings.name, session.name)
    lines = run("dump", session.name).splitlines()
    return [(item["mutations"][0], result) for item, result in map(json.loads, lines) if result]


def report(room: str, changes: list[tuple[dict[str, Any], Any]]) -> None:
    """Print the share and the survivors."""
    survived = [(change, result) for change, result in changes if result["test_outcome"] == "survived"]
    print(f"{room}: {len(changes)} changes, {len(survived)} survived ({len(survived) / max(1, len(changes)):.0%})\n")
    for change, result in survived:
        print(change["operator_name"])
        print("\n".join(line for line in result["diff"].splitlines() if line[:1] in "+-@"), "\n", flush=True)


if __name__ == "__main__":
    main()
