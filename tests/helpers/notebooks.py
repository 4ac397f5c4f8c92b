"""Notebooks run cell by cell in this process, without a kernel: code, and what it gives, as Jupyter shows it."""

from __future__ import annotations

import ast
import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any


def read_notebook(path: Path) -> dict[str, Any]:
    """A notebook as it stands in its file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of code, in their order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def shown(cell: dict[str, Any]) -> str:
    """What a notebook shows below a cell."""
    return "".join("".join(one.get("text") or one["data"]["text/plain"]) for one in cell["outputs"])


def run_cell(cell: dict[str, Any], names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Run a cell; gives the outputs that a notebook keeps: what is printed, and the value of the last line.

    Args:
        cell: the cell.
        names: what cells before it have defined, and what it defines.
        number: of the cell, from 1.
    """
    tree = ast.parse("".join(cell["source"]))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with redirect_stdout(printed):
        exec(compile(tree, f"cell {number}", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        outputs.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return outputs


def write_notebook(notebook: dict[str, Any], path: Path) -> None:
    """Write it as Jupyter does."""
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
