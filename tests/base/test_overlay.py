"""The folder that FIGKG_MAPPINGS names: its files stand before the installed ones, which are there too."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.overlay import MERGED, laid_over


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    folder = tmp_path / "installed"
    (folder / "snapshots").mkdir(parents=True)
    for name in ("words.tsv", "verbs.yaml", "snapshots/genes.tsv"):
        (folder / name).write_text(f"installed {name}")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "words.tsv").write_text("my words")
    (folder / "more.tsv").write_text("more")
    return folder


def test_what_is_in_both_is_ones_own(installed: Path, own: Path) -> None:
    both = laid_over(installed, own)
    read = {path.relative_to(both).as_posix(): path.read_text() for path in both.rglob("*") if path.is_file()}
    assert read == {
        "words.tsv": "my words",
        "more.tsv": "more",
        "verbs.yaml": "installed verbs.yaml",
        "snapshots/genes.tsv": "installed snapshots/genes.tsv",
    }
    assert both == own / MERGED


def test_it_follows_what_is_added_and_removed(installed: Path, own: Path) -> None:
    laid_over(installed, own)
    (own / "words.tsv").unlink()
    (own / "more.tsv").unlink()
    (own / "snapshots").mkdir()
    (own / "snapshots" / "genes.tsv").write_text("my genes")
    both = laid_over(installed, own)
    assert (both / "words.tsv").read_text() == "installed words.tsv"
    assert not (both / "more.tsv").is_symlink()
    assert (both / "snapshots" / "genes.tsv").read_text() == "my genes"


def test_a_folder_that_has_all_is_taken_as_it_is(installed: Path, own: Path) -> None:
    for name in ("verbs.yaml", "snapshots/genes.tsv"):
        (own / name).parent.mkdir(exist_ok=True)
        (own / name).write_text("mine")
    assert laid_over(installed, own) == own
    assert not (own / MERGED).exists()


def test_a_folder_that_cannot_be_written_is_laid_over_elsewhere(
    installed: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / MERGED).write_text("a file where the folder would be")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    both = laid_over(installed, own)
    assert both.is_relative_to(tmp_path)
    assert (both / "words.tsv").read_text() == "my words"
