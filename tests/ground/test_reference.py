"""Reference tables: complete, checked, compiled once."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from pathlib import Path

import pytest
import yaml

from flows.errors import MappingError
from flows.ground import Grounder
from flows.ground.names import fold
from flows.ground.reference import load_reference
from flows.ground.snapshots import SNAPSHOTS, read_snapshot
from flows.resources import mappings_folder


def test_names_of_a_gene_lead_to_it(grounder: Grounder) -> None:
    assert grounder.tables.lookup(fold("CCN1"))[0] == ("a", "ncbigene:3491")
    assert grounder.tables.lookup(fold("Cyr61")) == (("p", "ncbigene:3491"),)
    assert ("f", "fplx:NFkappaB") in grounder.tables.lookup(fold("NF-κB"))
    assert grounder.tables.lookup("nothingatall") == ()


def test_a_gene_knows_its_numbers_and_families(grounder: Grounder) -> None:
    gene = grounder.tables.genes["4790"]
    assert (gene.symbol, gene.hgnc) == ("NFKB1", "7794")
    assert "NFkappaB" in gene.families


@pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=lambda one: one.name)
def test_every_snapshot_has_a_true_sidecar(snapshot: object) -> None:
    name = snapshot.name  # type: ignore[attr-defined]
    folder = mappings_folder() / "snapshots"
    sidecar = yaml.safe_load((folder / f"{name}.meta.yaml").read_text())
    path = folder / f"{name}.tsv.gz"
    assert sidecar["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert sidecar["rows"] == sum(1 for _ in read_snapshot(path))
    assert all(sidecar[key] for key in ("source", "released", "licence", "rebuild"))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(mappings_folder(), tmp_path / "mappings", ignore=shutil.ignore_patterns(".cache"))
    return tmp_path / "mappings"


def test_a_missing_snapshot_is_named(copied: Path) -> None:
    (copied / "snapshots" / "hgnc.tsv.gz").unlink()
    with pytest.raises(MappingError, match=r"hgnc\.tsv\.gz"):
        load_reference(copied)


def test_a_damaged_snapshot_is_named(copied: Path) -> None:
    path = copied / "snapshots" / "famplex.tsv.gz"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(MappingError, match=r"famplex\.tsv\.gz: damaged"):
        load_reference(copied)


def test_a_row_of_the_wrong_width_is_named_by_its_line(copied: Path) -> None:
    path = copied / "snapshots" / "mesh-replaced.tsv.gz"
    path.write_bytes(gzip.compress(b"mesh\tlabel\treplaced_by\nD1\tone\tD2\nD3\tthree\n"))
    with pytest.raises(MappingError) as caught:
        load_reference(copied)
    assert (caught.value.table, caught.value.row) == ("mesh-replaced.tsv.gz", 3)
