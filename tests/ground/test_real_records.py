"""The bars of grounding on real records, where they are present."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from figkg.base.errors import RecordError
from figkg.extract import parse_record, partition, read
from figkg.ground import GroundedFigure, Grounder


def figures(real: Path, grounder: Grounder, scratch: Path) -> Iterator[GroundedFigure]:
    for part in partition([str(real)], scratch, 2000):
        for source in read(part):
            if isinstance(source, RecordError):
                continue
            try:
                yield grounder.ground(parse_record(source))
            except RecordError:
                continue


@pytest.fixture(scope="module")
def grounded(real: Path, grounder: Grounder, tmp_path_factory: pytest.TempPathFactory) -> list[GroundedFigure]:
    return list(figures(real, grounder, tmp_path_factory.mktemp("partitions")))


def test_genes_with_a_human_number_have_an_hgnc_number(grounded: list[GroundedFigure], grounder: Grounder) -> None:
    genes = [
        grounder.tables.genes[row.number]
        for figure in grounded
        for row in figure.record.genes
        if row.number is not None and row.taxon == "9606" and row.number in grounder.tables.genes
    ]
    assert len(genes) > 10_000
    assert sum(bool(gene.hgnc) for gene in genes) / len(genes) >= 0.99


def test_every_identifier_of_a_human_gene_family_disease_or_process_exists(
    grounded: list[GroundedFigure], grounder: Grounder
) -> None:
    entities = {one for figure in grounded for one in figure.entities if one.taxon in ("", "9606")}
    unknown = {
        one.curie for one in entities if not one.curie.startswith("chebi:") and not grounder.tables.exists(one.curie)
    }
    assert len(entities) > 3_000
    assert unknown == set()


def test_mentions_reproduce_the_caption(grounded: list[GroundedFigure]) -> None:
    for figure in grounded:
        for one in figure.mentions:
            assert figure.record.caption[one.start : one.end] == one.text
