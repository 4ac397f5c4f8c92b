"""What a function made of its arguments, remembered within bounds by the object that asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(dict[K, V]):
    """Values by key, made when first asked for; all are forgotten when there are too many.

    A look-up touches one entry alone, where :func:`functools.lru_cache` moves several about: with tens of thousands of
    entries that is most of its time. The function must be pure.

    >>> squares = Memo(lambda number: number * number, most=2)
    >>> squares[3], squares[4], len(squares)
    (9, 16, 2)
    >>> squares[5], len(squares)
    (25, 1)
    """

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[K], V], *, most: int) -> None:
        """Remember what a function makes.

        Args:
            make: the value of a key.
            most: how many values are kept.
        """
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: K) -> V:
        value = self._make(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value
