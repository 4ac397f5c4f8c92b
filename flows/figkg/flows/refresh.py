"""The flow that renews the reference snapshots in mappings/ from the official sources.

Fetch what changed → draft new snapshots → check that the draft grounds → put it in place. Whatever fails before the
last step leaves the snapshots as they were.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
import requests
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from figkg.base.errors import MappingError, OutputError, SourceError
from figkg.base.progress import follow_bytes
from figkg.base.resources import mappings_folder, read_prefixes
from figkg.emit import Vocabulary
from figkg.fetch.configuration import Patience, Source, read_sources
from figkg.fetch.download import Download, download
from figkg.flows.notices import tell_failure
from figkg.graph.folder import GraphFolder
from figkg.ground import load_grounder
from figkg.load import count_figures
from figkg.reference.renewal.draft import Renewal, adopt, draft_snapshots
from figkg.reference.renewal.summary import RefreshSummary

_DEPICTING = ("fkg:depicts", "fkg:mentions")


@task(name="fetch official file", cache_policy=NO_CACHE, task_run_name="fetch {name}")
def fetch(name: str, source: Source, folder: Path, patience: Patience) -> Download:
    """Bring one official file up to date."""
    with requests.Session() as session:
        return download(name, source, folder, patience, session=session, follow=follow_bytes)


@task(name="draft snapshots", cache_policy=NO_CACHE)
def draft_all(
    official: Path, mappings: Path, draft: Path, released: Mapping[str, str], largest_loss: float, *, force: bool
) -> Renewal:
    """Build the new snapshots beside those in use."""
    return draft_snapshots(official, mappings, draft, released, largest_loss=largest_loss, force=force)


@task(name="check draft", cache_policy=NO_CACHE)
def check_draft(draft: Path) -> None:
    """Load everything that grounding loads, curated tables included, from the draft."""
    load_grounder(draft)


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
) -> RefreshSummary:
    """Renew the reference snapshots.

    Args:
        out: the output folder, whose last build tells how many figures a change touches; gets ``refresh.json``.
        official: folder with official files; without it they are fetched from where mappings/sources.yaml says.
        released: releases by name of a snapshot, for files whose date no server states.
        force: take tables that lost many rows, and curated tables that no longer fit.
        dry_run: report, but change nothing.

    Returns:
        What it came to; the same is in ``refresh.json``.

    Raises:
        FigkgError: a source, an official file or a curated table cannot be used; the snapshots stay as they are.
    """
    mappings = mappings_folder().resolve()
    with _locked(mappings / ".cache"):
        downloads, renewal = _renew(mappings, official, dict(released or {}), force=force, dry_run=dry_run)
    touched = _figures(GraphFolder(Path(out)), renewal)
    adopted = bool(renewal.renewed) and not dry_run
    summary = RefreshSummary(downloads=downloads, renewal=renewal, figures=touched, adopted=adopted)
    (Path(out) / "refresh.json").write_bytes(msgspec.json.format(msgspec.json.encode(summary)) + b"\n")
    return summary


def _renew(
    mappings: Path, official: str | None, dates: dict[str, str], *, force: bool, dry_run: bool
) -> tuple[tuple[Download, ...], Renewal]:
    """Fetch, draft, check and adopt."""
    logger = get_run_logger()
    cache = mappings / ".cache"
    sources = read_sources(mappings)
    downloads: list[Download] = []
    if official is None:
        for name, source in sources.files.items():
            one = fetch(name, source, cache / "official", sources.patience)
            logger.info("%s: %s, %d bytes", name, "fetched" if one.changed else "unchanged", one.size)
            dates.setdefault(Path(name).name, one.released)
            downloads.append(one)
    draft = cache / "draft"
    folder = Path(official) if official is not None else cache / "official"
    if not folder.is_dir():
        raise SourceError(str(folder), "no such folder")
    try:
        renewal = draft_all(folder, mappings, draft, dates, sources.largest_loss, force=force)
        if renewal.renewed and not force:
            _check(draft)
        if renewal.renewed and not dry_run:
            adopt(draft, mappings, renewal.renewed)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return tuple(downloads), renewal


@contextmanager
def _locked(cache: Path) -> Iterator[None]:
    """Hold the mappings for one refresh; two at once would write into each other's files."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        handle = os.open(cache / ".refresh.lock", os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise OutputError(str(cache), f"cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise OutputError(str(cache), "another refresh is running; wait for it to end") from error
    finally:
        os.close(handle)


def _check(draft: Path) -> None:
    try:
        check_draft(draft)
    except MappingError as error:
        reason = f"{error.reason} in the new tables; nothing was changed. Correct it, then refresh again"
        raise MappingError(error.table, error.row, reason) from error


def _figures(output: GraphFolder, renewal: Renewal) -> int | None:
    try:
        store = output.store
    except OutputError:
        return None
    vocabulary = Vocabulary(read_prefixes())
    entities = [vocabulary(curie) for curie in sorted(renewal.gone_or_renamed())]
    return count_figures(store, [vocabulary(one)[1:-1] for one in _DEPICTING], [iri[1:-1] for iri in entities])
