"""NCBI Gene (https://ftp.ncbi.nlm.nih.gov/gene/): genes that HGNC does not name, other organisms', numbers given up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from figkg.reference.official.files import Row, split, table

INFO = ("Homo_sapiens.gene_info",)
HISTORY = ("gene_history", "gene_history_derived.tsv")
OTHER_COLUMNS = ("ncbigene", "symbol", "type")
RETIRED_COLUMNS = ("ncbigene", "symbol", "replaced_by")

ORTHOLOGUES = ("gene_orthologs",)

_HUMAN = "9606"
_NO_GENES = ("biological-region", "unknown")
_PENDING = "NEWENTRY"
"""What NCBI calls entries that have no symbol yet."""
_GENE_COLUMNS = (
    *("tax_id", "GeneID", "Symbol", "LocusTag", "Synonyms", "description", "type_of_gene"),
    "Full_name_from_nomenclature_authority",
)


class OfficialGene(Struct, frozen=True):
    """A gene of any organism, as NCBI Gene has it.

    Attributes:
        taxon: NCBI Taxonomy number that it stands under: of a species, or of the strain whose genome it is of.
        number: NCBI Gene number.
        symbol: its symbol.
        locus: its place in the genome (``AT1G65480``), or empty.
        synonyms: other symbols, in the order of the file.
        name: its full name, or what describes it.
        coding: whether it codes for a protein.
    """

    taxon: str
    number: str
    symbol: str
    locus: str
    synonyms: tuple[str, ...]
    name: str
    coding: bool


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


def organism_genes(folder: Path, file: str) -> Iterator[OfficialGene]:
    """The genes of an organism; regions that are no genes and entries without a symbol are left out.

    Args:
        folder: where the official file is.
        file: its name, ``Mus_musculus.gene_info``.

    Raises:
        MappingError: the file is missing, damaged, or lacks a column.
    """
    for taxon, number, symbol, locus, synonyms, description, kind, name in table(folder, (file,), _GENE_COLUMNS):
        if kind not in _NO_GENES and symbol and symbol != _PENDING and taxon.isdecimal() and number.isdecimal():
            coding = kind == "protein-coding"
            yield OfficialGene(taxon, number, symbol, locus, tuple(split(synonyms)), name or description, coding)


def orthologue_rows(folder: Path) -> Iterator[tuple[str, str]]:
    """Numbers of human genes and of the genes of other organisms that are their orthologues.

    Raises:
        MappingError: the file is missing, damaged, or lacks a column.
    """
    columns = ("tax_id", "GeneID", "relationship", "Other_tax_id", "Other_GeneID")
    for taxon, number, relationship, other_taxon, other in table(folder, ORTHOLOGUES, columns):
        if relationship == "Ortholog" and (taxon == _HUMAN) != (other_taxon == _HUMAN):
            yield (number, other) if taxon == _HUMAN else (other, number)
