"""Files of a folder that are replaced together: all of them or, whatever ends the process, none.

New files are prepared in a hidden folder below the one in use. That it gets its last name, in one step, decides; from
then on its files are moved to their places by whoever comes first: the process that decided or, where that was killed,
the next one that is about to read them.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from figkg.base.files import replacing

PENDING = ".adopting"
"""The folder of files that are decided on and not all in their places yet."""

_NAMED = "places"
_NOT_YET = f"{PENDING}-"


@contextmanager
def adopting(home: Path) -> Iterator[Path]:
    """Replace some files of a folder together. One process does so at a time; others may read.

    Args:
        home: the folder.

    Yields:
        An empty folder; each file that is put below it replaces the one in the same place below `home`.

    Raises:
        OSError: they cannot be put there. All are as they were or, where moving them failed, :func:`settle` goes on.
    """
    settle(home)
    for left in home.glob(f"{_NOT_YET}*"):  # of a run that was killed before it decided
        shutil.rmtree(left, ignore_errors=True)
    draft = home / f"{_NOT_YET}{uuid4().hex[:8]}"
    try:
        (draft / _NAMED).mkdir(parents=True)
        yield draft / _NAMED
        for path in _below(draft / _NAMED):
            target = _place(home, path.relative_to(draft / _NAMED))
            target.parent.mkdir(parents=True, exist_ok=True)
            _see_that_it_can_be_written(target.parent)
            _sync(path)
        for folder in (*_folders_below(draft), draft):
            _sync(folder)
        draft.rename(home / PENDING)  # from here on they are adopted
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sync(home)
    settle(home)


def settle(home: Path) -> None:
    """Put files in their places that are decided on; nothing where there are none.

    It may be called by any number of processes at once, also while files are adopted.

    Args:
        home: the folder that files are adopted in.

    Raises:
        OSError: they cannot be put there, or their places lead out of the folder.
    """
    named = home / PENDING / _NAMED
    if not named.is_dir() or named.resolve() != home.resolve() / PENDING / _NAMED:
        return
    folders = set()
    for path in _below(named):
        target = _place(home, path.relative_to(named))
        _move(path, target)
        folders.add(target.parent)
    for folder in folders:
        _sync(folder)
    for folder in (*reversed(_folders_below(named)), named, named.parent):
        with suppress(OSError):  # files of the next adoption may be in it by now
            folder.rmdir()


def _below(folder: Path) -> list[Path]:
    return sorted(Path(parent, name) for parent, _, names in os.walk(folder) for name in names)


def _folders_below(folder: Path) -> list[Path]:
    return sorted(Path(parent, name) for parent, names, _ in os.walk(folder) for name in names)


def _place(home: Path, name: Path) -> Path:
    """Where a file belongs. A folder may come from somebody else: its links lead nowhere out of it."""
    target = home / name
    if not target.parent.resolve().is_relative_to(home.resolve()):
        raise OSError(errno.EXDEV, f"leads out of {home}", str(target))
    return target


def _move(path: Path, target: Path) -> None:
    try:
        if target.exists() and path.samefile(target):  # two names of one file, where renaming does nothing
            path.unlink()
        else:
            path.replace(target)
    except FileNotFoundError:  # another process was quicker
        if path.exists():
            raise
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with suppress(FileNotFoundError), replacing(target, durable=True) as draft:  # another disk is mounted there
            shutil.copyfile(path, draft)
        path.unlink(missing_ok=True)


def _see_that_it_can_be_written(folder: Path) -> None:
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
