"""What is drawn in a build: no figure is lost to its own words, and every edge is accounted for."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from figkg.build.drawn import DrawnReport, report_drawn
from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.extract import RecordText, parse_record, partition, read
from figkg.extract.record import ChemicalRow, DiseaseRow, FigureRecord, GeneRow
from figkg.relate.drawings import DrawnTally


def own_words(record: FigureRecord) -> dict[str, Any]:
    """An annotation of a figure with the words that are in its record already, each acting on the next."""
    rows: tuple[GeneRow | ChemicalRow | DiseaseRow, ...] = (*record.genes, *record.chemicals, *record.diseases)
    words = list(dict.fromkeys(row.word for row in rows))
    edges = [{"source": one, "target": other, "type": "activation"} for one, other in pairwise(words)]
    return {"figid": record.figid, "by": "eva", "nodes": [{"label": word} for word in words], "edges": edges}


def test_figures_whose_own_words_are_annotated_are_all_kept(shipped: Path, tmp_path: Path) -> None:
    parts = partition([str(shipped)], tmp_path / "partitions", 2000)
    records = [parse_record(one) for part in parts for one in read(part) if isinstance(one, RecordText)]
    lines = [own_words(record) for record in records]
    (tmp_path / "drawn.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    request = Request(sources=(str(shipped),), workers=1, annotations=(str(tmp_path / "drawn.jsonl"),), fast=True)
    summary = build_graph(request, OutputFolder(tmp_path / "out"))
    assert (summary.figures, summary.quarantined) == (len(records), 0)
    drawn = summary.drawn
    assert drawn is not None
    assert drawn.edges == sum(len(line["edges"]) for line in lines) > len(records)
    assert drawn.used + sum(drawn.unused.values()) == drawn.edges
    assert set(drawn.unused) <= {"same thing at both ends"}


def test_a_report_names_what_came_to_nothing() -> None:
    tally = DrawnTally("PMC1__f1", "eva", 5, 3, 3, 1, 0, 1, {"no sign": 1, "unknown type": 1}, ("wiggle",))
    report = report_drawn([tally], {"PMC1__f1": 5, "PMC2__f1": 7}, 2)
    assert report == DrawnReport(
        edges=12,
        statements=3,
        used=3,
        named_ends=1,
        ambiguous=0,
        turned=1,
        unused={"no sign": 1, "of no figure of the sources": 7, "unknown type": 1},
        types=("wiggle",),
        missing=("PMC2__f1",),
        lines=2,
        readers={"eva": 3},
    )
    assert report.in_words() == (
        "12 edges read, 3 statements; 3 edges used; 1 of them with an end that has no identifier; 1 turned by a label "
        "that says a loss; 1 no sign; 7 of no figure of the sources; 1 unknown type; unknown types: wiggle; no such "
        "figure: PMC2__f1; 2 lines are no annotations"
    )
