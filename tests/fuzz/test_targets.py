"""The guided fuzzers for a bounded number of runs; ``make fuzz`` runs them longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from figkg.base.resources import mappings_folder
from tests.helpers.waiting import PATIENCE

pytest.importorskip("atheris", reason="atheris is not made for this platform")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
BY_ANOTHER = ("sh", "-c", '"$@"; exit $?', "sh")
"""Begins a command in a small process: the most memory of who starts a process counts as its own, and a fuzzer ends
where that is more than 2 GB."""


@pytest.mark.parametrize(("target", "runs"), [("front_matter", 100_000), ("captions", 20_000)])
def test_nothing_breaks_the_reader(target: str, runs: int, tmp_path: Path) -> None:
    ran = subprocess.run(
        [*BY_ANOTHER, sys.executable, "-m", f"tests.fuzz.{target}", f"-runs={runs}", "-seed=7"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "FIGKG_MAPPINGS": str(mappings_folder().resolve())},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert f"Done {runs} runs" in ran.stderr
