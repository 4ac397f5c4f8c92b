"""Reference tables: complete, checked, compiled once."""

from __future__ import annotations

import hashlib
import lzma
import re
import shutil
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground import Grounder
from figkg.reference.entries import Name
from figkg.reference.names import fold
from figkg.reference.snapshots import ENDING, SNAPSHOTS, Snapshot, read_sidecars, read_snapshot, write_snapshot
from figkg.reference.tables import load_reference


def test_names_of_a_gene_lead_to_it(grounder: Grounder) -> None:
    assert grounder.tables.lookup(fold("CCN1"))[0] == Name("a", "ncbigene:3491", "CCN1")
    assert grounder.tables.lookup(fold("Cyr61")) == (Name("p", "ncbigene:3491", "CYR61"),)
    assert "fplx:NFkappaB" in [name.curie for name in grounder.tables.lookup(fold("NF-κB"))]
    assert grounder.tables.lookup("nothingatall") == ()


def test_a_gene_knows_its_numbers_and_families(grounder: Grounder) -> None:
    gene = grounder.tables.genes["4790"]
    assert (gene.symbol, gene.hgnc) == ("NFKB1", "7794")
    assert "NFkappaB" in gene.families


def test_an_entity_has_the_names_that_people_write(grounder: Grounder) -> None:
    spellings = grounder.tables.spellings
    assert "apoptosis" in spellings["go:0006915"]
    assert {"breast cancer", "breast tumor"} <= set(spellings["mesh:D001943"])
    assert "imatinib" in spellings["mesh:D000068877"]
    assert {"NF-κB", "NF-kappaB", "NF-kB"} <= set(spellings["fplx:NFkappaB"])
    assert {"IL8", "interleukin 8"} <= set(spellings["ncbigene:3576"])
    assert not any(", " in name for name in spellings["mesh:D001943"])


@pytest.mark.parametrize("snapshot", SNAPSHOTS.values(), ids=lambda one: one.name)
def test_every_snapshot_has_a_true_sidecar(snapshot: Snapshot) -> None:
    folder = mappings_folder() / "snapshots"
    sidecar = read_sidecars(folder)[snapshot.name]
    text = lzma.decompress((folder / f"{snapshot.name}{ENDING}").read_bytes())
    assert sidecar.sha256 == hashlib.sha256(text).hexdigest()
    assert sidecar.rows == sum(1 for _ in read_snapshot(folder, snapshot.name))
    assert all((sidecar.source, sidecar.released, sidecar.licence, sidecar.rebuild))


def test_all_snapshots_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in (mappings_folder() / "snapshots").iterdir()) < 12_000_000


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(mappings_folder(), tmp_path / "mappings", ignore=shutil.ignore_patterns(".cache"))
    return tmp_path / "mappings"


def test_a_missing_snapshot_is_named(copied: Path) -> None:
    (copied / "snapshots" / "hgnc.tsv.xz").unlink()
    with pytest.raises(MappingError, match=r"hgnc\.tsv\.xz"):
        load_reference(copied)


def test_a_damaged_snapshot_is_named(copied: Path) -> None:
    path = copied / "snapshots" / "famplex.tsv.xz"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(MappingError, match=r"famplex\.tsv\.xz: damaged"):
        load_reference(copied)


def test_a_table_of_one_release_beside_the_sidecar_of_another_is_refused_also_where_it_was_compiled_before(
    copied: Path,
) -> None:
    load_reference(copied)
    sidecar = copied / "snapshots" / "go.meta.yaml"
    described = re.sub("sha256: .*", f"sha256: {'f' * 64}", sidecar.read_text())
    sidecar.write_text(described.replace("released: ", "released: after "))
    with pytest.raises(MappingError, match=r"go\.tsv\.xz: not the table that go\.meta\.yaml describes; restore both"):
        load_reference(copied)


def test_a_table_without_its_sidecar_is_named(copied: Path) -> None:
    (copied / "snapshots" / "go.meta.yaml").unlink()
    with pytest.raises(MappingError, match=r"go\.meta\.yaml: missing"):
        load_reference(copied)


def test_a_row_of_the_wrong_width_is_named_by_its_line(copied: Path) -> None:
    write_snapshot(SNAPSHOTS["mesh-replaced"], [("D1", "one", "D2"), ("D3", "three")], copied / "snapshots", "2025", {})
    with pytest.raises(MappingError) as caught:
        load_reference(copied)
    assert (caught.value.table, caught.value.row) == ("mesh-replaced.tsv.xz", 3)
