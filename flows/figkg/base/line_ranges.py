"""Where lines of N-Quads are: a part of a file."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class LineRange(Struct, frozen=True, array_like=True):
    """Some whole lines.

    Attributes:
        partition: path of an N-Quads file.
        offset: where they start, in bytes.
        length: how long they are, in bytes.
    """

    partition: str
    offset: int
    length: int


def joined(places: Iterable[LineRange]) -> list[LineRange]:
    """Places, neighbours in a file as one.

    >>> joined([LineRange("a", 0, 5), LineRange("a", 5, 2), LineRange("a", 9, 1)])
    [LineRange(partition='a', offset=0, length=7), LineRange(partition='a', offset=9, length=1)]
    """
    found: list[LineRange] = []
    for place in places:
        last = found[-1] if found else None
        if last is not None and last.partition == place.partition and last.offset + last.length == place.offset:
            found[-1] = LineRange(last.partition, last.offset, last.length + place.length)
        else:
            found.append(place)
    return found
