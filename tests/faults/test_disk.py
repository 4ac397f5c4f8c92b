"""A disk that is full or read-only: the build ends with a reason, and the graph before it stays as it was."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from figkg.base.errors import OutputError
from tests.helpers.builds import build_by_command, build_small, check_whole, digest
from tests.helpers.prefect_server import clean_environment
from tests.helpers.records import make_records
from tests.helpers.waiting import PATIENCE

pytestmark = pytest.mark.slow

FULL, DONE = 1, 0
build = partial(build_small, fast=True)
ROOM = 300
"""Megabytes of the file system when it is large enough."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system whose size can be changed."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def resize(place: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)


def outcome(records: Path, out: Path) -> tuple[int, str]:
    """How a build in a process of its own ends: a full disk may end it in ways that take the process along."""
    code = (
        "import sys; from pathlib import Path; from figkg.base.errors import OutputError\n"
        "from tests.helpers.builds import build_small\n"
        "try:\n    build_small(Path(sys.argv[1]), Path(sys.argv[2]), fast=True)\n"
        "except OutputError as error:\n    sys.stderr.write(str(error)); sys.exit(1)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(records), str(out)], capture_output=True, text=True, timeout=PATIENCE
    )
    return ran.returncode, ran.stderr


def files(folder: Path) -> dict[str, str]:
    """Every file of a build with the hash of its content."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_disk_that_is_full_at_any_moment_leaves_the_graph_before_whole(disk: Path, tmp_path: Path) -> None:
    records, out = tmp_path / "records", disk / "out"
    make_records(records, 0)
    build(records, out)
    before, graph = files(out / "current"), digest(out)
    make_records(records, 1)
    messages = set[str]()
    ended = FULL
    free = 0.01
    while ended == FULL:
        used = shutil.disk_usage(disk).used
        resize(disk, f"size={used + int(free * (1 << 20))}")
        ended, message = outcome(records, out)
        if ended == FULL:
            assert message.startswith(f"{disk}")
            assert message.count("\n") == 0
            messages.add(message.partition(": ")[2])
            assert digest(out) == graph
            assert files(out / "current") == before
        free = free * 1.7 + 0.02
    assert ended == DONE, message
    assert len(messages) > 1, messages
    assert any(one.startswith("loading failed") for one in messages), messages
    assert digest(out) != graph
    resize(disk, f"size={ROOM}m")
    check_whole(out)
    assert len([*(out / "builds").iterdir()]) == 2


def test_a_disk_that_is_full_while_other_processes_load_ends_in_one_line(disk: Path, tmp_path: Path) -> None:
    records, out = tmp_path / "records", disk / "out"
    make_records(records, 0)
    assert build_by_command(clean_environment(), out, records, workers=2).returncode == 0
    before = files(out / "current")
    make_records(records, 1)
    failed = 0
    free = 0.2
    while True:
        resize(disk, f"size={shutil.disk_usage(disk).used + int(free * (1 << 20))}")
        ran = build_by_command(clean_environment(), out, records, workers=2)
        if ran.returncode == 0:
            break
        failed += 1
        assert ran.returncode == 1
        assert ran.stderr.startswith("figkg: ")
        assert ran.stderr.count("\n") == 1, ran.stderr
        assert files(out / "current") == before
        free *= 2.5
    assert failed > 1
    resize(disk, f"size={ROOM}m")
    check_whole(out)


def test_an_output_folder_that_is_read_only_keeps_its_graph(disk: Path, tmp_path: Path) -> None:
    records, out = tmp_path / "records", disk / "out"
    make_records(records, 0)
    build(records, out)
    before = files(out / "current")
    make_records(records, 1)
    resize(disk, "ro")
    with pytest.raises(OutputError, match="cannot be written: Read-only file system"):
        build(records, out)
    assert files(out / "current") == before
    check_whole(out)
    resize(disk, "rw")
    build(records, out)
    assert files(out / "current") != before
    check_whole(out)


def test_an_output_folder_of_another_owner_is_refused_in_one_line(tmp_path: Path) -> None:
    records, out = tmp_path / "records", tmp_path / "out"
    make_records(records, 0)
    out.write_text("a file, not a folder")
    with pytest.raises(OutputError, match="cannot be written: File exists"):
        build(records, out)
    assert out.read_text() == "a file, not a folder"
