"""Folders and patterns: whatever cannot be listed is an error or a refusal by name, never an absence."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from figkg.base.errors import RecordError, SourceError
from figkg.extract import partition, read
from figkg.extract.folders import matches, record_files
from figkg.extract.record import RecordText

RECORD = b"---\nfigid: PMC1__a\npmcid: PMC1\n---\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two folders of records, in which the process stands."""
    for name in ("p/a/1.md", "p/a/2.md", "p/b/3.md", "p/b/deep/4.MD", "p/.git/no.md", "p/b/3-genes.tsv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(RECORD if "genes" not in name else b"word\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def unlistable(monkeypatch: pytest.MonkeyPatch, folder: str, number: int, *, late: bool = False) -> None:
    """Have the system refuse to list a folder, at once or amid the list."""
    scandir = os.scandir

    class Breaking:
        def __init__(self, entries: Any) -> None:
            self.entries = entries

        def __enter__(self) -> Breaking:
            return self

        def __exit__(self, *_: object) -> None:
            self.entries.close()

        def __iter__(self) -> Any:
            yield next(self.entries)
            raise OSError(number, os.strerror(number))

    def list_or_not(path: str) -> Any:
        if not str(path).endswith(folder):
            return scandir(path)
        if late:
            return Breaking(scandir(path))
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr(os, "scandir", list_or_not)


def came(source: str, scratch: Path) -> tuple[list[str], list[str]]:
    found = [one for part in partition([source], scratch) for one in read(part)]
    refused = [f"{Path(one.file).name}: {one.reason}" for one in found if isinstance(one, RecordError)]
    return [one.file for one in found if isinstance(one, RecordText)], refused


def test_records_come_folder_by_folder_without_what_is_hidden(place: Path) -> None:
    assert list(record_files("p")) == ["p/a/1.md", "p/a/2.md", "p/b/3.md", "p/b/deep/4.MD"]


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE], ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("late", [False, True], ids=["at once", "amid the list"])
@pytest.mark.parametrize("source", ["p", "p/*/*.md", "p/**/*.md"])
def test_a_folder_that_cannot_be_listed_ends_the_build(
    source: str, late: bool, number: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlistable(monkeypatch, "b", number, late=late)
    with pytest.raises(SourceError) as caught:
        partition([source], place / "scratch")
    assert caught.value.reason == os.strerror(number)
    assert late or caught.value.source == "p/b"


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE], ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("name", ["3.md", "3-genes.tsv"])
def test_a_file_that_cannot_be_opened_costs_its_record_alone(
    name: str, number: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def open_or_not(path: Any, *arguments: Any) -> int:
        if str(path).endswith(name):
            raise OSError(number, os.strerror(number), path)
        return opened(path, *arguments)

    monkeypatch.setattr(os, "open", open_or_not)
    read_files, refused = came("p", place / "scratch")
    assert refused == [f"{name}: {os.strerror(number)}"]
    assert read_files == ["p/a/1.md", "p/a/2.md", "p/b/deep/4.MD"]


def test_folders_behind_links_are_searched_once_and_last(place: Path) -> None:
    (place / "other").mkdir()
    (place / "other/5.md").write_bytes(RECORD)
    (place / "other/around").symlink_to(place / "p")
    (place / "p/a/0link").symlink_to(place / "other")
    (place / "p/a/again").symlink_to(place / "other")
    (place / "p/a/up").symlink_to("..")
    assert list(record_files("p"))[4:] == ["p/a/0link/5.md"]


def test_a_link_to_a_folder_that_is_gone_is_refused_by_name(place: Path) -> None:
    (place / "p/c").symlink_to(place / "not mounted")
    (place / "p/c.png").symlink_to("no image")
    for source in ("p", "p/*/*.md"):
        read_files, refused = came(source, place / "scratch")
        assert len(read_files) >= 3
        assert refused == ["c: No such file or directory"]


def test_what_is_no_file_is_refused_and_not_waited_for(place: Path) -> None:
    os.mkfifo(place / "p/pipe.md")
    (place / "p/zeros.md").symlink_to("/dev/zero")
    read_files, refused = came("p", place / "scratch")
    assert len(read_files) == 4
    assert refused == ["pipe.md: not a regular file", "zeros.md: not a regular file"]


def test_a_name_that_is_not_utf8_is_refused_and_written_out(place: Path) -> None:
    Path(os.fsdecode(os.fsencode(place) + b"/p/a/PMC7\xff.md")).write_bytes(RECORD)
    for source in ("p", "p/a/*.md"):
        assert came(source, place / "scratch")[1] == [r"PMC7\xff.md: its name is not UTF-8"]


def test_folders_nested_deeper_than_python_recurses_are_searched(place: Path) -> None:
    handle = os.open("p", os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(os.open("4.md", os.O_CREAT, dir_fd=handle))
    os.close(handle)
    try:
        found = list(record_files("p"))
    finally:
        subprocess.run(["rm", "-r", "p/d"], check=True)  # shutil recurses
    assert found[-1] == "p/" + "d/" * 1_500 + "4.md"


def test_a_folder_called_like_a_record_is_searched(place: Path) -> None:
    (place / "p/x.md").mkdir()
    (place / "p/x.md/6.md").write_bytes(RECORD)
    assert came("p/*.md", place / "scratch")[0] == ["p/x.md/6.md"]
    assert came("p", place / "scratch")[0][-1] == "p/x.md/6.md"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("p/*/*.md", ["p/a/1.md", "p/a/2.md", "p/b/3.md"]),
        ("p/[ab]/?.md", ["p/a/1.md", "p/a/2.md", "p/b/3.md"]),
        ("p/**/4.*", ["p/b/deep/4.MD"]),
        ("p/.*/*.md", ["p/.git/no.md"]),
        ("*/b", ["p/b"]),
        ("p/*/nothing/*.md", []),
        ("q/*.md", []),
    ],
)
def test_patterns_stand_for_what_they_do_elsewhere(pattern: str, found: list[str], place: Path) -> None:
    assert sorted(matches(pattern)) == found
    assert sorted(matches(f"{place}/{pattern}")) == [f"{place}/{one}" for one in found]


def test_a_pipe_that_is_named_is_read_as_json_lines(place: Path) -> None:
    ends = os.pipe()
    os.write(ends[1], b'{"figid": "PMC1__a"}\n')
    os.close(ends[1])
    try:
        read_files, refused = came(f"/dev/fd/{ends[0]}", place / "scratch")
    finally:
        os.close(ends[0])
    assert (read_files, refused) == ([f"/dev/fd/{ends[0]}, line 1"], [])


def test_a_device_is_no_source(place: Path) -> None:
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        partition(["/dev/null"], place / "scratch")
