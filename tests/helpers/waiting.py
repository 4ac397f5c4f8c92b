"""Waiting for what must come about, however long a machine that others use too takes over it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 600.0
"""Seconds after which what has not come about never will. No test is decided by less."""

_SHORTEST, _LONGEST = 0.01, 0.5
"""Seconds between two looks; ever longer, so that those who are waited for are not kept from their work."""

Found = TypeVar("Found")


def wait_for(condition: Callable[[], Found], what: str) -> Found:
    """Wait until something has come about.

    Args:
        condition: is true once it has; may raise an error where it never will.
        what: it, in words: ``the server answers``.

    Returns:
        What the condition returned.

    Raises:
        AssertionError: it did not come about.
    """
    end = time.monotonic() + PATIENCE
    pause = _SHORTEST
    while not (found := condition()):
        assert time.monotonic() < end, f"it did not come about that {what}"
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST)
    return found
