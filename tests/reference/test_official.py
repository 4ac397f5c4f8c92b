"""Official files of every maker, read into rows of snapshots."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.reference.official import famplex, gene_ontology, hgnc, matches, mesh, ncbi_gene
from tests.helpers.official_slices import descriptors, release_one, release_two, write


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return write(release_two(), tmp_path)


def test_genes_of_hgnc(official: Path) -> None:
    rows = list(hgnc.gene_rows(official))
    assert rows[0][:5] == ("11998", "TP53", "tumor protein p53", "p53|LFS1", "")
    assert rows[3] == (
        "7729",
        "SEPTIN2",
        "septin 2",
        "",
        "SEPT2",
        "",
        "",
        "4735",
        *("", "", "protein-coding gene", "2019"),
    )


def test_withdrawn_entries_with_what_they_were_merged_into(official: Path) -> None:
    assert list(hgnc.withdrawn_rows(official)) == [
        ("1", "Entry Withdrawn", "A12M1", ""),
        ("2", "Merged/Split", "PKBX", "391|392"),
    ]


def test_genes_that_hgnc_does_not_name_without_regions(tmp_path: Path) -> None:
    assert list(ncbi_gene.other_rows(write(release_one(), tmp_path))) == [("112268", "LOC112268", "ncRNA")]


def test_discontinued_human_numbers(official: Path) -> None:
    assert list(ncbi_gene.retired_rows(official)) == [("999001", "AKTX", "207"), ("112268", "LOC112268", "4735")]


def test_descriptors_of_mesh_from_xml(official: Path) -> None:
    assert list(mesh.descriptor_rows(official)) == [
        ("D007938", "Leukemia", "C04.557.337", "Leucocythaemia|Old Leukemia Name"),
        ("D005947", "Glucose", "D09.947.875", "Dextrose"),
        ("D010770", "Phosphotransferases", "D08.811.913", ""),
    ]


def test_supplementary_records_of_mesh_from_xml(official: Path) -> None:
    assert list(mesh.supplement_rows(official)) == [
        ("C085911", "imatinib analog", "D005947", "", "analogumab"),
        ("C535533", "rare leukemia", "D007938", "1", ""),
    ]


def test_the_newest_xml_by_the_year_in_its_name(tmp_path: Path) -> None:
    write(
        {"desc2025.gz": descriptors(("D1", "Old", "C01", ())), "desc2026.gz": descriptors(("D2", "New", "C01", ()))},
        tmp_path,
    )
    assert list(mesh.descriptor_rows(tmp_path)) == [("D2", "New", "C01", "")]


def test_xml_before_tables_and_tables_where_there_is_none(tmp_path: Path) -> None:
    table = "mesh_id\tlabel\ttree_numbers\tentry_terms\nD3\tTabled\tC01|G02\tOne|Two\n"
    write({"mesh_descriptors.tsv": table.encode()}, tmp_path)
    assert list(mesh.descriptor_rows(tmp_path)) == [("D3", "Tabled", "C01|G02", "One|Two")]
    write({"desc2026.xml": gzip.decompress(descriptors(("D2", "New", "C01", ())))}, tmp_path)
    assert list(mesh.descriptor_rows(tmp_path)) == [("D2", "New", "C01", "")]


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<html><body>moved", "not the XML that NLM publishes"),
        (b"", "not the XML that NLM publishes"),
        (b"<S><DescriptorRecord/></S>", "a DescriptorRecord without DescriptorUI"),
    ],
)
def test_other_xml_is_refused(xml: bytes, reason: str, tmp_path: Path) -> None:
    write({"desc.xml": xml}, tmp_path)
    with pytest.raises(MappingError, match=rf"desc\.xml: {reason}"):
        list(mesh.descriptor_rows(tmp_path))


def test_descriptors_that_are_gone_with_what_has_their_name_now(tmp_path: Path) -> None:
    before = [("D1", "Kept", "C01", ""), ("D2", "Merged Name", "C01", ""), ("D3", "Lost", "C01", "")]
    after = [("D1", "Kept", "C01", "merged name|other"), ("D4", "Added", "C01", "")]
    assert list(mesh.gone_rows(before, after)) == [("D2", "Merged Name", "D1")]


def test_families_with_all_genes_below_them(tmp_path: Path) -> None:
    nested = {
        "famplex/entities.csv": b"AKT\nUPPER\n",
        "famplex/relations.csv": b"HGNC,AKT1,isa,FPLX,AKT\nUP,P31751,isa,FPLX,AKT\nFPLX,AKT,isa,FPLX,UPPER\n"
        b"FPLX,UPPER,isa,FPLX,AKT\nHGNC,NOSUCH,isa,FPLX,AKT\n",
    }
    write(release_one() | nested, tmp_path)
    assert list(famplex.family_rows(tmp_path)) == [("AKT", "AKT", "207|208"), ("UPPER", "UPPER", "207|208")]


def test_names_of_families_and_genes_in_papers(tmp_path: Path) -> None:
    more = {"famplex/famplex_groundings.tsv": b"PKB family\tAKT\tfplx\nsomething\tX\tother\n"}
    write(release_one() | more, tmp_path)
    assert list(famplex.name_rows(tmp_path)) == [
        ("Akt kinase", "fplx:AKT"),
        ("p53 tumor suppressor", "hgnc.symbol:TP53"),
    ]
    assert list(famplex.more_name_rows(tmp_path)) == [("PKB family", "fplx:AKT")]


def test_processes_that_are_not_obsolete(official: Path, tmp_path: Path) -> None:
    assert list(gene_ontology.process_rows(official)) == [("0006915", "apoptotic process", "")]
    table = tmp_path / "other"
    write(
        {"go_terms.tsv": b"go_id\tlabel\tnamespace\tsynonyms\nGO:1\tone\tbiological_process\tuno\nGO:2\ttwo\tx\t\n"},
        table,
    )
    assert list(gene_ontology.process_rows(table)) == [("1", "one", "uno")]
    (tmp_path / "obo").mkdir()
    term = "[Term]\nid: GO:0000001\nname: one\nnamespace: biological_process\n"
    synonyms = 'synonym: "uno \\"1\\"" EXACT []\nsynonym: "first" BROAD []\n'
    write({"go-basic.obo": (term + synonyms).encode()}, tmp_path / "obo")
    assert list(gene_ontology.process_rows(tmp_path / "obo")) == [("0000001", "one", 'uno "1"')]


def test_what_a_process_is_a_kind_of(official: Path, tmp_path: Path) -> None:
    assert list(gene_ontology.link_rows(official)) == [("0006915", "0012501")]
    write({"go_is_a.tsv": b"go_id\tis_a\nGO:1\tGO:2\n"}, tmp_path / "other")
    assert list(gene_ontology.link_rows(tmp_path / "other")) == [("1", "2")]


def test_families_in_mesh_and_interpro(official: Path) -> None:
    assert list(famplex.match_rows(official)) == [("AKT", "mesh:D051057"), ("AMPK", "interpro:IPR000001")]


def test_the_same_thing_in_other_vocabularies(tmp_path: Path) -> None:
    files = {
        "disease_xrefs_mesh.tsv": b"curie\tname\tmesh_id\nDOID:1240\tleukemia\tD007938\nHP:1\tx\tD1\n",
        "mesh_chebi.tsv": b"mesh_id\tmesh_label\tchebi_id\tchebi_label\nD005947\tGlucose\tCHEBI:17234\tglucose\n",
        "mesh_mappings.tsv": b"mesh_id\ttarget\ttarget_id\nD011972\tHGNC\t6091\nD011972\tUP\tP06213\n",
        "famplex/equivalences.csv": b"MESH,D016328,NFkappaB\nGO,1,AKT\n",
    }
    rows = list(matches.match_rows(write(files, tmp_path)))
    assert rows == [
        ("D007938", "DOID:1240", "leukemia"),
        ("D005947", "CHEBI:17234", "glucose"),
        ("D011972", "HGNC:6091", ""),
        ("D016328", "FPLX:NFkappaB", ""),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hgnc_id\tname\n", "line 1: no column symbol, alias_symbol"),
        (release_one()["hgnc_complete_set.txt"] + b"HGNC:5\tX\n", "line 6: 2 cells where 16 are expected"),
        (release_one()["hgnc_complete_set.txt"] + b"\xff\n", "line 6: not UTF-8"),
    ],
)
def test_a_damaged_table_names_its_line(content: bytes, reason: str, tmp_path: Path) -> None:
    write({"hgnc_complete_set.txt": content}, tmp_path)
    with pytest.raises(MappingError, match=reason):
        list(hgnc.gene_rows(tmp_path))


def test_a_gzipped_table_that_breaks_off_is_named(tmp_path: Path) -> None:
    whole = release_one()["gene_history.gz"]
    write({"gene_history.gz": whole[:-12]}, tmp_path)
    with pytest.raises(MappingError, match=r"gene_history\.gz: cannot be read"):
        list(ncbi_gene.retired_rows(tmp_path))
