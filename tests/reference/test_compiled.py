"""Compiling snapshots: into one file, once, readable at once by many."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.reference.compiled import Table, open_tables, write_tables
from figkg.reference.tables import load_reference
from tests.helpers.small_mappings import make_small_mappings


@pytest.fixture
def mappings(tmp_path: Path) -> Path:
    return make_small_mappings(tmp_path)


def test_tables_of_a_few_rows(mappings: Path) -> None:
    tables = load_reference(mappings)
    akt1 = tables.genes["207"]
    assert (akt1.symbol, akt1.hgnc, akt1.aliases, akt1.families, akt1.coding) == (
        "AKT1",
        "391",
        ("RAC", "PKB"),
        ("AKT",),
        True,
    )
    assert tables.genes["112268"].coding is False
    assert dict(tables.hgnc) == {"11998": "7157", "391": "207", "392": "208", "7729": "4735"}
    assert tables.retired["999001"] == ("AKTX", "207")
    assert tables.withdrawn["pkbx"] == ("207", "208")
    assert tables.families["AKT"].members == ("207", "208")
    assert (tables.mesh["D007938"].kind, tables.mesh["D005947"].kind, tables.mesh["D010770"].protein) == (
        "disease",
        "chemical",
        True,
    )
    assert (tables.mesh["C535533"].kind, tables.mesh["C085911"].mapped_to) == ("disease", ("D005947",))
    assert dict(tables.processes) == {"0006915": "apoptotic process"}


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("p53", [("s", "ncbigene:7157")]),
        ("akt", [("f", "fplx:AKT")]),
        ("aktkinase", [("f", "fplx:AKT")]),
        ("p53tumorsuppressor", [("c", "ncbigene:7157")]),
        ("dextrose", [("e", "mesh:D005947")]),
        ("analogumab", [("e", "mesh:C085911")]),
        ("apoptosis", [("g", "go:0006915")]),
        ("nothing", []),
    ],
)
def test_names_of_every_table(mappings: Path, key: str, wanted: list[tuple[str, str]]) -> None:
    assert [(name.status, name.curie) for name in load_reference(mappings).lookup(key)] == wanted


def test_the_compiled_file_is_kept_until_a_table_changes(mappings: Path) -> None:
    first = load_reference(mappings).digest
    (kept,) = (mappings / ".cache").iterdir()
    assert load_reference(mappings).digest == first
    processes = mappings / "processes.tsv"
    processes.write_text(processes.read_text().replace("apoptosis|", "apoptosis|self-killing|", 1))
    assert load_reference(mappings).lookup("selfkilling")[0].curie == "go:0006915"
    assert [path.name for path in (mappings / ".cache").iterdir()] != [kept.name]


def test_where_the_folder_cannot_be_written_a_temporary_one_is_used(
    mappings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mappings / ".cache").write_text("a file where a folder should be")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert load_reference(mappings).genes["207"].symbol == "AKT1"
    monkeypatch.setattr("tempfile.tempdir", str(mappings / "processes.tsv"))
    with pytest.raises(MappingError, match="the compiled tables cannot be written"):
        load_reference(mappings)


def test_compiled_tables_are_read_only_from_a_folder_that_no_other_can_write(
    mappings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_reference(mappings)
    (compiled,) = (mappings / ".cache").iterdir()
    shared = tmp_path / "home" / ".cache" / "figkg"
    shared.mkdir(parents=True)
    (shared / compiled.name).write_bytes(b"poison, which would be an error if it were read")
    shared.chmod(0o777)
    shutil.rmtree(mappings / ".cache")
    (mappings / ".cache").write_text("a file where a folder should be")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert load_reference(mappings).genes["207"].symbol == "AKT1"
    (own,) = tmp_path.glob("figkg-*")
    assert own.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(own)
    monkeypatch.setattr(os, "getuid", lambda: 12345)  # the folder is of another user
    own.mkdir(mode=0o700)
    own.rename(tmp_path / "figkg-12345")
    with pytest.raises(MappingError, match=r"figkg-12345: others can write there"):
        load_reference(mappings)


def test_keys_are_read_in_order_and_by_their_beginning(tmp_path: Path) -> None:
    rows = {"one": 1, "onto": 2, "two": 3, "": 4, "x" * 600: 5}
    write_tables(tmp_path / "t.lmdb", {"numbers": sorted(rows.items())})
    table = Table(open_tables(tmp_path / "t.lmdb"), "numbers", int)
    assert (dict(table), len(table)) == ({"one": 1, "onto": 2, "two": 3}, 3)
    assert list(table.starting_with("on")) == ["one", "onto"]
    assert list(table.starting_with("z")) == []
    assert ("one" in table, "none" in table, table.get("none"), table.get("x" * 600)) == (
        True,
        False,
        None,
        None,
    )
    with pytest.raises(KeyError):
        table["none"]


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.lmdb").write_text("no database")
    with pytest.raises(OSError, match=r"t\.lmdb"):
        open_tables(tmp_path / "t.lmdb")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("go\tlabel\n", "line 1: no column names"),
        ("go\tlabel\tnames\nGO:0006915\tapoptotic process\n", "line 2: not 3 cells but 2"),
        ("go\tlabel\tnames\nGO:0006915\tapoptosis\t\n", "it is called 'apoptotic process' there"),
        ("go\tlabel\tnames\nGO:0000009\tnothing\t\n", "it is no process of it"),
    ],
)
def test_processes_must_be_as_in_the_gene_ontology(mappings: Path, text: str, reason: str) -> None:
    (mappings / "processes.tsv").write_text(text)
    with pytest.raises(MappingError, match=reason):
        load_reference(mappings)


def test_a_missing_table_of_processes_is_named(mappings: Path) -> None:
    (mappings / "processes.tsv").unlink()
    with pytest.raises(MappingError, match=r"processes\.tsv: missing"):
        load_reference(mappings)


def test_a_damaged_snapshot_is_named(mappings: Path) -> None:
    path = mappings / "snapshots" / "go.tsv.xz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(MappingError, match=r"go\.tsv\.xz: damaged .*; restore it or run `figkg refresh`"):
        load_reference(mappings)
