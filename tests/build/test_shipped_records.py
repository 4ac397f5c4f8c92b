"""The shipped records as a specification: the edges their captions state, as people read them."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from figkg.build.tools import Tools
from figkg.extract import FigureRecord, parse_record, partition, read
from figkg.extract.record import RecordText
from figkg.relate import Relator

Edges = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def records(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> list[FigureRecord]:
    (part,) = partition([str(shipped)], tmp_path_factory.mktemp("scratch"))
    return [parse_record(text) for text in read(part) if isinstance(text, RecordText)]


@pytest.fixture(scope="module")
def expected(shipped: Path) -> dict[str, Edges]:
    edges: dict[str, Edges] = defaultdict(dict)
    with (shipped / "expected_edges.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            edges[row["figid"]][row["subject"], row["object"]] = 1 if row["sign"] == "+" else -1
    return edges


@pytest.fixture(scope="module")
def found(records: list[FigureRecord], tools: Tools) -> dict[str, Edges]:
    return edges_of(records, tools, tools.relator)


def edges_of(records: list[FigureRecord], tools: Tools, relator: Relator) -> dict[str, Edges]:
    """The edges that captions state explicitly, by figure."""
    edges: dict[str, Edges] = {}
    for record in records:
        mentions = tools.grounder.ground(record).mentions
        edges[record.figid] = {
            (one.subject, one.object): one.sign
            for one in relator.relate(record.caption, mentions)
            if not one.negated and one.reading == "explicit"
        }
    return edges


def test_there_are_records_of_every_generation(records: list[FigureRecord]) -> None:
    assert len(records) >= 40
    assert {record.generation for record in records} == {"1a", "1b", "2"}


def test_most_stated_edges_are_found_and_few_others(found: dict[str, Edges], expected: dict[str, Edges]) -> None:
    stated, read_off = flat(expected), flat(found)
    assert len(stated & read_off) / len(stated) >= 0.92
    assert len(stated & read_off) / len(read_off) >= 0.90


def test_the_rules_alone_say_hardly_any_other(
    records: list[FigureRecord], tools: Tools, relator: Relator, expected: dict[str, Edges]
) -> None:
    stated, read_off = flat(expected), flat(edges_of(records, tools, relator))
    assert len(stated & read_off) / len(stated) >= 0.94
    assert len(stated & read_off) / len(read_off) >= 0.97


def flat(edges: dict[str, Edges]) -> set[tuple[str, str, str, int]]:
    return {(figid, *pair, sign) for figid, of_figure in edges.items() for pair, sign in of_figure.items()}


def test_the_word_no_is_nitric_oxide(records: list[FigureRecord], tools: Tools) -> None:
    (record,) = [record for record in records if record.figid.startswith("PMC2743626__")]
    figure = tools.grounder.ground(record)
    assert ("NO", "mesh:D009569") in {(one.word, one.entity) for one in figure.groundings}
    assert "mesh:D009569" in {mention.entity for mention in figure.mentions}


def test_a_caption_with_markup_and_backslashes_stays_as_it_is(records: list[FigureRecord]) -> None:
    hostile = [record for record in records if "<script>" in record.caption]
    assert len(hostile) == 1
    assert "\\n" in hostile[0].caption
