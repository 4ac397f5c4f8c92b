"""Builds on a Dask cluster of other processes: the same bytes, also when a worker dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client
from msgspec.structs import replace

from figkg.base.errors import MappingError, ServiceError
from figkg.build import pool
from figkg.build.output import OutputFolder
from figkg.build.pool import figure_pool
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.build.tools import find_toolbox
from tests.helpers.prefect_server import clean_environment
from tests.helpers.records import CAPTIONS, write
from tests.helpers.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.slow

RECORDS = 240
PATIENT = {f"DASK_DISTRIBUTED__COMM__TIMEOUTS__{name}": f"{PATIENCE}s" for name in ("CONNECT", "TCP")}
"""Dask gives a worker up that needs longer to start than it likes, as on a machine under load."""
CONTENTS = ("figkg.nq", "quarantine.jsonl", "figkg.trig")


@contextmanager
def started(*command: str, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask, ended afterwards."""
    child = subprocess.Popen(
        [sys.executable, "-m", "dask", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=(environment or os.environ) | PATIENT,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Address of a scheduler without workers."""
    file = tmp_path / "scheduler.json"
    with started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)):
        wait_for(lambda: file.exists() and file.read_text().strip().endswith("}"), "the scheduler is there")
        yield json.loads(file.read_text())["address"]


def worker(scheduler: str, folder: Path) -> tuple[str, ...]:
    quiet = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(folder))
    return ("worker", scheduler, *quiet)


def deadly(folder: Path) -> Path:
    """A module that ends the worker that loads it, with the first partition that it is given."""
    path = folder / "deadly.py"
    path.write_text("import os\nfrom figkg.build import figures\nfigures._first_key = lambda *_: os._exit(1)\n")
    return path


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
        started(*worker(scheduler, tmp_path / "one"), "--preload", str(deadly(tmp_path))) as doomed,
        started(*worker(scheduler, tmp_path / "other")),
        Client(scheduler, set_as_default=False) as client,
    ):
        client.wait_for_workers(2)
        command = [sys.executable, "-c", code, str(records), str(out), scheduler]
        build = subprocess.Popen(command, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = build.communicate(timeout=PATIENCE)
        assert build.returncode == 0, said.decode()
        assert doomed.poll() == 1
        wait_for(lambda: len(client.scheduler_info()["workers"]) == 1, "the worker is missed")
    for name in CONTENTS:
        assert (out / name).read_bytes() == (tmp_path / "plain" / name).read_bytes(), name


def test_a_partition_that_ends_every_worker_ends_the_build_in_words(records: Path, tmp_path: Path) -> None:
    file = tmp_path / "scheduler.json"
    patient = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    quiet = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with started("scheduler", *quiet, environment=patient):
        wait_for(lambda: file.exists() and file.read_text().strip().endswith("}"), "the scheduler is there")
        address = json.loads(file.read_text())["address"]
        dying = ("--preload", str(deadly(tmp_path)))
        with (
            started(*worker(address, tmp_path / "one"), *dying),
            started(*worker(address, tmp_path / "other"), *dying),
            Client(address, set_as_default=False) as client,
        ):
            client.wait_for_workers(2)
            figkg = [sys.executable, "-m", "figkg.cli", "build", str(records), "--out", str(tmp_path / "out")]
            ran = subprocess.run(
                [*figkg, "--dask", address], env=clean_environment(), capture_output=True, text=True, timeout=PATIENCE
            )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith(
        f"figkg: {address}: a partition ended 2 workers, the last of them tcp://"
    )


def test_no_scheduler_ends_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_PATIENCE", 1.0)
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
