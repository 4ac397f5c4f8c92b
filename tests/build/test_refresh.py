"""A refresh: which official files it asks for, and what it keeps beside the snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder, ontologies_folder
from figkg.build.refresh import Refresh, dated
from figkg.build.tools import take_fingerprints
from figkg.fetch.configuration import read_sources
from figkg.reference.organism_genes import OrganismGenes
from figkg.reference.renewal.draft import Renewal
from tests.helpers.official_slices import write
from tests.helpers.organism_slices import organism_files

NOTHING_NEW = Renewal({}, (), (), {})


def test_tables_of_other_organisms_are_asked_for_where_they_are_wanted(tmp_path: Path) -> None:
    sources = read_sources(mappings_folder())
    plain = Refresh(tmp_path, sources).files(None)
    assert plain == sources.files
    more = Refresh(tmp_path, sources, ["mouse", "fly"]).files(None)
    assert more.keys() - plain.keys() == {
        "Mus_musculus.gene_info.gz",
        "Drosophila_melanogaster.gene_info.gz",
        "gene_orthologs.gz",
    }


def test_an_organism_that_nobody_knows_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"sources\.yaml: organisms: no 'mous'; mouse\?"):
        Refresh(tmp_path, read_sources(mappings_folder()), ["mous"])


def test_a_release_of_what_nobody_knows_is_refused_with_what_is_near() -> None:
    assert dated({"hgnc": "2024-10-18"}, []) == {"hgnc": "2024-10-18"}
    with pytest.raises(MappingError, match=r"no snapshot and no official file 'hgcn'; hgnc"):
        dated({"hgcn": "2024-10-18"}, [])


def test_genes_of_organisms_are_kept_and_decide_what_records_come_to(tmp_path: Path) -> None:
    official, mappings = write(organism_files(), tmp_path / "official"), tmp_path / "mappings"
    write({"words.sssom.tsv": b"", "kinds.yaml": b""}, mappings)
    before = take_fingerprints(mappings, ontologies_folder())
    out = tmp_path / "out"
    refresh = Refresh(mappings, read_sources(mappings_folder()), ["mouse", "fly"])
    refresh.index_organisms(official)
    assert OrganismGenes(mappings).organisms == ()  # a draft yet
    refresh.finish(NOTHING_NEW, [], out, dry_run=False)
    assert OrganismGenes(mappings).organisms == ("fly", "mouse")
    after = take_fingerprints(mappings, ontologies_folder())
    assert (after.data != before.data, after.code) == (True, before.code)
    refresh = Refresh(mappings, read_sources(mappings_folder()))
    refresh.index_organisms(official)
    assert refresh.finish(NOTHING_NEW, [], out, dry_run=False).organisms == ()
    assert take_fingerprints(mappings, ontologies_folder()) == before
