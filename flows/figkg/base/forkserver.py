"""What a forkserver, which starts the processes of a pool, imports first: it takes its socket with it when it ends.

The process that a forkserver works for removes the folder of the socket itself, unless it is killed. A forkserver ends
in order whenever no process is left that it works for.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
from multiprocessing import forkserver
from pathlib import Path

_PREFIX = "pymp-"
"""How the folder is called that multiprocessing makes for sockets, whoever is at its other end."""


def _remove_socket(process: int) -> None:
    if os.getpid() != process:  # it was forked off
        return
    address = forkserver._forkserver._forkserver_address  # type: ignore[attr-defined] # noqa: SLF001
    if isinstance(address, str) and Path(address).parent.name.startswith(_PREFIX):
        shutil.rmtree(Path(address).parent, ignore_errors=True)


if any("multiprocessing.forkserver" in one for one in sys.orig_argv):
    atexit.register(_remove_socket, os.getpid())
