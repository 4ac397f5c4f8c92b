"""Builds: by the rooms alone, without an orchestrator, by the command; and what a build is to be."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pyoxigraph
from msgspec.structs import replace

from figkg.base.resources import mappings_folder, ontologies_folder
from figkg.build.assemble import assemble, enter
from figkg.build.figures import Remembrance, Rooms, process_partition
from figkg.build.ledger import Ledger
from figkg.build.memory import MemoryWriter
from figkg.build.output import OutputFolder
from figkg.build.pipeline import PLAIN_STEPS, Request, build_release
from figkg.build.tools import take_fingerprints
from figkg.extract import partition
from figkg.extract.drawings import index_drawings
from figkg.graph.named_queries import read_named_queries
from tests.helpers.waiting import PATIENCE

QUERIES = ontologies_folder() / "queries"


def build_plainly(
    sources: list[str], target: Path, rooms: Rooms, partition_size: int = 2000, drawings: Path | None = None
) -> Path:
    """Build a release in a folder with the rooms alone, without Prefect and without the output switch."""
    target.mkdir(parents=True, exist_ok=True)
    mappings = mappings_folder().resolve()
    known = Remembrance(take_fingerprints(mappings, ontologies_folder()))
    if drawings is not None:
        index_drawings([drawings], target / "drawings.mdb")
        known = replace(known, drawings=str(target / "drawings.mdb"))
    work = target / "work"
    with Ledger(target / "ledger.sqlite") as ledger, MemoryWriter(target) as writer:
        for one in partition(sources, work, partition_size):
            enter(ledger, Path(process_partition(one, work, mappings, known).outcomes), writer)
        queries = read_named_queries(QUERIES)
        assemble(ledger, target, rooms.grounder.tables, rooms.vocabulary, queries, writer=writer)
    return target


def build_small(records: Path, out: Path) -> None:
    request = Request(sources=(str(records),), workers=1, partition_size=7)
    build_release(request, OutputFolder(out), PLAIN_STEPS)


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
