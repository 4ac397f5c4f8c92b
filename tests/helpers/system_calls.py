"""Work in whose system calls something goes wrong: strace has them fail, or kills the process at one of them."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path


def with_faults(work: Callable[[], object], fault: str, paths: Iterable[Path | str] = ()) -> int:
    """Do some work in a process of its own.

    Args:
        work: what is done, as it can be sent to a process; an exception of it is an exit status of 1.
        fault: what happens at which of its system calls, as strace's ``inject`` takes it; it is counted in each thread.
        paths: it happens at calls that concern these files and folders alone.

    Returns:
        How the process ended: 0, 1, or less than nothing where a signal ended it.
    """
    context = multiprocessing.get_context("forkserver")  # nothing that is forked off has threads or a store open
    context.set_forkserver_preload(["tests.helpers.warm_tools"])
    there, here = context.Pipe(duplex=False)
    child = context.Process(target=_wait_and_work, args=(there, work))
    child.start()
    there.close()
    places = [part for path in paths for part in ("-P", str(path))]
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-p", str(child.pid), "-e", f"inject={fault}", *places]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as tracing:
        _wait_until_followed(child.pid or 0, tracing)
        here.send(None)
        child.join()
        tracing.wait()
    return child.exitcode or 0


def _wait_and_work(begin: Connection, work: Callable[[], object]) -> None:
    begin.recv()
    try:
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


def _wait_until_followed(child: int, tracing: subprocess.Popen[bytes]) -> None:
    while tracing.poll() is None:
        lines = Path(f"/proc/{child}/status").read_text().splitlines()
        if next(line for line in lines if line.startswith("TracerPid:")).split()[1] != "0":
            return
