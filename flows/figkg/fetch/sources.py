"""Which kind of source an address names, and how it is brought here."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import requests
from msgspec import Struct

from figkg.base.errors import SourceError
from figkg.fetch.biothings import fetch_documents
from figkg.fetch.configuration import FigureLimits, Source
from figkg.fetch.download import Follow, download
from figkg.fetch.git import fetch_repository

_SCHEMES = (
    "http",
    "https",
    "git",
    "ssh",
    "git+https",
    "git+http",
    "git+ssh",
    "git+file",
    "biothings+https",
    "biothings+http",
)
_ARCHIVE = re.compile(r"\.(?:zip|tar|tar\.gz|tgz|tar\.bz2|tar\.xz|(?:jsonl|ndjson|json)(?:\.(?:gz|bz2|xz))?|md)$")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_CHECKSUM = re.compile(r"sha256[=:]([0-9a-fA-F]{64})")


class Fetched(Struct, frozen=True):
    """A source that was brought here.

    Attributes:
        path: what :func:`figkg.extract.partition` reads.
        state: what tells this state of the source from another: a commit, a digest, a build date.
    """

    path: Path
    state: str


def is_remote(source: str) -> bool:
    """Whether a source is an address on the network.

    >>> is_remote("https://example.org/records.zip"), is_remote("git@github.com:o/r.git"), is_remote("records.zip")
    (True, True, False)
    """
    return source.partition("://")[0].lower() in _SCHEMES or source.startswith("git@")


def fetch_source(
    source: str,
    cache: Path,
    limits: FigureLimits,
    *,
    session: requests.Session,
    pause: Callable[[float], None] = time.sleep,
    follow: Follow = lambda chunks, _size, _name: chunks,
) -> Fetched:
    """Bring a source here, or what changed in it since the last time.

    Args:
        source: address of an archive (``https://…/records.zip``, with ``#sha256=…`` where its digest is known), of a
            Git repository (``https://….git``, ``git+https://…``, ``git://…``, ``git@…``), or of a BioThings API
            (``biothings+https://biothings.ncats.io/pfocr``, with ``?q=…`` for a part of it). ``${NAME}`` in it stands
            for an environment variable.
        cache: folder in which sources are kept between runs.
        limits: how large a source may be, and how long it is tried.
        session: the connection pool.
        pause: waits so many seconds.
        follow: shows progress.

    Raises:
        SourceError: it cannot be had whole; what was there before stays, and the next attempt goes on where this ended.
        OutputError: the cache cannot be written.
    """
    source = revealed(source)
    try:
        address = urlsplit(source)
    except ValueError as error:
        raise SourceError(source, f"no address: {error}") from error
    place = cache / hashlib.sha256(source.partition("#")[0].encode()).hexdigest()[:16]
    if address.scheme.startswith("biothings+"):
        return Fetched(*fetch_documents(source.removeprefix("biothings+"), place, limits, session=session, pause=pause))
    if _is_repository(source):
        return Fetched(*fetch_repository(source.removeprefix("git+"), place, limits, pause=pause))
    name = _ARCHIVE.search(address.path)
    if name is None:
        raise SourceError(
            source,
            "not known what this is; an archive ends in .zip, .tar.gz or .jsonl, a Git repository in .git or begins "
            "with git+, an API begins with biothings+",
        )
    stated = _CHECKSUM.search(address.fragment)
    one = Source(url=source.partition("#")[0], megabytes=limits.megabytes, sha256=stated and stated.group(1))
    file = f"source{name.group()}"
    download(file, one, place, limits.patience, session=session, pause=pause, follow=follow)
    with (place / file).open("rb") as content:
        return Fetched(place / file, hashlib.file_digest(content, "sha256").hexdigest())


def revealed(address: str, environment: Mapping[str, str] = os.environ) -> str:
    """An address with what ``${NAME}`` in it stands for, so that no list of sources need hold a password or token.

    Args:
        address: as it is named.
        environment: has what is meant.

    Raises:
        SourceError: it names a variable that is not set.

    >>> revealed("https://example.org/x.zip?token=${TOKEN}", {"TOKEN": "abc"})
    'https://example.org/x.zip?token=abc'
    """

    def value(found: re.Match[str]) -> str:
        if found[1] not in environment:
            raise SourceError(address, f"the environment variable {found[1]} is not set")
        return environment[found[1]]

    return _VARIABLE.sub(value, address)


def _is_repository(source: str) -> bool:
    scheme, path = urlsplit(source).scheme, urlsplit(source).path
    return scheme.startswith("git") or scheme == "ssh" or source.startswith("git@") or path.endswith(".git")
