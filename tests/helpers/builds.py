"""Builds: without an orchestrator, by the command; and what a build is to be."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pyoxigraph

from figkg.base.resources import ontologies_folder
from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.build.summary import Summary
from tests.helpers.waiting import PATIENCE

QUERIES = ontologies_folder() / "queries"


def build_plainly(sources: list[str], out: Path, partition_size: int = 2000, drawings: Path | None = None) -> Path:
    """Build into an output folder in this process; returns the folder of the build."""
    annotations = () if drawings is None else (str(drawings),)
    request = Request(sources=tuple(sources), workers=1, partition_size=partition_size, annotations=annotations)
    build_graph(request, OutputFolder(out))
    return OutputFolder(out).current


def build_small(records: Path, out: Path, *, full: bool = False, fast: bool = False) -> Summary:
    """Build a few records in this process, in several partitions; fast where only its end matters."""
    named = (str(records),)
    request = Request(sources=named, workers=1, partition_size=7, full=full, fast=fast, allow_loss=True)
    return build_graph(request, OutputFolder(out))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "figkg.cli", *arguments]


def build_by_command(
    environment: dict[str, str], out: Path, *sources: Path, workers: int = 1
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("build", *map(str, sources), "--out", str(out), "--workers", str(workers)),
        capture_output=True,
        text=True,
        env=environment | {"COLUMNS": "160"},
        timeout=PATIENCE,
    )


def digest(out: Path) -> str:
    return hashlib.sha256((out / "figkg.nq").read_bytes()).hexdigest()


def check_whole(out: Path) -> None:
    """The store answers and holds what the files say."""
    store = pyoxigraph.Store.read_only(str(out / "store"))
    lines = sum((out / name).read_bytes().count(b"\n") for name in ("figkg.nq", "run.nq"))
    assert len(store) == lines
    assert store.query("ASK { GRAPH ?g { ?a <https://w3id.org/figkg/vocab#activates> ?b } }")
