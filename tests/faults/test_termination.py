"""Builds in several processes that are ended from outside: no process stays, the graph before does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.helpers.builds import build_by_command as build
from tests.helpers.builds import check_whole, command, digest
from tests.helpers.prefect_server import clean_environment
from tests.helpers.records import make_records

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


def all_gone(mark: str) -> bool:
    end = time.monotonic() + 20
    while marked(mark):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with records and a graph of them."""
    place = tmp_path_factory.mktemp("ended")
    make_records(place / "records", 0)
    assert build(clean_environment(), place / "out", place / "records", workers=2).returncode == 0
    make_records(place / "records", 1)
    return place


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
def test_an_ended_build_leaves_no_process_and_the_graph_before(how: signal.Signals, first: Path) -> None:
    out, records = first / "out", first / "records"
    graph = digest(out)
    chance = random.Random(int(how))
    ended = 0
    for round_ in range(3):
        mark = f"{MARK}={os.getpid()}-{how.name}-{round_}"
        arguments = command("build", str(records), "--out", str(out), "--workers", "2", "--full")
        running = subprocess.Popen(
            arguments,
            env=clean_environment(**dict([mark.split("=")])),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(chance.uniform(1.0, 6.5))
        running.send_signal(how)
        _, told = running.communicate(timeout=60)
        if running.returncode != 0:
            ended += 1
            assert running.returncode in {signal.SIGTERM: (143,), signal.SIGKILL: (-9,), signal.SIGINT: (130,)}[how]
            assert digest(out) == graph
            assert told.count("\n") <= 1, told
        assert all_gone(mark), [Path(f"/proc/{one}/cmdline").read_bytes() for one in marked(mark)]
        check_whole(out)
        graph = digest(out)
    assert ended > 0
