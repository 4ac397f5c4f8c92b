"""Genes of other organisms, from NCBI Gene's tables of them, with their human orthologues.

`figkg refresh --organisms mouse,fly` fetches the tables and keeps them as one of SQLite, where a name is found in no
time. They are none of the snapshots that come along: without them everything is as it would be.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.files import replacing
from figkg.reference.names import fold
from figkg.reference.official.files import find, split
from figkg.reference.official.ncbi_gene import ORTHOLOGUES, OfficialGene, organism_genes, orthologue_rows

FILE = "organisms.sqlite"
FORM = "1"
"""Raised whenever the table changes, so that an old one is made anew."""

SYMBOL, NAME, LOCUS, SYNONYM = range(4)
"""What a name is to its gene."""

_SHORTEST_NAME = 4
_TABLES = """
PRAGMA journal_mode = OFF;
CREATE TABLE about (digest TEXT, names TEXT);
CREATE TABLE gene (number INTEGER PRIMARY KEY, taxon INTEGER, symbol TEXT, name TEXT, synonyms TEXT, human TEXT);
CREATE TABLE name (
    taxon INTEGER, key TEXT, rank INTEGER, number INTEGER, text TEXT, coding INTEGER,
    PRIMARY KEY (taxon, key, rank, number, text)
) WITHOUT ROWID;
"""


class OrganismGene(Struct, frozen=True):
    """A gene of another organism than human.

    Attributes:
        number: NCBI Gene number.
        taxon: NCBI Taxonomy number that it stands under.
        symbol: its symbol.
        name: its full name, or empty.
        synonyms: other symbols.
        human: NCBI Gene numbers of its human orthologues.
    """

    number: str
    taxon: str
    symbol: str
    name: str
    synonyms: tuple[str, ...]
    human: tuple[str, ...]


class GeneName(Struct, frozen=True, order=True):
    """What a name stands for in an organism.

    Attributes:
        rank: :data:`SYMBOL`, :data:`NAME`, :data:`LOCUS` or :data:`SYNONYM`.
        number: NCBI Gene number of the gene.
        text: the name as the table spells it.
        coding: whether the gene codes for a protein.
    """

    rank: int
    number: str
    text: str
    coding: bool


class OrganismGenes:
    """The genes of other organisms; empty where `figkg refresh` has never fetched any.

    Args:
        mappings: the mappings folder.

    Raises:
        MappingError: the table is damaged.
    """

    def __init__(self, mappings: Path) -> None:
        self._path = mappings / ".cache" / FILE
        about = self._ask("SELECT digest, names FROM about", ()) if self._path.exists() else []
        self.digest: str = about[0][0] if about else ""
        """SHA-256, in hex, of the files that the table was made from, or empty."""
        self.organisms: tuple[str, ...] = tuple(split(about[0][1])) if about else ()
        """The organisms that were asked for, as mappings/sources.yaml names them."""
        taxa = self._ask("SELECT DISTINCT taxon FROM name", ()) if self.digest else []
        self.taxa: frozenset[str] = frozenset(str(taxon) for (taxon,) in taxa)
        """NCBI Taxonomy numbers that have genes."""

    def gene(self, number: str) -> OrganismGene | None:
        """A gene by its NCBI Gene number."""
        if not self.digest or not number.isdecimal():
            return None
        rows = self._ask("SELECT taxon, symbol, name, synonyms, human FROM gene WHERE number = ?", (int(number),))
        for taxon, symbol, name, synonyms, human in rows:
            return OrganismGene(number, str(taxon), symbol, name, tuple(split(synonyms)), tuple(split(human)))
        return None

    def named(self, taxon: str, key: str) -> tuple[GeneName, ...]:
        """What a folded name stands for in an organism, symbols first.

        Args:
            taxon: one of :attr:`taxa`.
            key: a name folded by :func:`figkg.reference.names.fold`.
        """
        if taxon not in self.taxa:
            return ()
        query = "SELECT rank, number, text, coding FROM name WHERE taxon = ? AND key = ? ORDER BY rank, number, text"
        rows = self._ask(query, (int(taxon), key))
        return tuple(GeneName(rank, str(number), text, bool(coding)) for rank, number, text, coding in rows)

    def _ask(self, query: str, values: tuple[int | str, ...]) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)) as database:
                return database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise MappingError(FILE, None, f"damaged ({error}); delete it or run `figkg refresh`") from error


def index_organisms(official: Path, mappings: Path, files: Mapping[str, str], draft: Path | None = None) -> int | None:
    """Make the table of other organisms' genes anew, if it is to hold anything else than before.

    Args:
        official: folder with official files.
        mappings: the mappings folder.
        files: name of the official file of each organism that is wanted, by what mappings/sources.yaml calls the
            organism; for none the table is emptied.
        draft: a draft of the mappings folder, which gets the new table; without it that in use is replaced.

    Returns:
        Number of genes, or None where nothing was to be done.

    Raises:
        MappingError: an official file is missing, damaged or lacks a column.
    """
    digest = _digest(official, files) if files else ""
    if _digest_kept(mappings) == digest:
        return None
    target = (draft or mappings) / ".cache" / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as draft, closing(sqlite3.connect(draft)) as database:
        database.executescript(_TABLES)
        database.execute("INSERT INTO about VALUES (?, ?)", (digest, "|".join(sorted(files))))
        for file in sorted(set(files.values())):
            _enter(database, organism_genes(official, file))
        if files:
            _enter_orthologues(database, orthologue_rows(official))
        database.commit()
        return int(database.execute("SELECT count(*) FROM gene").fetchone()[0])


def _digest_kept(mappings: Path) -> str:
    """The digest of the table that is there; one that is damaged is as no other."""
    try:
        return OrganismGenes(mappings).digest
    except MappingError:
        return "damaged"


def _digest(official: Path, files: Mapping[str, str]) -> str:
    total = hashlib.sha256(f"{FORM} {'|'.join(sorted(files))}".encode())
    for name in (*ORTHOLOGUES, *sorted(set(files.values()))):
        path = find(official, name)
        if path is None:
            raise MappingError(name, None, f"not in {official}, neither plain nor gzipped")
        with path.open("rb") as content:
            total.update(hashlib.file_digest(content, "sha256").digest())
    return total.hexdigest()


def _enter(database: sqlite3.Connection, genes: Iterable[OfficialGene]) -> None:
    for gene in genes:
        others = "|".join(dict.fromkeys(gene.synonyms))
        row = (int(gene.number), int(gene.taxon), gene.symbol, gene.name, others, "")
        database.execute("INSERT OR REPLACE INTO gene VALUES (?, ?, ?, ?, ?, ?)", row)
        names = ((int(gene.taxon), key, rank, int(gene.number), text, gene.coding) for rank, key, text in _names(gene))
        database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?, ?)", names)


def _enter_orthologues(database: sqlite3.Connection, rows: Iterable[tuple[str, str]]) -> None:
    """Enter the human orthologues of the genes that are there; the official list has those of a thousand organisms."""
    known = {str(number) for (number,) in database.execute("SELECT number FROM gene")}
    human: dict[str, set[str]] = defaultdict(set)
    for number, other in rows:
        if other in known:
            human[other].add(number)
    found = (("|".join(sorted(numbers, key=int)), int(other)) for other, numbers in human.items())
    database.executemany("UPDATE gene SET human = ? WHERE number = ?", found)


def _names(gene: OfficialGene) -> Iterator[tuple[int, str, str]]:
    """The names of a gene with what each is to it, and folded."""
    full = (gene.name,) if len(gene.name) >= _SHORTEST_NAME else ()
    for rank, names in ((SYMBOL, (gene.symbol,)), (NAME, full), (LOCUS, (gene.locus,)), (SYNONYM, gene.synonyms)):
        for name in names:
            if key := fold(name):
                yield rank, key, name
