"""Builds on a Dask cluster of other processes: the same bytes, also when a worker dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client
from msgspec.structs import replace

from figkg.base.errors import MappingError, ServiceError
from figkg.build.output import OutputFolder
from figkg.build.pool import figure_pool
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.build.tools import find_toolbox
from tests.helpers.prefect_server import clean_environment
from tests.helpers.records import CAPTIONS, write

pytestmark = pytest.mark.slow

RECORDS = 240
CONTENTS = ("figkg.nq", "quarantine.jsonl", "figkg.trig")


@contextmanager
def started(*command: str, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask, ended afterwards."""
    child = subprocess.Popen(
        [sys.executable, "-m", "dask", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def wait_for(condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Address of a scheduler without workers."""
    file = tmp_path / "scheduler.json"
    with started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)):
        wait_for(file.exists)
        wait_for(lambda: file.read_text().strip().endswith("}"))
        yield json.loads(file.read_text())["address"]


def worker(scheduler: str, folder: Path) -> tuple[str, ...]:
    quiet = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(folder))
    return ("worker", scheduler, *quiet)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    for number in range(RECORDS):
        write(folder, 1 + number // 2, number, CAPTIONS[number % len(CAPTIONS)])
    return folder


def test_a_worker_that_dies_midway_changes_no_byte(scheduler: str, records: Path, tmp_path: Path) -> None:
    request = Request(sources=(str(records),), partition_size=40, workers=1)
    build_graph(request, OutputFolder(tmp_path / "plain"))
    out = tmp_path / "out"
    code = (
        "import sys; from pathlib import Path; from figkg.build.output import OutputFolder\n"
        "from figkg.build.request import Request; from figkg.build.run import build_graph\n"
        "request = Request(sources=(sys.argv[1],), partition_size=10, dask=sys.argv[3])\n"
        "build_graph(request, OutputFolder(Path(sys.argv[2])))\n"
    )
    with (
        started(*worker(scheduler, tmp_path / "one")) as doomed,
        started(*worker(scheduler, tmp_path / "other")),
        Client(scheduler, set_as_default=False) as client,
    ):
        client.wait_for_workers(2)
        command = [sys.executable, "-c", code, str(records), str(out), scheduler]
        build = subprocess.Popen(command, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        wait_for(lambda: len(list(out.glob("builds/*/work/*.outcomes.jsonl"))) >= 4)
        doomed.kill()
        left = len(list(out.glob("builds/*/work/*.outcomes.jsonl")))
        said, _ = build.communicate(timeout=120)
        assert build.returncode == 0, said.decode()
        assert len(client.scheduler_info()["workers"]) == 1
    assert left < RECORDS / 10
    for name in CONTENTS:
        assert (out / name).read_bytes() == (tmp_path / "plain" / name).read_bytes(), name


def test_a_partition_that_ends_every_worker_ends_the_build_in_words(records: Path, tmp_path: Path) -> None:
    (tmp_path / "deadly.py").write_text(
        "import os, figkg.build.figures\nfigkg.build.figures._first_key = lambda *_: os._exit(1)"
    )
    file = tmp_path / "scheduler.json"
    patient = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    quiet = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with started("scheduler", *quiet, environment=patient):
        wait_for(lambda: file.exists() and file.read_text().strip().endswith("}"))
        address = json.loads(file.read_text())["address"]
        own = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path / "w"))
        with started("worker", address, *own, "--preload", str(tmp_path / "deadly.py")):
            figkg = [sys.executable, "-m", "figkg.cli", "build", str(records), "--out", str(tmp_path / "out")]
            ran = subprocess.run(
                [*figkg, "--dask", address], env=clean_environment(), capture_output=True, text=True, timeout=120
            )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith(
        f"figkg: {address}: a partition ended 2 workers, the last of them tcp://"
    )


def test_no_scheduler_ends_in_one_line() -> None:
    request = Request(sources=("records",), dask="tcp://127.0.0.1:1")
    reason = r"tcp://127\.0\.0\.1:1: no Dask scheduler answers there"
    with pytest.raises(ServiceError, match=reason), figure_pool(request, 1):
        pass


def test_a_worker_with_another_version_or_other_tables_refuses() -> None:
    here = find_toolbox()
    for name, what in (("code", "another version of figkg"), ("data", "other tables")):
        other = replace(here, fingerprints=replace(here.fingerprints, **{name: "0" * 64}))
        with pytest.raises(MappingError, match=what):
            other.open()
