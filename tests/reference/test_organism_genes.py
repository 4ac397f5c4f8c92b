"""Genes of other organisms, from NCBI Gene's tables of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.reference.organism_genes import (
    FILE,
    LOCUS,
    NAME,
    SYMBOL,
    SYNONYM,
    OrganismGene,
    OrganismGenes,
    index_organisms,
)
from tests.helpers.official_slices import gene_info, write
from tests.helpers.organism_slices import ORGANISMS, gene, organism_files


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(organism_files(), tmp_path_factory.mktemp("official"))


def test_genes_have_what_ncbi_lists_and_their_human_orthologues(official: Path, tmp_path: Path) -> None:
    assert index_organisms(official, tmp_path, ORGANISMS) == 15
    genes = OrganismGenes(tmp_path)
    assert genes.organisms == ("arabidopsis", "fly", "mouse", "viruses", "yeast")
    assert genes.taxa == {"10090", "7227", "3702", "559292", "11676"}
    assert genes.gene("22059") == OrganismGene(
        "22059", "10090", "Trp53", "transformation related protein 53", ("bbl", "p44", "p53"), ("7157",)
    )
    assert genes.gene("17067") == OrganismGene(
        "17067", "10090", "Ly6c1", "lymphocyte antigen 6 family member C1", ("Ly-6C",), ()
    )
    assert genes.gene("999991") is genes.gene("999992") is genes.gene("no number") is None


def test_names_are_found_in_their_organism_symbols_first(official: Path, tmp_path: Path) -> None:
    index_organisms(official, tmp_path, ORGANISMS)
    genes = OrganismGenes(tmp_path)
    found = [(one.rank, one.number, one.text) for one in genes.named("7227", "dl")]
    assert found == [(SYMBOL, "35047", "dl"), (SYMBOL, "42313", "Dl"), (SYNONYM, "35047", "DL")]
    assert [(one.rank, one.text) for one in genes.named("7227", "notch")] == [(NAME, "Notch"), (SYNONYM, "Notch")]
    assert [(one.rank, one.text) for one in genes.named("3702", "at1g65480")] == [(LOCUS, "AT1G65480")]
    assert genes.named("10090", "notch") == genes.named("1", "notch") == ()


def test_the_same_files_are_not_read_again_and_others_are(official: Path, tmp_path: Path) -> None:
    index_organisms(official, tmp_path, {"fly": ORGANISMS["fly"]})
    before = OrganismGenes(tmp_path).digest
    assert index_organisms(official, tmp_path, {"fly": ORGANISMS["fly"]}) is None
    assert index_organisms(official, tmp_path, {"yeast": ORGANISMS["yeast"]}) == 1
    assert OrganismGenes(tmp_path).digest != before


def test_organisms_that_nobody_wants_any_more_are_taken_away(official: Path, tmp_path: Path) -> None:
    index_organisms(official, tmp_path, ORGANISMS)
    assert index_organisms(official, tmp_path, {}) == 0
    assert index_organisms(official, tmp_path, {}) is None
    genes = OrganismGenes(tmp_path)
    assert (genes.digest, genes.organisms, genes.taxa, genes.gene("22059")) == ("", (), frozenset(), None)
    assert genes.named("10090", "tnf") == ()


def test_a_damaged_table_is_named_and_made_anew(official: Path, tmp_path: Path) -> None:
    write({f".cache/{FILE}": b"no database at all, but long enough to be looked at" * 100}, tmp_path)
    with pytest.raises(MappingError, match=r"organisms\.sqlite: damaged"):
        OrganismGenes(tmp_path)
    assert index_organisms(official, tmp_path, {"yeast": ORGANISMS["yeast"]}) == 1


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"X.gene_info.gz": gene_info(gene("1", "1", "A"))}, "gene_orthologs: not in"),
        ({"gene_orthologs": b"#tax_id\tGeneID\n"}, r"X\.gene_info: not in"),
        ({"gene_orthologs": b"#tax_id\tGeneID\n", "X.gene_info": gene_info()}, r"X\.gene_info, line 1: not UTF-8"),
        ({"gene_orthologs": b"#tax_id\tGeneID\n", "X.gene_info.gz": gene_info()}, "no column relationship"),
        ({"gene_orthologs": b"", "X.gene_info": b"#tax_id\tGeneID\n"}, "no column Symbol"),
    ],
    ids=["no orthologues", "no genes", "packed but named as plain", "a column of orthologues", "a column of genes"],
)
def test_official_files_that_cannot_be_used_leave_things_as_they_were(
    files: dict[str, bytes], reason: str, tmp_path: Path
) -> None:
    write(files, tmp_path)
    with pytest.raises(MappingError, match=reason):
        index_organisms(tmp_path, tmp_path, {"x": "X.gene_info"})
    assert not (tmp_path / ".cache" / FILE).exists()
