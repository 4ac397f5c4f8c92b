"""Official files from the network: asked for only when changed, resumed when cut off, checked, replaced as a whole.

HTTP as in RFC 9110: conditional requests (section 13: ``If-None-Match``, ``If-Modified-Since``), ranges (section 14:
``Range`` with ``If-Range``), ``Retry-After`` (section 10.2.3).
"""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import msgspec
import requests

from figkg.base.errors import OutputError, SourceError, reason_of
from figkg.base.files import replace_file
from figkg.base.telling import tell
from figkg.fetch.configuration import Patience, Source
from figkg.fetch.session import TryAgainError, ask, body_of, broken_off, persist, status_of

CHUNK = 1 << 18
_MEGABYTE = 1_000_000
_LONGEST_CHECKSUM = 1_000_000

Follow = Callable[[Iterable[bytes], int, str], Iterable[bytes]]
"""Passes chunks on and shows progress: chunks, expected size in bytes, name of the file."""


class Download(msgspec.Struct, frozen=True):
    """What came of asking for a file.

    Attributes:
        name: the file.
        changed: whether it is another one than before.
        size: its size in bytes.
        released: when its server says it was last changed, ``2026-11-20``, or empty.
    """

    name: str
    changed: bool
    size: int
    released: str


class _Kept(msgspec.Struct, frozen=True):
    """What is remembered beside a file: a hash of its address, which may hold a token; its validators; its digest."""

    address: str
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""


class _AbsentError(Exception):
    """There is no such file."""


def download(
    name: str,
    source: Source,
    folder: Path,
    patience: Patience,
    *,
    session: requests.Session,
    pause: Callable[[float], None] = time.sleep,
    follow: Follow = lambda chunks, _size, _name: chunks,
) -> Download:
    """Bring one official file up to date.

    Args:
        name: name of the file in the folder.
        source: where it comes from, and its limits.
        folder: where it is kept, with ``<name>.http.json`` beside it and, while it is not whole, ``<name>.part``.
        patience: how long to try.
        session: the connection pool.
        pause: waits so many seconds.
        follow: shows progress.

    Returns:
        What came of it. The file is replaced in one step, and only by a whole one that passed every check.

    Raises:
        SourceError: it cannot be had; what was there before stays. ``transient`` says whether later may be better.
        OutputError: the folder cannot be written.
    """
    target = folder / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        one = _Fetch(name, source, target, patience, session, follow)
        for url in _addresses(source.url):
            with suppress(_AbsentError):
                return _persist(one, url, patience, pause)
    except OSError as error:
        raise OutputError(str(error.filename or target), reason_of(error)) from error
    raise SourceError(source.url, "the server has no such file (404); see mappings/sources.yaml")


def _addresses(url: str) -> list[str]:
    year = datetime.now(UTC).year
    return [url.replace("{year}", str(one)) for one in (year, year - 1)] if "{year}" in url else [url]


def _persist(one: _Fetch, url: str, patience: Patience, pause: Callable[[float], None]) -> Download:
    deadline = time.monotonic() + patience.longest
    return persist(lambda: one.attempt(url, deadline), url, patience, pause, tell)


class _Fetch:
    """One file being fetched."""

    def __init__(
        self, name: str, source: Source, target: Path, patience: Patience, session: requests.Session, follow: Follow
    ) -> None:
        self.name = name
        self.source = source
        self.target = target
        self.patience = patience
        self.session = session
        self.follow = follow
        self.part = target.with_name(f"{target.name}.part")
        self.part_notes = target.with_name(f"{target.name}.part.json")
        self.notes = target.with_name(f"{target.name}.http.json")

    def attempt(self, url: str, deadline: float) -> Download:
        """Ask once."""
        kept, begun = _read(self.notes, url), _read(self.part_notes, url)
        headers = {"Accept-Encoding": "identity"}
        offset = self.part.stat().st_size if begun and self.part.exists() else 0
        if offset and begun:
            headers |= {"Range": f"bytes={offset}-", "If-Range": begun.etag or begun.last_modified}
        elif kept and self.target.exists():
            headers |= {"If-None-Match": kept.etag} if kept.etag else {}
            headers |= {"If-Modified-Since": kept.last_modified} if kept.last_modified else {}
        try:
            with ask(self.session, "GET", url, self.patience, headers=headers, stream=True) as answer:
                if answer.status_code == requests.codes.not_modified and kept:
                    return self._result(kept, changed=False)
                self._require_success(answer, url)
                offset = _start(answer, offset)
                self._receive(answer, url, offset, deadline)
                notes = _notes(answer, url)
        except requests.RequestException as error:
            raise broken_off(error) from error
        return self._accept(notes, kept)

    def _require_success(self, answer: requests.Response, url: str) -> None:
        status = answer.status_code
        if status in (requests.codes.ok, requests.codes.partial_content):
            return
        if status == requests.codes.requested_range_not_satisfiable:
            self._drop_part()
            raise TryAgainError("the server refuses to go on where the last attempt ended")
        if status in (requests.codes.not_found, requests.codes.gone):
            raise _AbsentError
        raise SourceError(url, status_of(answer))

    def _receive(self, answer: requests.Response, url: str, offset: int, deadline: float) -> None:
        """Write what is sent behind what is there."""
        limit = int(self.source.megabytes * _MEGABYTE)
        length = answer.headers.get("Content-Length", "")
        encoded = "Content-Encoding" in answer.headers
        expected = offset + int(length) if length.isdigit() and not encoded else 0
        if expected > limit:
            raise self._too_large(url, limit)
        notes = _notes(answer, url)
        if encoded or not (notes.etag or notes.last_modified) or notes.etag.startswith("W/"):
            self.part_notes.unlink(missing_ok=True)
        else:
            self.part_notes.write_bytes(msgspec.json.encode(notes))
        size = offset
        with self.part.open("ab" if offset else "wb") as part:
            for chunk in self.follow(answer.iter_content(CHUNK), expected, self.name):
                size += len(chunk)
                if size > limit:
                    raise self._too_large(url, limit)
                if time.monotonic() > deadline:
                    raise SourceError(url, f"not done after {self.patience.longest:.0f} s", transient=True)
                part.write(chunk)
        if expected and size != expected:
            raise TryAgainError(f"{size:,} of {expected:,} bytes came")

    def _too_large(self, url: str, limit: int) -> SourceError:
        self._drop_part()
        return SourceError(url, f"larger than {limit:,} bytes, the limit in mappings/sources.yaml")

    def _accept(self, notes: _Kept, kept: _Kept | None) -> Download:
        """Check a whole file and put it in its place."""
        with self.part.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        try:
            self._check(digest)
        except (TryAgainError, SourceError):
            self._drop_part()
            raise
        changed = not (kept and self.target.exists() and kept.sha256 == digest)
        self.part.replace(self.target)
        self._drop_part()
        whole = msgspec.structs.replace(notes, sha256=digest)
        replace_file(self.notes, msgspec.json.encode(whole))
        return self._result(whole, changed=changed)

    def _check(self, digest: str) -> None:
        if self.source.sha256 and self.source.sha256.lower() != digest:
            raise TryAgainError(f"its SHA-256 is {digest}, not {self.source.sha256}")
        if self.source.checksum_url:
            self._compare(digest, self.source.checksum_url)
        if self.name.endswith(".gz"):
            limit = int((self.source.unpacked_megabytes or self.source.megabytes * 20) * _MEGABYTE)
            self._unpack(limit)

    def _compare(self, digest: str, url: str) -> None:
        """Compare with the checksum that a server states, MD5 or SHA-256, in the manner of md5sum."""
        try:
            answer = ask(self.session, "GET", url, self.patience, stream=True)
            text = body_of(answer, url, _LONGEST_CHECKSUM, self.patience.longest).decode("utf-8", "replace")
        except TryAgainError as error:
            raise TryAgainError(f"{error}, for the checksum {url}", error.after) from error
        if not answer.ok:
            raise TryAgainError(f"{status_of(answer)} for the checksum {url}")
        stated = re.search(r"\b([0-9a-f]{64}|[0-9a-f]{32})\b", text.lower())
        if stated is None:
            raise SourceError(url, "holds neither an MD5 nor a SHA-256")
        if len(stated.group()) == len(digest):
            found = digest
        else:
            with self.part.open("rb") as content:
                found = hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        if stated.group() != found:
            raise TryAgainError(f"its checksum is {found}, not {stated.group()}")

    def _unpack(self, limit: int) -> None:
        """Read a gzip file to its end; what it holds must not exceed the limit."""
        size = 0
        try:
            for piece in _unpacked(self.part):
                size += piece
                if size > limit:
                    raise SourceError(
                        self.source.url, f"unpacks to more than {limit:,} bytes, the limit in mappings/sources.yaml"
                    )
        except zlib.error as error:
            raise TryAgainError(f"a damaged gzip file ({error})") from error
        except EOFError as error:
            raise TryAgainError("a gzip file that breaks off") from error

    def _result(self, kept: _Kept, *, changed: bool) -> Download:
        released = ""
        if kept.last_modified:
            try:
                released = parsedate_to_datetime(kept.last_modified).date().isoformat()
            except ValueError:
                released = ""
        return Download(self.name, changed, self.target.stat().st_size, released)

    def _drop_part(self) -> None:
        self.part.unlink(missing_ok=True)
        self.part_notes.unlink(missing_ok=True)


def _unpacked(path: Path) -> Iterator[int]:
    """Sizes of the unpacked pieces of a gzip file, each bounded however strongly it is packed.

    Raises:
        zlib.error: it is no gzip file.
        EOFError: it breaks off.
    """
    member = zlib.decompressobj(wbits=31)
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            while chunk:
                if member.eof:
                    member = zlib.decompressobj(wbits=31)
                yield len(member.decompress(chunk, CHUNK))
                chunk = member.unused_data if member.eof else member.unconsumed_tail
    if not member.eof:
        raise EOFError


def _read(path: Path, url: str) -> _Kept | None:
    """Notes that belong to this address."""
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return kept if kept.address == _hashed(url) else None


def _notes(answer: requests.Response, url: str) -> _Kept:
    return _Kept(_hashed(url), answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))


def _hashed(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def _start(answer: requests.Response, offset: int) -> int:
    """Where the body belongs: behind what is there, or at the beginning when the server sends all of it."""
    if answer.status_code != requests.codes.partial_content:
        return 0
    if not answer.headers.get("Content-Range", "").startswith(f"bytes {offset}-"):
        raise TryAgainError("the server sends another part than was asked for")
    return offset
