"""Files that are replaced in one step, and files that hold a place for one process."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from figkg.base.errors import OutputError, reason_of


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[Path]:
    """Write a file beside the one in use, which it replaces in one step; whatever fails leaves that as it was.

    Args:
        path: the file; where it is there already, its mode is kept. A link is followed; what is no file but a pipe or a
            device is written to, not replaced.
        durable: have it on the disk before it replaces the other.

    Yields:
        The draft, ``.<name>.<random>.draft`` in the same folder, to be written.

    Raises:
        OSError: it cannot be put there.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = Path(os.path.realpath(path))
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.draft")  # another process or machine may write the same
    try:
        yield draft
        with suppress(OSError):  # it is new, or the file system has no modes
            shutil.copymode(path, draft)
        if durable:
            with draft.open("rb") as file:
                os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Put a content in a file in one step.

    Raises:
        OSError: it cannot be put there.
    """
    with replacing(path) as draft:
        draft.write_bytes(content)


def open_regular(path: str | Path) -> BinaryIO:
    """Open a file to be read that others have named: no pipe, which would be waited for, and no device, without end.

    Raises:
        OSError: it cannot be opened, or is something else than a file.
    """
    file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115 (the caller closes it)
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


@contextmanager
def locked(path: Path, taken: str) -> Iterator[None]:
    """Hold what a lock file stands for, which is made where it is missing; the end of the process lets go too.

    Args:
        path: the lock file.
        taken: what is said where another process holds it.

    Raises:
        OutputError: another process holds it, or it cannot be written or locked; it names the folder.
    """
    folder = str(path.parent)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise OutputError(folder, f"cannot be written: {reason_of(error)}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            raise OutputError(folder, taken) from error
        except OSError as error:
            raise OutputError(folder, f"cannot be locked: {reason_of(error)}") from error
        yield
    finally:
        os.close(handle)
