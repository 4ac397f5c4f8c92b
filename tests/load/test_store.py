"""The embedded store: filled from N-Quads, or a clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import OutputError
from flows.load import fill_store


def test_a_store_holds_every_line(release: Path, tmp_path: Path) -> None:
    lines = (release / "figkg.nq").read_text(encoding="utf-8").count("\n")
    assert fill_store(tmp_path / "store", [release / "figkg.nq"]) == lines


def test_a_file_that_is_no_n_quads(tmp_path: Path) -> None:
    (tmp_path / "x.nq").write_text("<a> <b> .\n")
    with pytest.raises(OutputError, match="loading failed"):
        fill_store(tmp_path / "store", [tmp_path / "x.nq"])
