"""Edges and statements as flat tables, for pandas, R and spreadsheets: TSV, CSV, Excel or Parquet by the file name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from figkg.base.errors import OutputError
from figkg.base.extras import how_to_install
from figkg.export.cells import write_rows
from figkg.export.evidence import EdgeEvidence, Evidence, PaperRow, StatementRow, read_papers, stream_statements
from figkg.export.excel import write_workbook
from figkg.export.files import COMPRESSED, open_target, open_text
from figkg.graph.built import Release
from figkg.graph.release import stream_edges, stream_entities
from figkg.graph.rows import EdgeRow, EntityRow, verb

Cells = tuple[object, ...]

COLUMNS = (
    *("edge", "subject", "subject_label", "subject_kind", "sign", "object", "object_label", "object_kind"),
    *("belief", "figures", "papers", "first_year", "last_year", "inferred", "hedged", "contradicted"),
    *("diseases", "taxa", "assertions"),
)
"""Of an edge by itself."""

EVIDENCE_COLUMNS = ("drawn", "disease_labels", "figure_ids", "pmcids", "pmids", "dois", "sentence")
"""Of what stands behind it."""

STATEMENT_COLUMNS = (
    *("statement", "subject", "subject_label", "subject_kind", "sign", "predicate", "object", "object_label"),
    *("object_kind", "sentence", "trigger", "confidence", "hedged", "inferred", "drawn", "denied"),
    *("figure", "figure_page", "pmcid", "pmid", "doi", "title", "year"),
)

_NUMBERS = {"sign": "int8", "belief": "float64", "confidence": "float64", "figures": "int32", "papers": "int32"}
_NUMBERS |= dict.fromkeys(("first_year", "last_year", "year"), "int16")
_NUMBERS |= dict.fromkeys(("inferred", "hedged", "contradicted", "drawn", "denied"), "bool_")
_LISTS = frozenset({"diseases", "taxa", "assertions", "disease_labels", "figure_ids", "pmcids", "pmids", "dois"})
_PACKED = {".parquet": "Parquet", ".xlsx": "an Excel file"}
_AT_ONCE = 50_000


def write_edges(release: Release, target: Path) -> None:
    """Write the edges with what stands behind them; lists are joined with ``|`` and are lists in Parquet."""
    labels = {entity.curie: entity.label for entity in stream_entities(release)}
    evidence = Evidence(release)
    rows = ((*_edge(edge), *_behind(edge, evidence.behind(edge), labels.__getitem__)) for edge in stream_edges(release))
    _write((*COLUMNS, *EVIDENCE_COLUMNS), rows, target)


def write_statements(release: Release, target: Path) -> None:
    """Write what figures state and deny, a row each."""
    papers = read_papers(release)
    entities = {entity.curie: entity for entity in stream_entities(release)}
    rows = (
        statement_cells(one, entities.__getitem__, papers.get(one.paper) or PaperRow(one.paper))
        for one in stream_statements(release)
    )
    _write(STATEMENT_COLUMNS, rows, target)


def stream_table(edges: Iterable[EdgeRow], file: IO[str], delimiter: str = "\t") -> None:
    """Write edges by themselves as a table with a line of names into an open text file."""
    write_rows(file, COLUMNS, map(_edge, edges), delimiter)


def _edge(edge: EdgeRow) -> Cells:
    return (
        *(edge.key, edge.subject.curie, edge.subject.label, edge.subject.kind, edge.sign),
        *(edge.object.curie, edge.object.label, edge.object.kind, edge.belief, edge.figures, edge.papers),
        *(edge.first_year, edge.last_year, edge.inferred, edge.hedged, edge.contradicted),
        *(list(edge.diseases), list(edge.taxa), list(edge.assertions)),
    )


def _behind(edge: EdgeRow, evidence: EdgeEvidence, label: Callable[[str], str]) -> Cells:
    return (
        *(evidence.drawn, [label(curie) for curie in edge.diseases], list(evidence.figures)),
        [paper.pmcid for paper in evidence.papers],
        [paper.pmid for paper in evidence.papers if paper.pmid],
        [paper.doi for paper in evidence.papers if paper.doi],
        evidence.statements[0].sentence,
    )


def statement_cells(one: StatementRow, entity: Callable[[str], EntityRow], paper: PaperRow) -> Cells:
    """The cells of a statement, as :data:`STATEMENT_COLUMNS` names them.

    Args:
        one: the statement.
        entity: an entity by its CURIE.
        paper: its paper.
    """
    cause, effect = entity(one.subject), entity(one.object)
    return (
        *(one.key, cause.curie, cause.label, cause.kind, one.sign, verb(one.sign)),
        *(effect.curie, effect.label, effect.kind, one.sentence, one.trigger, one.confidence),
        *(one.hedged, one.inferred, one.drawn, one.denied, one.figure, one.page),
        *(paper.pmcid, paper.pmid, paper.doi, paper.title, int(paper.year) if paper.year else None),
    )


def _write(columns: Sequence[str], rows: Iterable[Cells], target: Path) -> None:
    if target.suffix == ".parquet":
        _write_parquet(columns, rows, target)
        return
    ending = target.with_suffix("").suffix if target.suffix in COMPRESSED else target.suffix
    if ending in _PACKED and target.suffix in COMPRESSED:
        raise OutputError(str(target), f"{_PACKED[ending]} is compressed inside already; take {target.stem}")
    if ending == ".xlsx":
        with open_target(target) as packed:
            write_workbook(columns, rows, packed, target)
        return
    with open_text(target) as file:
        write_rows(file, columns, rows, "," if ending == ".csv" else "\t")


def _write_parquet(columns: Sequence[str], rows: Iterable[Cells], target: Path) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise OutputError(str(target), f"Parquet needs the package pyarrow: {how_to_install('export')}") from error

    def kind(name: str) -> pa.DataType:
        if name in _LISTS:
            return pa.list_(pa.string())
        return getattr(pa, _NUMBERS[name])() if name in _NUMBERS else pa.string()

    schema = pa.schema([(name, kind(name)) for name in columns])
    with open_target(target) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for some in _groups(rows):
            cells = [dict(zip(columns, row, strict=True)) for row in some]
            writer.write_table(pa.Table.from_pylist(cells, schema=schema))


def _groups(rows: Iterable[Cells]) -> Iterator[list[Cells]]:
    iterator = iter(rows)
    while some := list(islice(iterator, _AT_ONCE)):
        yield some
