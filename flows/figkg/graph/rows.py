"""Edges and entities as rows: what tables, networks and pages show of them."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from figkg.base.iris import Shortener, split_curie
from figkg.base.kinds import Kinds
from figkg.graph.nodes import TYPE, Node


class EntityRow(Struct, frozen=True):
    """One entity.

    Attributes:
        curie: ``ncbigene:4790``.
        label: its name.
        kind: name of its kind, ``gene``.
        taxon: NCBI Taxonomy number of a gene, or of the genes of a family, or empty.
        synonyms: other names, sorted.
        matches: IRIs of the same thing elsewhere, sorted.
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
        hedged: whether all its explicit statements are hedged, or all where none is explicit.
        contradicted: whether the opposite edge exists.
        diseases: CURIEs of diseases in whose context it is stated, sorted.
        taxa: NCBI Taxonomy numbers of organisms, sorted.
        assertions: keys of the assertions behind it, sorted.
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

    @property
    def outright(self) -> bool:
        """Whether some figure states it outright: neither as a possibility nor by the order of steps alone."""
        return not self.inferred and not self.hedged

    @property
    def verb(self) -> str:
        """``activates`` or ``inhibits``."""
        return verb(self.sign)


def verb(sign: int) -> str:
    """What an edge of a sign does, in a word.

    >>> verb(1), verb(-1)
    ('activates', 'inhibits')
    """
    return "activates" if sign > 0 else "inhibits"


def entity_row(node: Node, kinds: Kinds, short: Shortener) -> EntityRow | None:
    """An entity from its properties, or None for what is none."""
    kind = next((kinds.by_class[one] for one in node.values.get(TYPE, ()) if one in kinds.by_class), None)
    if kind is None:
        return None
    return EntityRow(
        curie=short(node.iri),
        label=node["rdfs:label"],
        kind=kind.name,
        taxon=split_curie(short(node.get("biolink:in_taxon"))).local,
        synonyms=node.all("skos:altLabel"),
        matches=node.all("skos:exactMatch"),
    )


def edge_row(node: Node, entity: Callable[[str], EntityRow], short: Shortener) -> EdgeRow | None:
    """An edge from its properties, or None for what is none.

    Args:
        node: its properties.
        entity: an entity by its IRI.
        short: shortens IRIs.
    """
    if not node.is_a("fkg:Edge"):
        return None

    def year(name: str) -> int | None:
        return int(node[name]) if name in node else None

    return EdgeRow(
        key=key_of(node.iri),
        subject=entity(node["wp:source"]),
        sign=int(node["fkg:sign"]),
        object=entity(node["wp:target"]),
        belief=float(node["fkg:belief"]),
        figures=int(node["fkg:figureCount"]),
        papers=int(node["fkg:paperCount"]),
        first_year=year("fkg:firstYear"),
        last_year=year("fkg:lastYear"),
        inferred=node["fkg:inferred"] == "true",
        hedged=node["fkg:hedged"] == "true",
        contradicted="fkg:contradicts" in node,
        diseases=tuple(map(short, node.all("fkg:inContextOf"))),
        taxa=tuple(split_curie(short(taxon)).local for taxon in node.all("fkg:inTaxon")),
        assertions=tuple(map(key_of, node.all("fkg:supportedBy"))),
    )


def key_of(iri: str) -> str:
    """The key of an edge or assertion: the last part of its IRI."""
    return iri.rpartition("/")[2]
