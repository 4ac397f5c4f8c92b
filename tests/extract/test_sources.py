"""Sources: the same records, from wherever they lie."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.errors import RecordError, SourceError
from figkg.extract import FigureRecord, GeneRow, parse_record, partition, read, streams, unpacking

TABLE = b"organism_id\tword\tncbigene_symbol\tncbigene_id\tsource\n9606\tTNF\tTNF\t7124\tncbigene_symbol\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with three records, one of them with a table."""
    folder = tmp_path / "checkout"
    (folder / "_figures").mkdir(parents=True)
    (folder / "_data").mkdir()
    (folder / ".git").mkdir()
    for name in ("PMC1__a", "PMC2__b", "PMC3__c"):
        (folder / "_figures" / f"{name}.md").write_text(f"---\nfigid: {name}\npmcid: {name[:4]}\n---\n")
    (folder / "_data" / "PMC2__b-genes.tsv").write_bytes(TABLE)
    (folder / ".git" / "hidden.md").write_text("not a record")
    return folder


def records(sources: list[str], scratch: Path, **options: object) -> list[FigureRecord]:
    found = []
    for one in partition(sources, scratch, **options):  # type: ignore[arg-type]
        for text in read(one):
            assert not isinstance(text, RecordError), text
            found.append(parse_record(text))
    return sorted(found, key=lambda record: record.figid)


def check(found: list[FigureRecord]) -> None:
    assert [record.figid for record in found] == ["PMC1__a", "PMC2__b", "PMC3__c"]
    assert [record.genes for record in found] == [(), (GeneRow("TNF", "TNF", "7124", "ncbigene_symbol"),), ()]


def test_a_folder_is_searched_through(checkout: Path, tmp_path: Path) -> None:
    check(records([str(checkout)], tmp_path / "scratch"))


def test_a_glob(checkout: Path, tmp_path: Path) -> None:
    check(records([f"{checkout}/_figures/*.md"], tmp_path / "scratch"))


def test_single_files(checkout: Path, tmp_path: Path) -> None:
    check(records([str(path) for path in (checkout / "_figures").iterdir()], tmp_path / "scratch"))


def test_a_zip_archive(checkout: Path, tmp_path: Path) -> None:
    archive = tmp_path / "records.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(checkout.rglob("*.*")):
            if ".git" not in path.parts:
                target.write(path, f"top/{path.relative_to(checkout)}")
    check(records([str(archive)], tmp_path / "scratch"))


@pytest.mark.parametrize("backwards", [False, True], ids=["tables first", "records first"])
def test_a_tar_archive_in_any_order(checkout: Path, tmp_path: Path, backwards: bool) -> None:
    archive = tmp_path / "records.tar.gz"
    files = sorted((path for path in checkout.rglob("*.*") if ".git" not in path.parts), reverse=backwards)
    with tarfile.open(archive, "w:gz") as target:
        for path in files:
            target.add(path, f"top/{path.relative_to(checkout)}", recursive=False)
    check(records([str(archive)], tmp_path / "scratch"))


def test_nothing_of_an_archive_is_written_outside_the_scratch_folder(tmp_path: Path) -> None:
    archive = tmp_path / "evil.tar"
    with tarfile.open(archive, "w") as target:
        content = b"---\nfigid: PMC1__a\npmcid: PMC1\n---\n"
        member = tarfile.TarInfo("../../escaped.md")
        member.size = len(content)
        target.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        target.addfile(link)
    read_or_not = [one for part in partition([str(archive)], tmp_path / "scratch") for one in read(part)]
    assert [one.file for one in read_or_not if isinstance(one, RecordError)] == [f"{archive}:link.md"]
    assert [parse_record(one).figid for one in read_or_not if not isinstance(one, RecordError)] == ["PMC1__a"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil.tar", "scratch"]


def test_json_lines_on_standard_input(tmp_path: Path) -> None:
    lines = [json.dumps({"figid": f"PMC{n}__a", "pmcid": f"PMC{n}"}) for n in (1, 2)]
    stdin = io.BytesIO(("\n".join(lines) + "\n\n").encode())
    found = records(["-"], tmp_path / "scratch", stdin=stdin)
    assert [record.figid for record in found] == ["PMC1__a", "PMC2__a"]
    assert found[1].file == "<stdin>, line 2"


def test_partitions_hold_no_more_than_their_size(checkout: Path, tmp_path: Path) -> None:
    parts = partition([str(checkout)], tmp_path / "scratch", size=2)
    assert [len(part.read_text().splitlines()) for part in parts] == [2, 1]


def test_several_sources_are_numbered_on(checkout: Path, tmp_path: Path) -> None:
    parts = partition([str(checkout), str(checkout)], tmp_path / "scratch", size=2)
    assert [part.name for part in parts] == [f"partition-{number:05d}.jsonl" for number in range(4)]


@pytest.mark.parametrize(
    ("source", "reason"), [("nowhere", "no such file or folder"), ("nowhere/*.md", "no file matches")]
)
def test_a_source_that_is_not_there(source: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        partition([source], tmp_path)
    assert (caught.value.source, caught.value.reason) == (source, reason)


def test_a_folder_without_records(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no figure records"):
        partition([str(tmp_path)], tmp_path / "scratch")


def test_json_in_a_folder_is_read_where_it_is_named_which_the_folder_without_records_says(tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text("{}\n")
    with pytest.raises(SourceError, match=r"no figure records.*; JSON is read where it is named: .*/more\.jsonl"):
        partition([str(tmp_path)], tmp_path / "work")


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz"])
def test_a_damaged_archive(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 not an archive")
    with pytest.raises(SourceError):
        partition([str(tmp_path / name)], tmp_path / "scratch")


def test_a_file_that_vanishes_is_one_error(checkout: Path, tmp_path: Path) -> None:
    (part,) = partition([str(checkout)], tmp_path / "scratch")
    (checkout / "_figures" / "PMC2__b.md").unlink()
    errors = [text for text in read(part) if isinstance(text, RecordError)]
    assert [(error.field, error.reason) for error in errors] == [("(file)", "No such file or directory")]


OBJECTS = [{"figid": f"PMC{n}__a", "pmcid": f"PMC{n}", "caption": "A [b], {c}."} for n in (1, 2)]
LINES = "".join(f"{json.dumps(one)}\n" for one in OBJECTS).encode()
ARRAY = json.dumps(OBJECTS).encode()


def found_in(path: Path, content: bytes) -> list[tuple[str, str]]:
    """Figures that a file has, with the names of their records."""
    path.write_bytes(content)
    found = records([str(path)], path.parent / "scratch")
    return [(record.figid, record.file.removeprefix(f"{path}")) for record in found]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("records.jsonl.gz", gzip.compress),
        ("records.ndjson.bz2", bz2.compress),
        ("records.jsonl.xz", lzma.compress),
        ("members.jsonl.gz", lambda content: gzip.compress(content[:100]) + gzip.compress(content[100:])),
    ],
)
def test_packed_json_lines(name: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert found_in(tmp_path / name, pack(LINES)) == [("PMC1__a", ", line 1"), ("PMC2__a", ", line 2")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("records.json", ARRAY),
        ("records.jsonl", ARRAY),
        ("records.json", json.dumps(OBJECTS, indent=1).encode()),
        ("records.json", b"\xef\xbb\xbf\n  " + ARRAY),
        ("records.json.gz", gzip.compress(ARRAY)),
    ],
    ids=["array", "array called lines", "indented", "behind a mark and an empty line", "packed"],
)
def test_a_json_array(name: str, content: bytes, tmp_path: Path) -> None:
    assert found_in(tmp_path / name, content) == [("PMC1__a", ", element 1"), ("PMC2__a", ", element 2")]


def test_an_array_on_standard_input(tmp_path: Path) -> None:
    assert [one.figid for one in records(["-"], tmp_path, stdin=io.BytesIO(ARRAY))] == ["PMC1__a", "PMC2__a"]


def test_one_object_over_many_lines(tmp_path: Path) -> None:
    content = json.dumps(OBJECTS[0], indent=2).encode()
    assert found_in(tmp_path / "record.json", content) == [("PMC1__a", "")]
    assert found_in(tmp_path / "lines.json", LINES) == [("PMC1__a", ", line 1"), ("PMC2__a", ", line 2")]


@pytest.mark.parametrize("cut", [1, 40, 60, -1])
def test_packed_lines_and_arrays_that_are_cut_off_are_refused_whole(cut: int, tmp_path: Path) -> None:
    for name, content in (("x.jsonl.gz", gzip.compress(LINES)), ("y.json", ARRAY)):
        (tmp_path / name).write_bytes(content[:cut])
        with pytest.raises(SourceError):
            partition([str(tmp_path / name)], tmp_path / "scratch")


def test_an_array_that_is_too_large_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST_ARRAY", 50)
    with pytest.raises(SourceError, match="jq -c"):
        found_in(tmp_path / "x.json", ARRAY)


def test_packed_lines_that_would_fill_the_disk_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_EXPANDED", 1_000)
    with pytest.raises(SourceError, match="200 times its size"):
        found_in(tmp_path / "x.jsonl.gz", gzip.compress(b"1" * 999 + b"\n" + b"2" * 1_000_000))


BOT = """---
pmcid: PMC7
image_filename: gr7.jpg
figure_link: /pmc/articles/PMC7/figure/F7/
number: Figure 7
figure_title: A title
caption: A activates B.
article_title: A paper
citation: A Name, et al. A Journal. 2023 Mar 8;3(3):1.

doi: 10.1000/1
journal_title: A Journal of Names
keywords: ~
"""


def test_a_record_of_the_figure_bot(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "PMC7__gr7.yml").write_text(BOT)
    (folder / "_config.yml").write_text("title: a site\n")
    archive = tmp_path / "figures.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.write(folder / "PMC7__gr7.yml", "figures/PMC7__gr7.yml")
    tarball = tmp_path / "figures.tar.gz"
    with tarfile.open(tarball, "w:gz") as packed:
        packed.add(folder, "figures")
    for source in (folder, archive, tarball, folder / "PMC7__gr7.yml"):
        (record,) = records([str(source)], tmp_path / "scratch")
        assert (record.figid, record.pmcid, record.number) == ("PMC7__gr7", "PMC7", "Figure 7")
        assert (record.title, record.caption, record.paper_title) == ("A title", "A activates B.", "A paper")
        assert (record.year, record.doi, record.journal) == (2023, "10.1000/1", "A Journal of Names")
        assert (record.reference, record.generation) == ("A Name, et al. A Journal. 2023 Mar 8;3(3):1.", "bot")
        assert (record.genes, record.chemicals, record.diseases) == ((), (), ())


BESIDE_RECORDS = (
    "README.md",
    "docs/Readme.MD",
    "LICENSE.md",
    "__MACOSX/records/._PMC1__a.md",
    "._PMC1__a.md",
    ".git/a.md",
)


def test_what_lies_beside_records_is_none(tmp_path: Path) -> None:
    content = b"---\nfigid: PMC1__a\npmcid: PMC1\n---\n"
    archive, tarball, folder = tmp_path / "x.zip", tmp_path / "x.tar", tmp_path / "folder"
    with zipfile.ZipFile(archive, "w") as zipped, tarfile.open(tarball, "w") as packed:
        for name in ("PMC1__a.md", *BESIDE_RECORDS):
            text = content if name == "PMC1__a.md" else b"\0\5\x16\7 no record"
            zipped.writestr(name, text)
            member = tarfile.TarInfo(name)
            member.size = len(text)
            packed.addfile(member, io.BytesIO(text))
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            if "__MACOSX" not in name:
                (folder / name).write_bytes(text)
    for source in (str(archive), str(tarball), str(folder), f"{folder}/*.md"):
        read_or_not = [one for part in partition([source], tmp_path / "scratch") for one in read(part)]
        assert [getattr(one, "content", one) for one in read_or_not] == [content]
