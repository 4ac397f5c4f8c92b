"""The tools of a build: one fingerprint of all that decides what a record comes to."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from figkg.base.errors import MappingError
from figkg.base.resources import MAPPINGS_VARIABLE, mappings_folder, ontologies_folder
from figkg.build.tools import DECIDING, PACKAGE, find_toolbox, take_fingerprints


def imported(path: Path) -> Iterator[Path]:
    """Files of the package that a file imports, with the faces of the rooms they lie in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            if parts[0] == "figkg":
                for length in range(2, len(parts) + 1):
                    place = PACKAGE.joinpath(*parts[1:length])
                    yield from (one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file())


def test_the_code_that_decides_is_all_that_reading_figures_imports() -> None:
    found, waiting = set[Path](), [PACKAGE / "build" / "figures.py"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += imported(path)
    covered = [PACKAGE / one for one in DECIDING]
    faces = {"build/__init__.py"}  # say what the room is, and nothing else
    missed = {str(one.relative_to(PACKAGE)) for one in found if not any(one.is_relative_to(place) for place in covered)}
    assert missed - faces == set()
    assert len(found) > 60


@pytest.fixture
def own_mappings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the mappings that a test may change, below a folder that is called as caches are."""
    folder = tmp_path / ".cache" / "mappings"
    shutil.copytree(mappings_folder(), folder, ignore=shutil.ignore_patterns(".cache"))
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(folder))
    return folder


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("words.sssom.tsv", "data"),
        ("relations.yaml", "code"),
        ("snapshots/go.tsv.xz", "data"),
        ("confidence.json", "code"),
        ("reader/model.yaml", "code"),
    ],
)
def test_a_changed_table_is_seen_wherever_the_mappings_lie(name: str, part: str, own_mappings: Path) -> None:
    before = find_toolbox().fingerprints
    with (own_mappings / name).open("a") as file:
        file.write("# a remark\n")
    after = find_toolbox().fingerprints
    assert getattr(after, part) != getattr(before, part)


def test_what_figkg_keeps_there_itself_changes_nothing(own_mappings: Path) -> None:
    before = find_toolbox().fingerprints
    (own_mappings / ".cache").mkdir()
    (own_mappings / ".cache" / "reference.lmdb").write_bytes(b"compiled")
    (own_mappings / "sources.yaml").write_text("files: {}\n")
    assert find_toolbox().fingerprints == before


def test_a_changed_query_or_page_changes_what_is_derived_alone(tmp_path: Path) -> None:
    shutil.copytree(ontologies_folder(), tmp_path / "ontologies")
    mappings = mappings_folder()
    before = take_fingerprints(mappings, tmp_path / "ontologies")
    (tmp_path / "ontologies" / "queries" / "new.rq").write_text("SELECT * { ?a ?b ?c }")
    after = take_fingerprints(mappings, tmp_path / "ontologies")
    assert after.derived != before.derived
    assert replace(after, derived="") == replace(before, derived="")


def test_tools_that_changed_since_their_fingerprints_were_taken_are_not_used(own_mappings: Path) -> None:
    box = find_toolbox()
    with (own_mappings / "ordinary_words.txt").open("a") as file:
        file.write("zebrafish\n")
    with pytest.raises(MappingError, match="has other tables than the run began with"):
        box.open()
    assert find_toolbox().open().fingerprints != box.fingerprints
