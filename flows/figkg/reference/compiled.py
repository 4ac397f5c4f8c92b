"""The compiled form of the reference tables: one LMDB file, memory-mapped, shared by all processes.

LMDB (https://www.symas.com/lmdb) is a sorted key-value store; a file opens in a millisecond however large it
is, and several processes share its pages.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import lmdb
import msgspec

from figkg.base.files import replacing

T = TypeVar("T")

_LONGEST_KEY = 500
_SPACE = 2 << 30


class Table(Mapping[str, T], Generic[T]):
    """A read-only mapping from keys to values of one type, decoded when asked for."""

    def __init__(self, environment: lmdb.Environment, name: str, type_: type[T]) -> None:
        self._database = environment.open_db(name.encode(), create=False)
        self._transaction = environment.begin(self._database)
        self._get: Callable[[bytes], bytes | None] = self._transaction.get
        self._decode = msgspec.msgpack.Decoder(type_).decode

    def __getitem__(self, key: str) -> T:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return self._decode(found)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        found = self._find(key)
        return default if found is None else self._decode(found)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(key) is not None

    def __iter__(self) -> Iterator[str]:
        for key in self._transaction.cursor().iternext(values=False):
            yield bytes(key).decode()

    def __len__(self) -> int:
        return int(self._transaction.stat(self._database)["entries"])

    def starting_with(self, prefix: str) -> Iterator[str]:
        """Keys that begin with a prefix, in order."""
        wanted = prefix.encode()
        cursor = self._transaction.cursor()
        if cursor.set_range(wanted):
            for key in cursor.iternext(values=False):
                if not key.startswith(wanted):
                    return
                yield bytes(key).decode()

    def _find(self, key: str) -> bytes | None:
        wanted = key.encode("utf-8", "replace")
        return self._get(wanted) if 0 < len(wanted) <= _LONGEST_KEY else None


def write_tables(path: Path, tables: Mapping[str, Iterable[tuple[str, object]]]) -> None:
    """Write a compiled file; it appears whole or not at all.

    Args:
        path: the file.
        tables: keys, in the order of their code points, and values of each table by its name; empty keys and
            those that are too long for a name are left out.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    encode = msgspec.msgpack.Encoder().encode
    with replacing(path) as draft:
        try:
            with lmdb.open(
                str(draft), subdir=False, map_size=_SPACE, max_dbs=len(tables), lock=False, sync=False
            ) as environment:
                for name, rows in tables.items():
                    database = environment.open_db(name.encode())
                    with environment.begin(database, write=True) as transaction:
                        for key, value in rows:
                            if key and len(key.encode()) <= _LONGEST_KEY:
                                transaction.put(key.encode(), encode(value), append=True)
                environment.sync(True)
                used = (environment.info()["last_pgno"] + 1) * environment.stat()["psize"]
        except lmdb.Error as error:
            raise OSError(str(error)) from error
        os.truncate(draft, used)


@cache
def open_tables(path: Path) -> lmdb.Environment:
    """Open a compiled file; one process opens a file once, as LMDB demands.

    Raises:
        OSError: the file is missing or is no such file.
    """
    try:
        return lmdb.open(str(path), subdir=False, readonly=True, lock=False, max_dbs=32)
    except lmdb.Error as error:
        raise OSError(f"{path}: {error}") from error


def cache_folders(mappings: Path) -> list[Path]:
    """Where the compiled form may lie: beside the snapshots or, where that cannot be written, in a cache of the user's.

    The last is a folder for temporary files, where a user has no home, as a service may not.
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    own = [Path(home) / ("figkg" if os.environ.get("XDG_CACHE_HOME") else ".cache/figkg")] if home else []
    return [mappings / ".cache", *own, Path(tempfile.gettempdir()) / f"figkg-{os.getuid()}"]


def is_trusted(folder: Path, mappings: Path) -> bool:
    """Whether nobody can have put something into a folder but the user, or who may change the mappings themselves.

    What is compiled is believed, and its name can be computed by anybody.

    Args:
        folder: one of :func:`cache_folders`.
        mappings: the mappings folder.
    """
    try:
        about = folder.lstat()
        owners = {os.getuid(), mappings.stat().st_uid if folder.parent == mappings else os.getuid()}
    except OSError:
        return False
    others = 0o002 if folder.parent == mappings else 0o022
    return stat.S_ISDIR(about.st_mode) and about.st_uid in owners and not about.st_mode & others


def make_trusted(folder: Path, mappings: Path) -> None:
    """Make a folder of :func:`cache_folders`, for this user alone where it is not part of the mappings.

    Raises:
        OSError: it cannot be made, or others can write there.
    """
    folder.mkdir(mode=0o777 if folder.parent == mappings else 0o700, parents=True, exist_ok=True)
    if not is_trusted(folder, mappings):
        raise PermissionError(errno.EPERM, "others can write there", str(folder))
