"""Edges and entities as rows, for formats that are tables or networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.iris import Shortener
from figkg.graph.release import FKG, LABEL, RDF_TYPE, Node, derived

_WP = "http://vocabularies.wikipathways.org/wp#"
_TAXON = "http://purl.obolibrary.org/obo/NCBITaxon_"
_KINDS = {"Gene": "gene", "GeneFamily": "family", "Chemical": "chemical", "Disease": "disease", "Process": "process"}


class EntityRow(Struct, frozen=True):
    """One entity.

    Attributes:
        curie: ``ncbigene:4790``.
        label: its name.
        kind: ``gene``, ``family``, ``chemical``, ``disease`` or ``process``.
        taxon: NCBI Taxonomy number of a gene, or empty.
        synonyms: other names.
        matches: IRIs of the same thing elsewhere.
    """

    curie: str
    label: str
    kind: str
    taxon: str
    synonyms: tuple[str, ...]
    matches: tuple[str, ...]


class EdgeRow(Struct, frozen=True):
    """One edge.

    Attributes:
        key: name of the edge, the last part of its IRI.
        subject: the cause.
        sign: 1 or -1.
        object: the effect.
        belief: in (0, 1].
        figures: number of figures.
        papers: number of papers.
        first_year: or None.
        last_year: or None.
        inferred: whether it rests on the order of steps alone.
        hedged: whether all its statements are hedged.
        contradicted: whether the opposite edge exists.
        diseases: CURIEs of diseases in whose context it is stated.
        taxa: NCBI Taxonomy numbers of organisms.
        assertions: keys of the assertions behind it.
    """

    key: str
    subject: EntityRow
    sign: int
    object: EntityRow
    belief: float
    figures: int
    papers: int
    first_year: int | None
    last_year: int | None
    inferred: bool
    hedged: bool
    contradicted: bool
    diseases: tuple[str, ...]
    taxa: tuple[str, ...]
    assertions: tuple[str, ...]


def entity_rows(release: Path, prefixes: Mapping[str, str]) -> Iterator[EntityRow]:
    """The entities of a release, in the order of their IRIs."""
    short = Shortener(prefixes)
    for iri, node in derived(release, "entities"):
        entity = entity_row(iri, node, short)
        if entity is not None:
            yield entity


def edge_rows(release: Path, prefixes: Mapping[str, str]) -> Iterator[EdgeRow]:
    """The edges of a release, in the order of their keys."""
    short = Shortener(prefixes)
    entities = {entity.curie: entity for entity in entity_rows(release, prefixes)}
    for iri, node in derived(release, "edges"):
        if f"{FKG}Edge" in node.get(RDF_TYPE, ()):
            yield edge_row(iri, node, lambda curie: entities[curie], short)


def entity_row(iri: str, node: Node, short: Shortener) -> EntityRow | None:
    """An entity from its properties, or None for what is none.

    Args:
        iri: its IRI.
        node: values by IRI of the property.
        short: shortens IRIs.
    """
    kind = next((_KINDS[one.removeprefix(FKG)] for one in node[RDF_TYPE] if one.removeprefix(FKG) in _KINDS), None)
    if kind is None:
        return None
    taxa = node.get("https://w3id.org/biolink/vocab/in_taxon", [""])
    return EntityRow(
        short(iri),
        node[LABEL][0],
        kind,
        taxa[0].removeprefix(_TAXON),
        tuple(node.get("http://www.w3.org/2004/02/skos/core#altLabel", ())),
        tuple(node.get("http://www.w3.org/2004/02/skos/core#exactMatch", ())),
    )


def edge_row(iri: str, node: Node, entity: Callable[[str], EntityRow], short: Shortener) -> EdgeRow:
    """An edge from its properties.

    Args:
        iri: its IRI.
        node: values by IRI of the property.
        entity: an entity by its CURIE.
        short: shortens IRIs.
    """

    def year(name: str) -> int | None:
        return int(node[FKG + name][0]) if FKG + name in node else None

    return EdgeRow(
        iri.rpartition("/")[2],
        entity(short(node[_WP + "source"][0])),
        int(node[FKG + "sign"][0]),
        entity(short(node[_WP + "target"][0])),
        float(node[FKG + "belief"][0]),
        int(node[FKG + "figureCount"][0]),
        int(node[FKG + "paperCount"][0]),
        year("firstYear"),
        year("lastYear"),
        node[FKG + "inferred"][0] == "true",
        node[FKG + "hedged"][0] == "true",
        FKG + "contradicts" in node,
        tuple(short(disease) for disease in node.get(FKG + "inContextOf", ())),
        tuple(taxon.removeprefix(_TAXON) for taxon in node.get(FKG + "inTaxon", ())),
        tuple(key.rpartition("/")[2] for key in node[FKG + "supportedBy"]),
    )
