"""Renewing snapshots: what a new release changed, what is refused, and what happens on the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from figkg.base.adoption import settle
from figkg.base.errors import MappingError, OutputError
from figkg.base.overlay import laid_over
from figkg.reference.renewal.changes import Change
from figkg.reference.renewal.draft import Renewal, adopt, draft_snapshots
from figkg.reference.snapshots import read_sidecars, read_snapshot
from tests.helpers.kills import killed_at_each_step
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
    (mappings / "snapshots" / "go.tsv.xz").chmod(0o640)
    adopt(mappings.parent / "draft", mappings, renewal.renewed)
    assert content(mappings / "snapshots") == content(mappings.parent / "draft" / "snapshots")
    assert (mappings / "snapshots" / "go.tsv.xz").stat().st_mode & 0o777 == 0o640


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


def test_a_damaged_snapshot_and_one_beside_the_sidecar_of_another_release_are_made_again(
    mappings: Path, tmp_path: Path
) -> None:
    folder = mappings / "snapshots"
    before = content(folder)
    (folder / "go.tsv.xz").write_bytes((folder / "go.tsv.xz").read_bytes()[:-20])
    (folder / "hgnc.tsv.xz").write_bytes((folder / "hgnc-withdrawn.tsv.xz").read_bytes())
    renewal = draft(write(release_one(), tmp_path / "same"), mappings)
    assert sorted(renewal.renewed) == ["go", "hgnc"]
    adopt(mappings.parent / "draft", mappings, renewal.renewed)
    assert {name for name, now in content(folder).items() if now != before[name]} <= {"go.meta.yaml", "hgnc.meta.yaml"}


def test_what_only_a_damaged_snapshot_remembers_is_not_dropped_in_silence(mappings: Path, newer: Path) -> None:
    path = mappings / "snapshots" / "mesh-replaced.tsv.xz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(MappingError, match=r"mesh-replaced\.tsv\.xz: damaged"):
        draft(newer, mappings, force=True)


def test_a_folder_that_cannot_be_written_is_named(mappings: Path, newer: Path) -> None:
    renewal = draft(newer, mappings, force=True)
    shutil.rmtree(mappings / "snapshots")
    (mappings / "snapshots").write_text("a file")
    with pytest.raises(OutputError, match=r"snapshots: (File exists|Not a directory)"):
        adopt(mappings.parent / "draft", mappings, renewal.renewed)


def test_a_draft_that_cannot_be_adopted_whole_is_not_adopted(mappings: Path, newer: Path) -> None:
    renewal = draft(newer, mappings, force=True)
    before = content(mappings / "snapshots")
    (mappings.parent / "draft" / "snapshots" / f"{[*renewal.renewed][-1]}.meta.yaml").unlink()
    with pytest.raises(OutputError, match="snapshots: No such file or directory"):
        adopt(mappings.parent / "draft", mappings, renewal.renewed)
    assert content(mappings / "snapshots") == before


def test_an_adoption_that_is_killed_at_any_step_leaves_the_old_snapshots_or_the_new_ones(
    mappings: Path, newer: Path
) -> None:
    renewal = draft(newer, mappings, force=True)
    drafted = mappings.parent / "draft"
    for folder, word in ((mappings, "before"), (drafted, "after")):
        (folder / ".cache").mkdir()
        (folder / ".cache" / "papers.sqlite").write_text(word)
    before = used(mappings)
    after = used(drafted)
    kept = mappings.parent / "kept"
    shutil.copytree(mappings, kept)
    found = []
    for step in killed_at_each_step(lambda: adopt(drafted, mappings, renewal.renewed), mappings):
        settle(mappings)
        assert used(mappings) in (before, after)
        found.append(used(mappings) == after)
        if step:
            shutil.rmtree(mappings)
            shutil.copytree(kept, mappings)
    assert found == sorted(found)
    assert set(found) == {False, True}
    assert len(found) > len(before)


def used(mappings: Path) -> dict[str, bytes]:
    """The snapshots in use, with what `figkg refresh` keeps beside them."""
    return content(mappings / "snapshots") | content(mappings / ".cache")


def test_tables_laid_over_others_are_renewed_where_they_lie(mappings: Path, newer: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "words.sssom.tsv").write_text("mine")
    both = laid_over(mappings, own)
    renewal = draft(newer, both, force=True)
    adopt(own / "draft", both, renewal.renewed)
    assert content(mappings / "snapshots") == content(own / "draft" / "snapshots")
    assert content(laid_over(mappings, own) / "snapshots") == content(mappings / "snapshots")


def test_where_somebody_has_snapshots_of_their_own_they_get_all_new_ones(
    mappings: Path, newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("figkg.reference.renewal.draft.installed_mappings_folder", lambda: mappings)
    own = tmp_path / "own"
    (own / "snapshots").mkdir(parents=True)
    for ending in (".tsv.xz", ".meta.yaml"):
        shutil.copy(mappings / "snapshots" / f"go{ending}", own / "snapshots")
    before = content(mappings)
    both = laid_over(mappings, own)
    renewal = draft(newer, both, force=True)
    adopt(own / "draft", both, renewal.renewed)
    assert content(own / "snapshots").keys() >= {f"{name}.tsv.xz" for name in renewal.renewed}
    assert content(laid_over(mappings, own) / "snapshots") == content(own / "draft" / "snapshots")
    assert content(mappings) == before


def test_a_cache_on_another_disk_is_renewed_too(mappings: Path, newer: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (mappings / ".cache").symlink_to(tmp_path / "elsewhere")
    renewal = draft(newer, mappings, force=True)
    (tmp_path / "draft" / ".cache").mkdir()
    (tmp_path / "draft" / ".cache" / "papers.sqlite").write_text("after")
    adopt(tmp_path / "draft", mappings, renewal.renewed)
    assert (tmp_path / "elsewhere" / "papers.sqlite").read_text() == "after"
    assert content(mappings / "snapshots") == content(tmp_path / "draft" / "snapshots")
