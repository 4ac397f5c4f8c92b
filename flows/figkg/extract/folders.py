"""Folders of records and patterns of names: nothing that cannot be listed is taken for empty.

:func:`os.walk` and :mod:`glob` pass over what the system does not let them list, and over folders behind links.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

ENDING = ".md"
_MAGIC = frozenset("*?[")


def is_record(name: str) -> bool:
    """Whether a file of this name is taken for a record.

    >>> is_record("PMC1__a.md"), is_record("PMC1__A.MD"), is_record("PMC1__a-genes.tsv")
    (True, True, False)
    """
    return name.lower().endswith(ENDING)


def record_files(folder: str | Path) -> Iterator[str]:
    """Paths of the records below a folder, those of one folder by name, folders behind links last and each but once.

    What is hidden (``.git``) is passed over. A link that leads nowhere comes too where its name may be a record's or a
    folder's: only who reads it can tell what is missing.

    Raises:
        OSError: a folder cannot be listed.
    """
    linked: list[str] = []
    seen: set[tuple[int, int]] = set()
    yield from _below(str(folder), seen, linked)
    for place in linked:  # grows while it is gone through
        yield from _below(place, seen, linked)


def _below(top: str, seen: set[tuple[int, int]], linked: list[str]) -> Iterator[str]:
    waiting = [top]
    while waiting:
        place = waiting.pop()
        about = Path(place).stat()
        if (about.st_dev, about.st_ino) in seen:
            continue
        seen.add((about.st_dev, about.st_ino))
        folders: list[str] = []
        for entry in _entries(place):
            if _is_folder(entry):
                if not entry.name.startswith("."):
                    (linked if entry.is_symlink() else folders).append(entry.path)
            elif is_record(entry.name) or _leads_nowhere(entry):
                yield entry.path
        waiting += reversed(folders)


def matches(pattern: str) -> Iterator[str]:
    """Paths that a pattern with ``*``, ``?``, ``[…]`` and ``**`` stands for, as :mod:`glob` understands it.

    A link that leads nowhere comes too where a folder may have been.

    Raises:
        OSError: a folder that has to be looked through cannot be listed.
    """
    steps = PurePath(pattern).parts
    if PurePath(pattern).is_absolute():
        yield from _matches(steps[0], steps[1:])
    else:
        yield from _matches("", steps)


def has_magic(pattern: str) -> bool:
    """Whether a name is a pattern."""
    return not _MAGIC.isdisjoint(pattern)


def _matches(place: str, steps: tuple[str, ...]) -> Iterator[str]:
    if not steps:
        yield place
        return
    step, rest = steps[0], steps[1:]
    if step == "**":
        for folder in _folders_below(place):
            if rest:
                yield from _matches(folder, rest)
            else:
                yield from (entry.path for entry in _entries(folder) if not _is_folder(entry))
    elif not has_magic(step):
        path = os.path.join(place, step)
        if _is_there(path):
            yield from _matches(path, rest)
    else:
        for entry in _entries(place):
            fits = fnmatchcase(entry.name, step) and (step.startswith(".") or not entry.name.startswith("."))
            if fits and (not rest or _is_folder(entry)):
                yield from _matches(os.path.join(place, entry.name), rest)
            elif fits and _leads_nowhere(entry):
                yield os.path.join(place, entry.name)


def _folders_below(top: str) -> Iterator[str]:
    waiting, seen = [top], set[tuple[int, int]]()
    while waiting:
        place = waiting.pop()
        about = Path(place).stat()
        if (about.st_dev, about.st_ino) not in seen:
            seen.add((about.st_dev, about.st_ino))
            yield place
            inner = [entry.name for entry in _entries(place) if _is_folder(entry) and not entry.name.startswith(".")]
            waiting += (os.path.join(place, name) for name in reversed(inner))


def _entries(place: str) -> list[os.DirEntry[str]]:
    with os.scandir(place or ".") as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a link to one; a link of which that cannot be known is none.

    Raises:
        OSError: it cannot be known, and it is no link.
    """
    try:
        return entry.is_dir()
    except OSError:
        if entry.is_symlink():
            return False
        raise


def _leads_nowhere(entry: os.DirEntry[str]) -> bool:
    """Whether an entry may have been a link to a folder of records."""
    if not entry.is_symlink() or entry.name.startswith(".") or PurePath(entry.name).suffix:
        return False
    try:
        return stat.S_ISDIR(Path(entry.path).stat().st_mode)
    except OSError:
        return True


def _is_there(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
