"""The house rules: rooms import only from rooms before them, and only the flows import Prefect."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FLOWS = Path(__file__).parent.parent / "flows"
ROOMS = ["reference", "extract", "ground", "relate", "emit", "validate", "export", "load", "serve"]
ORCHESTRATED = {"build.py", "refresh.py", "publish.py", "schedule.py", "cluster.py"}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_rooms_before_it(room: str) -> None:
    later = {f"flows.{other}" for other in ROOMS[ROOMS.index(room) + 1 :]}
    for path in (FLOWS / room).rglob("*.py"):
        wrong = {name for name in imports(path) if ".".join(name.split(".")[:2]) in later}
        assert not wrong, f"{path} imports {wrong}"


def test_the_evaluation_stands_beside_the_pipeline() -> None:
    for path in FLOWS.rglob("*.py"):
        names = {".".join(name.split(".")[:2]) for name in imports(path)}
        if path.is_relative_to(FLOWS / "evaluate"):
            assert not names & {"flows.emit", "flows.load", "flows.serve"}, path
        elif path.name != "cli.py":
            assert "flows.evaluate" not in names, path


def test_only_the_flows_import_prefect() -> None:
    for path in FLOWS.rglob("*.py"):
        if path.name not in ORCHESTRATED:
            assert not {name for name in imports(path) if name.split(".")[0].startswith("prefect")}, path


def test_a_query_starts_no_orchestrator_and_loads_no_more_than_it_needs() -> None:
    heavy = "{'prefect', 'pandas', 'requests', 'shacl', 'rdflib', 'curies', 'lmdb', 'starlette'}"
    code = (
        "import sys, flows.cli, flows.load.output, flows.named_queries, flows.serve.query, flows.serve.page, "
        f"flows.serve.terminal; print(sorted({heavy} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
