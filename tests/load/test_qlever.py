"""The folder for QLever's own script: read as the script reads it, whole by itself."""

from __future__ import annotations

import re
from configparser import ConfigParser, ExtendedInterpolation
from pathlib import Path

import pytest

from figkg.base.errors import OutputError
from figkg.load.qlever import write_qlever_folder
from tests.helpers.kills import killed_at_each_step


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = [tmp_path / name for name in ("figkg.nq", "run.nq")]
    for file in found:
        file.write_text(f"<urn:{file.name}> <urn:p> <urn:o> <urn:g> .\n")
    return found


def read(folder: Path) -> dict[str, dict[str, str]]:
    """A Qleverfile as the package qlever 0.6 reads it."""
    parser = ConfigParser(interpolation=ExtendedInterpolation())
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    assert parser.read(folder / "Qleverfile")
    return {section: dict(parser[section]) for section in parser.sections()}


def release(folder: Path) -> list[bytes]:
    """What the files hold that a Qleverfile names."""
    return [(folder / name).read_bytes() for name in read(folder)["index"]["INPUT_FILES"].split()]


def test_the_file_is_read_with_all_its_values(files: list[Path], tmp_path: Path) -> None:
    write_qlever_folder(files, tmp_path / "qlever", "a$b${c}")
    values = read(tmp_path / "qlever")
    assert values["data"]["FORMAT"] == "nq"
    assert re.fullmatch(r"figkg\.\w{8}\.nq run\.\w{8}\.nq", values["index"]["INPUT_FILES"])
    assert values["index"]["CAT_INPUT_FILES"] == f"cat {values['index']['INPUT_FILES']}"
    assert values["server"]["ACCESS_TOKEN"] == "a$b${c}"
    assert (tmp_path / "qlever" / "Qleverfile").stat().st_mode & 0o777 == 0o600


def test_a_container_that_sees_the_folder_alone_sees_the_release(files: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "qlever"
    for _ in range(2):
        write_qlever_folder(files, folder, "token")
    assert not any(path.is_symlink() for path in folder.iterdir())
    assert release(folder) == [file.read_bytes() for file in files]
    assert len(list(folder.iterdir())) == 1 + len(files)


def test_another_disk_gets_a_copy(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path, __: Path) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_qlever_folder(files, tmp_path / "qlever", "token")
    assert release(tmp_path / "qlever")[1] == files[1].read_bytes()


def test_a_folder_that_cannot_be_written_is_named(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"figkg\.nq"):
        write_qlever_folder(files, files[0], "token")


def test_a_load_that_is_killed_leaves_the_release_before_or_the_new_one(files: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "qlever"
    write_qlever_folder(files, folder, "before")
    newer = [tmp_path / "newer" / file.name for file in files]
    newer[0].parent.mkdir()
    for file in newer:
        file.write_text(f"<urn:{file.name}> <urn:p> <urn:new> <urn:g> .\n")
    found = []
    for step in killed_at_each_step(lambda: write_qlever_folder(newer, folder, "after"), folder):
        new = read(folder)["server"]["ACCESS_TOKEN"] == "after"
        assert release(folder) == [file.read_bytes() for file in (newer if new else files)]
        found.append(new)
        if step:
            write_qlever_folder(files, folder, "before")
            assert len(list(folder.iterdir())) == 1 + len(files)
    assert (set(found), found) == ({False, True}, sorted(found))


def test_what_a_user_laid_there_stays(files: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "qlever"
    folder.mkdir()
    for name in ("figkg.nq", "mine.12345678.nq", "figkg.index"):
        (folder / name).write_text("mine")
    for _ in range(2):
        write_qlever_folder(files, folder, "token")
    assert {(folder / name).read_text() for name in ("figkg.nq", "mine.12345678.nq", "figkg.index")} == {"mine"}
