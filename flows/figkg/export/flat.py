"""Edges as one flat table, for pandas and R: TSV, or Parquet by the file name."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from figkg.base.errors import OutputError
from figkg.base.extras import how_to_install
from figkg.export.files import open_target, open_text
from figkg.graph.built import Release
from figkg.graph.release import stream_edges
from figkg.graph.rows import EdgeRow

COLUMNS = (
    *("edge", "subject", "subject_label", "subject_kind", "sign", "object", "object_label", "object_kind"),
    *("belief", "figures", "papers", "first_year", "last_year", "inferred", "hedged", "contradicted"),
    *("diseases", "taxa", "assertions"),
)
_LISTS = ("diseases", "taxa", "assertions")
_AT_ONCE = 50_000


def write_edges(release: Release, target: Path) -> None:
    """Write the table; lists are joined with ``|`` in TSV and are lists in Parquet."""
    edges = stream_edges(release)
    if target.suffix == ".parquet":
        _write_parquet(map(_cells, edges), target)
        return
    with open_text(target) as file:
        stream_table(edges, file)


def stream_table(edges: Iterable[EdgeRow], file: IO[str], delimiter: str = "\t") -> None:
    """Write edges as a table with a line of names into an open text file."""
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    for edge in edges:
        writer.writerow([_text(cell) for cell in _cells(edge).values()])


def _cells(edge: EdgeRow) -> dict[str, Any]:
    values = (
        *(edge.key, edge.subject.curie, edge.subject.label, edge.subject.kind, edge.sign),
        *(edge.object.curie, edge.object.label, edge.object.kind, edge.belief, edge.figures, edge.papers),
        *(edge.first_year, edge.last_year, edge.inferred, edge.hedged, edge.contradicted),
        *(list(edge.diseases), list(edge.taxa), list(edge.assertions)),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _text(cell: object) -> str:
    if isinstance(cell, list):
        return "|".join(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


def _write_parquet(rows: Iterable[dict[str, Any]], target: Path) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise OutputError(str(target), f"Parquet needs the package pyarrow: {how_to_install('export')}") from error
    numbers = {"sign": pa.int8(), "belief": pa.float64(), "figures": pa.int32(), "papers": pa.int32()}
    numbers |= {name: pa.int16() for name in ("first_year", "last_year")}
    numbers |= {name: pa.bool_() for name in ("inferred", "hedged", "contradicted")}
    numbers |= {name: pa.list_(pa.string()) for name in _LISTS}
    schema = pa.schema([(name, numbers.get(name, pa.string())) for name in COLUMNS])
    with open_target(target) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for some in _groups(rows):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(rows)
    while some := list(islice(iterator, _AT_ONCE)):
        yield some
