"""A folder of the few tables that somebody changes, laid over the folder of all tables that come with figkg."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from figkg.base.errors import MappingError, reason_of

MERGED = ".merged"
"""Where the two are one, in the folder of the few; elsewhere where that cannot be written."""
_CACHE = ".cache"


def laid_over(installed: Path, own: Path) -> Path:
    """The folder that has the files of both, those of one's own before the installed ones.

    Args:
        installed: the folder of all tables.
        own: the folder of a few; where it has all, it is taken as it is.

    Returns:
        A folder of links, which is kept between runs; it is brought up to date by each call.

    Raises:
        MappingError: there is no place for it.
    """
    ours, theirs = _files(own), _files(installed)
    if theirs.keys() <= ours.keys():
        return own
    reason = ""
    for target in _places(installed, own):
        try:
            _link(theirs | ours, target)
            if (installed / _CACHE).is_dir() and not (target / _CACHE).exists():
                _point(target / _CACHE, (installed / _CACHE).resolve())
        except OSError as error:
            reason = reason_of(error)
        else:
            return target
    raise MappingError(str(own), None, f"cannot be laid over {installed}: {reason}")


def _places(installed: Path, own: Path) -> Iterator[Path]:
    """Where the folder of both may be: in one's own or, where that cannot be written, among temporary files."""
    yield own / MERGED
    name = hashlib.sha256(f"{installed.resolve()}\0{own.resolve()}".encode()).hexdigest()[:16]
    yield Path(tempfile.gettempdir()) / f"figkg-{os.getuid()}" / name


def _files(folder: Path) -> dict[str, Path]:
    """Files below a folder by their place in it, without what is hidden."""
    found = {}
    for parent, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in names:
            if not name.startswith("."):
                path = Path(parent, name)
                found[path.relative_to(folder).as_posix()] = path.resolve()
    return found


def _link(wanted: dict[str, Path], target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.stat().st_uid != os.getuid():
        raise PermissionError(1, "belongs to another user")
    for name, path in wanted.items():
        place = target / name
        if not place.is_symlink() or place.readlink() != path:
            place.parent.mkdir(parents=True, exist_ok=True)
            _point(place, path)
    for parent, folders, names in os.walk(target):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in names:
            place = Path(parent, name)
            if place.relative_to(target).as_posix() not in wanted:
                place.unlink(missing_ok=True)


def _point(place: Path, path: Path) -> None:
    """Put a link in its place in one step."""
    draft = place.with_name(f".{place.name}.{uuid4().hex[:8]}.draft")
    draft.symlink_to(path)
    draft.replace(place)
