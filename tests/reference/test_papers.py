"""Numbers of papers, from NCBI's list of all papers in PMC."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.reference.papers import FILE, PaperNumbers, Papers, index_papers
from tests.helpers.official_slices import release_one, write


def test_papers_have_the_numbers_that_ncbi_lists(tmp_path: Path) -> None:
    official, mappings = write(release_one(), tmp_path / "official"), tmp_path / "mappings"
    assert index_papers(official, mappings) == 2
    papers = Papers(mappings)
    assert papers.of("PMC1") == PaperNumbers("1001", "10.1000/one")
    assert papers.of("PMC2") == papers.of("PMC3") == papers.of("no number") == PaperNumbers()


def test_the_same_list_is_not_read_again_and_another_is(tmp_path: Path) -> None:
    official, mappings = write(release_one(), tmp_path / "official"), tmp_path / "mappings"
    index_papers(official, mappings)
    before = Papers(mappings).digest
    assert index_papers(official, mappings) is None
    write({"PMC-ids.csv": b"PMCID,PMID,DOI\nPMC9,9,\n"}, official)
    assert index_papers(official, mappings) == 1
    assert Papers(mappings).of("PMC9") == PaperNumbers("9")
    assert Papers(mappings).digest != before


def test_without_the_list_nothing_is_known_and_nothing_breaks(tmp_path: Path) -> None:
    assert index_papers(tmp_path, tmp_path) is None
    papers = Papers(tmp_path)
    assert (papers.digest, papers.of("PMC1")) == ("", PaperNumbers())


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    write({f".cache/{FILE}": b"no database at all, but long enough to be looked at" * 100}, tmp_path)
    with pytest.raises(MappingError, match=r"papers\.sqlite: damaged"):
        Papers(tmp_path)


def test_a_list_without_a_column_is_refused(tmp_path: Path) -> None:
    write({"PMC-ids.csv": b"PMCID,DOI\n"}, tmp_path)
    with pytest.raises(MappingError, match="no column PMID"):
        index_papers(tmp_path, tmp_path)
    assert not (tmp_path / ".cache" / FILE).exists()
