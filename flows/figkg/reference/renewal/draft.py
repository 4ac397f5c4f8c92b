"""Renewing the snapshots: drafted beside those in use, compared with them, and put in their place when all is well."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from figkg.base.adoption import adopting
from figkg.base.errors import MappingError, OutputError, reason_of
from figkg.base.files import replacing
from figkg.base.resources import installed_mappings_folder
from figkg.reference.official import mesh
from figkg.reference.official.files import Row
from figkg.reference.renewal.changes import Changes, compare, replacements
from figkg.reference.snapshots import (
    ENDING,
    SNAPSHOTS,
    Sidecar,
    Snapshot,
    build_snapshot,
    digest_inputs,
    find_inputs,
    read_sidecars,
    read_snapshot,
    write_snapshot,
)

FOLDER = "snapshots"
CACHE = ".cache"
_MERGES = ("ncbigene-retired", "mesh-replaced")


class Renewal(Struct, frozen=True):
    """What a draft holds.

    Attributes:
        renewed: what changed in each snapshot that was built anew.
        unchanged: snapshots whose official files are the ones they were made from.
        carried: snapshots whose official files are not there, taken over as they are.
        released: release of each snapshot that was built anew.
    """

    renewed: dict[str, Changes]
    unchanged: tuple[str, ...]
    carried: tuple[str, ...]
    released: dict[str, str]

    def gone_or_renamed(self) -> set[str]:
        """CURIEs of all entries that are renamed, withdrawn or merged."""
        return set().union(*(changes.gone_or_renamed() for changes in self.renewed.values()))


def draft_snapshots(
    official: Path, mappings: Path, draft: Path, released: Mapping[str, str], *, largest_loss: float, force: bool
) -> Renewal:
    """Build new snapshots into a draft of the mappings folder.

    Args:
        official: folder with official files, all or some.
        mappings: the mappings folder in use; nothing in it is changed.
        draft: folder to be made, a copy of the mappings folder with the new snapshots.
        released: releases, by name of the snapshot or of an official file; others are ``unknown``.
        largest_loss: share of its rows that a table may lose.
        force: build what is unchanged too, and let tables lose any number of rows.

    Returns:
        What the draft holds.

    Raises:
        MappingError: an official file is damaged, or a table lost too much.
        OutputError: the draft cannot be written.
    """
    try:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(mappings, draft, ignore=shutil.ignore_patterns(".*", FOLDER))
    except OSError as error:
        raise OutputError(str(draft), reason_of(error)) from error
    renewed: list[str] = []
    unchanged: list[str] = []
    carried: list[str] = []
    sidecars = read_sidecars(mappings / FOLDER)
    for name, snapshot in SNAPSHOTS.items():
        inputs = find_inputs(snapshot, official)
        if inputs is None and name == "mesh-replaced" and "mesh" in renewed:
            _derive_replaced(snapshot, mappings / FOLDER, draft / FOLDER, sidecars)
            renewed.append(name)
        elif inputs is None:
            carried.append(name)
            _copy(name, mappings, draft)
        elif not force and digest_inputs(inputs) == _made_from(name, mappings / FOLDER, sidecars):
            unchanged.append(name)
            _copy(name, mappings, draft)
        else:
            release = released.get(name) or max((released.get(one, "") for one in inputs), default="") or "unknown"
            build_snapshot(snapshot, official, draft / FOLDER, release)
            renewed.append(name)
    merges = replacements({name: list(read_snapshot(draft / FOLDER, name)) for name in _MERGES})
    changes = {name: _compare(name, mappings / FOLDER, draft / FOLDER, merges) for name in renewed}
    if not force:
        _refuse_losses(changes, largest_loss)
    now = read_sidecars(draft / FOLDER)
    releases = {name: now[name].released for name in renewed}
    return Renewal(changes, tuple(unchanged), tuple(carried), releases)


def adopt(draft: Path, mappings: Path, names: Collection[str]) -> None:
    """Put drafted snapshots, and the tables of SQLite that were drafted beside them, in their places, all or none.

    Args:
        draft: the draft of the mappings folder.
        mappings: the mappings folder in use; where it is laid over another, what its links lead to is replaced.
        names: the snapshots to put there.

    Raises:
        OutputError: the mappings folder cannot be written.
    """
    home = _home(mappings)
    cache = (mappings / CACHE).resolve()
    tables = sorted((draft / CACHE).glob("*.sqlite"))
    if not names and not tables:
        return
    try:
        if not cache.is_relative_to(home):  # on another disk: each by itself, and before
            for table in tables:
                with replacing(cache / table.name, durable=True) as place:
                    shutil.copyfile(table, place)
            tables = []
        with adopting(home) as new:
            for file in _files(draft, names):
                _copy_into(new / FOLDER, file, home / FOLDER)
            for table in tables:
                _copy_into(new / cache.relative_to(home), table, cache)
    except OSError as error:
        raise OutputError(str(home / FOLDER), reason_of(error)) from error


def _home(mappings: Path) -> Path:
    """The folder whose snapshots are in use: somebody's own, where the one laid over the other has any."""
    own = mappings.resolve()
    homes = {path.resolve().parent.parent for path in (own / FOLDER).glob(f"*{ENDING}")} - {own}
    return min(homes - {installed_mappings_folder().resolve()} or homes, default=own)


def _copy_into(folder: Path, file: Path, old: Path) -> None:
    """Copy a file into a folder, with the mode of the one that it will replace."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / file.name)
    with suppress(OSError):  # it is new, or the file system has no modes
        shutil.copymode(old / file.name, folder / file.name)


def _files(draft: Path, names: Iterable[str]) -> list[Path]:
    return [draft / FOLDER / f"{name}{ending}" for name in names for ending in (ENDING, ".meta.yaml")]


def _derive_replaced(snapshot: Snapshot, old: Path, new: Path, sidecars: Mapping[str, Sidecar]) -> None:
    """What replaced MeSH descriptors, where no list of it is there: what was known, and what is gone since.

    Raises:
        MappingError: what was known cannot be read; nothing else remembers it.
    """
    present = {row[0] for row in read_snapshot(new, "mesh")}
    rows: list[Row] = list(mesh.gone_rows(_old_rows(old, "mesh"), read_snapshot(new, "mesh")))
    followed = {number: target for number, _, target in rows}
    for number, label, target in read_snapshot(old, snapshot.name) if snapshot.name in sidecars else ():
        latest = followed.get(target, target)
        if number not in present and latest in present:
            rows.append((number, label, latest))
    before = sidecars.get(snapshot.name)
    write_snapshot(snapshot, rows, new, read_sidecars(new)["mesh"].released, before.files if before else {})


def _made_from(name: str, folder: Path, sidecars: Mapping[str, Sidecar]) -> dict[str, str] | None:
    """The official files of a snapshot in use, or None where it cannot be used: it is to be made again."""
    if name not in sidecars:
        return None
    try:
        next(read_snapshot(folder, name), None)
    except MappingError:
        return None
    return sidecars[name].files


def _old_rows(folder: Path, name: str) -> Iterator[Row]:
    """Rows of a snapshot in use; none where it cannot be used: renewing it is what mends it."""
    with suppress(MappingError):
        yield from read_snapshot(folder, name)


def _copy(name: str, mappings: Path, draft: Path) -> None:
    source, target = mappings / FOLDER, draft / FOLDER
    target.mkdir(exist_ok=True)
    for ending in (ENDING, ".meta.yaml"):
        path = source / f"{name}{ending}"
        if not path.exists():
            raise MappingError(path.name, None, "missing, and the official files it is made from are not there either")
        shutil.copyfile(path, target / path.name)


def _compare(name: str, old: Path, new: Path, merges: Mapping[str, str]) -> Changes:
    return compare(name, _old_rows(old, name), read_snapshot(new, name), merges)


def _refuse_losses(changes: Mapping[str, Changes], largest_loss: float) -> None:
    lost: Iterable[tuple[str, Changes]] = ((name, one) for name, one in changes.items() if one.loss > largest_loss)
    for name, one in lost:
        reason = (
            f"the new table has {one.rows_after:,} rows where {one.rows_before:,} were, more than "
            f"{largest_loss:.0%} fewer; nothing was changed. Look at the official file; --force takes it as it is"
        )
        raise MappingError(name, None, reason)
