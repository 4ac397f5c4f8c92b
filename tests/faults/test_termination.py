"""Builds in several processes that are ended from outside: no process stays, the graph before does."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.helpers.builds import build_by_command as build
from tests.helpers.builds import check_whole, command, digest
from tests.helpers.interruption import interrupted
from tests.helpers.prefect_server import clean_environment
from tests.helpers.records import make_records
from tests.helpers.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.slow

MARK = "FIGKG_TEST_OF_TERMINATION"


def marked(mark: str) -> list[int]:
    """Processes that have a mark in their environment, zombies aside."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with records and a graph of them."""
    place = tmp_path_factory.mktemp("ended")
    make_records(place / "records", 0)
    assert build(clean_environment(), place / "out", place / "records", workers=2).returncode == 0
    make_records(place / "records", 1)
    return place


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize("moment", ["/builds/", "/figkg.nq", "/.finished"])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
def test_an_ended_build_leaves_no_process_and_the_graph_before(
    how: signal.Signals, moment: str, first: Path, tmp_path: Path
) -> None:
    out, records = first / "out", first / "records"
    graph = digest(out)
    value = f"{os.getpid()}-{how.name}-{moment}"
    running = subprocess.Popen(
        command("build", str(records), "--out", str(out), "--workers", "2", "--full"),
        env=interrupted(tmp_path, how, clean_environment(**{MARK: value}), touching=moment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    _, told = running.communicate(timeout=PATIENCE)
    assert running.returncode == {signal.SIGTERM: 143, signal.SIGKILL: -9, signal.SIGINT: 130}[how]
    if how != signal.SIGKILL:
        assert (told.count("\n"), told[:7]) == (1, "figkg: "), told
    wait_for(lambda: not marked(f"{MARK}={value}"), "no process is left")
    assert digest(out) == graph
    check_whole(out)
