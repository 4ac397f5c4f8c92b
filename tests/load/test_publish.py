"""`figkg load`: from an output folder into a store, under Prefect."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.servers import oxigraph
from tests.helpers.waiting import PATIENCE

pytestmark = pytest.mark.slow

Load = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def out(release: Path, tmp_path: Path) -> Path:
    """An output folder with the release of the shipped records."""
    current = tmp_path / "out" / "current"
    current.mkdir(parents=True)
    for name in ("figkg.nq", "run.nq"):
        shutil.copy(release / name, current)
    return tmp_path / "out"


@pytest.fixture
def load(out: Path, orchestrated: dict[str, str]) -> Load:
    """Runs the command on that folder."""

    def run(url: str, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "figkg.cli", "load", url, "--out", str(out), *options],
            capture_output=True,
            text=True,
            env={name: value for name, value in orchestrated.items() if not name.startswith("FIGKG_STORE")},
            timeout=PATIENCE,
        )

    return run


def test_a_graph_is_loaded_by_the_command(load: Load, out: Path, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "server") as url:
        ran, again = load(url), load(url, "--sample", "100")
    assert ran.returncode == 0, ran.stderr
    triples = sum((out / "current" / name).read_bytes().count(b"\n") for name in ("figkg.nq", "run.nq"))
    assert ran.stdout.startswith(f"{url}: ")
    assert f"0 dropped, 0 unchanged; {triples:,} triples there, 20 graphs read back and found the same" in ran.stdout
    assert "queries without GRAPH find nothing there" in ran.stderr
    assert again.returncode == 0, again.stderr
    assert again.stdout.startswith(f"{url}: 0 graphs written, 0 dropped, ")
    assert "59 graphs read back and found the same" in again.stdout


def test_a_profile_that_does_not_exist_ends_in_one_line(load: Load) -> None:
    ran = load("http://127.0.0.1:9", "--profile", "word")
    assert ran.returncode == 1
    assert ran.stderr.startswith("figkg: store http://127.0.0.1:9: no profile 'word'; there are: oxigraph, virtuoso")


def test_a_password_in_the_address_is_refused_before_anybody_sees_it(load: Load) -> None:
    ran = load("http://ann:secret@localhost:1")
    assert ran.returncode == 1
    assert ran.stderr.startswith(
        "figkg: store localhost: keep user and password out of the address; set FIGKG_STORE_USER"
    )
    assert "secret" not in ran.stderr


def test_qlever_gets_a_folder(load: Load, out: Path, tmp_path: Path) -> None:
    ran = load(str(tmp_path / "qlever"), "--profile", "qlever")
    assert ran.stdout == f"{tmp_path}/qlever/Qleverfile written; run `qlever index && qlever start` there\n"
    (graph,) = (tmp_path / "qlever").glob("figkg.*.nq")
    assert f"INPUT_FILES     = {graph.name} run." in (tmp_path / "qlever" / "Qleverfile").read_text()
    assert graph.read_bytes() == (out / "current" / "figkg.nq").read_bytes()
