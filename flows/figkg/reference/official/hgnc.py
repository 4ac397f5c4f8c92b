"""HGNC: the complete set and the withdrawn entries (https://www.genenames.org/download/)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figkg.reference.official.files import Row, lines, table

COMPLETE = ("hgnc_complete_set.txt",)
WITHDRAWN = ("withdrawn.txt", "hgnc_withdrawn.txt")
GENE_COLUMNS = (
    *("hgnc", "symbol", "name", "alias_symbols", "previous_symbols", "alias_names", "previous_names"),
    *("ncbigene", "ensembl", "uniprot", "group", "renamed"),
)
WITHDRAWN_COLUMNS = ("hgnc", "status", "symbol", "replaced_by")

_OFFICIAL = (
    *("hgnc_id", "symbol", "name", "alias_symbol", "prev_symbol", "alias_name", "prev_name"),
    *("entrez_id", "ensembl_gene_id", "uniprot_ids", "locus_group", "date_symbol_changed", "status"),
)


def gene_rows(folder: Path) -> Iterator[Row]:
    """Approved entries, as :data:`GENE_COLUMNS`; ``renamed`` is the year of the last change of symbol."""
    for hgnc, *cells, renamed, status in table(folder, COMPLETE, _OFFICIAL, quoted=True):
        if status == "Approved":
            yield hgnc.removeprefix("HGNC:"), *cells, renamed[:4]


def withdrawn_rows(folder: Path) -> Iterator[Row]:
    """Withdrawn, merged and split entries, as :data:`WITHDRAWN_COLUMNS`."""
    rows = lines(folder, *WITHDRAWN)
    next(rows, None)
    for line in rows:
        number, status, symbol, merged = [*line.split("\t"), *[""] * 4][:4]
        targets = [part.strip().split("|")[0].removeprefix("HGNC:") for part in merged.split(",") if part.strip()]
        yield number.removeprefix("HGNC:"), status, symbol, "|".join(targets)
