"""Sources: the same records, from wherever they lie."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from figkg.base.errors import RecordError, SourceError
from figkg.extract import FigureRecord, GeneRow, parse_record, partition, read

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
