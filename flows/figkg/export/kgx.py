"""KGX: nodes and edges as TSV in the Biolink model (https://biolink.github.io/biolink-model/).

The sign of an edge is a qualifier there. Which association class carries it depends on what is joined; where no class
of the model does, the edge is a plain association whose ``qualifiers`` column states the direction.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import OutputError
from figkg.base.iris import Shortener
from figkg.export.files import open_text
from figkg.graph.release import FKG, RDF_TYPE, figures, nodes_of, said_by
from figkg.graph.rows import EdgeRow, edge_rows, entity_rows

NODE_COLUMNS = ("id", "category", "name", "in_taxon", "synonym", "xref", "provided_by")
EDGE_COLUMNS = (
    *("id", "category", "subject", "predicate", "object", "qualified_predicate", "object_aspect_qualifier"),
    *("object_direction_qualifier", "qualifiers", "species_context_qualifier", "has_confidence_score"),
    *("knowledge_level", "agent_type", "primary_knowledge_source", "publications", "supporting_text"),
)
SOURCE = "infores:figkg"

_CATEGORIES = {
    "gene": "biolink:Gene",
    "family": "biolink:GeneFamily",
    "chemical": "biolink:ChemicalEntity",
    "disease": "biolink:Disease",
    "process": "biolink:BiologicalProcess",
}
_PREFIXES = {"ncbigene": "NCBIGene", "mesh": "MESH", "go": "GO", "chebi": "CHEBI", "fplx": "FPLX", "taxon": "NCBITaxon"}
_XREF_PREFIXES = {"hgnc": "HGNC", "doid": "DOID", "mondo": "MONDO", "chebi": "CHEBI"}


class _Class(Struct, frozen=True):
    """How an edge between two kinds is said in the model."""

    category: str
    predicate: str
    directions: tuple[str, str] = ("", "")


_REGULATES = _Class("biolink:GeneRegulatesGeneAssociation", "biolink:regulates", ("upregulated", "downregulated"))
_CHEMICAL = _Class("biolink:ChemicalAffectsGeneAssociation", "biolink:affects", ("increased", "decreased"))
_ON_CHEMICAL = _Class("biolink:GeneAffectsChemicalAssociation", "biolink:affects", ("increased", "decreased"))
_PLAIN = _Class("biolink:Association", "biolink:affects")
_CLASSES = {
    **{(one, other): _REGULATES for one in ("gene", "family") for other in ("gene", "family")},
    **{("chemical", other): _CHEMICAL for other in ("gene", "family")},
    **{(one, "chemical"): _ON_CHEMICAL for one in ("gene", "family")},
}


def write_kgx(release: Path, target: Path, prefixes: Mapping[str, str]) -> None:
    """Write ``nodes.tsv`` and ``edges.tsv`` into a folder; lists are joined with ``|``.

    Raises:
        OutputError: the folder cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise OutputError(str(target), "is a file; KGX is a folder with nodes.tsv and edges.tsv")
    used: set[str] = set()
    evidence = _evidence(release, prefixes)
    with open_text(target / "edges.tsv") as file:
        writer = csv.DictWriter(file, EDGE_COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writeheader()
        for edge in edge_rows(release, prefixes):
            used |= {edge.subject.curie, edge.object.curie}
            writer.writerow(edge_cells(edge, [evidence[key] for key in edge.assertions]))
    short = Shortener(prefixes)
    with open_text(target / "nodes.tsv") as file:
        writer = csv.DictWriter(file, NODE_COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writeheader()
        for entity in entity_rows(release, prefixes):
            if entity.curie in used:
                matches = (short(match).partition(":") for match in entity.matches)
                xrefs = [
                    f"{_XREF_PREFIXES[prefix]}:{local}" for prefix, _, local in matches if prefix in _XREF_PREFIXES
                ]
                writer.writerow(
                    {
                        "id": biolink_curie(entity.curie),
                        "category": _CATEGORIES[entity.kind],
                        "name": entity.label,
                        "in_taxon": f"NCBITaxon:{entity.taxon}" if entity.taxon else "",
                        "synonym": "|".join(entity.synonyms),
                        "xref": "|".join(xrefs),
                        "provided_by": SOURCE,
                    }
                )


def edge_cells(edge: EdgeRow, evidence: list[tuple[str, str]]) -> dict[str, str]:
    """The cells of an edge.

    Args:
        edge: the edge.
        evidence: paper (``PMC6676106``) and sentence of each assertion.
    """
    said = _CLASSES.get((edge.subject.kind, edge.object.kind), _PLAIN)
    direction = said.directions[0 if edge.sign > 0 else 1]
    plain = "increased" if edge.sign > 0 else "decreased"
    taxon = f"NCBITaxon:{edge.taxa[0]}" if len(edge.taxa) == 1 else ""
    return {
        "id": f"https://w3id.org/figkg/edge/{edge.key}",
        "category": said.category,
        "subject": biolink_curie(edge.subject.curie),
        "predicate": said.predicate,
        "object": biolink_curie(edge.object.curie),
        "qualified_predicate": "biolink:causes" if direction else "",
        "object_aspect_qualifier": "activity_or_abundance" if direction else "",
        "object_direction_qualifier": direction,
        "qualifiers": "" if direction else f"object_direction_qualifier:{plain}",
        "species_context_qualifier": taxon,
        "has_confidence_score": f"{edge.belief:g}",
        "knowledge_level": "knowledge_assertion",
        "agent_type": "text_mining_agent",
        "primary_knowledge_source": SOURCE,
        "publications": "|".join(dict.fromkeys(f"PMC:{paper.removeprefix('PMC')}" for paper, _ in evidence)),
        "supporting_text": "|".join(dict.fromkeys(sentence.replace("|", "/") for _, sentence in evidence)),
    }


def biolink_curie(curie: str) -> str:
    """A CURIE with the prefix that the Biolink model prefers.

    >>> biolink_curie("ncbigene:4790"), biolink_curie("mesh:D015464")
    ('NCBIGene:4790', 'MESH:D015464')
    """
    prefix, _, local = curie.partition(":")
    return f"{_PREFIXES.get(prefix, prefix)}:{local}"


def _evidence(release: Path, prefixes: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Paper and sentence of each assertion, by its key."""
    found: dict[str, tuple[str, str]] = {}
    for _, members in figures(release):
        nodes = nodes_of(members)
        for iri, node in nodes.items():
            if f"{FKG}Assertion" in node.get(RDF_TYPE, ()):
                figure = nodes[node["http://www.w3.org/ns/prov#wasDerivedFrom"][0]]
                paper = figure["http://purl.org/dc/terms/isPartOf"][0].removeprefix(prefixes["pmc"])
                key = iri.removeprefix(prefixes["assertion"])
                found[key] = (paper, " ".join(said_by(nodes, nodes[node[FKG + "evidence"][0]]).split()))
    return found
