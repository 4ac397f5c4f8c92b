"""Sources: folders, files, globs, archives and streams of records, cut into partitions.

A partition is a file that lists where its records are (folders, zip archives) or holds them
(streams, which can be read only once). Workers receive the path of a partition, never its content.
"""

from __future__ import annotations

import errno
import lzma
import stat
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

import msgspec

from figkg.base.errors import RecordError, SourceError, reason_of
from figkg.base.files import open_regular
from figkg.base.near import perhaps_file
from figkg.extract.folders import has_magic, is_about, is_record, is_yaml, matches, passed_over, record_files
from figkg.extract.items import (
    LARGEST_FILE,
    InFolder,
    InZip,
    Item,
    Spooled,
    Unreadable,
    file_item,
    kind_and_stem,
    legible,
    tables_beside,
    too_large,
)
from figkg.extract.record import RecordText
from figkg.extract.streams import is_json, json_items, open_json
from figkg.extract.tables import TABLE_KINDS
from figkg.extract.unpacking import Unpacked, refuse_bomb

RECORDS_IN_PARTITION = 2_000

_ARCHIVE_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_MOST_BUCKETS = 200
_BYTES_IN_BUCKET = 2_000_000
_FAULTS = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, UnicodeDecodeError)
_OF_THE_OUTPUT = (errno.ENOSPC, errno.EDQUOT)
"""What can go wrong with the scratch folder alone."""

_encoder = msgspec.json.Encoder()


def partition(
    sources: Sequence[str],
    scratch: Path,
    size: int = RECORDS_IN_PARTITION,
    stdin: BinaryIO | None = None,
) -> list[Path]:
    """Cut sources into partitions.

    Args:
        sources: folders (searched for ``*.md`` and the figure bot's ``PMC*.yml``), files, globs, ``.zip`` and
            ``.tar.gz`` archives, ``.jsonl`` and ``.json`` files, packed (``.gz``) or not, or ``-`` for JSON on
            standard input; a pipe is read likewise.
        scratch: folder for the partition files.
        size: records in a partition, at most (a stream's partitions may hold more).
        stdin: stands in for standard input.

    Returns:
        Paths of the partition files, in order.

    Raises:
        SourceError: a source does not exist, cannot be read or listed whole, or holds no record.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for source in sources:
        before = len(paths)
        try:
            if source == "-":
                items = json_items(stdin or _standard_input(), "<stdin>")
                paths += _listed(items, scratch, size, before)
            else:
                paths += _partition_path(source, scratch, size, before)
        except _FAULTS as error:
            if isinstance(error, OSError) and error.errno in _OF_THE_OUTPUT:
                raise
            raise SourceError(legible(_culprit(error, source)), _reason(error)) from error
        if len(paths) == before:
            raise SourceError(source, f"no figure records (*.md, PMC*.yml) in it{_json_beside(source)}")
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
            elif isinstance(item, Unreadable):
                yield RecordError(item.file, "(file)", item.reason)
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


def _json_beside(source: str) -> str:
    """What to do about JSON that lies in a folder without records, in words."""
    place = Path(source)
    named = sorted(one.name for one in place.iterdir() if is_json(one.name)) if place.is_dir() else []
    return f"; JSON is read where it is named: {place / named[0]}" if named else ""


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # closed by who started this process
        raise SourceError("-", "standard input is closed")
    return sys.stdin.buffer


def _culprit(error: BaseException, source: str) -> str:
    """What could not be read: a folder deep in a source, or the source."""
    name = getattr(error, "filename", None)
    return str(name) if isinstance(name, str) and name else source


def _partition_path(source: str, scratch: Path, size: int, start: int) -> list[Path]:
    path = Path(source)
    name = path.name.lower()
    if path.is_dir():
        return _listed(map(file_item, record_files(source)), scratch, size, start)
    if path.is_file():
        if name.endswith(".zip"):
            return _listed(_zip_items(path), scratch, size, start)
        if name.endswith(_ARCHIVE_ENDINGS):
            return _spool_archive(path, scratch, start)
        if is_json(name):
            with open_json(path) as items:
                return _listed(items, scratch, size, start)
        return _listed([file_item(source)], scratch, size, start)
    if path.is_fifo():
        with path.open("rb") as stream:
            return _listed(json_items(stream, source), scratch, size, start)
    if path.exists():
        raise SourceError(source, "neither a file nor a folder")
    if has_magic(source):
        found = sorted(set(matches(source)))
        if not found:
            raise SourceError(source, "no file matches")
        return _partition_matches(found, scratch, size, start)
    raise SourceError(source, f"no such file or folder{perhaps_file(path)}")


def _partition_matches(found: Sequence[str], scratch: Path, size: int, start: int) -> list[Path]:
    """Partitions for the matches of a glob: record files share partitions, folders and archives have their own."""
    records, others = list[str](), list[str]()
    for path in found:
        if is_about(Path(path).name):
            continue
        (records if _is_read_alone(path) else others).append(path)
    paths = _listed(map(file_item, records), scratch, size, start)
    for path in others:
        paths += _partition_path(path, scratch, size, start + len(paths))
    return paths


def _is_read_alone(path: str) -> bool:
    """Whether a match of a glob is a record, or what cannot be had: who reads it will tell."""
    try:
        folder = stat.S_ISDIR(Path(path).stat().st_mode)
        return is_record(Path(path).name) and not folder
    except OSError:
        return True


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
            if is_record(PurePosixPath(name).name) and not passed_over(PurePosixPath(name)) and not name.endswith("/"):
                yield InZip(str(path), name)


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
                    seen = seen or item.kind in ("markdown", "yaml")
                    buckets[zlib.crc32(item.stem.encode()) % count].write(_encoder.encode(item) + b"\n")
        content.check_end()
    return paths if seen else []


def _tar_item(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> Spooled | None:
    """The member as an item, or None when it is no record and no table."""
    found = kind_and_stem(PurePosixPath(member.name))
    if found is None or member.isdir():
        return None
    kind, stem = found
    file, content, fault = legible(f"{path}:{member.name}"), b"", ""
    if legible(member.name) != member.name:
        fault = "its name is not UTF-8"
    elif member.islnk() or member.issym():
        how = "tar --dereference --hard-dereference puts files into an archive"
        fault = f"a link to {legible(member.linkname)[:200]}, and no file; {how}"
    elif not member.isfile():
        fault = "not a regular file"
    elif member.size > LARGEST_FILE:
        fault = too_large(LARGEST_FILE)
    else:
        stream = archive.extractfile(member)
        content = b"" if stream is None else stream.read()
    return Spooled(file, legible(stem), kind, content, fault)


def _read_file(path: str) -> RecordText | RecordError:
    try:
        if Path(path).suffix.lower() in (".yml", ".yaml"):
            return RecordText(path, _content(path), {}, "yaml")
        tables: dict[str, bytes] = {}
        for kind in TABLE_KINDS:
            for place in tables_beside(PurePosixPath(path), kind):
                try:
                    tables[kind] = _content(str(place))
                    break
                except FileNotFoundError:
                    continue
        return RecordText(path, _content(path), tables)
    except OSError as error:
        return RecordError(_culprit(error, path), "(file)", _reason(error))
    except RecordError as error:
        return error


def _content(path: str) -> bytes:
    """The bytes of a file.

    Raises:
        RecordError: it is too large.
        OSError: it cannot be read.
    """
    with open_regular(path) as file:
        return _bounded(file, path)


def _read_member(archive: zipfile.ZipFile, item: InZip) -> RecordText | RecordError:
    name = f"{item.archive}:{item.member}"
    yaml = is_yaml(PurePosixPath(item.member).name)
    try:
        tables: dict[str, bytes] = {}
        for kind in () if yaml else TABLE_KINDS:
            for place in tables_beside(PurePosixPath(item.member), kind):
                if str(place) in archive.NameToInfo:
                    with archive.open(str(place)) as table:
                        tables[kind] = _bounded(table, f"{item.archive}:{place}")
                    break
        with archive.open(item.member) as record:
            return RecordText(name, _bounded(record, name), tables, "yaml" if yaml else "markdown")
    except (*_FAULTS, KeyError, NotImplementedError, RuntimeError) as error:
        return RecordError(name, "(file)", _reason(error))
    except RecordError as error:
        return error


def _bounded(stream: IO[bytes], name: str) -> bytes:
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise RecordError(name, "(file)", too_large(LARGEST_FILE))
    return content


def _join(files: Sequence[Spooled]) -> Iterator[RecordText | RecordError]:
    """The records among files of one stem, each with the stem's tables; without one of them it would lose its genes."""
    tables = {file.kind: file for file in files if file.kind in TABLE_KINDS}
    lacking = next((table for table in tables.values() if table.fault), None)
    for file in files:
        faulty = file if file.fault else lacking
        if file.kind in ("json", "yaml") and file.fault:
            yield RecordError(file.file, "(file)", file.fault)
        elif file.kind in ("json", "yaml"):
            yield RecordText(file.file, file.content, {}, "json" if file.kind == "json" else "yaml")
        elif file.kind == "markdown" and faulty is not None:
            yield RecordError(faulty.file, "(file)", faulty.fault)
        elif file.kind == "markdown":
            yield RecordText(file.file, file.content, {kind: table.content for kind, table in tables.items()})


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError):
        return reason_of(error)
    return " ".join(str(error).split()) or type(error).__name__
