"""The notebook: its cells give what it shows.

``FIGKG_RENEW=1 python -m pytest tests/test_notebook.py`` renews it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.notebooks import code_cells, read_notebook, run_cell, shown, write_notebook
from tests.helpers.sessions import plain

NOTEBOOK = Path(__file__).parent.parent / "docs" / "figkg.ipynb"


def test_its_cells_give_what_it_shows(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "output").symlink_to(output)
    monkeypatch.chdir(tmp_path)
    notebook, names = read_notebook(NOTEBOOK), dict[str, Any]()
    for number, cell in enumerate(code_cells(notebook), start=1):
        before, cell["outputs"] = shown(cell), run_cell(cell, names, number)
        cell["execution_count"] = number
        if not os.environ.get("FIGKG_RENEW"):
            assert plain(shown(cell)) == plain(before), "".join(cell["source"])
    if os.environ.get("FIGKG_RENEW"):
        write_notebook(notebook, NOTEBOOK)


def test_it_is_one_that_jupyter_opens() -> None:
    notebook = read_notebook(NOTEBOOK)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids) > 8
    for cell in code_cells(notebook):
        assert cell.keys() == {"cell_type", "execution_count", "id", "metadata", "outputs", "source"}
        assert shown(cell) or "=" in "".join(cell["source"]) or "import" in "".join(cell["source"])
