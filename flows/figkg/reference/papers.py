"""Numbers of papers: PubMed number and DOI by PMC number, from NCBI's list of all papers in PMC.

https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/ describes it; the file is ``PMC-ids.csv`` at
https://ftp.ncbi.nlm.nih.gov/pub/pmc/. `figkg refresh` fetches it and keeps it as a table of SQLite, in which a paper is
found in no time. It has millions of rows and is none of the snapshots that come along: without it papers have what
their records say.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.files import replacing
from figkg.reference.official.files import find, table

OFFICIAL = ("PMC-ids.csv",)
FILE = "papers.sqlite"
_COLUMNS = ("PMCID", "PMID", "DOI")
_PREFIX = "PMC"


class PaperNumbers(Struct, frozen=True):
    """What identifies a paper besides its PMC number.

    Attributes:
        pmid: PubMed number, or empty.
        doi: DOI without resolver, or empty.
    """

    pmid: str = ""
    doi: str = ""


class Papers:
    """The numbers of papers; empty where `figkg refresh` has never fetched them.

    Args:
        mappings: the mappings folder.

    Raises:
        MappingError: the table is damaged.
    """

    def __init__(self, mappings: Path) -> None:
        self._path = mappings / ".cache" / FILE
        self.digest = self._ask("SELECT digest FROM about", ())[0] if self._path.exists() else ""
        """SHA-256, in hex, of the file that the table was made from, or empty."""

    def of(self, pmcid: str) -> PaperNumbers:
        """The numbers of a paper by its PMC number, ``PMC6676106``."""
        number = pmcid.removeprefix(_PREFIX)
        if not self.digest or not number.isdecimal():
            return PaperNumbers()
        found = self._ask("SELECT pmid, doi FROM paper WHERE pmc = ?", (int(number),))
        return PaperNumbers(*found) if found else PaperNumbers()

    def _ask(self, query: str, values: tuple[int, ...]) -> tuple[str, ...]:
        try:
            with closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)) as database:
                row = database.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise MappingError(FILE, None, f"damaged ({error}); delete it or run `figkg refresh`") from error
        return tuple(map(str, row or ()))


def index_papers(official: Path, mappings: Path, draft: Path | None = None) -> int | None:
    """Make the table of papers anew, if the official file is there and another one than before.

    Args:
        official: folder with official files.
        mappings: the mappings folder.
        draft: a draft of the mappings folder, which gets the new table; without it that in use is replaced.

    Returns:
        Number of papers, or None where nothing was to be done.

    Raises:
        MappingError: the official file is damaged or lacks a column.
    """
    path = find(official, *OFFICIAL)
    if path is None:
        return None
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    if Papers(mappings).digest == digest:
        return None
    target = (draft or mappings) / ".cache" / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as draft, closing(sqlite3.connect(draft)) as database:
        database.executescript(
            "PRAGMA journal_mode = OFF; CREATE TABLE about (digest TEXT);"
            "CREATE TABLE paper (pmc INTEGER PRIMARY KEY, pmid TEXT, doi TEXT);"
        )
        database.execute("INSERT INTO about VALUES (?)", (digest,))
        database.executemany("INSERT OR REPLACE INTO paper VALUES (?, ?, ?)", _rows(official))
        database.commit()
        return int(database.execute("SELECT count(*) FROM paper").fetchone()[0])


def _rows(official: Path) -> Iterator[tuple[int, str, str]]:
    for pmcid, pmid, doi in table(official, OFFICIAL, _COLUMNS, delimiter=",", quoted=True):
        number = pmcid.removeprefix(_PREFIX)
        if number.isdecimal():
            yield int(number), pmid if pmid.isdecimal() and int(pmid) else "", doi
