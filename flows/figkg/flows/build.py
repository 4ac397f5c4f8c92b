"""The main flow: fetch → extract → ground, relate, emit → edges → load → validate → publish.

One task reads one partition of thousands of figures; the partitions are read by a pool of processes or a Dask cluster.
Nothing but paths and counts passes through Prefect. What the steps do stands in :mod:`figkg.build.run`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event
from prefect.futures import as_completed

from figkg.base.errors import SourceError
from figkg.base.progress import follow
from figkg.build.figures import FigureJob, PartitionResult, read_figures
from figkg.build.output import OutputFolder
from figkg.build.pool import figure_pool
from figkg.build.request import Request
from figkg.build.run import Build, open_build
from figkg.build.summary import Summary
from figkg.extract.sources import RECORDS_IN_PARTITION
from figkg.flows.artifacts import publish_artifacts
from figkg.flows.notices import tell_failure
from figkg.flows.parameters import Address, revealed

LONGEST_BUILD = 24 * 3600
"""Seconds after which a build is given up."""

GRAPH_BUILT = "figkg.graph.built"
"""The event after a build that succeeded, on which the deployments in prefect.yaml act.

Prefect's own event of a completed run comes a quarter of an hour late when a schedule began the run: it waits for an
event of the schedule that is never sent.
"""


@flow(
    name="build-graph",
    flow_run_name="build-graph",
    validate_parameters=False,
    timeout_seconds=LONGEST_BUILD,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def build_graph(
    sources: Sequence[Address],
    out: str = "output",
    workers: int = 0,
    partition_size: int = RECORDS_IN_PARTITION,
    full: bool = False,
    annotations: Sequence[str] = (),
    vision: Address = "",
    model: str = "",
    images: str = "",
    reader: Address = "",
    reader_model: str = "",
    dask: Address = "",
    fast: bool = False,
    allow_loss: bool = False,
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
        images: folder or archive of images, each named by its figure.
        reader: address of an endpoint (OpenAI chat completions) whose model reads captions too.
        reader_model: name of its model, where it is another.
        dask: address of a Dask scheduler whose workers read the figures, instead of processes on this machine.
        fast: look names up in captions instead of reading them with the tagger.
        allow_loss: withdraw figures however many the sources no longer have.

    Returns:
        The numbers of the run, which are also in ``summary.json``.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the previous output stays.
    """
    request = Request(
        sources=tuple(map(revealed, sources)),
        workers=workers,
        partition_size=partition_size,
        full=full,
        annotations=tuple(annotations),
        vision=revealed(vision),
        model=model,
        images=images,
        reader=revealed(reader),
        reader_model=reader_model,
        dask=revealed(dask),
        fast=fast,
        allow_loss=allow_loss,
    )
    folder = OutputFolder(Path(out).resolve())  # workers may stand in other folders
    with open_build(request, folder) as build:
        parts = extract(build, fetch(build))
        if build.unchanged():
            summary = build.keep()
        else:
            with figure_pool(request, len(parts)) as pool:
                reading = [
                    ground_relate_emit.submit(part, build.job, pool, number, len(parts))
                    for number, part in enumerate(parts, start=1)
                ]
                for done in follow(as_completed(reading), len(parts), "partitions of figures"):
                    build.enter(done.result())
            emit_edges(build)
            validate(build)
            load(build)
            summary = publish(build)
    get_run_logger().info("%d figures, %d made, %d withdrawn", summary.figures, summary.graph, summary.withdrawn)
    publish_artifacts(summary, folder.current)
    emit_event(GRAPH_BUILT, resource={"prefect.resource.id": f"figkg.graph.{folder.path}"})
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
    name="fetch",
    task_run_name="fetch",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[30, 300],
    retry_condition_fn=_may_succeed_later,
)
def fetch(build: Build) -> list[str]:
    """Bring here what is on the network; what was cut off goes on where it ended."""
    return build.fetch()


@task(name="extract", task_run_name="extract", cache_policy=NO_CACHE)
def extract(build: Build, sources: list[str]) -> list[Path]:
    """Cut the sources into partitions of records."""
    return build.extract(sources)


@task(
    name="ground, relate, emit",
    cache_policy=NO_CACHE,
    task_run_name="ground, relate, emit {number} of {count}",
)
def ground_relate_emit(part: Path, job: FigureJob, pool: Executor, number: int, count: int) -> PartitionResult:
    """Read the figures of a partition: words to identifiers, captions to statements, both to RDF."""
    del number, count  # they name the run
    return pool.submit(read_figures, part, job).result()


@task(name="emit edges", task_run_name="emit edges", cache_policy=NO_CACHE)
def emit_edges(build: Build) -> None:
    """Derive the edges from the statements of all figures, and the entities and the dataset with them."""
    build.emit_edges()


@task(name="validate", task_run_name="validate", cache_policy=NO_CACHE)
def validate(build: Build) -> None:
    """Check what was derived against the shapes."""
    build.validate()


@task(name="load", task_run_name="load", cache_policy=NO_CACHE)
def load(build: Build) -> None:
    """Wait until the store, which was filled all the while, holds everything and is merged."""
    build.load()


@task(name="publish", task_run_name="publish", cache_policy=NO_CACHE)
def publish(build: Build) -> Summary:
    """Describe the run, and make the build the one in use."""
    return build.publish()
