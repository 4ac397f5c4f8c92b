"""Unpacking of archives that may be cut off, damaged, or made to fill a disk."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Literal

from figkg.base.errors import SourceError

LARGEST_EXPANDED = 1_000_000_000
"""Bytes; an archive that unpacks to more is read only when it is not far smaller itself."""

_MOST_EXPANSION = 200
"""How many times its size an archive unpacks to at most; text shrinks to a tenth, a bomb to a thousandth."""


class Unpacked:
    """The content of a tar archive, whatever it is packed with; a context manager.

    :mod:`tarfile` takes an archive that was cut off between two members for a whole one, packed or not.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            start = file.read(6)
        readers: dict[bytes, Callable[[Path, Literal["rb"]], Any]] = {
            b"\x1f\x8b": gzip.open,
            b"BZh": bz2.open,
            b"\xfd7zXZ\0": lzma.open,
        }
        reader = next((read for sign, read in readers.items() if start.startswith(sign)), open)
        self._file: IO[bytes] = reader(path, "rb")
        self._tail = b""

    def __enter__(self) -> Unpacked:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int) -> bytes:
        """Up to so many bytes."""
        data = self._file.read(size)
        self._tail = (self._tail + data)[-tarfile.BLOCKSIZE :]
        return data

    def check_end(self) -> None:
        """See that the archive ends as archives do.

        Raises:
            SourceError: it does not.
            EOFError, OSError, lzma.LZMAError: what it is packed with does not end, or its checksum is wrong.
        """
        while self.read(1 << 20):
            pass
        if self._tail.strip(b"\0") or not self._tail:
            raise SourceError(str(self._path), "the archive does not end as it should; it was cut off")


def refuse_bomb(path: Path, expanded: int) -> None:
    """See that an archive does not unpack to far more than it is.

    Args:
        path: the archive.
        expanded: bytes that it unpacks to, as far as is known.

    Raises:
        SourceError: it does.
    """
    if expanded > max(LARGEST_EXPANDED, _MOST_EXPANSION * path.stat().st_size):
        raise SourceError(str(path), f"unpacks to more than {_MOST_EXPANSION} times its size; it holds no records")
