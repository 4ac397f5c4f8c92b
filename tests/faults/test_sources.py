"""Sources that vanish, change, lie or are made to break things: what can be read is read, the rest is told."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.errors import RecordError, SourceError
from figkg.extract import partition, read, sources, streams, unpacking
from figkg.extract.record import RecordText

RECORD = "---\nfigid: PMC{number}__a\npmcid: PMC{number}\ncaption: A.\ngenes: []\n---\n"


def text(number: int) -> bytes:
    return RECORD.format(number=number).encode()


def folder_of(place: Path, *numbers: int) -> Path:
    place.mkdir()
    for number in numbers:
        (place / f"PMC{number}__a.md").write_bytes(text(number))
    return place


def zip_of(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tar_of(path: Path, *members: tuple[tarfile.TarInfo, bytes], packing: str = "gz") -> Path:
    with tarfile.open(path, f"w:{packing}") as archive:  # type: ignore[call-overload]
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def named(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def came(
    source: Path, scratch: Path, before_reading: Callable[[], object] = lambda: None
) -> tuple[list[str], list[str]]:
    """Contents that were read, first lines only, and reasons for what was not."""
    parts = partition([str(source)], scratch)
    before_reading()
    found = [one for part in parts for one in read(part)]
    texts = [one.content.decode().split("\n")[1] for one in found if isinstance(one, RecordText)]
    return texts, [f"{one.field} {one.reason}" for one in found if isinstance(one, RecordError)]


def test_a_record_that_changes_after_it_was_listed_is_read_as_it_is_then(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "records", 1, 2)
    texts, reasons = came(folder, tmp_path / "s", lambda: (folder / "PMC1__a.md").write_bytes(text(9)))
    assert (texts, reasons) == (["figid: PMC9__a", "figid: PMC2__a"], [])


def test_a_record_that_vanishes_costs_no_other(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "records", 1, 2, 3)
    texts, reasons = came(folder, tmp_path / "s", lambda: (folder / "PMC2__a.md").unlink())
    assert (texts, reasons) == (["figid: PMC1__a", "figid: PMC3__a"], ["(file) No such file or directory"])


def test_a_record_that_becomes_a_folder_or_may_not_be_read_costs_no_other(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "records", 1, 2)

    def change() -> None:
        (folder / "PMC1__a.md").unlink()
        (folder / "PMC1__a.md").mkdir()

    texts, reasons = came(folder, tmp_path / "s", change)
    assert (texts, reasons) == (["figid: PMC2__a"], ["(file) Is a directory"])


def test_a_link_that_leads_nowhere_or_to_itself_costs_no_other(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "records", 1)
    (folder / "nowhere.md").symlink_to("no such file")
    (folder / "itself.md").symlink_to("itself.md")
    (folder / "around").symlink_to(folder)
    texts, reasons = came(folder, tmp_path / "s")
    assert texts == ["figid: PMC1__a"]
    assert reasons == ["(file) Too many levels of symbolic links", "(file) No such file or directory"]


@pytest.mark.parametrize("becomes", [None, b"PK no longer", b""], ids=["gone", "changed", "emptied"])
def test_an_archive_that_vanishes_or_changes_after_it_was_listed_is_told_for_every_record(
    becomes: bytes | None, tmp_path: Path
) -> None:
    archive = zip_of(tmp_path / "x.zip", {"a.md": text(1), "b.md": text(2)})
    change: Callable[[], object] = archive.unlink if becomes is None else lambda: archive.write_bytes(becomes)
    texts, reasons = came(archive, tmp_path / "s", change)
    assert texts == []
    assert len(reasons) == 2
    assert set(reasons) == {"(file) No such file or directory" if becomes is None else "(file) File is not a zip file"}


def test_a_member_with_a_wrong_checksum_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", text(1))
        archive.writestr("b.md", text(2))
    path.write_bytes(path.read_bytes().replace(b"PMC1__a", b"PMC7__a", 1))
    texts, reasons = came(path, tmp_path / "s")
    assert texts == ["figid: PMC2__a"]
    assert reasons == ["(file) Bad CRC-32 for file 'a.md'"]


@pytest.mark.parametrize("packing", ["", "gz", "bz2", "xz"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.75, 0.99])
def test_an_archive_that_is_cut_off_is_refused_whole(packing: str, share: float, tmp_path: Path) -> None:
    path = tar_of(
        tmp_path / "x.tar", *((named(f"{number}.md"), text(number)) for number in range(200)), packing=packing
    )
    content = path.read_bytes()
    length = int(len(content.rstrip(b"\0")) * share)
    for end in (length, length // 512 * 512, length // 1024 * 1024):  # between members and inside
        path.write_bytes(content[:end])
        with pytest.raises(SourceError, match=r"(Compressed file ended|unexpected end|empty file|does not end as it)"):
            partition([str(path)], tmp_path / "s")
    path.write_bytes(content)
    assert len(came(path, tmp_path / "s")[0]) == 200


def test_an_archive_that_ends_in_rubbish_or_is_damaged_inside_is_refused_whole(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "x.tar.gz", *((named(f"{number}.md"), text(number)) for number in range(200)))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"x\.tar\.gz: "):
        partition([str(path)], tmp_path / "s")


def test_names_that_lead_elsewhere_and_links_write_and_read_nothing_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_bytes(text(8))
    tar = tar_of(
        tmp_path / "x.tar.gz",
        (named("../../up.md"), text(1)),
        (named("/tmp/absolute.md"), text(2)),
        (named("link.md", tarfile.SYMTYPE, str(secret)), b""),
        (named("hard.md", tarfile.LNKTYPE, str(secret)), b""),
        (named("pipe.md", tarfile.FIFOTYPE), b""),
        (named("device.md", tarfile.CHRTYPE), b""),
    )
    before = {path for path in tmp_path.rglob("*") if "s1" not in path.parts}
    texts, reasons = came(tar, tmp_path / "s1")
    assert sorted(texts) == ["figid: PMC1__a", "figid: PMC2__a"]
    how = "and no file; tar --dereference --hard-dereference puts files into an archive"
    links = [f"(file) a link to {secret}, {how}"] * 2
    assert sorted(reasons) == [*links, *["(file) not a regular file"] * 2]
    archive = zip_of(tmp_path / "x.zip", {"../../up.md": text(1), "/etc/absolute.md": text(2), "..\\up.md": text(3)})
    texts, reasons = came(archive, tmp_path / "s2")
    assert (sorted(texts), reasons) == (["figid: PMC1__a", "figid: PMC2__a", "figid: PMC3__a"], [])
    after = {path for path in tmp_path.rglob("*") if not {"s1", "s2"} & set(path.relative_to(tmp_path).parts)}
    assert after - before == {archive}
    assert not (tmp_path.parent / "up.md").exists()


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of a hundredth, so that bombs can be small."""
    monkeypatch.setattr(sources, "LARGEST_FILE", 640_000)
    monkeypatch.setattr(streams, "LARGEST_FILE", 640_000)
    monkeypatch.setattr(unpacking, "LARGEST_EXPANDED", 5_000_000)


@pytest.mark.usefixtures("small_limits")
def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    zeros = bytes(600_000)
    zipped = zip_of(tmp_path / "x.zip", {f"{number}.md": zeros for number in range(50)})
    tarred = tar_of(tmp_path / "x.tar.gz", *((named(f"{number}.md"), zeros) for number in range(50)))
    for bomb in (zipped, tarred):
        assert bomb.stat().st_size < 60_000
        with pytest.raises(SourceError, match=r"unpacks to more than 200 times its size"):
            partition([str(bomb)], tmp_path / "s")
    assert sum(path.stat().st_size for path in (tmp_path / "s").iterdir()) < 10_000_000


@pytest.mark.usefixtures("small_limits")
def test_one_member_that_is_too_large_costs_no_other(tmp_path: Path) -> None:
    large = bytes(700_000)
    archive = zip_of(tmp_path / "x.zip", {"a.md": large, "b.md": text(2)})
    tar = tar_of(tmp_path / "x.tar.gz", (named("a.md"), large), (named("b.md"), text(2)))
    for number, source in enumerate((archive, tar)):
        texts, reasons = came(source, tmp_path / f"s{number}")
        assert (texts, reasons) == (["figid: PMC2__a"], ["(file) larger than 640,000 bytes"])


def test_a_gzip_of_a_gzip_and_what_is_no_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    for content in (gzip.compress(gzip.compress(b"x" * 10_000)), gzip.compress(bytes(5)), b"\x1f\x8b", bytes(2_000)):
        path.write_bytes(content)
        with pytest.raises(SourceError):
            partition([str(path)], tmp_path / "s")


def test_lines_of_json_that_are_none_cost_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"figid": "PMC1__a"}\n\xff\xfe\n\n[[[[\n{"a": "\\ud800"}\n' + b"[" * 100_000 + b"\n")
    found = [one for part in partition([str(path)], tmp_path / "s") for one in read(part)]
    assert [one.file.rsplit(" ", 1)[1] for one in found] == ["1", "2", "4", "5", "6"]


@pytest.mark.usefixtures("small_limits")
def test_a_line_of_json_that_is_too_large_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a": "' + b"x" * 3_000_000 + b'"}\n{"figid": "PMC2__a"}\n' + b"y" * 640_001)
    found = [one for part in partition([str(path)], tmp_path / "s") for one in read(part)]
    refused = [f"{one.file.rsplit(' ', 1)[1]} {one.reason}" for one in found if isinstance(one, RecordError)]
    assert refused == ["1 larger than 640,000 bytes", "3 larger than 640,000 bytes"]
    assert [one.file for one in found if isinstance(one, RecordText)] == [f"{path}, line 2"]


def test_a_table_that_is_a_link_or_too_large_costs_its_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_FILE", 640_000)
    tar = tar_of(
        tmp_path / "x.tar.gz",
        *((named(f"_figures/{number}.md"), text(number)) for number in (1, 2, 3)),
        (named("_data/1-genes.tsv", tarfile.SYMTYPE, "2-genes.tsv"), b""),
        (named("_data/2-genes.tsv"), b"word\n" * 150_000),
        (named("_data/3-genes.tsv"), b"word\n"),
    )
    texts, reasons = came(tar, tmp_path / "s")
    assert texts == ["figid: PMC3__a"]
    assert [reason[:30] for reason in sorted(reasons)] == [
        "(file) a link to 2-genes.tsv, ",
        "(file) larger than 640,000 byt",
    ]


def test_standard_input_that_is_closed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SourceError, match="standard input is closed"):
        partition(["-"], tmp_path / "s")
