"""Work that is killed at each of its steps, one after the other."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path


def killed_at_each_step(work: Callable[[], object], place: Path) -> Iterator[int]:
    """Do some work in a process of its own, again and again, killed before it touches a place for the so-manieth time.

    Touching is what Python tells of: to open, list, make, link, rename and remove files and folders.

    Args:
        work: what is done; the caller sees to it that it has to be done anew each time.
        place: a folder.

    Yields:
        The number of the step, after each kill; the last time, 0, nothing was killed.
    """
    step = 1
    while _is_killed(work, place, step):
        yield step
        step += 1
    yield 0


def _is_killed(work: Callable[[], object], place: Path, step: int) -> bool:
    child = os.fork()
    if child == 0:
        _work_until(work, str(place), step)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    assert killed or os.WEXITSTATUS(status) == 0
    return killed


def _work_until(work: Callable[[], object], place: str, step: int) -> None:
    steps = 0

    def count(_event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if any(place in str(one) for one in arguments if isinstance(one, str | os.PathLike)):
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(count)
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)
