"""Snapshots: rebuilt from official files, to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.reference.snapshots import SNAPSHOTS, Snapshot, build_snapshot, find_inputs, read_sidecars
from tests.conftest import SHARED


@pytest.mark.slow
@pytest.mark.parametrize("snapshot", SNAPSHOTS.values(), ids=lambda one: one.name)
def test_rebuilding_gives_the_committed_table(snapshot: Snapshot, tmp_path: Path) -> None:
    official = SHARED / "refdata"
    if not official.is_dir():
        pytest.skip("the official files are not here; they lie beside the project where it is developed")
    if find_inputs(snapshot, official) is None:
        pytest.skip(f"the official files of {snapshot.name} are not among those beside the project")
    committed = read_sidecars(mappings_folder() / "snapshots")[snapshot.name]
    assert build_snapshot(snapshot, official, tmp_path, committed.released) == committed


def test_a_missing_official_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"hgnc_complete_set\.txt: not in .*, neither plain nor gzipped"):
        build_snapshot(SNAPSHOTS["hgnc"], tmp_path, tmp_path / "target", "2024")
