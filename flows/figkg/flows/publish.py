"""The flow that brings a built graph into a triple store: only what changed, resumable, checked at the end."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from figkg.flows.notices import tell_failure
from figkg.graph.folder import GraphFolder
from figkg.load.publish import load_graphs
from figkg.load.synchronise import Loaded


@task(name="load graphs", task_run_name="load graphs", cache_policy=NO_CACHE)
def load(url: str, profile: str, build: Path, *, full: bool, sample: int) -> Loaded:
    """Bring the graphs of a build into a store."""
    return load_graphs(url, profile, build, full=full, sample=sample)


@flow(
    name="publish-graph",
    flow_run_name="publish-graph",
    validate_parameters=False,
    timeout_seconds=12 * 3600,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def publish_graph(url: str, profile: str, out: str = "output", full: bool = False, sample: int = 20) -> Loaded:
    """Bring the last build into a triple store.

    Args:
        url: address of the store, as its profile in mappings/stores.yaml describes it.
        profile: name of the profile.
        out: the output folder.
        full: replace every graph, whatever the store says it holds.
        sample: number of graphs to read back and compare at the end.

    Returns:
        What was done.

    Raises:
        FigkgError: there is no build, or the store cannot be reached, refuses, or holds something else in the end.
    """
    loaded = load(url, profile, GraphFolder(Path(out)).current, full=full, sample=sample)
    get_run_logger().info("%d graphs replaced, %d dropped", loaded.replaced, loaded.dropped)
    return loaded
