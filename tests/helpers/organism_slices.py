"""Slices of NCBI Gene's tables of other organisms, in its layout, written for the tests."""

from __future__ import annotations

import gzip

from tests.helpers.official_slices import gene_info

_ORTHOLOGUES = ("#tax_id", "GeneID", "relationship", "Other_tax_id", "Other_GeneID")


def gene(taxon: str, number: str, symbol: str, **cells: str) -> dict[str, str]:
    """A row of gene_info."""
    row = {"#tax_id": taxon, "GeneID": number, "Symbol": symbol, "type_of_gene": "protein-coding"}
    return row | cells


MOUSE = (
    gene("10090", "22059", "Trp53", Synonyms="bbl|p44|p53", description="transformation related protein 53"),
    gene("10090", "15139", "Hc", Synonyms="C5|C5a", description="hemolytic complement"),
    gene("10090", "16000", "Igf1", Synonyms="Igf-1", description="insulin-like growth factor 1"),
    gene("10090", "17067", "Ly6c1", Synonyms="Ly-6C", description="lymphocyte antigen 6 family member C1"),
    gene("10090", "21926", "Tnf", Synonyms="TNF-a|Tnfsf1a", description="tumor necrosis factor"),
    gene("10090", "999991", "NEWENTRY"),
    gene("10090", "999992", "Gm1region", type_of_gene="biological-region"),
)
FLY = (
    gene("7227", "31293", "N", LocusTag="Dmel_CG3936", Synonyms="CG3936|Notch", description="Notch"),
    gene("7227", "42313", "Dl", Synonyms="CG3619|delta", description="Delta"),
    gene("7227", "35047", "dl", Synonyms="CG6667|DL|Dorsal", description="dorsal"),
    gene("7227", "42737", "hh", Synonyms="CG4637|Hh", description="hedgehog"),
    gene("7227", "33001", "one", Synonyms="both"),
    gene("7227", "33002", "two", Synonyms="both"),
)
ARABIDOPSIS = (
    gene("3702", "842859", "FT", LocusTag="AT1G65480", Synonyms="F5I14.3|FLOWERING LOCUS T", description="PEBP"),
    gene("3702", "831441", "CO", LocusTag="AT5G15840", Synonyms="CONSTANS|FG", description="B-box type zinc finger"),
)
YEAST = (gene("559292", "855828", "GAL4", LocusTag="YPL248C", Synonyms="GAL81", description="galactose-responsive"),)
VIRUSES = (gene("11676", "156110", "nef", LocusTag="HIV1gp9", description="Nef"),)
HUMAN_OF = (("7157", "22059"), ("727", "15139"), ("3479", "16000"), ("7124", "21926"))
"""Numbers of human genes and of their orthologues in the mouse."""


def orthologues(*pairs: tuple[str, str]) -> bytes:
    """NCBI's gene_orthologs, gzipped: human number, number in the mouse; a row of other organisms besides."""
    rows = [("9606", human, "Ortholog", "10090", other) for human, other in pairs]
    rows.append(("7955", "30590", "Ortholog", "10090", "22059"))
    return gzip.compress("".join("\t".join(row) + "\n" for row in (_ORTHOLOGUES, *rows)).encode(), mtime=0)


def organism_files() -> dict[str, bytes]:
    """Content by file name."""
    return {
        "Mus_musculus.gene_info.gz": gene_info(*MOUSE),
        "Drosophila_melanogaster.gene_info.gz": gene_info(*FLY),
        "Arabidopsis_thaliana.gene_info.gz": gene_info(*ARABIDOPSIS),
        "Saccharomyces_cerevisiae.gene_info.gz": gene_info(*YEAST),
        "All_Viruses.gene_info.gz": gene_info(*VIRUSES),
        "gene_orthologs.gz": orthologues(*HUMAN_OF),
    }


ORGANISMS = {
    "mouse": "Mus_musculus.gene_info",
    "fly": "Drosophila_melanogaster.gene_info",
    "arabidopsis": "Arabidopsis_thaliana.gene_info",
    "yeast": "Saccharomyces_cerevisiae.gene_info",
    "viruses": "All_Viruses.gene_info",
}
"""The organisms of the slices, as mappings/sources.yaml names them, and their official files."""
