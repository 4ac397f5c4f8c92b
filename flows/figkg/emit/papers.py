"""Papers in the graph of entities: title, year, journal, citation, and the numbers that other graphs know them by."""

from __future__ import annotations

from msgspec import Struct

from figkg.emit.figure_graph import Triple, quad_lines
from figkg.emit.terms import iri, text, year
from figkg.emit.vocabulary import Vocabulary
from figkg.reference.papers import PaperNumbers


class Paper(Struct, frozen=True):
    """A paper as the records of its figures describe it.

    Attributes:
        pmcid: PMC number, ``PMC6676106``.
        title: its title, or empty.
        year: year of publication, or None.
        doi: DOI without resolver, or empty.
        journal: title of its journal, or empty.
        reference: short citation, or empty.
    """

    pmcid: str
    title: str
    year: int | None
    doi: str
    journal: str
    reference: str


def paper_quads(paper: Paper, numbers: PaperNumbers, vocabulary: Vocabulary) -> list[str]:
    """The N-Quads lines of a paper in the graph of entities.

    Args:
        paper: the paper.
        numbers: what NCBI's list says of it; the record's own DOI goes first.
        vocabulary: expands terms.
    """
    v, node = vocabulary, vocabulary(f"pmc:{paper.pmcid}")
    doi = paper.doi or numbers.doi
    triples: list[Triple] = [
        (node, v("rdf:type"), v("biolink:Article")),
        (node, v("rdfs:label"), text(paper.title or paper.pmcid)),
        (node, v("dcterms:identifier"), text(paper.pmcid)),
        (node, v("skos:exactMatch"), iri(f"http://europepmc.org/articles/{paper.pmcid}")),
    ]
    if paper.year is not None:
        triples.append((node, v("dcterms:issued"), year(paper.year)))
    if doi:
        triples += [(node, v("bibo:doi"), text(doi)), (node, v("owl:sameAs"), v(f"doi:{doi}"))]
    if numbers.pmid:
        triples += [(node, v("bibo:pmid"), text(numbers.pmid)), (node, v("owl:sameAs"), v(f"pubmed:{numbers.pmid}"))]
    if paper.journal:
        triples.append((node, v("dcterms:source"), text(paper.journal)))
    if paper.reference:
        triples.append((node, v("dcterms:bibliographicCitation"), text(paper.reference)))
    return quad_lines(triples, v("graph:entities"))
