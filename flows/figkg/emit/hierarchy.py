"""What is above the entities of the graph: headings of MeSH and processes of the Gene Ontology, with their links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from figkg.base.iris import split_curie
from figkg.emit.figure_graph import Triple, quad_lines
from figkg.emit.names import Names
from figkg.emit.terms import text
from figkg.emit.vocabulary import Vocabulary
from figkg.ground.entities import entity_of
from figkg.reference.hierarchy import ancestors
from figkg.reference.tables import ReferenceTables

BROADER: dict[str, str] = {"mesh": "meshv:broaderDescriptor", "go": "rdfs:subClassOf"}
"""How a term leads to what is right above it, by the prefix of both."""

_CLASSES = {"mesh": "meshv:TopicalDescriptor", "go": "owl:Class"}
"""What a term is that stands above others and is in no figure."""


def headings(used: Iterable[str], tables: ReferenceTables) -> list[str]:
    """CURIEs of what stands above what is used: of descriptors, of those that records map to, and of processes.

    Args:
        used: CURIEs of entities of the graph.
        tables: the reference tables.

    Returns:
        What is not used itself, in order.
    """
    known = set(used)
    mapped = {
        f"mesh:{number}"
        for prefix, local in map(split_curie, known)
        if prefix == "mesh" and local in tables.mesh
        for number in tables.mesh[local].mapped_to
    }
    above = (mapped | ancestors(known | mapped, tables.broader)) - known
    return sorted(curie for curie in above if tables.exists(curie))


def links_above(curie: str, tables: ReferenceTables, vocabulary: Vocabulary) -> Iterator[Triple]:
    """The triples that lead from a term to what is right above it."""
    prefix = split_curie(curie).prefix
    for above in tables.broader.get(curie, ()) if prefix in BROADER else ():
        yield vocabulary(curie), vocabulary(BROADER[prefix]), vocabulary(above)


def heading_quads(curie: str, tables: ReferenceTables, names: Names, vocabulary: Vocabulary) -> list[str]:
    """The N-Quads lines of a term that stands above others and is in no figure."""
    v, node = vocabulary, vocabulary(curie)
    label = entity_of(curie, tables).label
    triples = [
        (node, v("rdf:type"), v(_CLASSES[split_curie(curie).prefix])),
        (node, v("rdfs:label"), text(label)),
        *((node, v("skos:altLabel"), text(name)) for name in names.of(curie, label)),
        *links_above(curie, tables, v),
    ]
    return quad_lines(triples, v("graph:entities"))
