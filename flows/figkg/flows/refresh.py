"""The flow that renews the reference snapshots; what its steps do stands in :mod:`figkg.build.refresh`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from figkg.build.refresh import Refresh, dated, open_refresh
from figkg.fetch.configuration import Source
from figkg.fetch.download import Download
from figkg.flows.notices import tell_failure
from figkg.reference.renewal.draft import Renewal
from figkg.reference.renewal.summary import RefreshSummary


@flow(
    name="refresh-snapshots",
    flow_run_name="refresh-snapshots",
    validate_parameters=False,
    timeout_seconds=12 * 3600,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def refresh_snapshots(
    out: str = "output",
    official: str | None = None,
    released: dict[str, str] | None = None,
    force: bool = False,
    dry_run: bool = False,
    organisms: list[str] | None = None,
) -> RefreshSummary:
    """Renew the reference snapshots.

    Args:
        out: the output folder, whose last build tells how many figures a change touches; gets ``refresh.json``.
        official: folder with official files; without it they are fetched from where mappings/sources.yaml says.
        released: releases by name of a snapshot, for files whose date no server states.
        force: take tables that lost many rows, and curated tables that no longer fit.
        dry_run: report, but change nothing.
        organisms: other organisms whose genes are kept, as mappings/sources.yaml calls them; without it those that are
            kept, for an empty one none.

    Returns:
        What it came to; the same is in ``refresh.json``.

    Raises:
        FigkgError: a source, an official file or a curated table cannot be used; the snapshots stay as they are.
    """
    folder = None if official is None else Path(official)
    with open_refresh(organisms) as refresh:
        downloads = [fetch(refresh, name, source) for name, source in refresh.files(folder).items()]
        for one in downloads:
            get_run_logger().info("%s: %s, %d bytes", one.name, "fetched" if one.changed else "unchanged", one.size)
        renewal = draft_all(refresh, folder, dated(released or {}, downloads), force=force)
        if not force:
            check_draft(refresh, renewal)
        if not dry_run:
            keep_papers(refresh, folder)
            keep_organisms(refresh, folder)
        return refresh.finish(renewal, downloads, Path(out), dry_run=dry_run)


@task(name="fetch official file", cache_policy=NO_CACHE, task_run_name="fetch {name}")
def fetch(refresh: Refresh, name: str, source: Source) -> Download:
    """Bring one official file up to date."""
    return refresh.fetch(name, source)


@task(name="draft snapshots", task_run_name="draft snapshots", cache_policy=NO_CACHE)
def draft_all(refresh: Refresh, official: Path | None, released: Mapping[str, str], *, force: bool) -> Renewal:
    """Build the new snapshots beside those in use."""
    return refresh.draft(official, released, force=force)


@task(name="check draft", task_run_name="check draft", cache_policy=NO_CACHE)
def check_draft(refresh: Refresh, renewal: Renewal) -> None:
    """Load everything that grounding loads, curated tables included, from the draft."""
    refresh.check(renewal)


@task(name="keep numbers of papers", task_run_name="keep numbers of papers", cache_policy=NO_CACHE)
def keep_papers(refresh: Refresh, official: Path | None) -> None:
    """Keep the numbers of papers, where the official file is there."""
    refresh.index_papers(official)


@task(name="keep genes of organisms", task_run_name="keep genes of organisms", cache_policy=NO_CACHE)
def keep_organisms(refresh: Refresh, official: Path | None) -> None:
    """Keep the genes of the wanted organisms."""
    refresh.index_organisms(official)
