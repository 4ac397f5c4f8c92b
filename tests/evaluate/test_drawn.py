"""Readers of images are measured against a curator, figure by figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from figkg.base.errors import SourceError
from figkg.base.resources import mappings_folder
from figkg.evaluate.drawn import Share, score_readers
from figkg.relate.drawings import DrawingPolicy, load_drawing_policy


@pytest.fixture(scope="module")
def policy() -> DrawingPolicy:
    return load_drawing_policy(mappings_folder())


def line(by: str, *edges: tuple[str, str, str], figid: str = "PMC1__f1") -> str:
    nodes = [{"label": label} for label in dict.fromkeys(end for one in edges for end in (one[0], one[2]))]
    made = [{"source": one, "type": type_, "target": other} for one, type_, other in edges]
    return json.dumps({"figid": figid, "by": by, "nodes": nodes, "edges": made}) + "\n"


GOLD = line("curator", ("TNF", "activation", "NF-kB"), ("A20", "inhibition", "NF-kB"), ("TNF", "line", "A20"))


def test_nodes_edges_and_signs_are_measured_for_each_reader(tmp_path: Path, policy: DrawingPolicy) -> None:
    (tmp_path / "gold.jsonl").write_text(GOLD)
    (tmp_path / "read.jsonl").write_text(
        line("b", ("TNF", "arrow", "NFKB"), ("A20", "arrow", "NFKB"), ("Z", "arrow", "A20"))
        + line("a", ("A20", "T-bar", "NF-kB"))
        + line("a", ("X", "arrow", "Y"), figid="PMC9__f1")
    )
    one, other = score_readers(tmp_path / "gold.jsonl", [tmp_path / "read.jsonl"], policy)
    assert (one.by, one.figures, one.edges) == ("a", 1, Share(1, 1, 2))
    assert (other.by, other.nodes, other.pairs, other.edges) == ("b", Share(3, 4, 3), Share(2, 3, 2), Share(1, 3, 2))
    assert other.wrong_signs == 1
    assert (other.edges.precision, other.edges.recall) == (1 / 3, 0.5)
    assert (one.confidence, other.confidence) == (0.667, 0.4)


def test_what_cannot_be_measured_is_said(tmp_path: Path, policy: DrawingPolicy) -> None:
    (tmp_path / "gold.jsonl").write_text(GOLD)
    (tmp_path / "read.jsonl").write_text(line("a", ("X", "arrow", "Y"), figid="PMC9__f1"))
    with pytest.raises(SourceError, match="none of its figures"):
        score_readers(tmp_path / "gold.jsonl", [tmp_path / "read.jsonl"], policy)
    (tmp_path / "read.jsonl").write_text("[]")
    with pytest.raises(SourceError, match="no annotation"):
        score_readers(tmp_path / "gold.jsonl", [tmp_path / "read.jsonl"], policy)
