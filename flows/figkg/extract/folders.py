"""Folders of records and patterns of names: nothing that cannot be listed is taken for empty.

:func:`os.walk` and :mod:`glob` pass over what the system does not let them list, and over folders behind links.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PurePosixPath

_MARKDOWN = ".md"
_YAML = re.compile(r"PMC\d+.*\.ya?ml", re.IGNORECASE)
_ABOUT = re.compile(r"(?:readme|changelog|contributing|licen[cs]e|code_of_conduct|security)\b.*", re.IGNORECASE)
_OF_MACOS = "__MACOSX"
_MAGIC = frozenset("*?[")


def is_record(name: str) -> bool:
    """Whether a file of this name is taken for a record.

    What is hidden is none, nor what macOS lays beside each file (``._PMC1__a.md``), nor what tells of a folder.

    >>> is_record("PMC1__a.md"), is_record("PMC1__A.MD"), is_record("PMC1__a-genes.tsv")
    (True, True, False)
    >>> is_record("._PMC1__a.md"), is_record("README.md"), is_record("PMC1__a.yml"), is_record("_config.yml")
    (False, False, True, False)
    """
    if _is_hidden(name) or is_about(name):
        return False
    return name.lower().endswith(_MARKDOWN) or is_yaml(name)


def is_about(name: str) -> bool:
    """Whether a file tells of the folder that it is in.

    >>> is_about("README.md"), is_about("LICENSE"), is_about("PMC1__readme.md")
    (True, True, False)
    """
    return _ABOUT.fullmatch(name) is not None


def is_yaml(name: str) -> bool:
    """Whether a record is a YAML file by its name: the figure bot's; other YAML files configure something."""
    return _YAML.fullmatch(name) is not None


def passed_over(place: PurePosixPath) -> bool:
    """Whether a member of an archive is nobody's record: hidden, or of macOS.

    >>> [passed_over(PurePosixPath(name)) for name in ("a/__MACOSX/._b.md", "a/.git/b.md", "../a/b.md")]
    [True, True, False]
    """
    return any(step == _OF_MACOS or _is_hidden(step) for step in place.parts)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and not name.startswith("..")


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
