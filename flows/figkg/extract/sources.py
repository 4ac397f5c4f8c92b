"""Sources: folders, files, globs, archives and streams of records, cut into partitions.

A partition is a file that lists where its records are (folders, zip archives) or holds them
(streams, which can be read only once). Workers receive the path of a partition, never its content.
"""

from __future__ import annotations

import glob
import lzma
import os
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Literal

import msgspec
from msgspec import Struct

from figkg.base.errors import RecordError, SourceError
from figkg.extract.record import RecordText
from figkg.extract.tables import TABLE_KINDS
from figkg.extract.unpacking import Unpacked, refuse_bomb

LARGEST_FILE = 64_000_000
"""Bytes; a larger record or table is not read."""

RECORDS_IN_PARTITION = 2_000

_ARCHIVE_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_JSON_ENDINGS = (".jsonl", ".ndjson")
_MOST_BUCKETS = 200
_BYTES_IN_BUCKET = 2_000_000


class InFolder(Struct, frozen=True, tag="folder"):
    """A record file in a folder."""

    path: str


class InZip(Struct, frozen=True, tag="zip"):
    """A record file in a zip archive."""

    archive: str
    member: str


class Spooled(Struct, frozen=True, tag="spooled"):
    """A file that came by in a stream and is kept in the partition itself."""

    file: str
    stem: str
    kind: Literal["markdown", "json", "genes", "chemicals", "diseases"]
    content: bytes


Item = InFolder | InZip | Spooled

_encoder = msgspec.json.Encoder()


def partition(
    sources: Sequence[str],
    scratch: Path,
    size: int = RECORDS_IN_PARTITION,
    stdin: BinaryIO | None = None,
) -> list[Path]:
    """Cut sources into partitions.

    Args:
        sources: folders (searched for ``*.md``), files, globs, ``.zip`` and ``.tar.gz`` archives,
            ``.jsonl`` files, or ``-`` for JSON lines on standard input.
        scratch: folder for the partition files.
        size: records in a partition, at most (a stream's partitions may hold more).
        stdin: stands in for standard input.

    Returns:
        Paths of the partition files, in order.

    Raises:
        SourceError: a source does not exist, cannot be read, or holds no record.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for source in sources:
        before = len(paths)
        if source == "-":
            paths += _listed(_json_items(stdin or sys.stdin.buffer, "<stdin>"), scratch, size, before)
        else:
            paths += _partition_path(source, scratch, size, before)
        if len(paths) == before:
            raise SourceError(source, "no figure records (*.md) in it")
    return paths


def read(partition_file: Path) -> Iterator[RecordText | RecordError]:
    """Read the records of a partition.

    Args:
        partition_file: a path that :func:`partition` returned.

    Yields:
        The bytes of each record with those of its tables, or the error that kept it from being read.
    """
    spooled: dict[str, list[Spooled]] = {}
    with ExitStack() as stack, partition_file.open("rb") as lines:
        archives: dict[str, zipfile.ZipFile] = {}
        for line in lines:
            item = msgspec.json.decode(line, type=Item)
            if isinstance(item, InFolder):
                yield _read_file(item.path)
            elif isinstance(item, InZip):
                try:
                    if item.archive not in archives:
                        archives[item.archive] = stack.enter_context(zipfile.ZipFile(item.archive))
                except (OSError, zipfile.BadZipFile) as error:  # it was there when it was listed
                    yield RecordError(f"{item.archive}:{item.member}", "(file)", _reason(error))
                    continue
                yield _read_member(archives[item.archive], item)
            else:
                spooled.setdefault(item.stem, []).append(item)
    for stem in sorted(spooled):
        yield from _join(spooled[stem])


def _partition_path(source: str, scratch: Path, size: int, start: int) -> list[Path]:
    path = Path(source)
    name = path.name.lower()
    try:
        if path.is_dir():
            return _listed((InFolder(file) for file in _files_below(path)), scratch, size, start)
        if path.is_file():
            if name.endswith(".zip"):
                return _listed(_zip_items(path), scratch, size, start)
            if name.endswith(_ARCHIVE_ENDINGS):
                return _spool_archive(path, scratch, start)
            if name.endswith(_JSON_ENDINGS):
                with path.open("rb") as stream:
                    return _listed(_json_items(stream, source), scratch, size, start)
            return _listed([InFolder(source)], scratch, size, start)
        if glob.has_magic(source):
            found = sorted(glob.glob(source, recursive=True))
            if not found:
                raise SourceError(source, "no file matches")
            return _partition_matches(found, scratch, size, start)
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError) as error:
        raise SourceError(source, _reason(error)) from error
    raise SourceError(source, "no such file or folder")


def _partition_matches(found: Sequence[str], scratch: Path, size: int, start: int) -> list[Path]:
    """Partitions for the matches of a glob: record files share partitions, folders and archives have their own."""
    records = [path for path in found if path.endswith(".md") and os.path.isfile(path)]
    paths = _listed((InFolder(path) for path in records), scratch, size, start)
    for path in found:
        if not path.endswith(".md"):
            paths += _partition_path(path, scratch, size, start + len(paths))
    return paths


def _files_below(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(".md"):
                yield os.path.join(place, name)


def _listed(items: Iterable[Item], scratch: Path, size: int, start: int) -> list[Path]:
    """Write items to partition files of a given size."""
    paths: list[Path] = []
    output: IO[bytes] | None = None
    try:
        for count, item in enumerate(items):
            if count % size == 0:
                if output is not None:
                    output.close()
                paths.append(_partition_name(scratch, start + len(paths)))
                output = paths[-1].open("wb")
            assert output is not None
            output.write(_encoder.encode(item) + b"\n")
    finally:
        if output is not None:
            output.close()
    return paths


def _partition_name(scratch: Path, number: int) -> Path:
    return scratch / f"partition-{number:05d}.jsonl"


def _zip_items(path: Path) -> Iterator[InZip]:
    with zipfile.ZipFile(path) as archive:
        refuse_bomb(path, sum(member.file_size for member in archive.infolist()))
        for name in sorted(archive.namelist()):
            if name.endswith(".md"):
                yield InZip(str(path), name)


def _json_items(stream: BinaryIO | IO[bytes], name: str) -> Iterator[Spooled]:
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield Spooled(f"{name}, line {number}", f"{number:012d}", "json", line)


def _spool_archive(path: Path, scratch: Path, start: int) -> list[Path]:
    """Distribute the files of a tar archive over buckets, so that a record and its tables meet in one.

    The archive is read once, front to back, in whatever order it has.
    """
    count = max(1, min(_MOST_BUCKETS, path.stat().st_size // _BYTES_IN_BUCKET))
    paths = [_partition_name(scratch, start + number) for number in range(count)]
    seen = False
    expanded = 0
    with ExitStack() as stack:
        buckets = [stack.enter_context(bucket.open("wb")) for bucket in paths]
        content = stack.enter_context(Unpacked(path))
        with tarfile.open(fileobj=content, mode="r|") as archive:  # type: ignore[call-overload]
            for member in archive:
                expanded += member.size
                refuse_bomb(path, expanded)
                item = _tar_item(archive, member, path)
                if item is not None:
                    seen = seen or item.kind == "markdown"
                    buckets[zlib.crc32(item.stem.encode()) % count].write(_encoder.encode(item) + b"\n")
        content.check_end()
    return paths if seen else []


def _tar_item(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> Spooled | None:
    """The member as an item, or None when it is no record and no table."""
    place = PurePosixPath(member.name)
    kind: Literal["markdown", "genes", "chemicals", "diseases"] | None = None
    stem = ""
    if place.suffix == ".md":
        kind, stem = "markdown", _stem_of_record(place)
    for table in TABLE_KINDS:
        if place.name.endswith(f"-{table}.tsv"):
            kind, stem = table, _stem_of_table(place, table)  # type: ignore[assignment]
    if kind is None or not member.isfile():
        return None
    stream = archive.extractfile(member)
    content = b"" if stream is None else stream.read(LARGEST_FILE + 1)
    return Spooled(f"{path}:{member.name}", stem, kind, content)


def _stem_of_record(place: PurePosixPath) -> str:
    """Key under which a record meets its tables: the folder that holds both, and the record's name."""
    folder = place.parent.parent if place.parent.name.startswith("_figures") else place.parent
    return f"{folder}/{place.name.removesuffix('.md')}"


def _stem_of_table(place: PurePosixPath, kind: str) -> str:
    folder = place.parent.parent if place.parent.name == "_data" else place.parent
    return f"{folder}/{place.name.removesuffix(f'-{kind}.tsv')}"


def _tables_beside(place: PurePosixPath, kind: str) -> tuple[PurePosixPath, PurePosixPath]:
    """Where the table of a record may be: in ``_data`` beside the record's folder, or beside the record."""
    name = f"{place.name.removesuffix('.md')}-{kind}.tsv"
    return place.parent.parent / "_data" / name, place.parent / name


def _read_file(path: str) -> RecordText | RecordError:
    try:
        tables: dict[str, bytes] = {}
        for kind in TABLE_KINDS:
            for place in _tables_beside(PurePosixPath(path), kind):
                try:
                    with open(place, "rb") as table:
                        tables[kind] = _bounded(table, str(place))
                    break
                except FileNotFoundError:
                    continue
        with open(path, "rb") as record:
            return RecordText(path, _bounded(record, path), tables)
    except OSError as error:
        return RecordError(path, "(file)", _reason(error))
    except RecordError as error:
        return error


def _read_member(archive: zipfile.ZipFile, item: InZip) -> RecordText | RecordError:
    name = f"{item.archive}:{item.member}"
    try:
        tables: dict[str, bytes] = {}
        for kind in TABLE_KINDS:
            for place in _tables_beside(PurePosixPath(item.member), kind):
                if str(place) in archive.NameToInfo:
                    with archive.open(str(place)) as table:
                        tables[kind] = _bounded(table, f"{item.archive}:{place}")
                    break
        with archive.open(item.member) as record:
            return RecordText(name, _bounded(record, name), tables)
    except (OSError, EOFError, KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        return RecordError(name, "(file)", _reason(error))
    except RecordError as error:
        return error


def _bounded(stream: IO[bytes], name: str) -> bytes:
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise RecordError(name, "(file)", f"larger than {LARGEST_FILE:,} bytes")
    return content


def _join(files: Sequence[Spooled]) -> Iterator[RecordText | RecordError]:
    """The records among files of one stem, each with the stem's tables."""
    tables: dict[str, bytes] = {file.kind: file.content for file in files if file.kind in TABLE_KINDS}
    for file in files:
        if len(file.content) > LARGEST_FILE:
            yield RecordError(file.file, "(file)", f"larger than {LARGEST_FILE:,} bytes")
        elif file.kind == "json":
            yield RecordText(file.file, file.content, {}, "json")
        elif file.kind == "markdown":
            yield RecordText(file.file, file.content, tables)


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
