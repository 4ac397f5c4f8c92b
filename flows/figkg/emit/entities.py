"""The graph of entities: one place for labels, types and the identifiers that other graphs use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from figkg.base.iris import split_curie
from figkg.base.kinds import Kinds
from figkg.emit.figure_graph import Triple, quad_lines
from figkg.emit.hierarchy import links_above
from figkg.emit.names import Names
from figkg.emit.terms import Term, iri, text
from figkg.emit.vocabulary import Vocabulary
from figkg.ground.entities import HUMAN, entity_of, is_name
from figkg.ground.figure import Entity
from figkg.ground.readings import listing
from figkg.reference.entries import Family, Gene
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

_MOST_CANDIDATES = 10
_GENES = frozenset({"gene", "family"})


def with_relatives(entities: Iterable[Entity], tables: ReferenceTables) -> Iterator[Entity]:
    """The entities of figures, the members of their families, and the families of their genes; each once."""
    seen: set[str] = set()
    for entity in entities:
        for one in (entity, *_relatives(entity, tables)):
            if one.curie not in seen:
                seen.add(one.curie)
                yield one


def _relatives(entity: Entity, tables: ReferenceTables) -> Iterator[Entity]:
    """Members of a family with their families; families of a gene. Their own members are not followed."""
    local = split_curie(entity.curie).local
    if entity.kind == "family" and local in tables.families:
        for number in tables.families[local].members:
            if number in tables.genes:
                yield entity_of(f"ncbigene:{number}", tables)
                yield from _families_of(number, tables)
    if entity.kind == "gene" and entity.taxon == HUMAN and local in tables.genes:
        yield from _families_of(local, tables)


def _families_of(number: str, tables: ReferenceTables) -> Iterator[Entity]:
    for family in tables.genes[number].families if number in tables.genes else ():
        yield Entity(f"fplx:{family}", "family", tables.families[family].label)


def entity_quads(
    entity: Entity, tables: ReferenceTables, names: Names, vocabulary: Vocabulary, kinds: Kinds, *, shown: bool = True
) -> list[str]:
    """The N-Quads lines of an entity in the graph of entities.

    Args:
        entity: the entity.
        tables: the reference tables.
        names: the names of entities.
        vocabulary: expands terms.
        kinds: the kinds of entities.
        shown: whether figures show or name it; of another, a relative of one, only what leads to it is said.
    """
    v = vocabulary
    node = v(entity.curie)
    prefix, local = split_curie(entity.curie)
    kind = kinds[entity.kind]
    classes = kind.classes if shown else (kind.class_, kind.biolink)
    triples: list[Triple] = [(node, v("rdf:type"), v(name)) for name in classes]
    triples.append((node, v("rdfs:label"), text(entity.label)))
    taxon = HUMAN if prefix == "fplx" else entity.taxon  # FamPlex has families of human genes
    if taxon:
        triples.append((node, v("biolink:in_taxon"), v(f"taxon:{taxon}")))
    if is_name(entity.curie):
        triples += _name(node, entity, tables, vocabulary)
        return quad_lines(triples, v("graph:entities"))
    triples.append((node, v("dcterms:identifier"), text(local)))
    if entity.kind == "gene":
        gene = tables.genes.get(local) if entity.taxon == HUMAN else None
        triples += _gene(node, gene, vocabulary)
        if shown:
            triples += _joins(node, local, gene, vocabulary)
    if shown:
        triples += [(node, v("skos:altLabel"), text(name)) for name in names.of(entity.curie, entity.label)]
    if prefix == "mesh":
        triples += _mesh(node, local, tables, vocabulary, kinds)
    if prefix == "fplx":
        triples += _family(node, tables.families[local], vocabulary)
    triples += links_above(entity.curie, tables, vocabulary)
    return quad_lines(triples, v("graph:entities"))


def taxon_quads(taxon: str, name: str, vocabulary: Vocabulary) -> list[str]:
    """The N-Quads lines of an organism in the graph of entities.

    Args:
        taxon: its NCBI Taxonomy number.
        name: its scientific name, or empty.
        vocabulary: expands terms.
    """
    v, node = vocabulary, vocabulary(f"taxon:{taxon}")
    label = name or f"NCBI taxon {taxon}"
    triples = [
        (node, v("rdf:type"), v("biolink:OrganismTaxon")),
        (node, v("rdfs:label"), text(label)),
    ]
    return quad_lines(triples, v("graph:entities"))


def _gene(node: Term, gene: Gene | None, v: Vocabulary) -> Iterator[Triple]:
    """What leads to a human gene: its symbols, families and HGNC number."""
    if gene is None:
        return
    for name in {*gene.previous, *gene.aliases} - {gene.symbol}:
        yield node, v("skos:altLabel"), text(name)
    for family in gene.families:
        yield node, v("fkg:memberOf"), v(f"fplx:{family}")
    if gene.hgnc:
        yield node, v("skos:exactMatch"), v(f"hgnc:{gene.hgnc}")


def _joins(node: Term, number: str, gene: Gene | None, v: Vocabulary) -> Iterator[Triple]:
    """What joins a gene to other graphs, and its full name."""
    yield node, v("wp:bdbEntrezGene"), node
    yield node, v("skos:exactMatch"), iri(f"http://purl.uniprot.org/geneid/{number}")
    if gene is not None and gene.name:
        yield node, v("dcterms:title"), text(gene.name)
    if gene is not None and gene.hgnc:
        yield node, v("wp:bdbHgncSymbol"), v(f"hgnc.symbol:{gene.symbol}")


def _family(node: Term, family: Family, v: Vocabulary) -> Iterator[Triple]:
    """The same family elsewhere; of several of one vocabulary none is it, each is near it."""
    spaces = Counter(split_curie(one).prefix for one in family.matches)
    for one in family.matches:
        near = spaces[split_curie(one).prefix] > 1
        yield node, v("skos:closeMatch" if near else "skos:exactMatch"), v(one)


def _name(node: Term, entity: Entity, tables: ReferenceTables, v: Vocabulary) -> Iterator[Triple]:
    """What is said of a name: that nothing has it, or what it may be."""
    names = (entity.label, *listing(entity.label))
    candidates = [name.curie for one in names for name in tables.lookup(fold(one))] if not entity.taxon else []
    kinds = _GENES if entity.kind in _GENES else {entity.kind}
    alike = [curie for curie in dict.fromkeys(candidates) if entity_of(curie, tables).kind in kinds][:_MOST_CANDIDATES]
    yield node, v("rdf:type"), v("fkg:NamedThing")
    yield node, v("fkg:doubt"), v("fkg:AmbiguousAlias" if alike else "fkg:NoIdentifier")
    for curie in alike:
        yield node, v("skos:closeMatch"), v(curie)


def _mesh(node: Term, number: str, tables: ReferenceTables, v: Vocabulary, kinds: Kinds) -> Iterator[Triple]:
    record = tables.mesh.get(number)
    if record is None:
        return
    for target in record.mapped_to:
        yield node, v("meshv:preferredMappedTo"), v(f"mesh:{target}")
    for match in record.matches:
        yield node, v("skos:exactMatch"), v(kinds.from_biolink(match))
