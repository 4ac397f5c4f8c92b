"""Processes that end with the one that started them, however that ends: also when it is killed and cannot tell them.

    python -m figkg.base.lifetime MODULE ARGUMENT…

runs a module as a command until standard input is closed, which happens at the latest when the process at its other
end is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_GRACE = 5.0
"""Seconds in which a process that was asked to end may end in its own way."""

TERMINATED = 128 + signal.SIGTERM
"""Exit status of a command that was asked to end, as shells state it."""


def begin_worker(niceness: int) -> None:
    """Begin a process of a pool: it gives way to others, and ends with the process that the pool is of.

    Args:
        niceness: by how much it gives way, 0 to 19.
    """
    os.nice(niceness)
    parent = multiprocessing.parent_process()
    if parent is not None:
        _watch(parent.join, lambda: os._exit(1))


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Leave as after an error when asked to end (SIGTERM), so that what was begun is put away; use in a command."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        sys.exit(TERMINATED)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _watch(wait: Callable[[], object], then: Callable[[], object]) -> None:
    def watch() -> None:
        wait()
        then()

    threading.Thread(target=watch, name="lifetime", daemon=True).start()


def _end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)


def main() -> None:
    """Run the module that the arguments name."""
    _watch(sys.stdin.buffer.read, _end)
    module, *arguments = sys.argv[1:]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
