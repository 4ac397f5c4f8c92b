"""JSON from a file or a pipe: lines, an array, or one object; packed or not."""

from __future__ import annotations

import bz2
import gzip
import lzma
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

import msgspec

from figkg.base.errors import SourceError
from figkg.extract.items import LARGEST_FILE, Spooled, Unreadable, too_large
from figkg.extract.unpacking import refuse_bomb

LARGEST_ARRAY = 500_000_000
"""Bytes; an array is held in memory as a whole, lines are not."""
_PACKED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_LINES = (".jsonl", ".ndjson")
_PIECE = 1 << 20

Stream = BinaryIO | IO[bytes]


def is_json(name: str) -> bool:
    """Whether a file of this name is taken for JSON.

    >>> is_json("records.jsonl.gz"), is_json("records.json"), is_json("records.tar.gz")
    (True, True, False)
    """
    return _unpacked_name(name).endswith((*_LINES, ".json"))


@contextmanager
def open_json(path: Path) -> Iterator[Iterator[Spooled | Unreadable]]:
    """The records of a file; what it is packed with, its name tells.

    Raises:
        SourceError: it unpacks to far more than it is, or holds an array that is too large or no JSON.
        OSError, EOFError, zlib.error, lzma.LZMAError: it cannot be read, or is cut off.
    """
    ending = path.suffix.lower()
    reader: Callable[..., Any] = _PACKED.get(ending, open)
    with reader(path, "rb") as stream:
        one = _unpacked_name(path.name).endswith(".json")
        items = json_items(stream, str(path), one=one)
        yield _watched(items, path) if ending in _PACKED else items


def json_items(stream: Stream, name: str, *, one: bool = False) -> Iterator[Spooled | Unreadable]:
    """The records of a stream: the elements of an array where it begins with one, else its lines.

    Args:
        stream: where they come from.
        name: of the stream, for people.
        one: the stream may be one object, over many lines.

    Raises:
        SourceError: an array is too large, or no JSON.
    """
    number = 0
    while line := stream.readline(LARGEST_FILE + 1):
        number += 1
        file = f"{name}, line {number}"
        if number == 1 and _begins_whole(line, one=one):
            yield from _elements(line + stream.read(LARGEST_ARRAY), name)
        elif len(line) > LARGEST_FILE:
            yield Unreadable(file, too_large(LARGEST_FILE))
            while not line.endswith(b"\n") and (line := stream.readline(_PIECE)):
                pass
        elif line.strip():
            yield Spooled(file, f"{number:012d}", "json", line)


def _begins_whole(line: bytes, *, one: bool) -> bool:
    """Whether what follows the first line belongs to it."""
    start = line.removeprefix(BOM_UTF8).strip()
    return start.startswith(b"[") or (one and start in (b"{", b""))


def _elements(content: bytes, name: str) -> Iterator[Spooled | Unreadable]:
    if len(content) > LARGEST_ARRAY:
        how = "jq -c '.[]' makes lines of it, which figkg reads from - one by one"
        raise SourceError(name, f"an array of more than {LARGEST_ARRAY:,} bytes; {how}")
    content = content.removeprefix(BOM_UTF8).strip()
    if not content.startswith(b"["):
        elements, several = [content], False
    else:
        try:
            elements, several = [bytes(one) for one in msgspec.json.decode(content, type=list[msgspec.Raw])], True
        except msgspec.DecodeError as error:
            raise SourceError(name, f"not valid JSON: {error}") from error
    for number, record in enumerate(elements, start=1):
        file = f"{name}, element {number}" if several else name
        fits = len(record) <= LARGEST_FILE
        yield Spooled(file, f"{number:012d}", "json", record) if fits else Unreadable(file, too_large(LARGEST_FILE))


def _watched(items: Iterator[Spooled | Unreadable], path: Path) -> Iterator[Spooled | Unreadable]:
    expanded = 0
    for item in items:
        expanded += len(item.content) if isinstance(item, Spooled) else LARGEST_FILE
        refuse_bomb(path, expanded)
        yield item


def _unpacked_name(name: str) -> str:
    lower = name.lower()
    return next((lower.removesuffix(ending) for ending in _PACKED if lower.endswith(ending)), lower)
