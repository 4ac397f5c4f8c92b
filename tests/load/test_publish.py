"""`figkg load`: from an output folder into a store, under Prefect."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.load.servers import oxigraph

RUN = (
    "<https://w3id.org/figkg/run/0.1.0> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://www.w3.org/ns/prov#Activity> <https://w3id.org/figkg/graph/run> .\n"
)


@pytest.fixture
def out(release: Path, tmp_path: Path) -> Path:
    """An output folder with the release of the shipped records."""
    current = tmp_path / "out" / "current"
    current.mkdir(parents=True)
    shutil.copy(release / "figkg.nq", current)
    (current / "run.nq").write_text(RUN)
    return tmp_path / "out"


def load(url: str, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "FIGKG_STORE"))}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", "load", url, "--out", str(out), *options],
        capture_output=True,
        text=True,
        env=clean,
        timeout=300,
    )


@pytest.mark.slow
def test_a_graph_is_loaded_by_the_command(out: Path, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "server") as url:
        ran = load(url, out)
    assert ran.returncode == 0, ran.stderr
    triples = (out / "current" / "figkg.nq").read_text(encoding="utf-8").count("\n") + 1
    assert ran.stdout.startswith(f"{url}: ")
    assert f"0 dropped, 0 unchanged; {triples:,} triples there, 20 graphs read back and found the same" in ran.stdout


@pytest.mark.slow
def test_a_profile_that_does_not_exist_ends_in_one_line(out: Path) -> None:
    ran = load("http://127.0.0.1:9", out, "--profile", "word")
    assert ran.returncode == 1
    assert ran.stderr.startswith("figkg: store http://127.0.0.1:9: no profile 'word'; there are: oxigraph, virtuoso")


def test_a_password_in_the_address_is_refused_before_anybody_sees_it(out: Path) -> None:
    ran = load("http://ann:secret@localhost:1", out)
    assert ran.returncode == 1
    assert ran.stderr.startswith(
        "figkg: store localhost: keep user and password out of the address; set FIGKG_STORE_USER"
    )
    assert "secret" not in ran.stderr


def test_qlever_gets_a_folder(out: Path, tmp_path: Path) -> None:
    ran = load(str(tmp_path / "qlever"), out, "--profile", "qlever")
    assert ran.stdout == f"{tmp_path}/qlever/Qleverfile written; run `qlever index && qlever start` there\n"
    assert "INPUT_FILES   = figkg.nq run.nq" in (tmp_path / "qlever" / "Qleverfile").read_text()
    assert (tmp_path / "qlever" / "figkg.nq").resolve() == (out / "current" / "figkg.nq").resolve()
