"""CSV with the headers of Neo4j's importer (``neo4j-admin database import full``): nodes.csv, edges.csv in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figkg.base.errors import OutputError
from figkg.export.cells import write_rows
from figkg.export.evidence import EdgeEvidence, Evidence
from figkg.export.files import open_text
from figkg.graph.built import Release
from figkg.graph.release import stream_edges, stream_entities
from figkg.graph.rows import EdgeRow

NODE_COLUMNS = ("curie:ID", "name", "kind", "taxon", "synonyms:string[]", ":LABEL")
EDGE_COLUMNS = (
    *(":START_ID", ":END_ID", ":TYPE", "key", "sign:int", "belief:double", "figures:int", "papers:int"),
    *("hedged:boolean", "inferred:boolean", "drawn:boolean", "contradicted:boolean"),
    *("pmcids:string[]", "sentence"),
)


def write_neo4j(release: Release, target: Path) -> None:
    """Write both files; lists are joined with ``|`` (``--array-delimiter='|'``).

    Raises:
        OutputError: the folder cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise OutputError(str(target), "is a file; neo4j is a folder with nodes.csv and edges.csv")
    used: set[str] = set()
    evidence = Evidence(release)

    def rows() -> Iterator[tuple[object, ...]]:
        for edge in stream_edges(release):
            used.update((edge.subject.curie, edge.object.curie))
            yield edge_cells(edge, evidence.behind(edge))

    with open_text(target / "edges.csv") as file:
        write_rows(file, EDGE_COLUMNS, rows(), ",")
    nodes = (
        (one.curie, one.label, one.kind, one.taxon, list(one.synonyms), one.kind.capitalize())
        for one in stream_entities(release)
        if one.curie in used
    )
    with open_text(target / "nodes.csv") as file:
        write_rows(file, NODE_COLUMNS, nodes, ",")


def edge_cells(edge: EdgeRow, behind: EdgeEvidence) -> tuple[object, ...]:
    """The cells of an edge; the type of a mere possibility is ``MAY_ACTIVATE`` or ``MAY_INHIBIT``."""
    verb = edge.verb.upper()
    return (
        *(edge.subject.curie, edge.object.curie, verb if edge.outright else f"MAY_{verb.removesuffix('S')}"),
        *(edge.key, edge.sign, edge.belief, edge.figures, edge.papers),
        *(edge.hedged, edge.inferred, behind.drawn, edge.contradicted),
        *([paper.pmcid for paper in behind.papers], behind.statements[0].sentence),
    )
