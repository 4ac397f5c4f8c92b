"""KGX: nodes and edges as TSV in the Biolink model (https://biolink.github.io/biolink-model/).

The sign of an edge is a qualifier there. Which association class carries it depends on what is joined; where no class
of the model does, the edge is a plain association whose ``qualifiers`` column states the direction.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import OutputError
from figkg.base.iris import OWN, Shortener, split_curie
from figkg.base.kinds import Kinds
from figkg.export.cells import cell
from figkg.export.evidence import EdgeEvidence, Evidence, PaperRow
from figkg.export.files import open_text
from figkg.graph.built import Release
from figkg.graph.release import stream_edges, stream_entities
from figkg.graph.rows import EdgeRow, EntityRow

NODE_COLUMNS = ("id", "category", "name", "in_taxon", "synonym", "xref", "provided_by")
EDGE_COLUMNS = (
    *("id", "category", "subject", "predicate", "object", "qualified_predicate", "object_aspect_qualifier"),
    *("object_direction_qualifier", "qualifiers", "species_context_qualifier", "has_confidence_score"),
    *("knowledge_level", "agent_type", "primary_knowledge_source", "publications", "supporting_text"),
    *("hedged", "inferred", "drawn", "contradicted"),
)
CERTAINTY = EDGE_COLUMNS[-4:]
"""Columns that the model does not have."""
SOURCE = "infores:figkg"


class _Class(Struct, frozen=True):
    """How an edge between two classes is said in the model."""

    category: str
    predicate: str
    directions: tuple[str, str] = ("", "")


_REGULATES = _Class("biolink:GeneRegulatesGeneAssociation", "biolink:regulates", ("upregulated", "downregulated"))
_CHEMICAL = _Class("biolink:ChemicalAffectsGeneAssociation", "biolink:affects", ("increased", "decreased"))
_ON_CHEMICAL = _Class("biolink:GeneAffectsChemicalAssociation", "biolink:affects", ("increased", "decreased"))
_PLAIN = _Class("biolink:Association", "biolink:affects")
_GENES = ("biolink:Gene", "biolink:GeneFamily")
_CLASSES = {
    **{(one, other): _REGULATES for one in _GENES for other in _GENES},
    **{("biolink:ChemicalEntity", other): _CHEMICAL for other in _GENES},
    **{(one, "biolink:ChemicalEntity"): _ON_CHEMICAL for one in _GENES},
}
"""By the classes of cause and effect."""


def write_kgx(release: Release, target: Path) -> None:
    """Write ``nodes.tsv`` and ``edges.tsv`` into a folder; lists are joined with ``|``.

    Raises:
        OutputError: the folder cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise OutputError(str(target), "is a file; KGX is a folder with nodes.tsv and edges.tsv")
    used: set[str] = set()
    evidence = Evidence(release)
    with open_text(target / "edges.tsv") as file:
        writer = csv.DictWriter(file, EDGE_COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writeheader()
        for edge in stream_edges(release):
            used |= {edge.subject.curie, edge.object.curie}
            writer.writerow(edge_cells(edge, evidence.behind(edge), release.kinds))
    short = Shortener(release.prefixes)
    with open_text(target / "nodes.tsv") as file:
        writer = csv.DictWriter(file, NODE_COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writeheader()
        for entity in stream_entities(release):
            if entity.curie in used:
                writer.writerow(node_cells(entity, release.kinds, short))


def node_cells(entity: EntityRow, kinds: Kinds, short: Shortener) -> dict[str, str]:
    """The cells of an entity."""
    matches = [curie for curie in map(short, entity.matches) if split_curie(curie).prefix in kinds.linked("matched")]
    return {
        "id": kinds.to_biolink(entity.curie),
        "category": kinds[entity.kind].biolink,
        "name": cell(entity.label),
        "in_taxon": kinds.to_biolink(f"taxon:{entity.taxon}") if entity.taxon else "",
        "synonym": "|".join(entity.synonyms),
        "xref": "|".join(map(kinds.to_biolink, matches)),
        "provided_by": SOURCE,
    }


def edge_cells(edge: EdgeRow, evidence: EdgeEvidence, kinds: Kinds) -> dict[str, str]:
    """The cells of an edge.

    Args:
        edge: the edge.
        evidence: what stands behind it.
        kinds: the kinds of entities.
    """
    cause, effect = (kinds[one.kind].biolink for one in (edge.subject, edge.object))
    said = _CLASSES.get((cause, effect), _PLAIN)
    direction = said.directions[0 if edge.sign > 0 else 1]
    plain = "increased" if edge.sign > 0 else "decreased"
    taxon = kinds.to_biolink(f"taxon:{edge.taxa[0]}") if len(edge.taxa) == 1 else ""
    return {
        "id": OWN["edge"] + edge.key,
        "category": said.category,
        "subject": kinds.to_biolink(edge.subject.curie),
        "predicate": said.predicate,
        "object": kinds.to_biolink(edge.object.curie),
        "qualified_predicate": "biolink:causes" if direction else "",
        "object_aspect_qualifier": "activity_or_abundance" if direction else "",
        "object_direction_qualifier": direction,
        "qualifiers": "" if direction else f"object_direction_qualifier:{plain}",
        "species_context_qualifier": taxon,
        "has_confidence_score": f"{edge.belief:g}",
        "knowledge_level": "knowledge_assertion" if edge.outright else "prediction",
        "agent_type": evidence.agent,
        "primary_knowledge_source": SOURCE,
        "publications": "|".join(name for paper in evidence.papers for name in _publications(paper)),
        "supporting_text": cell(list(dict.fromkeys(one.sentence for one in evidence.statements))),
        "hedged": cell(edge.hedged),
        "inferred": cell(edge.inferred),
        "drawn": cell(evidence.drawn),
        "contradicted": cell(edge.contradicted),
    }


def _publications(paper: PaperRow) -> Iterator[str]:
    """A paper by all its identifiers: PubMed's first, as the model wants it."""
    if paper.pmid:
        yield f"PMID:{paper.pmid}"
    yield f"PMC:{paper.pmcid.removeprefix('PMC')}"
    if paper.doi:
        yield f"DOI:{paper.doi}"
