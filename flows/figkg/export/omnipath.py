"""A table in the shape of OmniPath's interactions (https://omnipathdb.org/), as network tools read it.

A pair of cause and effect is a row, whatever its signs: where figures disagree, both signs are set, and the consensus
is the one more believed. There is no place for a doubt: only what some figure states outright.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from figkg.base.iris import Shortener
from figkg.export.cells import write_rows
from figkg.export.evidence import Evidence, PaperRow
from figkg.export.files import open_text
from figkg.export.namespaces import references
from figkg.graph.built import Release
from figkg.graph.release import stream_edges
from figkg.graph.rows import EdgeRow, EntityRow

COLUMNS = (
    *("source", "target", "source_genesymbol", "target_genesymbol", "is_directed", "is_stimulation", "is_inhibition"),
    *("consensus_direction", "consensus_stimulation", "consensus_inhibition", "sources", "references"),
    *("curation_effort", "n_references", "entity_type_source", "entity_type_target", "source_hgnc", "target_hgnc"),
    *("belief", "drawn", "sentence"),
)
SOURCE = "figkg"
_TYPES = {"gene": "protein", "family": "proteinfamily", "chemical": "small_molecule", "process": "phenotype"}


def write_omnipath(release: Release, target: Path) -> None:
    """Write the table, ordered by cause and effect."""
    evidence, short = Evidence(release), Shortener(release.prefixes)
    edges = sorted((edge for edge in stream_edges(release) if edge.outright), key=_pair)
    with open_text(target) as file:
        write_rows(file, COLUMNS, _rows(edges, evidence, short))


def _pair(edge: EdgeRow) -> tuple[str, str]:
    return edge.subject.curie, edge.object.curie


def _rows(edges: Iterable[EdgeRow], evidence: Evidence, short: Shortener) -> Iterator[Sequence[object]]:
    for _, group in groupby(edges, key=_pair):
        both = sorted(group, key=lambda edge: (-edge.belief, edge.sign))
        best = both[0]
        signs = {edge.sign for edge in both}
        tied = len(both) > 1 and both[1].belief == best.belief
        behind = [evidence.behind(edge) for edge in both]
        papers = {paper.pmcid: paper for one in behind for paper in one.papers}
        names = [f"{SOURCE}:{_reference(papers[pmcid])}" for pmcid in sorted(papers)]
        yield (
            *(best.subject.curie, best.object.curie, best.subject.label, best.object.label),
            *(1, int(1 in signs), int(-1 in signs), 1),
            *(int(best.sign > 0 or tied), int(best.sign < 0 or tied), SOURCE, ";".join(names)),
            *(sum(edge.figures for edge in both), len(papers), _type(best.subject), _type(best.object)),
            *(references(best.subject, short).get("HGNC"), references(best.object, short).get("HGNC")),
            *(best.belief, all(one.drawn for one in behind), behind[0].statements[0].sentence),
        )


def _type(entity: EntityRow) -> str:
    """The type of an entity in the words of SIGNOR."""
    return _TYPES.get(entity.kind, entity.kind)


def _reference(paper: PaperRow) -> str:
    return paper.pmid or paper.pmcid
