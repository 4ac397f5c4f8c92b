"""The main flow: extract → ground → relate → emit → validate → load.

One Prefect task handles one partition of thousands of figures; the partitions run in a process pool on this
machine. Nothing but paths and small summaries passes through Prefect.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows import pipeline
from flows.errors import SourceError
from flows.extract.network import is_remote
from flows.extract.sources import RECORDS_IN_PARTITION
from flows.load import OutputFolder
from flows.partition import PartitionResult, Remembrance, process_partition
from flows.pipeline import Process, Request, Steps, build_release
from flows.progress import follow
from flows.summary import Summary

partition_sources = task(name="partition sources", cache_policy=NO_CACHE)(pipeline.partition_sources)
see_images = task(name="see images", cache_policy=NO_CACHE)(pipeline.see_images)
assemble_release = task(name="assemble release", cache_policy=NO_CACHE)(pipeline.assemble_release)
validate_release = task(name="validate", cache_policy=NO_CACHE)(pipeline.validate_release)
load_store = task(name="load store", cache_policy=NO_CACHE)(pipeline.load_store)
write_for_people = task(name="write for people", cache_policy=NO_CACHE)(pipeline.write_for_people)


@task(name="process partition", cache_policy=NO_CACHE, task_run_name="process {partition_file.name}")
def process(
    partition_file: Path, target: Path, mappings: Path, remembrance: Remembrance, processor: Process
) -> PartitionResult:
    """Extract, ground, relate and emit one partition."""
    return processor(partition_file, target, mappings, remembrance)


@flow(name="build-graph", flow_run_name="build-graph", validate_parameters=False)
def build_graph(
    sources: list[str],
    out: str = "output",
    workers: int = 0,
    partition_size: int = RECORDS_IN_PARTITION,
    full: bool = False,
    annotations: list[str] | None = None,
    vision: str = "",
    model: str = "",
    images: str = "",
) -> Summary:
    """Build the graph of figure records and make it the current one of the output folder.

    Args:
        sources: folders, files, globs, archives, ``-`` for JSON lines on standard input, addresses on the network.
        out: the output folder.
        workers: processes; 0 means one for each processor.
        partition_size: records a task handles.
        full: make every graph anew, whatever the build before remembers.
        annotations: files of what others read off the images of figures.
        vision: address of an endpoint (OpenAI chat completions) whose model reads images.
        model: name of the model.
        images: folder of images, each named by its figure.

    Returns:
        The numbers of the run, which are also in ``summary.json``.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the previous output stays.
    """
    steps = Steps(
        _fetch,
        see_images,
        partition_sources,
        _process_all,
        assemble_release,
        validate_release,
        load_store,
        write_for_people,
    )
    request = Request(
        sources=tuple(sources),
        workers=workers,
        partition_size=partition_size,
        full=full,
        annotations=tuple(annotations or ()),
        vision=vision,
        model=model,
        images=images,
    )
    summary = build_release(request, OutputFolder(Path(out)), steps)
    get_run_logger().info("%d figures, %d made, %d withdrawn", summary.figures, summary.graph, summary.withdrawn)
    return summary


def _may_succeed_later(_task: Any, _run: Any, state: Any) -> bool:
    """Whether a failure of the network may pass."""
    try:
        state.result()
    except SourceError as error:
        return error.transient
    except Exception:
        return False
    return False


@task(
    name="fetch sources",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[30, 300],
    retry_condition_fn=_may_succeed_later,
)
def fetch_sources(sources: Sequence[str], cache: Path) -> list[str]:
    """Bring sources that are on the network here; what was cut off goes on where it ended."""
    return pipeline.fetch_sources(sources, cache)


def _fetch(sources: Sequence[str], cache: Path) -> list[str]:
    return fetch_sources(sources, cache) if any(map(is_remote, sources)) else list(sources)


def _process_all(
    partitions: Sequence[Path], work: Path, mappings: Path, workers: int, remembrance: Remembrance
) -> list[PartitionResult]:
    """Process partitions, in this process when there is one only, else in a pool."""
    if workers == 1 or len(partitions) == 1:
        done = (process(one, work, mappings, remembrance, process_partition) for one in partitions)
        return list(follow(done, len(partitions), "partitions of figures"))
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:

        def in_pool(partition_file: Path, target: Path, folder: Path, known: Remembrance) -> PartitionResult:
            return pool.submit(process_partition, partition_file, target, folder, known).result()

        futures = [process.submit(one, work, mappings, remembrance, in_pool) for one in partitions]
        results = (future.result() for future in futures)
        return list(follow(results, len(partitions), "partitions of figures"))
