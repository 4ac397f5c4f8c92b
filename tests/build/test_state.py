"""The state of a build: nothing vanishes, and doubles are decided by content, not by order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from figkg.base.line_ranges import LineRange
from figkg.build.entries import AssertionEntry, FigureEntry, Refusal
from figkg.build.state import State
from figkg.emit.statistics import Statistics
from figkg.ground import Entity


def entry(digest: str, generation: str = "1b", figid: str = "PMC1__a") -> FigureEntry:
    return FigureEntry(
        figid=figid,
        generation=generation,
        digest=digest,
        file=f"{digest}.md",
        place=LineRange("p.nq", 0, 1),
        pmcid="PMC1",
        paper_title="",
        year=2020,
        doi="",
        journal="",
        reference="",
        taxon="9606",
        entities=(Entity("ncbigene:1", "gene", "A1BG", "9606"),),
        assertions=(AssertionEntry(digest, "ncbigene:1", 1, "ncbigene:2", 0.5, False, True, False),),
        statistics=Statistics(1, 1, {}, {"rdf:type": 1}),
    )


@pytest.mark.parametrize("order", list(permutations([("a", "1b"), ("b", "2"), ("c", "2"), ("d", "1a")])))
def test_the_later_generation_wins_in_any_order(order: list[tuple[str, str]], tmp_path: Path) -> None:
    with State(tmp_path, tmp_path) as state:
        for digest, generation in order:
            state.enter_figure(entry(digest, generation))
        assert [row.key for row in state.edge_rows()] == ["b"]
        assert state.counts() == (1, 1)
        assert sorted(refusal.file for refusal in state.refusals()) == ["a.md", "c.md", "d.md"]


def test_refusals_are_counted(tmp_path: Path) -> None:
    with State(tmp_path, tmp_path) as state:
        state.enter_refusal(Refusal("x.md", "figid", "missing"))
        assert state.refused == 1


def test_lines_are_sorted_by_code_point_and_distinct(tmp_path: Path) -> None:
    texts = [
        "<http://x/ä> <p> 1",
        "<http://x/a> <p> 2",
        "<http://x/a> <p> 1",
        "<http://x/a#b> <p> 1",
        "<http://x/ab> <p> 1",
    ]
    odd = ['<http://x/Z> <p> "\u2028one\u0085two"']
    lines = [f"{text} <g> .\n" for text in texts + odd]
    with State(tmp_path, tmp_path) as state:
        blocks = list(state.sorted_lines([lines[:2], lines[1:], lines[::-1]]))
    assert [line for block in blocks for line in block] == sorted(lines)
    assert all(len({line.split(" ")[0] for line in block}) == 1 for block in blocks)
    assert len(blocks) == 5
