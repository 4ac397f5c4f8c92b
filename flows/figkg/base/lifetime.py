"""Processes that end with the one that started them, however that ends: also when it is killed and cannot tell them.

    python -m figkg.base.lifetime MODULE ARGUMENT…

runs a module as a command until standard input is closed, which happens at the latest when the process at its other
end is gone.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerContext, SpawnContext
from types import FrameType
from typing import TypeAlias

_Handler: TypeAlias = Callable[[int, FrameType | None], object] | signal.Handlers

_GRACE = 5.0
"""Seconds in which a process that was asked to end may end in its own way."""

_LONGEST_FOLDER = 70
"""Bytes of the folder for temporary files; a forkserver has a socket in it, whose whole name has 107 at most."""
_FORKSERVER = "figkg.base.forkserver"
_SIGNAL_AT_PARENTS_END = 1
"""Of Linux' ``prctl``."""

TERMINATED = 128 + signal.SIGTERM
"""Exit status of a command that was asked to end, as shells state it."""


def process_context(*preloaded: str) -> ForkServerContext | SpawnContext:
    """How to start other processes: the quick way, but where the folder for temporary files has a long name.

    Args:
        preloaded: modules that all of them need, by default the one that this process runs.
    """
    if len(os.fsencode(tempfile.gettempdir())) > _LONGEST_FOLDER:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_FORKSERVER, *(preloaded or ("__main__",))])
    return context


def end_with_parent() -> None:
    """End this process, one of a pool, with the process that the pool is of, however that ends: also amid a query.

    What a forkserver started, the system ends: it is deaf to Python while compiled code runs. The forkserver itself
    ends as soon as the other process is gone.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    _watch(parent.join, lambda: os._exit(1))
    if os.getppid() != parent.pid:  # else it would end with the thread that started it
        with suppress(AttributeError):  # no Linux
            ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_END, signal.SIGKILL)


def begin_worker(niceness: int) -> None:
    """Begin a process of a pool: it gives way to others, and ends with the process that the pool is of.

    Args:
        niceness: by how much it gives way, 0 to 19.
    """
    os.nice(niceness)
    end_with_parent()


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Leave as after an error when asked to end (SIGTERM, SIGINT), so that what was begun is put away.

    Raises:
        SystemExit: with :data:`TERMINATED`, wherever SIGTERM meets it.
        KeyboardInterrupt: wherever SIGINT meets it.
    """

    def leave(_number: int, _frame: FrameType | None) -> None:
        sys.exit(TERMINATED)

    with _handling({signal.SIGTERM: leave, signal.SIGINT: signal.default_int_handler}):
        yield


@contextmanager
def ending_as_usual() -> Iterator[None]:
    """Let the system end the process when asked to (SIGTERM, SIGINT): also amid a query, which is deaf to Python."""
    with _handling({signal.SIGTERM: signal.SIG_DFL, signal.SIGINT: signal.SIG_DFL}):
        yield


@contextmanager
def _handling(handlers: Mapping[signal.Signals, _Handler]) -> Iterator[None]:
    """Handle signals otherwise for a while, but for those that are ignored, as in a program in the background."""
    before = {one: signal.getsignal(one) for one in handlers}
    heard = [one for one, handler in before.items() if handler is not signal.SIG_IGN]
    for one in heard:
        signal.signal(one, handlers[one])
    try:
        yield
    finally:
        for one in heard:
            signal.signal(one, before[one])


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
    import runpy

    _watch(sys.stdin.buffer.read, _end)
    module, *arguments = sys.argv[1:]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
