"""The room: what it names can be had, and works from an output folder alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import figkg.graph
from figkg.base.errors import OutputError
from figkg.graph import Resolver, open_graph, open_release, read_edges, stream_edges, touching


def test_all_that_the_room_names_is_there() -> None:
    assert [name for name in figkg.graph.__all__ if not callable(getattr(figkg.graph, name))] == []
    with pytest.raises(AttributeError, match="has no attribute 'no_such_thing'"):
        figkg.graph.no_such_thing  # type: ignore[attr-defined]  # noqa: B018


def test_a_graph_and_a_release_are_opened_by_their_output_folder(release: Path, store: object, tmp_path: Path) -> None:
    del store  # filled by now
    (tmp_path / "current").symlink_to(release)
    graph = open_graph(tmp_path)
    edges = read_edges(graph, touching(graph, Resolver(graph).entity("CYR61").iri))
    assert {edge.object.label for edge in edges} == {"BCL2", "NFkappaB"}
    assert set(edges) <= set(stream_edges(open_release(tmp_path)))


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    for opened in (open_graph, open_release):
        with pytest.raises(OutputError, match="run `figkg build SOURCE --out DIR` first"):
            opened(tmp_path)
