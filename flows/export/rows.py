"""Edges and entities as rows, for formats that are tables or networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from flows.export.graphs import FKG, LABEL, RDF_TYPE, derived
from flows.short_names import Shortener

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
        kind = next((_KINDS[one.removeprefix(FKG)] for one in node[RDF_TYPE] if one.removeprefix(FKG) in _KINDS), None)
        if kind is not None:
            taxa = node.get("https://w3id.org/biolink/vocab/in_taxon", [""])
            yield EntityRow(
                short(iri),
                node[LABEL][0],
                kind,
                taxa[0].removeprefix(_TAXON),
                tuple(node.get("http://www.w3.org/2004/02/skos/core#altLabel", ())),
                tuple(node.get("http://www.w3.org/2004/02/skos/core#exactMatch", ())),
            )


def edge_rows(release: Path, prefixes: Mapping[str, str]) -> Iterator[EdgeRow]:
    """The edges of a release, in the order of their keys."""
    short = Shortener(prefixes)
    entities = {entity.curie: entity for entity in entity_rows(release, prefixes)}
    base = prefixes["edge"]
    for iri, node in derived(release, "edges"):
        if f"{FKG}Edge" not in node.get(RDF_TYPE, ()):
            continue

        def one(name: str, node: dict[str, list[str]] = node) -> str:
            return node[FKG + name][0]

        def year(name: str, node: dict[str, list[str]] = node) -> int | None:
            return int(node[FKG + name][0]) if FKG + name in node else None

        yield EdgeRow(
            iri.removeprefix(base),
            entities[short(node[_WP + "source"][0])],
            int(one("sign")),
            entities[short(node[_WP + "target"][0])],
            float(one("belief")),
            int(one("figureCount")),
            int(one("paperCount")),
            year("firstYear"),
            year("lastYear"),
            one("inferred") == "true",
            one("hedged") == "true",
            FKG + "contradicts" in node,
            tuple(short(disease) for disease in node.get(FKG + "inContextOf", ())),
            tuple(taxon.removeprefix(_TAXON) for taxon in node.get(FKG + "inTaxon", ())),
            tuple(key.removeprefix(prefixes["assertion"]) for key in node[FKG + "supportedBy"]),
        )
