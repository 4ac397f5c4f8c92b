"""System calls of a build that fail, or at which it is killed: the graph before or all figures, none lost unsaid."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from figkg.base.errors import FigkgError
from tests.helpers.builds import build_small, check_whole, digest
from tests.helpers.records import make_records
from tests.helpers.system_calls import with_faults

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed (apt install strace)"),
]

NAMING = "rename,renameat,renameat2,link,linkat,symlink,symlinkat"


def build_and_tell(records: Path, out: Path) -> None:
    """Build, and leave the reason beside the output folder where it fails."""
    try:
        build_small(records, out, fast=True)
    except FigkgError as error:
        (out.parent / "reason").write_text(str(error))
        raise


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records that have changed since a graph was built of them, and the graph that comes next."""
    folder = tmp_path_factory.mktemp("calls")
    make_records(folder / "records", 0)
    build_small(folder / "records", folder / "before", fast=True)
    make_records(folder / "records", 1)
    build_small(folder / "records", folder / "after", fast=True)
    return folder


@pytest.fixture
def out(place: Path, tmp_path: Path) -> Path:
    """An output folder with the graph before."""
    shutil.copytree(place / "before", tmp_path / "out", symlinks=True)
    return tmp_path / "out"


def test_a_build_that_is_killed_at_any_renaming_leaves_the_graph_before_or_the_new_one(place: Path, out: Path) -> None:
    before, after = digest(place / "before"), digest(place / "after")
    found = []
    number, ended = 0, -9
    while ended == -9:
        number += 1
        shutil.rmtree(out)
        shutil.copytree(place / "before", out, symlinks=True)
        ended = with_faults(
            partial(build_small, place / "records", out, fast=True), f"{NAMING}:signal=KILL:when={number}"
        )
        check_whole(out)
        found.append(digest(out))
    assert ended == 0
    assert set(found) == {before, after}
    assert number > 5
    assert found == sorted(found, key=lambda one: one == after)


@pytest.mark.parametrize("fault", ["getdents64:error=EIO", "openat:error=ESTALE", "openat:error=EACCES"])
def test_a_folder_that_the_system_does_not_list_ends_the_build_by_name(fault: str, place: Path, out: Path) -> None:
    records = place / "records"
    ended = with_faults(partial(build_and_tell, records, out), fault, [records])
    assert (ended, digest(out)) == (1, digest(place / "before"))
    assert str(records) in (out.parent / "reason").read_text()
    check_whole(out)


@pytest.mark.parametrize("fault", ["read:error=EIO", "openat:error=ESTALE", "openat:error=EACCES"])
def test_a_record_that_the_system_does_not_read_is_refused_by_name(fault: str, place: Path, out: Path) -> None:
    record = place / "records" / "PMC4__f6.md"
    ended = with_faults(partial(build_and_tell, place / "records", out), fault, [record])
    told = [json.loads(line) for line in (out / "quarantine.jsonl").read_text().splitlines()]
    refused = [one for one in told if one["file"].endswith(record.name)]
    summary = json.loads((out / "summary.json").read_text())
    assert (ended, len(refused), summary["figures"] + summary["quarantined"]) == (0, 1, 20)
    check_whole(out)


@pytest.mark.parametrize("when", [1, 4, 9])
def test_a_disk_that_does_not_keep_what_is_written_leaves_the_graph_before(when: int, place: Path, out: Path) -> None:
    ended = with_faults(partial(build_and_tell, place / "records", out), f"fsync,fdatasync:error=EIO:when={when}")
    assert digest(out) == digest(place / ("before" if ended else "after"))
    check_whole(out)
