"""A folder of records without the folder of tables that belongs to it is told of."""

from __future__ import annotations

from pathlib import Path

from figkg.extract import partition
from figkg.extract.lacking import folders_without_tables


def lay(folder: Path, *names: str, rows: str = "") -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"---\nfigid: {Path(name).stem}\n{rows}---\n" if name.endswith(".md") else "word\n")
    return folder


def told(folder: Path) -> list[str]:
    return folders_without_tables(partition([str(folder)], folder.parent / f"{folder.name}-parts"))


def test_records_whose_tables_are_not_there_are_told_of(tmp_path: Path) -> None:
    assert told(lay(tmp_path / "a", "_figures/PMC1__a.md")) == [str(tmp_path / "a" / "_figures")]


def test_tables_may_lie_in_their_folder_or_beside_the_records(tmp_path: Path) -> None:
    assert told(lay(tmp_path / "a", "_figures/PMC1__a.md", "_data/PMC2__b-genes.tsv")) == []
    assert told(lay(tmp_path / "b", "_figures/PMC1__a.md", "_figures/PMC1__a-genes.tsv")) == []


def test_records_with_rows_of_their_own_and_folders_of_somebody_elses_need_none(tmp_path: Path) -> None:
    assert told(lay(tmp_path / "a", "_figures/PMC1__a.md", rows="genes: []\n")) == []
    assert told(lay(tmp_path / "b", "mine/PMC1__a.md")) == []
