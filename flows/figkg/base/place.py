"""Where lines of N-Quads are: a part of a file."""

from __future__ import annotations

from msgspec import Struct


class Place(Struct, frozen=True, array_like=True):
    """Some whole lines.

    Attributes:
        partition: path of an N-Quads file.
        offset: where they start, in bytes.
        length: how long they are, in bytes.
    """

    partition: str
    offset: int
    length: int
