"""Which image shows the figure of which record: by identifier, alias or file name, in folders and archives."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from figkg.base.errors import SourceError
from figkg.extract.images import Image, open_images
from tests.extract.test_vision import RECORD

MOST = 1_000_000
NAMES = {
    "by identifier": "PMC1__fig.jpg",
    "by alias": "PMC1__F6.png",
    "by file name": "fig.jpg",
    "in the folder of its paper": "PMC1/fig.gif",
    "in its package": "PMC1.1/paper/fig.webp",
}
OWN = replace(RECORD, alias="PMC1__F6")


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def found(source: Path, work: Path, *records: object) -> dict[str, bytes]:
    images = open_images(source, work / "unpacked", MOST)
    return {record.figid: image.read(MOST) for record, image in images.with_records(records)}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("form", ["folder", "zip", "tar.gz"])
def test_an_image_is_found(name: str, form: str, tmp_path: Path) -> None:
    source = put(tmp_path / "images", name, "notes.txt", "other__x.jpg")
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "images.zip", "w") as archive:
            for path in source.rglob("*.*"):
                archive.write(path, path.relative_to(source)) if path.is_file() else None
        source = tmp_path / "images.zip"
    elif form == "tar.gz":
        with tarfile.open(tmp_path / "images.tar.gz", "w:gz") as tar:
            tar.add(source, ".")
        source = tmp_path / "images.tar.gz"
    assert found(source, tmp_path, OWN) == {"PMC1__fig": name.encode()}


def test_a_file_name_that_two_records_or_two_papers_have_is_nobodys(tmp_path: Path) -> None:
    other = replace(OWN, figid="PMC2__fig", alias=None)
    bare = put(tmp_path / "bare", "fig.jpg")
    assert found(bare, tmp_path, OWN, other) == {}
    twice = put(tmp_path / "twice", "a/fig.jpg", "b/fig.jpg")
    assert found(twice, tmp_path, OWN) == {}
    papers = put(tmp_path / "papers", "PMC3/fig.jpg")
    assert found(papers, tmp_path, OWN) == {}
    own = put(tmp_path / "own", "PMC1/fig.jpg", "PMC2/fig.jpg")
    assert found(own, tmp_path, OWN, other) == {"PMC1__fig": b"PMC1/fig.jpg", "PMC2__fig": b"PMC2/fig.jpg"}


def test_the_identifier_counts_before_the_file_name(tmp_path: Path) -> None:
    assert found(put(tmp_path / "i", "fig.jpg", "PMC1__fig.png"), tmp_path, OWN) == {"PMC1__fig": b"PMC1__fig.png"}


@pytest.mark.parametrize("what", ["gone", "folder", "pipe", "large", "no UTF-8"])
def test_an_image_that_cannot_be_read_says_why(what: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "large":
        path.write_bytes(bytes(11))
    elif what == "no UTF-8":
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/PMC7\xff.png"))
    with pytest.raises(OSError, match=r"No such file|directory|regular|larger than|UTF-8"):
        Image(str(path)).read(10)


def test_what_is_no_folder_and_no_archive_is_told(tmp_path: Path) -> None:
    for name in ("images.zip", "images.tar.gz", "images.txt", "none.zip"):
        if not name.startswith("none"):
            (tmp_path / name).write_bytes(b"no archive")
        with pytest.raises(SourceError, match=name):
            open_images(tmp_path / name, tmp_path / "work", MOST)


def test_members_with_hostile_names_stay_where_they_are_put(tmp_path: Path) -> None:
    source = tmp_path / "images.tar"
    with tarfile.open(source, "w") as tar:
        for name in ("../../PMC1__fig.jpg", "/abs/PMC2__fig.jpg"):
            member = tarfile.TarInfo(name)
            member.size = 1
            tar.addfile(member, io.BytesIO(b"i"))
    open_images(source, tmp_path / "work" / "deep", MOST)
    outside = [path for path in tmp_path.rglob("*.jpg") if (tmp_path / "work" / "deep") not in path.parents]
    assert outside == []
