"""Renewing the reference snapshots in mappings/ from the official sources, step by step.

Fetch what changed → draft new snapshots → check that the draft grounds → put it in place. Whatever fails before the
last step leaves the snapshots as they were.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from figkg.base.errors import MappingError, OutputError, SourceError
from figkg.base.files import locked, replace_file
from figkg.base.near import perhaps
from figkg.base.progress import follow_bytes
from figkg.base.resources import mappings_folder, read_prefixes
from figkg.base.telling import tell_more
from figkg.emit import Vocabulary
from figkg.fetch.configuration import Patience, Source, Sources, file_name, read_sources
from figkg.fetch.download import Download, download
from figkg.fetch.session import open_session
from figkg.graph.folder import GraphFolder
from figkg.ground import load_grounder
from figkg.load import count_figures
from figkg.reference.organism_genes import OrganismGenes, index_organisms
from figkg.reference.papers import index_papers
from figkg.reference.renewal.draft import Renewal, adopt, draft_snapshots
from figkg.reference.renewal.summary import RefreshSummary
from figkg.reference.snapshots import SNAPSHOTS

_DEPICTING = ("fkg:depicts", "fkg:mentions")


@contextmanager
def open_refresh(organisms: Sequence[str] | None = None) -> Iterator[Refresh]:
    """A refresh of the mappings folder, which is held for it: two at once would write into each other's files.

    Args:
        organisms: other organisms whose genes are kept, as ``sources.yaml`` calls them; without it those that are kept.

    Raises:
        OutputError: another refresh is running, or the folder cannot be written.
        MappingError: ``sources.yaml`` is missing or wrong, or has no such organism.
    """
    mappings = mappings_folder().resolve()
    cache = mappings / ".cache"
    with locked(cache / ".refresh.lock", "another refresh is running; wait for it to end"):
        try:
            kept = OrganismGenes(mappings).organisms if organisms is None else organisms
            yield Refresh(mappings, read_sources(mappings), kept)
        finally:
            shutil.rmtree(cache / "draft", ignore_errors=True)


def refresh_snapshots(
    out: Path,
    official: Path | None,
    released: Mapping[str, str],
    *,
    force: bool = False,
    dry_run: bool = False,
    organisms: Sequence[str] | None = None,
) -> RefreshSummary:
    """Renew the reference snapshots, without an orchestrator.

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
    with open_refresh(organisms) as refresh:
        downloads = [refresh.fetch(name, source) for name, source in refresh.files(official).items()]
        renewal = refresh.draft(official, dated(released, downloads), force=force)
        if not force:
            refresh.check(renewal)
        if not dry_run:
            refresh.index_papers(official)
            refresh.index_organisms(official)
        return refresh.finish(renewal, downloads, out, dry_run=dry_run)


def dated(released: Mapping[str, str], downloads: list[Download]) -> dict[str, str]:
    """Releases by name: as stated, else as servers date their files.

    Raises:
        MappingError: one is stated for what is neither a snapshot nor an official file.
    """
    known = [*SNAPSHOTS, *(one for snapshot in SNAPSHOTS.values() for names in snapshot.files for one in names)]
    known += [Path(one.name).name for one in downloads]
    for name in released:
        if name not in known:
            raise MappingError("snapshots", None, f"no snapshot and no official file {name!r}; {perhaps(name, known)}")
    return {Path(one.name).name: one.released for one in downloads} | dict(released)


class Refresh:
    """A refresh under way. Its steps are called in the order in which they stand here.

    Args:
        mappings: the mappings folder.
        sources: where official files are.
        organisms: other organisms whose genes are kept.

    Raises:
        MappingError: the sources have no such organism.
    """

    def __init__(self, mappings: Path, sources: Sources, organisms: Sequence[str] = ()) -> None:
        self._mappings = mappings
        self._sources = sources
        self._organisms = sources.organism_files(organisms)
        self._official = mappings / ".cache" / "official"
        self._draft = mappings / ".cache" / "draft"

    @property
    def patience(self) -> Patience:
        """How long a download is tried."""
        return self._sources.patience

    def files(self, official: Path | None) -> Mapping[str, Source]:
        """The official files that are to be fetched: none where a folder holds them.

        Raises:
            SourceError: there is no such folder.
        """
        if official is None:
            wanted = [self._sources.organisms[one] for one in self._organisms]
            if wanted and self._sources.orthologues is not None:
                wanted.append(self._sources.orthologues)
            return {**self._sources.files, **{file_name(one): one for one in wanted}}
        if not official.is_dir():
            raise SourceError(str(official), "no such folder")
        return {}

    def fetch(self, name: str, source: Source) -> Download:
        """Bring one official file up to date.

        Raises:
            SourceError: it cannot be had.
        """
        with open_session() as session:
            done = download(name, source, self._official, self.patience, session=session, follow=follow_bytes)
        tell_more(f"{name}: {'new' if done.changed else 'as before'}, released {done.released or 'nobody says when'}")
        return done

    def draft(self, official: Path | None, released: Mapping[str, str], *, force: bool) -> Renewal:
        """Build the new snapshots beside those in use.

        Raises:
            MappingError: an official file cannot be understood, or a table lost too many rows.
        """
        loss = self._sources.largest_loss
        renewal = draft_snapshots(
            official or self._official, self._mappings, self._draft, released, largest_loss=loss, force=force
        )
        told = {"made anew": renewal.renewed, "as before": renewal.unchanged, "without official files": renewal.carried}
        tell_more(f"snapshots: {', '.join(f'{len(names)} {what}' for what, names in told.items())}")
        return renewal

    def check(self, renewal: Renewal) -> None:
        """Load everything that grounding loads, curated tables included, from the draft.

        Raises:
            MappingError: a curated table does not fit the new ones.
        """
        if renewal.renewed:
            try:
                load_grounder(self._draft)
            except MappingError as error:
                reason = f"{error.reason} in the new tables; nothing was changed. Correct it, then refresh again"
                raise MappingError(error.table, error.row, reason) from error

    def index_papers(self, official: Path | None) -> None:
        """Draft the numbers of papers, where the official file is there.

        Raises:
            MappingError: it is damaged.
        """
        index_papers(official or self._official, self._mappings, self._draft)

    def index_organisms(self, official: Path | None) -> None:
        """Draft the genes of the wanted organisms.

        Raises:
            MappingError: an official file is missing or damaged.
        """
        index_organisms(official or self._official, self._mappings, self._organisms, self._draft)

    def finish(self, renewal: Renewal, downloads: list[Download], out: Path, *, dry_run: bool) -> RefreshSummary:
        """Put the new snapshots and what was drafted beside them in place, and write what was done."""
        adopted = bool(renewal.renewed) and not dry_run
        if not dry_run:
            adopt(self._draft, self._mappings, renewal.renewed)
        figures = _figures(GraphFolder(out), renewal)
        summary = RefreshSummary(
            downloads=tuple(downloads),
            renewal=renewal,
            figures=figures,
            adopted=adopted,
            organisms=OrganismGenes(self._mappings).organisms,
        )
        out.mkdir(parents=True, exist_ok=True)
        replace_file(out / "refresh.json", msgspec.json.format(msgspec.json.encode(summary)) + b"\n")
        return summary


def _figures(output: GraphFolder, renewal: Renewal) -> int | None:
    """Figures of the last build with an entry that is renamed, withdrawn or merged, or None without a build."""
    try:
        store = output.store
    except OutputError:
        return None
    vocabulary = Vocabulary(read_prefixes())
    entities = [vocabulary(curie) for curie in sorted(renewal.gone_or_renamed())]
    return count_figures(store, [vocabulary(one)[1:-1] for one in _DEPICTING], [iri[1:-1] for iri in entities])
