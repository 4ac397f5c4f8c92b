"""The main flow: extract → ground → relate → emit → validate → load.

One Prefect task handles one partition of thousands of figures; the partitions run in a process pool on this
machine. Nothing but paths and small summaries passes through Prefect.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import msgspec
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows import __version__
from flows.emit import EdgeCounts, Ledger, assemble, enter
from flows.emit.assemble import DERIVED_FILE
from flows.emit.dataset import ReleaseFile, Run, run_quads
from flows.emit.ontology_page import write_ontology_page
from flows.errors import OutputError, ShapeError
from flows.export import FORMATS, export
from flows.extract import partition
from flows.extract.sources import RECORDS_IN_PARTITION
from flows.load import OutputFolder, fill_store
from flows.named_queries import read_named_queries
from flows.partition import PartitionResult, open_rooms, process_partition
from flows.progress import follow
from flows.reference.snapshots import read_sidecars
from flows.resources import mappings_folder, ontologies_folder, read_prefixes
from flows.summary import Summary

Processor = Callable[[Path, Path, Path], PartitionResult]


@task(name="partition sources", cache_policy=NO_CACHE, task_run_name="partition sources")
def partition_sources(sources: Sequence[str], scratch: Path, size: int) -> list[Path]:
    """Cut the sources into partition files."""
    return partition(sources, scratch, size)


@task(name="process partition", cache_policy=NO_CACHE, task_run_name="process {partition_file.name}")
def process(partition_file: Path, target: Path, mappings: Path, processor: Processor) -> PartitionResult:
    """Extract, ground, relate and emit one partition."""
    return processor(partition_file, target, mappings)


@task(name="assemble release", cache_policy=NO_CACHE)
def assemble_release(
    results: Sequence[PartitionResult], build: Path, mappings: Path
) -> tuple[EdgeCounts, dict[str, dict[str, int]]]:
    """Enter every partition in the ledger and write the release from it."""
    rooms = open_rooms(mappings)
    with Ledger(build / "ledger.sqlite") as ledger:
        for result in results:
            enter(ledger, Path(result.entries))
        queries = read_named_queries(ontologies_folder() / "queries")
        edges = assemble(ledger, build, rooms.grounder.tables, rooms.vocabulary, queries)
        counts = {
            "counts": ledger.counts(),
            "entities": ledger.entity_counts(),
            "doubts": ledger.doubt_counts(),
        }
    return edges, counts


@task(name="validate", cache_policy=NO_CACHE)
def validate_release(build: Path) -> int:
    """Check the graphs that are derived from all figures, those of figures being checked where they are written.

    Raises:
        ShapeError: something violates a shape.
    """
    checker = open_rooms(mappings_folder().resolve()).checker
    faults = [*checker.check_file(build / DERIVED_FILE), *checker.check_file(build / "run.nq")]
    if faults:
        raise ShapeError([str(one) for one in faults[:3]], len(faults))
    return len(faults)


@task(name="load store", cache_policy=NO_CACHE)
def load_store(build: Path) -> int:
    """Fill the embedded store of a build; returns its number of quads."""
    return fill_store(build / "store", [build / "figkg.nq", build / "run.nq"])


@task(name="write for people", cache_policy=NO_CACHE)
def write_for_people(build: Path) -> None:
    """Write the release as TriG, and the ontology as a page."""
    export(build / "figkg.nq", build / "figkg.trig", FORMATS["trig"], read_prefixes())
    write_ontology_page(ontologies_folder(), build / "ontology.html", read_prefixes())


@flow(name="build-graph", flow_run_name="build-graph", validate_parameters=False)
def build_graph(
    sources: list[str],
    out: str = "output",
    workers: int = 0,
    partition_size: int = RECORDS_IN_PARTITION,
) -> Summary:
    """Build the graph of figure records and make it the current one of the output folder.

    Args:
        sources: folders, files, globs, archives, or ``-`` for JSON lines on standard input.
        out: the output folder.
        workers: processes; 0 means one for each processor.
        partition_size: records a task handles.

    Returns:
        The numbers of the run, which are also in ``summary.json``.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the previous output stays.
    """
    folder = OutputFolder(Path(out))
    mappings = mappings_folder().resolve()
    with folder.locked():
        build = folder.begin()
        try:
            summary = _build(sources, build, mappings, workers or os.cpu_count() or 1, partition_size)
            folder.publish(build)
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise OutputError(str(out), f"{reason}; the previous graph is untouched") from error
        finally:
            if not (build / ".finished").exists():
                shutil.rmtree(build, ignore_errors=True)
    return summary


def _build(sources: list[str], build: Path, mappings: Path, workers: int, size: int) -> Summary:
    logger = get_run_logger()
    started = datetime.now(UTC)
    clock = _Clock()
    work = build / "work"
    work.mkdir()
    partitions = partition_sources(sources, work / "partitions", size)
    clock.lap("extract")
    logger.info("%d partitions", len(partitions))
    open_rooms(mappings)
    results = _process_all(partitions, work, mappings, workers)
    clock.lap("ground, relate, emit")
    edges, numbers = assemble_release(results, build, mappings)
    counts = numbers["counts"]
    clock.lap("assemble")
    parameters = {"sources": " ".join(Path(source).name or source for source in sources)}
    ended = datetime.now(UTC)
    _write_run(build, started, ended, parameters, mappings)
    validate_release(build)
    clock.lap("validate")
    quads = load_store(build)
    clock.lap("load")
    write_for_people(build)
    clock.lap("write for people")
    (build / DERIVED_FILE).unlink()
    shutil.rmtree(work)
    (build / "ledger.sqlite").unlink()
    summary = Summary(
        read=sum(result.read for result in results),
        graph=counts["figures"],
        unchanged=0,
        withdrawn=0,
        quarantined=counts["quarantined"],
        papers=counts["papers"],
        entities=numbers["entities"],
        doubts=numbers["doubts"],
        assertions=counts["assertions"],
        negated=counts["negated"],
        figures_with_assertions=counts["figures_with_assertions"],
        activating=edges.activating,
        inhibiting=edges.inhibiting,
        inferred=edges.inferred,
        contradicted=edges.contradicted,
        quads=quads,
        seconds=clock.seconds,
        version=__version__,
    )
    summary.check_balance()
    (build / "summary.json").write_bytes(msgspec.json.format(msgspec.json.encode(summary)) + b"\n")
    return summary


def _process_all(partitions: Sequence[Path], work: Path, mappings: Path, workers: int) -> list[PartitionResult]:
    """Process partitions, in this process when there is one only, else in a pool."""
    if workers == 1 or len(partitions) == 1:
        done = (process(one, work, mappings, process_partition) for one in partitions)
        return list(follow(done, len(partitions), "partitions of figures"))
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:

        def in_pool(partition_file: Path, target: Path, folder: Path) -> PartitionResult:
            return pool.submit(process_partition, partition_file, target, folder).result()

        futures = [process.submit(one, work, mappings, in_pool) for one in partitions]
        done = (future.result() for future in futures)
        return list(follow(done, len(partitions), "partitions of figures"))


def _write_run(build: Path, started: datetime, ended: datetime, parameters: dict[str, str], mappings: Path) -> None:
    sidecars = {
        name: {"sha256": one.sha256, "released": one.released, "source": one.source}
        for name, one in read_sidecars(mappings / "snapshots").items()
    }
    with (build / "figkg.nq").open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    size = (build / "figkg.nq").stat().st_size
    run = Run(
        version=__version__,
        started=started.isoformat(timespec="seconds"),
        ended=ended.isoformat(timespec="seconds"),
        parameters=parameters,
        mappings=sidecars,
        files=[ReleaseFile("figkg.nq", "application/n-quads", size, digest)],
    )
    lines = run_quads(run, open_rooms(mappings).vocabulary)
    (build / "run.nq").write_text("".join(lines), encoding="utf-8")


class _Clock:
    """Wall time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now
