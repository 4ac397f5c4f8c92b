"""The embedded store: filled from N-Quads, or a clear error."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from figkg.base.errors import OutputError
from figkg.base.line_ranges import LineRange
from figkg.load import StoreLoader, whole
from figkg.load import store as module
from tests.helpers.stores import fill_store


def line(subject: int, graph: str) -> str:
    return f'<http://x/{subject}> <http://x/p> "{subject}" <http://x/{graph}> .\n'


def stored(path: Path) -> set[str]:
    return {f"{quad} .\n" for quad in pyoxigraph.Store.read_only(str(path))}


def test_a_store_holds_every_line(release: Path, tmp_path: Path) -> None:
    lines = (release / "figkg.nq").read_text(encoding="utf-8").count("\n")
    assert fill_store(tmp_path / "store", release / "figkg.nq") == lines


def test_a_file_that_is_no_n_quads(tmp_path: Path) -> None:
    (tmp_path / "x.nq").write_text("<a> <b> .\n")
    with pytest.raises(OutputError, match="loading failed"):
        fill_store(tmp_path / "store", tmp_path / "x.nq")


@pytest.mark.parametrize("at_once", [1, 50, 73, 10_000])
def test_places_are_loaded_whole_in_pieces_of_any_size(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BYTES_AT_ONCE", at_once)
    lines = [line(number, "g") for number in range(20)]
    (tmp_path / "x.nq").write_text("".join(lines))
    offsets = [len("".join(lines[:number])) for number in range(21)]
    places = [
        LineRange(str(tmp_path / "x.nq"), offsets[a], offsets[b] - offsets[a]) for a, b in ((0, 1), (3, 9), (15, 20))
    ]
    loader = StoreLoader(tmp_path / "store")
    loader.add(places)
    assert loader.optimize() == 12
    del loader
    assert stored(tmp_path / "store") == {lines[number] for number in (0, *range(3, 9), *range(15, 20))}


def test_a_graph_is_replaced_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "wrong.nq").write_text(line(1, "g") + line(2, "g") + line(3, "h"))
    (tmp_path / "right.nq").write_text(line(2, "g") + line(4, "g"))
    loader = StoreLoader(tmp_path / "store")
    loader.add([whole(tmp_path / "wrong.nq")])
    loader.replace([whole(tmp_path / "right.nq")])
    assert loader.optimize() == 3
    del loader
    assert stored(tmp_path / "store") == {line(2, "g"), line(4, "g"), line(3, "h")}
