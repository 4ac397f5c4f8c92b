"""`figkg schedule --init`: the first prefect.yaml of who installed a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.resources import deployments_file
from tests.helpers.commands import run_here


def test_it_writes_the_deployments_that_come_with_figkg(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "prefect.yaml"
    ran = run_here(capfd, "schedule", "--init", "--file", str(file))
    assert (ran.returncode, ran.stdout) == (0, "")
    assert f"{file} written; change sources, times and store there" in ran.stderr
    assert file.read_bytes() == deployments_file().read_bytes()
    assert list(tmp_path.iterdir()) == [file]  # nothing was started


def test_it_replaces_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "prefect.yaml"
    file.write_text("mine")
    ran = run_here(capfd, "schedule", "--init", "--file", str(file))
    assert ran.returncode == 1
    assert ran.stderr == f"figkg: {file}: is there already, and stays as it is\n"
    assert file.read_text() == "mine"


def test_without_a_file_it_says_how_to_get_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capfd, "schedule", "--file", str(tmp_path / "prefect.yaml"))
    assert ran.returncode == 1
    assert "no such file; name one with --file, or write one with --init" in ran.stderr
