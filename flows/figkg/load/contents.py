"""What a release holds, graph by graph: its name, its digest, and where its lines are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import OutputError, reason_of


class GraphContent(Struct, frozen=True):
    """One named graph of a release.

    Attributes:
        name: its IRI.
        digest: SHA-256 of its lines, in hex.
        triples: how many there are.
        file: the N-Quads file that holds it.
        offset: where its lines start, in bytes.
        length: how long they are, in bytes.
    """

    name: str
    digest: str
    triples: int
    file: Path
    offset: int
    length: int

    def statements(self) -> Iterator[str]:
        """Its triples as N-Triples statements, without line ends.

        Raises:
            OutputError: the file has changed or cannot be read.
        """
        tail = f" <{self.name}> ."
        try:
            with self.file.open("rb") as content:
                content.seek(self.offset)
                left = self.length
                while left > 0:
                    line = content.readline()
                    left -= len(line)
                    text = line.decode().removesuffix("\n")
                    if not text.endswith(tail):
                        raise OutputError(str(self.file), "changed while it was read; load again")
                    yield text.removesuffix(tail) + " ."
        except OSError as error:
            raise OutputError(str(self.file), reason_of(error)) from error


def contents(files: Sequence[Path]) -> dict[str, GraphContent]:
    """The graphs of N-Quads files in which the lines of a graph follow each other, by name.

    Raises:
        OutputError: a file cannot be read.
    """
    found: dict[str, GraphContent] = {}
    for file in files:
        offset = 0
        try:
            with file.open("rb") as lines:
                for name, group in groupby(lines, key=_graph):
                    digest, triples, length = hashlib.sha256(), 0, 0
                    for line in group:
                        digest.update(line)
                        triples += 1
                        length += len(line)
                    found[name] = GraphContent(name, digest.hexdigest(), triples, file, offset, length)
                    offset += length
        except OSError as error:
            raise OutputError(str(file), reason_of(error)) from error
    return found


def _graph(line: bytes) -> str:
    return line[line.rindex(b"<") + 1 : line.rindex(b">")].decode()
