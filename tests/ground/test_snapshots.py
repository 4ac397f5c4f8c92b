"""Snapshots: rebuilt from official files, to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import MappingError
from flows.ground.snapshots import SNAPSHOTS, build_snapshots, read_releases
from flows.resources import mappings_folder
from tests.conftest import SHARED


def test_rebuilding_gives_the_committed_bytes(tmp_path: Path) -> None:
    official = SHARED / "refdata"
    if not official.is_dir():
        pytest.skip("the official files are not here; they lie beside the project where it is developed")
    committed = mappings_folder() / "snapshots"
    build_snapshots(official, tmp_path, read_releases(committed))
    for snapshot in SNAPSHOTS:
        for ending in ("tsv.gz", "meta.yaml"):
            name = f"{snapshot.name}.{ending}"
            assert (tmp_path / name).read_bytes() == (committed / name).read_bytes(), name


def test_a_missing_official_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"hgnc_complete_set\.txt: not in .*, neither plain nor gzipped"):
        build_snapshots(tmp_path, tmp_path / "target", {})
