"""Renewing snapshots: what a new release changed, what is refused, and what happens on the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from figkg.base.errors import MappingError, OutputError
from figkg.reference.renewal.changes import Change
from figkg.reference.renewal.draft import Renewal, adopt, draft_snapshots
from figkg.reference.snapshots import read_sidecars, read_snapshot
from tests.helpers.official_slices import AKT1, SEPTIN2, TP53, hgnc, release_one, release_two, write
from tests.helpers.small_mappings import make_small_mappings


@pytest.fixture
def mappings(tmp_path: Path) -> Path:
    """A mappings folder whose snapshots are of the older release."""
    return make_small_mappings(tmp_path)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    return write(release_two(), tmp_path / "newer")


def draft(official: Path, mappings: Path, *, force: bool = False, **released: str) -> Renewal:
    target = mappings.parent / "draft"
    return draft_snapshots(official, mappings, target, released, largest_loss=0.05, force=force)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_files_change_nothing(mappings: Path, tmp_path: Path) -> None:
    renewal = draft(write(release_one(), tmp_path / "same"), mappings)
    assert renewal.renewed == {}
    assert renewal.carried == ("mesh-replaced", "mesh-matches", "famplex-more-names")
    assert len(renewal.unchanged) == 11


def test_what_a_release_changed(mappings: Path, newer: Path) -> None:
    renewed = draft(newer, mappings, force=True).renewed
    assert renewed["hgnc"].new == (Change("ncbigene:105371", "", "NEWG1"),)
    assert renewed["hgnc"].renamed == (Change("ncbigene:4735", "SEPT2", "SEPTIN2"),)
    assert renewed["ncbigene-other"].merged == (Change("ncbigene:112268", "LOC112268", "ncbigene:4735"),)
    assert renewed["mesh"].merged == (Change("mesh:D000070", "Old Leukemia Name", "mesh:D007938"),)
    assert renewed["mesh-supplement"].withdrawn == (Change("mesh:C000001", "withdrawn compound", ""),)
    assert (renewed["mesh"].rows_before, renewed["mesh"].rows_after, renewed["mesh"].loss) == (4, 3, 0.25)


def test_entries_that_figures_may_have_to_be_grounded_again_for(mappings: Path, newer: Path) -> None:
    changed = {"ncbigene:4735", "ncbigene:112268", "mesh:D000070", "mesh:C000001"}
    assert draft(newer, mappings, force=True).gone_or_renamed() == changed


def test_gone_descriptors_are_remembered_and_followed(mappings: Path, newer: Path) -> None:
    draft(newer, mappings, force=True)
    replaced = list(read_snapshot(mappings.parent / "draft" / "snapshots", "mesh-replaced"))
    assert replaced == [("D000050", "Older Name", "D007938"), ("D000070", "Old Leukemia Name", "D007938")]


def test_a_table_that_lost_too_much_is_refused(mappings: Path, newer: Path) -> None:
    before = content(mappings)
    with pytest.raises(MappingError, match=r"mesh: the new table has 3 rows where 4 were, more than 5% fewer"):
        draft(newer, mappings)
    assert content(mappings) == before


def test_a_draft_changes_nothing_until_it_is_adopted(mappings: Path, newer: Path) -> None:
    before = content(mappings)
    renewal = draft(newer, mappings, force=True)
    assert content(mappings) == before
    adopt(mappings.parent / "draft", mappings, renewal.renewed)
    assert content(mappings / "snapshots") == content(mappings.parent / "draft" / "snapshots")


def test_the_release_is_stated_by_snapshot_or_by_file(mappings: Path, newer: Path) -> None:
    draft(newer, mappings, force=True, **{"hgnc": "2026-11", "desc.xml.gz": "2026-01-02", "supp.xml.gz": "2026-01-05"})
    sidecars = read_sidecars(mappings.parent / "draft" / "snapshots")
    stated = {name: sidecars[name].released for name in ("hgnc", "mesh", "mesh-supplement", "mesh-replaced", "go")}
    assert stated == {
        "hgnc": "2026-11",
        "mesh": "2026-01-02",
        "mesh-supplement": "2026-01-05",
        "mesh-replaced": "2026-01-02",
        "go": "unknown",
    }


def test_what_has_no_official_file_is_kept(mappings: Path, tmp_path: Path) -> None:
    only = write({"hgnc_complete_set.txt": hgnc(TP53, AKT1, SEPTIN2).encode()}, tmp_path / "only")
    renewal = draft(only, mappings, force=True)
    assert (list(renewal.renewed), "mesh" in renewal.carried) == (["hgnc"], True)


def test_a_snapshot_that_is_neither_there_nor_can_be_made_is_named(mappings: Path, tmp_path: Path) -> None:
    (mappings / "snapshots" / "go.tsv.xz").unlink()
    with pytest.raises(MappingError, match=r"go\.tsv\.xz: missing, and the official files"):
        draft(write({}, tmp_path / "nothing"), mappings)


def test_a_missing_snapshot_is_made(mappings: Path, tmp_path: Path) -> None:
    for path in (mappings / "snapshots").glob("go.*"):
        path.unlink()
    renewal = draft(write(release_one(), tmp_path / "same"), mappings)
    assert {name: one.rows_before for name, one in renewal.renewed.items()} == {"go": 0}


def test_a_folder_that_cannot_be_written_is_named(mappings: Path, newer: Path) -> None:
    renewal = draft(newer, mappings, force=True)
    shutil.rmtree(mappings / "snapshots")
    (mappings / "snapshots").write_text("a file")
    with pytest.raises(OutputError, match="snapshots: File exists"):
        adopt(mappings.parent / "draft", mappings, renewal.renewed)


def test_a_draft_that_cannot_be_adopted_whole_is_not_adopted(mappings: Path, newer: Path) -> None:
    renewal = draft(newer, mappings, force=True)
    before = content(mappings / "snapshots")
    (mappings.parent / "draft" / "snapshots" / f"{[*renewal.renewed][-1]}.meta.yaml").unlink()
    with pytest.raises(OutputError, match="snapshots: No such file or directory"):
        adopt(mappings.parent / "draft", mappings, renewal.renewed)
    assert content(mappings / "snapshots") == before
