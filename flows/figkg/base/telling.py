"""What a command tells on standard error while it works: only faults, what is usual, or what each stage does."""

from __future__ import annotations

import sys
from contextlib import suppress
from enum import IntEnum


class Loudness(IntEnum):
    """How much is told."""

    quiet = 0
    usual = 1
    verbose = 2


class _Process:
    """How loud this process is; other processes of a build tell nothing."""

    loudness = Loudness.usual


def speak(loudness: Loudness) -> None:
    """From now on tell so much in this process."""
    _Process.loudness = loudness


def is_quiet() -> bool:
    """Whether only faults are to be told."""
    return _Process.loudness is Loudness.quiet


def tell(line: str) -> None:
    """Tell a line, unless only faults are to be told.

    Args:
        line: without the name of the command and without an end.
    """
    if not is_quiet():
        _write(line)


def tell_more(line: str) -> None:
    """Tell a line where it is wanted to know what each stage does.

    Args:
        line: without the name of the command and without an end.
    """
    if _Process.loudness is Loudness.verbose:
        _write(line)


def _write(line: str) -> None:
    with suppress(OSError):  # nobody may be there to read it
        sys.stderr.write(f"figkg: {line}\n")
        sys.stderr.flush()
