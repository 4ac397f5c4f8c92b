"""The house rules: a module imports only from its own room and from rooms before it; only the flows import Prefect."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "flows" / "figkg"
ROOMS = (
    *("base", "fetch", "extract", "reference", "ground", "relate", "emit", "validate", "load", "graph"),
    *("export", "serve", "evaluate", "witness", "build", "flows", "cli"),
)
APART = {
    "validate": {"load"},
    "load": {"validate"},
    "export": {"serve", "evaluate", "witness"},
    "serve": {"evaluate", "witness"},
    "evaluate": {"witness"},
}
"""Tools that stand beside each other: none of them imports from the other."""
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE]
LONGEST = 450


def imports(path: Path) -> set[str]:
    """Names of the modules that a file imports, at its top or anywhere below."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def test_no_module_is_loose() -> None:
    assert [path.name for path in PACKAGE.glob("*.py")] == ["__init__.py"]
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_rooms_before_it(room: str) -> None:
    barred = set(ROOMS[ROOMS.index(room) + 1 :]) | APART.get(room, set())
    for path in MODULES:
        if room_of(path) == room:
            used = {parts[1] for name in imports(path) if (parts := name.split("."))[0] == "figkg" and len(parts) > 1}
            assert not used & barred, f"{path.relative_to(PACKAGE)} imports from {sorted(used & barred)}"


def test_no_two_modules_import_each_other() -> None:
    names = {".".join(("figkg", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in MODULES}
    wanted = {name: {one for one in imports(path) if one in names and one != name} for name, path in names.items()}
    while wanted:
        free = [name for name, needs in wanted.items() if not needs & wanted.keys()]
        assert free, f"a circle among {sorted(wanted)}"
        for name in free:
            del wanted[name]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_can_be_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_only_the_flows_import_prefect() -> None:
    for path in PACKAGE.rglob("*.py"):
        if room_of(path) != "flows":
            assert not {name for name in imports(path) if name.split(".")[0].startswith("prefect")}, path


def test_a_query_starts_no_orchestrator_and_loads_no_more_than_it_needs() -> None:
    heavy = "{'prefect', 'pandas', 'requests', 'shacl', 'rdflib', 'curies', 'lmdb', 'starlette'}"
    code = (
        "import sys, figkg.cli, figkg.graph.folder, figkg.graph.named_queries, figkg.graph.query, figkg.cli.pages\n"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
