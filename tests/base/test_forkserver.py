"""The forkserver of a pool leaves nothing among temporary files, also where the process that it works for is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.waiting import PATIENCE, wait_for

_PROGRAM = """
import os, signal, sys
from concurrent.futures import ProcessPoolExecutor
from figkg.base.lifetime import begin_worker, process_context

if __name__ == "__main__":
    context = process_context(*sys.argv[2:])
    with ProcessPoolExecutor(2, mp_context=context, initializer=begin_worker, initargs=(0,)) as pool:
        assert list(pool.map(abs, [-1, -2])) == [1, 2]
        assert any(name.startswith("pymp-") for name in os.listdir(os.environ["TMPDIR"]))
        os.kill(os.getpid(), int(sys.argv[1]))
"""


@pytest.mark.parametrize("preloaded", [(), ("figkg.build.figures",)], ids=["default", "a module of the build"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_no_folder_of_a_socket_stays(how: signal.Signals, preloaded: tuple[str, ...], tmp_path: Path) -> None:
    place = tmp_path / "t"
    place.mkdir()
    (tmp_path / "program.py").write_text(_PROGRAM)
    command = [sys.executable, str(tmp_path / "program.py"), str(int(how)), *preloaded]
    environment = os.environ | {"TMPDIR": f"/proc/self/cwd/{place.name}"}  # short: a socket has a name of 107 bytes
    ran = subprocess.run(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    assert ran.returncode == -how, ran.stderr
    wait_for(lambda: not list(place.iterdir()), "the folder of the socket is gone")
