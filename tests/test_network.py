"""figkg speaks to nobody unless it is told to: not when it is imported, not in a build with default settings."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import figkg
from tests.helpers.prefect_server import clean_environment
from tests.helpers.waiting import PATIENCE

HOOK = """
import os, sys
def note(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        spoken = str(address[0]) if isinstance(address, tuple) else "unix"
    elif event == "socket.getaddrinfo":
        spoken = str(arguments[0])
    else:
        return
    with open(os.environ["FIGKG_TEST_CONNECTIONS"], "a") as log:
        log.write(spoken + "\\n")
sys.addaudithook(note)
"""
LOOPBACK = {"127.0.0.1", "localhost", "::1", "unix", "None"}


@pytest.fixture
def watched(tmp_path: Path) -> Callable[..., set[str]]:
    """Runs a Python program and tells whom it and its children wanted to speak to."""
    (tmp_path / "sitecustomize.py").write_text(HOOK)
    log = tmp_path / "connections"
    log.touch()

    def run(*arguments: str) -> set[str]:
        environment = clean_environment(PYTHONPATH=str(tmp_path), FIGKG_TEST_CONNECTIONS=str(log))
        environment.pop("DO_NOT_TRACK", None)
        ran = subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert ran.returncode == 0, ran.stderr
        return set(log.read_text().split())

    return run


def test_a_connection_would_be_seen(watched: Callable[..., set[str]]) -> None:
    code = "import socket; s = socket.socket(); s.settimeout(0.1); s.connect_ex(('127.0.0.1', 9))"
    assert watched("-c", code) == {"127.0.0.1"}


@pytest.mark.slow
def test_importing_speaks_to_nobody(watched: Callable[..., set[str]], tmp_path: Path) -> None:
    found = pkgutil.walk_packages(figkg.__path__, "figkg.")
    names = [one.name for one in found if not one.name.endswith("__main__") and ".data" not in one.name]
    home = f"import os; os.environ['PREFECT_HOME'] = {str(tmp_path / 'home')!r}; "
    assert watched("-c", home + "; ".join(f"import {name}" for name in names)) == set()


@pytest.mark.slow
def test_a_build_speaks_to_nobody(watched: Callable[..., set[str]], shipped: Path, tmp_path: Path) -> None:
    assert watched("-m", "figkg.cli", "build", str(shipped), "--out", str(tmp_path / "out")) <= {"unix"}
    assert os.listdir(tmp_path / "out")


@pytest.mark.slow
def test_a_build_under_prefect_speaks_to_this_machine_only(
    watched: Callable[..., set[str]], shipped: Path, tmp_path: Path
) -> None:
    spoken_to = watched("-m", "figkg.cli", "build", str(shipped), "--prefect", "--out", str(tmp_path / "out"))
    assert spoken_to <= LOOPBACK
    assert "127.0.0.1" in spoken_to
    assert os.listdir(tmp_path / "out")
