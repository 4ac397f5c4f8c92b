"""The BioThings API of PFOCR: all its documents by a scrolling query, page by page.

https://docs.biothings.io/en/latest/: ``/query?q=…&fetch_all=true`` answers a first page with ``_scroll_id``,
``/query?scroll_id=…`` the next one, until there are no hits, or 404, or the same identifier brings nothing more.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import requests
from msgspec import Struct

from figkg.base.errors import OutputError, SourceError, reason_of
from figkg.base.files import replace_file
from figkg.base.telling import tell
from figkg.fetch.configuration import FigureLimits
from figkg.fetch.session import TryAgainError, ask, body_of, persist, status_of

_ALL = "__all__"
_MEGABYTE = 1_000_000
_LARGEST_PAGE = 64 * _MEGABYTE


class _Progress(Struct):
    """How far a query has come: the next page's identifier, documents and bytes that are there, how many there are."""

    scroll: str = ""
    documents: int = 0
    size: int = 0
    total: int = 0
    build: str = ""


def fetch_documents(
    url: str, place: Path, limits: FigureLimits, *, session: requests.Session, pause: Callable[[float], None]
) -> tuple[Path, str]:
    """Fetch all documents of a query, unless they are there already.

    Args:
        url: the API, ``https://biothings.ncats.io/pfocr``; ``?q=`` narrows the query.
        place: folder for the documents; a query that broke off goes on where it ended.
        limits: how long to wait between requests, and how long to try.
        session: the connection pool.
        pause: waits so many seconds.

    Returns:
        JSON lines, one document each, and the API's own build date (or the number of documents).

    Raises:
        SourceError: the API cannot be reached, or sends something else than documents.
        OutputError: the documents cannot be written.
    """
    return _Query(url, place, limits, session, pause).run()


class _Query:
    """One query."""

    def __init__(
        self,
        url: str,
        place: Path,
        limits: FigureLimits,
        session: requests.Session,
        pause: Callable[[float], None],
    ) -> None:
        parts = urlsplit(url)
        self._url = url
        self._base = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/").removesuffix("/query")
        self._text = parse_qs(parts.query).get("q", [_ALL])[0]
        self._limits = limits
        self._most = int(limits.megabytes * _MEGABYTE)
        self._session = session
        self._pause = pause
        self._whole = place / "documents.jsonl"
        self._part = place / "documents.part"
        self._notes = place / "documents.json"
        self._done = place / "documents.done.json"

    def run(self) -> tuple[Path, str]:
        try:
            self._whole.parent.mkdir(parents=True, exist_ok=True)
            build = self._build()
            if build and self._whole.exists() and _read(self._done).build == build:
                return self._whole, build
            self._scroll(build)
        except OSError as error:
            raise OutputError(str(error.filename or self._whole), reason_of(error)) from error
        done = _read(self._done)
        return self._whole, done.build or f"{done.documents} documents"

    def _build(self) -> str:
        """When the API says that its data was built, or nothing."""
        try:
            answer = self._get("/metadata", {})
        except SourceError as error:
            if error.transient:
                raise
            return ""
        return str(answer.get("build_date") or answer.get("build_version") or "")

    def _scroll(self, build: str) -> None:
        progress = _read(self._notes)
        if progress.scroll and progress.build == build and self._part.exists():
            with self._part.open("r+b") as part:
                part.truncate(progress.size)  # a page that was cut off in the middle is asked for again
        else:
            progress = _Progress(build=build)
        begun, last = 1, None
        while True:
            page = self._page(progress)
            if page is None:  # the identifier is no longer known: begin anew
                if begun >= self._limits.patience.attempts:
                    reason = f"the query was forgotten {begun} times before its end"
                    raise SourceError(self._url, reason, transient=True)
                begun, last, progress = begun + 1, None, _Progress(build=build)
                continue
            hits = page.get("hits", [])
            if not isinstance(hits, list):
                raise SourceError(self._url, "the answer has no list of hits")
            if hits and hits == last:
                raise SourceError(self._url, "the same page came twice")
            last = hits
            self._keep(hits, progress)
            progress.total = _count(page.get("total")) or progress.total
            if progress.total and progress.documents > progress.total:
                raise SourceError(self._url, f"more documents came than the {progress.total:,} that it says it has")
            scroll = str(page.get("_scroll_id") or "")
            if not hits or not scroll:
                break
            progress.scroll = scroll
            replace_file(self._notes, msgspec.json.encode(progress))
            self._pause(self._limits.between)
        if progress.documents < progress.total:
            reason = f"{progress.documents:,} of {progress.total:,} documents came"
            self._notes.unlink(missing_ok=True)
            raise SourceError(self._url, reason, transient=True)
        self._part.replace(self._whole)
        self._notes.unlink(missing_ok=True)
        replace_file(self._done, msgspec.json.encode(progress))

    def _page(self, progress: _Progress) -> dict[str, Any] | None:
        """A page, an empty one at the end, or None where the identifier has expired."""
        if not progress.scroll:
            return self._get("/query", {"q": self._text, "fetch_all": "true"})
        answer = self._get("/query", {"scroll_id": progress.scroll}, absent={})
        if answer.get("success") is False or "error" in answer or not answer:
            ended = not answer or "no results" in str(answer.get("error", "")).lower()
            whole = progress.total and progress.documents >= progress.total
            return {"hits": []} if ended or whole else None
        return answer

    def _keep(self, hits: list[Any], progress: _Progress) -> None:
        """Write a page behind the others; the size is noted once it is on disk."""
        with self._part.open("r+b" if progress.size else "wb") as part:
            part.seek(progress.size)
            for hit in hits:
                if not isinstance(hit, dict) or "_id" not in hit:
                    raise SourceError(self._url, "a hit has no _id")
                part.write(msgspec.json.encode(hit) + b"\n")
                if part.tell() > self._most:
                    reason = f"more than {self._most:,} bytes of documents, the limit in mappings/sources.yaml"
                    raise SourceError(self._url, reason)
            part.flush()
            os.fsync(part.fileno())
            progress.size = part.tell()
        progress.documents += len(hits)

    def _get(self, path: str, values: dict[str, str], absent: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask until there is an answer.

        Args:
            path: behind the API's address.
            values: of the query.
            absent: what a 404 or 400 with a text of the API's own means; without it an error.
        """
        patience, headers = self._limits.patience, {"Accept": "application/json"}

        def attempt() -> dict[str, Any]:
            asked: dict[str, Any] = {"params": values, "headers": headers, "stream": True}
            answer = ask(self._session, "GET", self._base + path, patience, **asked)
            body = body_of(answer, self._url, min(_LARGEST_PAGE, self._most), patience.longest)
            try:
                content = msgspec.json.decode(body)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if answer.ok:
                    raise TryAgainError("the answer is not JSON") from error
                content = None
            if answer.status_code in (400, 404) and absent is not None:
                return content if isinstance(content, dict) else absent
            if not answer.ok or not isinstance(content, dict):
                raise SourceError(self._url, f"{status_of(answer)} for {path}")
            return content

        return persist(attempt, self._url, patience, self._pause, tell)


def _count(stated: object) -> int:
    return stated if isinstance(stated, int) and stated > 0 else 0


def _read(path: Path) -> _Progress:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Progress)
    except (FileNotFoundError, msgspec.DecodeError):
        return _Progress()
