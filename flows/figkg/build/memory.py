"""What a build remembers of its records, so that the next need not read again what did not change.

Two keys stand for a record. The first is a hash of its bytes, of all reference and mapping data, and of the code: when
a build remembers it, nothing at all has to be done. The second is a hash of the grounded figure and of the code: when
data changed, a record is grounded again, and when the rows it uses did not change, so that it grounds to the same
figure, the graph that was made of that is taken over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import lmdb
import msgspec
from msgspec import Struct

from figkg.build.ledger import FigureEntry, Refusal
from figkg.base.place import Place

MEMORY_FILE = "memory.mdb"
_LARGEST = 1 << 40
"""Bytes of address space, not of disk: the file grows with what is in it."""
_AT_ONCE = 5_000
_PLACE = struct.Struct(">QQ")
_ABOUT = b"about"


class Made(Struct, frozen=True, array_like=True, tag="made"):
    """A record that became a graph in this run; keys are hexadecimal."""

    first_key: str
    second_key: str
    entry: FigureEntry


class Known(Struct, frozen=True, array_like=True, tag="known"):
    """A record whose graph is that of the build before; ``file`` is where it was read now."""

    first_key: str
    second_key: str
    file: str


class Refused(Struct, frozen=True, array_like=True, tag="refused"):
    """A record that cannot be used; without a key when it could not even be read."""

    first_key: str
    refusal: Refusal
    record: str


Outcome = Made | Known | Refused
"""What a record came to."""


class Fingerprints(Struct, frozen=True):
    """What else than the record decides what it comes to.

    Attributes:
        data: hash of the reference tables and curated mappings.
        code: hash of the code, of its configuration and of the shapes.
        derived: hash of what only the derived graphs and pages depend on.
    """

    data: str
    code: str
    derived: str


class About(Struct, frozen=True):
    """What a memory is of.

    Attributes:
        fingerprints: of the build.
        inputs: hash of all records with the files they were read from, whatever their order.
    """

    fingerprints: Fingerprints
    inputs: str


class Memory:
    """The memory of a finished build, read-only; any number of processes may hold it.

    Args:
        build: folder of the build.
    """

    FAULTS = (lmdb.Error,)
    """What reading a damaged memory raises, or writing one on a full disk."""

    def __init__(self, build: Path) -> None:
        self._graphs = str(build / "figkg.nq")
        self._base = lmdb.open(
            str(build / MEMORY_FILE), subdir=False, readonly=True, lock=False, max_dbs=4, map_size=_LARGEST
        )
        names = (b"seen", b"entries", b"places", b"figures")
        self._seen, self._entries, self._places, self._figures = (
            self._base.open_db(one, create=False) for one in names
        )
        with self._base.begin() as run:
            content = run.get(_ABOUT)
            assert content is not None
            self.about = msgspec.json.decode(content, type=About)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def recall(self, first_key: str) -> str | Refusal | None:
        """What is known of a record: the second key of its graph, why it was refused, or nothing.

        The file of a refusal is what follows the name of the record's own file.
        """
        with self._base.begin() as run:
            found = run.get(first_key.encode(), db=self._seen)
            if found is None:
                return None
            if found[:1] == b"[":
                return msgspec.json.decode(found, type=Refusal)
            return found.decode() if run.get(found, db=self._places) is not None else None

    def holds(self, second_key: str) -> bool:
        """Whether the graph of a grounded figure is known."""
        with self._base.begin() as run:
            return run.get(second_key.encode(), db=self._places) is not None

    def entry(self, second_key: str, file: str) -> FigureEntry:
        """The ledger entry of a known graph, as read from a file now; its lines are in the build before."""
        with self._base.begin() as run:
            content, place = (
                run.get(second_key.encode(), db=self._entries),
                run.get(second_key.encode(), db=self._places),
            )
        assert content is not None
        assert place is not None
        entry = msgspec.json.decode(content, type=FigureEntry)
        return msgspec.structs.replace(entry, file=file, place=Place(self._graphs, *_PLACE.unpack(place)))

    def figures(self) -> Iterator[tuple[str, str]]:
        """Every figure of the build with the second key of its graph, by figid."""
        with self._base.begin() as run:
            for figid, key in run.cursor(self._figures):
                yield figid.decode(), key.decode()


class MemoryWriter:
    """Writes the memory of a build. Use as a context manager.

    Args:
        build: folder of the build.
    """

    def __init__(self, build: Path) -> None:
        self._base = lmdb.open(
            str(build / MEMORY_FILE),
            subdir=False,
            lock=False,
            sync=False,
            metasync=False,
            max_dbs=4,
            map_size=_LARGEST,
        )
        names = (b"seen", b"entries", b"places", b"figures")
        self._seen, self._entries, self._places, self._figures = (self._base.open_db(one) for one in names)
        self._run: Any = self._base.begin(write=True)
        self._waiting = 0

    def __enter__(self) -> MemoryWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            self._run.commit()
            self._base.sync(True)
        else:
            self._run.abort()
        self._base.close()

    def note_graph(self, first_key: str, second_key: str, entry: FigureEntry) -> None:
        """Remember what a record became."""
        self._put(self._seen, first_key.encode(), second_key.encode())
        plain = msgspec.structs.replace(entry, file="", place=Place("", 0, 0))
        self._put(self._entries, second_key.encode(), msgspec.json.encode(plain))

    def note_refusal(self, first_key: str, refusal: Refusal, record: str) -> None:
        """Remember why a record was refused, wherever its file will be."""
        rest = refusal.file.removeprefix(record)
        self._put(self._seen, first_key.encode(), msgspec.json.encode(msgspec.structs.replace(refusal, file=rest)))

    def note_place(self, figid: str, second_key: str, offset: int, length: int) -> None:
        """Remember where the lines of a figure's graph are in ``figkg.nq``."""
        self._put(self._places, second_key.encode(), _PLACE.pack(offset, length))
        self._put(self._figures, figid.encode(), second_key.encode())

    def note_about(self, about: About) -> None:
        """Remember what the memory is of."""
        self._run.put(_ABOUT, msgspec.json.encode(about))

    def _put(self, base: object, key: bytes, value: bytes) -> None:
        self._run.put(key, value, db=base)
        self._waiting += 1
        if self._waiting == _AT_ONCE:
            self._run.commit()
            self._run = self._base.begin(write=True)
            self._waiting = 0
