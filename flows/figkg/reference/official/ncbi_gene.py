"""NCBI Gene: human genes that HGNC does not name, and discontinued numbers (https://ftp.ncbi.nlm.nih.gov/gene/)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figkg.reference.official.files import Row, table

INFO = ("Homo_sapiens.gene_info",)
HISTORY = ("gene_history", "gene_history_derived.tsv")
OTHER_COLUMNS = ("ncbigene", "symbol", "type")
RETIRED_COLUMNS = ("ncbigene", "symbol", "replaced_by")

_HUMAN = "9606"


def other_rows(folder: Path) -> Iterator[Row]:
    """Human genes without an HGNC number, as :data:`OTHER_COLUMNS`; regions that are no genes are left out."""
    for taxon, number, symbol, references, kind in table(
        folder, INFO, ("tax_id", "GeneID", "Symbol", "dbXrefs", "type_of_gene")
    ):
        if taxon == _HUMAN and "HGNC:HGNC:" not in references and kind != "biological-region":
            yield number, symbol, kind


def retired_rows(folder: Path) -> Iterator[Row]:
    """Discontinued human numbers with what replaced them, as :data:`RETIRED_COLUMNS`."""
    for taxon, current, retired, symbol in table(
        folder, HISTORY, ("tax_id", "GeneID", "Discontinued_GeneID", "Discontinued_Symbol")
    ):
        if taxon == _HUMAN:
            yield retired, symbol, current
