"""What a finished build remembers of its records, so that the next need not read again what did not change.

Two keys stand for a record. The first is a hash of its bytes, of all reference and mapping data, and of the code: when
a build remembers it, nothing at all has to be done. The second is a hash of the grounded figure and of the code: when
data changed, a record is grounded again, and when the rows it uses did not change, so that it grounds to the same
figure, the graph that was made of that is taken over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from figkg.base.line_ranges import LineRange
from figkg.build.entries import FigureEntry, Refusal
from figkg.build.tools import Fingerprints

STATE_FILE = "state.sqlite"


class About(Struct, frozen=True):
    """What a memory is of.

    Attributes:
        fingerprints: of the build.
        inputs: hash of all records with the files they were read from, whatever their order.
    """

    fingerprints: Fingerprints
    inputs: str


class Memory:
    """The memory of a finished build, read-only; any number of processes may hold it. Use as a context manager.

    Args:
        build: folder of the build.

    Raises:
        sqlite3.Error: it has none, or a damaged one.
    """

    def __init__(self, build: Path) -> None:
        self.build = build
        self._graphs = str(build / "figkg.nq")
        address = f"{(build / STATE_FILE).resolve().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._decode = msgspec.json.Decoder(FigureEntry).decode

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    @property
    def about(self) -> About:
        """What it is of.

        Raises:
            sqlite3.Error: it says nothing that can be understood.
        """
        row = self._one("SELECT content FROM about", "")
        try:
            return msgspec.json.decode(row[0] if row is not None else b"", type=About)
        except msgspec.DecodeError as error:
            raise sqlite3.DatabaseError(f"not the state of a build: {error}") from error

    def recall(self, first_key: str) -> str | Refusal | None:
        """What is known of a record: the second key of its graph, why it was refused, or nothing.

        The file of a refusal is what follows the name of the record's own file.
        """
        row = self._one("SELECT second_key, refusal FROM seen WHERE first_key = ?", first_key)
        if row is None:
            return None
        second_key, refusal = row
        if refusal is not None:
            return msgspec.json.decode(refusal, type=Refusal)
        return str(second_key) if self.holds(second_key) else None

    def holds(self, second_key: str) -> bool:
        """Whether the graph of a grounded figure is known."""
        return self._one("SELECT 1 FROM graph WHERE second_key = ? AND length IS NOT NULL", second_key) is not None

    def entry(self, second_key: str, file: str) -> FigureEntry:
        """The entry of a known graph, as read from a file now; its lines are in the build before."""
        row = self._one("SELECT entry, offset, length FROM graph WHERE second_key = ?", second_key)
        assert row is not None
        entry, offset, length = row
        return msgspec.structs.replace(self._decode(entry), file=file, place=LineRange(self._graphs, offset, length))

    def verdicts(self, second_key: str) -> tuple[str, frozenset[str], str]:
        """Figure and entities of a known graph, and the hash of the verdicts that concerned it."""
        entry = self.entry(second_key, "")
        return entry.figid, frozenset(one.curie for one in entry.entities), entry.verdicts

    def rows(self) -> frozenset[str]:
        """What the rows of curators said of words (:attr:`figkg.ground.curated.Row.name`)."""
        return frozenset(name for (name,) in self._database.execute("SELECT name FROM curated"))

    def figures(self) -> Iterator[tuple[str, str]]:
        """Every figure of the build with the second key of its graph, by figid."""
        yield from self._database.execute("SELECT figid, second_key FROM graph WHERE length IS NOT NULL ORDER BY figid")

    def _one(self, query: str, key: str) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._database.execute(query, (key,) if key else ()).fetchone()
        return found
