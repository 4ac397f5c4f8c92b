"""All edges of a graph together, as little as walking along them needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from msgspec import Struct

from figkg.graph.built import Graph

_ARCS = """
SELECT ?edge ?source ?sign ?target ?belief {
  ?edge rdf:type fkg:Edge ; wp:source ?source ; wp:target ?target ; fkg:sign ?sign ; fkg:belief ?belief }"""
_MOLECULES = """
SELECT DISTINCT ?thing { VALUES ?kind { fkg:Gene fkg:GeneFamily fkg:Chemical } ?thing rdf:type ?kind }"""
_FAMILIES = "SELECT ?member ?family { ?member fkg:memberOf ?family }"


class Arc(Struct, frozen=True):
    """An edge as walking needs it.

    Attributes:
        edge: its IRI.
        source: IRI of the cause.
        sign: 1 or -1.
        target: IRI of the effect.
        belief: in (0, 1].
    """

    edge: str
    source: str
    sign: int
    target: str
    belief: float

    @property
    def cost(self) -> float:
        """What a walk pays for it: nothing where it is certain, more the less it is believed."""
        return -log(self.belief)


class Network(Struct, frozen=True):
    """All edges, and which gene is a member of which family.

    Attributes:
        leaving: arcs by the IRI of their cause.
        families: IRIs of the families of a member, by its IRI.
        molecules: IRIs of genes, families and chemicals that edges leave: what an effect can go through.
    """

    leaving: Mapping[str, tuple[Arc, ...]]
    families: Mapping[str, frozenset[str]]
    molecules: frozenset[str]

    def arcs(self) -> Iterable[Arc]:
        """All arcs."""
        return (arc for arcs in self.leaving.values() for arc in arcs)

    def meant_by(self, entity: str) -> frozenset[str]:
        """What figures may say of an entity: of itself, or of a family that it is a member of."""
        return self.families.get(entity, frozenset()) | {entity}


def read_network(graph: Graph) -> Network:
    """Read all edges of a graph."""
    leaving: dict[str, list[Arc]] = {}
    for row in graph.rows(_ARCS):
        arc = Arc(row["edge"], row["source"], int(row["sign"]), row["target"], float(row["belief"]))
        leaving.setdefault(arc.source, []).append(arc)
    families: dict[str, set[str]] = {}
    for row in graph.rows(_FAMILIES):
        families.setdefault(row["member"], set()).add(row["family"])
    return Network(
        {source: tuple(sorted(arcs, key=lambda arc: arc.edge)) for source, arcs in leaving.items()},
        {member: frozenset(found) for member, found in families.items()},
        frozenset(row["thing"] for row in graph.rows(_MOLECULES)) & leaving.keys(),
    )
