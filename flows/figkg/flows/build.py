"""The main flow: extract → ground → relate → emit → validate → load.

One Prefect task handles one partition of thousands of figures; the partitions run in a process pool on this
machine. Nothing but paths and small summaries passes through Prefect.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from figkg.base.errors import SourceError
from figkg.base.lifetime import begin_worker
from figkg.base.place import Place
from figkg.base.progress import follow
from figkg.build import pipeline
from figkg.build.figures import PartitionResult, Remembrance, process_partition
from figkg.build.finish import (
    LOAD,
    Assembled,
    Chore,
    Finished,
    Finishing,
    Timed,
    chores,
    finishing_here,
    join_pieces,
    load_places,
    timed,
)
from figkg.build.output import OutputFolder
from figkg.build.pipeline import Process, Request, Steps, build_release
from figkg.build.summary import Summary
from figkg.extract.sources import RECORDS_IN_PARTITION
from figkg.fetch import is_remote
from figkg.flows.cluster import cluster_runner, explained, process_like_here
from figkg.flows.notices import tell_failure
from figkg.graph.numbers import known_numbers

LONGEST_BUILD = 24 * 3600
"""Seconds after which a build is given up."""

GRAPH_BUILT = "figkg.graph.built"
"""The event after a build that succeeded, on which the deployments in prefect.yaml act.

Prefect's own event of a completed run comes a quarter of an hour late when a schedule began the run: it waits for an
event of the schedule that is never sent.
"""

_SHOWN_REFUSALS = 100

partition_sources = task(name="partition sources", cache_policy=NO_CACHE)(pipeline.partition_sources)
see_images = task(name="see images", cache_policy=NO_CACHE)(pipeline.see_images)
gather_figures = task(name="gather figures", cache_policy=NO_CACHE)(pipeline.gather_figures)
derive_graphs = task(name="derive graphs", cache_policy=NO_CACHE)(pipeline.derive_graphs)


@task(name="process partition", cache_policy=NO_CACHE, task_run_name="process {partition_file.name}")
def process(
    partition_file: Path, target: Path, mappings: Path, remembrance: Remembrance, processor: Process
) -> PartitionResult:
    """Extract, ground, relate and emit one partition."""
    return processor(partition_file, target, mappings, remembrance)


@flow(
    name="build-graph",
    flow_run_name="build-graph",
    validate_parameters=False,
    timeout_seconds=LONGEST_BUILD,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
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
    dask: str = "",
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
        dask: address of a Dask scheduler whose workers handle the partitions, instead of processes on this machine.

    Returns:
        The numbers of the run, which are also in ``summary.json``.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the previous output stays.
    """
    steps = Steps(
        fetch=_fetch,
        see=see_images,
        partition=partition_sources,
        process_all=partial(_process_in_cluster, dask) if dask else _process_all,
        gather=gather_figures,
        derive=derive_graphs,
        finishing=_finishing,
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
    folder = OutputFolder(Path(out).resolve())  # workers may stand in other folders
    summary = build_release(request, folder, steps)
    get_run_logger().info("%d figures, %d made, %d withdrawn", summary.figures, summary.graph, summary.withdrawn)
    _publish_artifacts(summary, folder.current)
    emit_event(GRAPH_BUILT, resource={"prefect.resource.id": f"figkg.graph.{folder.path}"})
    return summary


def _publish_artifacts(summary: Summary, build: Path) -> None:
    """Show what the run came to on Prefect's page."""
    numbers = known_numbers(build)
    coverage = [{"number": "words identified", "value": f"{numbers.coverage:.4f}"}] if numbers is not None else []
    edges = summary.activating + summary.inhibiting
    shares = {"edges disputed": summary.contradicted, "edges inferred": summary.inferred}
    create_markdown_artifact(key="figkg-summary", markdown=_markdown(summary), description="Numbers of the run")
    create_table_artifact(
        key="figkg-doubts",
        table=[{"doubt": name, "groundings": count} for name, count in summary.doubts.items()],
        description="Doubts about identifiers",
    )
    create_table_artifact(
        key="figkg-quality",
        table=[
            *coverage,
            *({"number": name, "value": f"{count / (edges or 1):.4f}"} for name, count in shares.items()),
        ],
        description="Shares that tell how far to trust the graph",
    )
    with (build / "quarantine.jsonl").open("rb") as lines:
        refused = [msgspec.json.decode(line) for line in islice(lines, _SHOWN_REFUSALS)]
    create_table_artifact(key="figkg-quarantine", table=refused, description=f"{summary.quarantined} records refused")
    create_link_artifact(key="figkg-report", link=(build / "report.html").as_uri(), description="The report of the run")


def _markdown(summary: Summary) -> str:
    rows = {
        "records read": summary.read,
        "figures": summary.figures,
        "made": summary.graph,
        "unchanged": summary.unchanged,
        "withdrawn": summary.withdrawn,
        "in quarantine": summary.quarantined,
        "statements": summary.assertions,
        "edges that activate": summary.activating,
        "edges that inhibit": summary.inhibiting,
        "quads": summary.quads,
    }
    lines = [f"| {name} | {count:,} |" for name, count in rows.items()]
    seconds = ", ".join(f"{stage} {value:.1f} s" for stage, value in summary.seconds.items())
    return "\n".join(["| what | count |", "|---|---:|", *lines, "", f"Time: {seconds}."])


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


@task(name="chore", cache_policy=NO_CACHE, task_run_name="{name}")
def do_chore(name: str, build: Path, doer: Callable[[Path], Timed]) -> Timed:
    """One of the things that are made of a release."""
    del name
    return doer(build)


def _do_here(name: str, build: Path, chore: Chore) -> Timed:
    return do_chore(name, build, partial(timed, chore))


class _InPool:
    """Does chores in other processes at the same time; loading has one of its own, which keeps the store open."""

    def __init__(self, build: Path, workers: int, loader: ProcessPoolExecutor, pool: ProcessPoolExecutor) -> None:
        self._build = build
        self._workers = workers
        self._loader = loader
        self._pool = pool
        self._loaded: list[Future[Timed]] = []

    def load(self, places: Sequence[Place]) -> None:
        for one in self._loaded:
            if one.done():
                one.result()  # a full disk ends the build now
        self._loaded.append(self._loader.submit(timed, partial(load_places, places=places), self._build))

    def finish(self, derive: Callable[[], Assembled], contested: Sequence[Place]) -> Finished:
        assembled = timed(lambda _: derive(), self._build)

        def in_process(chore: Chore, pool: ProcessPoolExecutor, folder: Path) -> Timed:
            return pool.submit(timed, chore, folder).result()

        futures = {
            name: do_chore.submit(
                name, self._build, partial(in_process, chore, self._loader if name == LOAD else self._pool)
            )
            for name, chore in chores(self._workers, contested).items()
        }
        done = {name: future.result() for name, future in futures.items()}
        done |= {f"{LOAD}, {number}": one.result() for number, one in enumerate(self._loaded)}
        join_pieces(self._build, self._workers)
        return Finished.of(assembled, done)


@contextmanager
def _finishing(build: Path, workers: int) -> Iterator[Finishing]:
    """Do chores in this process when there is one only, else in others."""
    if workers == 1:
        with finishing_here(build, workers, _do_here) as finishing:
            yield finishing
        return
    with _pool(1, niceness=0) as loader, _pool(workers) as pool:
        try:
            yield _InPool(build, workers, loader, pool)
        except BaseException:
            loader.shutdown(wait=False, cancel_futures=True)
            raise


def _pool(workers: int, niceness: int = 10) -> ProcessPoolExecutor:
    """Processes that give way to this one and to loading, for which everything else would have to wait in the end."""
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker, initargs=(niceness,))


def _process_all(
    partitions: Sequence[Path], work: Path, mappings: Path, workers: int, remembrance: Remembrance
) -> Iterator[PartitionResult]:
    """Process partitions, in this process when there is one only, else in a pool."""
    if workers == 1 or len(partitions) == 1:
        done = (process(one, work, mappings, remembrance, process_partition) for one in partitions)
        yield from follow(done, len(partitions), "partitions of figures")
        return
    with _pool(workers) as pool:

        def in_pool(partition_file: Path, target: Path, folder: Path, known: Remembrance) -> PartitionResult:
            return pool.submit(process_partition, partition_file, target, folder, known).result()

        futures = [process.submit(one, work, mappings, remembrance, in_pool) for one in partitions]
        results = (future.result() for future in futures)
        yield from follow(results, len(partitions), "partitions of figures")


def _process_in_cluster(
    address: str, partitions: Sequence[Path], work: Path, mappings: Path, workers: int, remembrance: Remembrance
) -> list[PartitionResult]:
    """Process partitions on the workers of a Dask cluster; a partition whose worker dies goes to another one."""
    del workers

    @flow(name="process-in-cluster", task_runner=cluster_runner(address), validate_parameters=False)
    def in_cluster() -> list[PartitionResult]:
        futures = [process.submit(one, work, mappings, remembrance, process_like_here) for one in partitions]
        results = (future.result() for future in futures)
        return list(follow(results, len(partitions), "partitions of figures"))

    with explained(address):
        done: list[PartitionResult] = in_cluster()
    return done
