"""What the server says of itself and of what it serves: service description and VoID.

A release knows no address; what is said here has those of the server that is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph
from pyoxigraph import NamedNode, Triple

from figkg.base.iris import BASE, GRAPHS
from figkg.serve.xml_text import well_formed

VOID_PATH = "/.well-known/void"
"""Where clients look for the description of the dataset (https://www.w3.org/TR/void/#well-known)."""

FILES = ("figkg.nq", "run.nq")
"""Files of a release that the server gives away; the first one is the dataset."""

N_QUADS = "application/n-quads"

RDF_FORMATS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}
"""Media types of descriptions."""

DATASET_QUERY = (
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?g {{ <{GRAPHS}dataset> <{GRAPHS}run> }} GRAPH ?g {{ ?s ?p ?o }} }}"
)
"""Asks for what a release says of itself."""

_DATASET = NamedNode(BASE)
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
_OF_SERVER = {f"{_VOID}sparqlEndpoint", "https://schema.org/target"}


def with_addresses(release: Iterable[Triple], site: str) -> list[Triple]:
    """What a release says of itself, with the addresses of a server.

    Args:
        release: the triples of its graphs of dataset and run.
        site: address of the server, without a slash at the end.
    """
    endpoint, download = NamedNode(f"{site}/sparql"), NamedNode(f"{_DCAT}downloadURL")
    found: dict[Triple, None] = {}
    for triple in release:
        changed = triple.predicate.value in _OF_SERVER
        found[Triple(triple.subject, triple.predicate, endpoint) if changed else triple] = None
        name = _file_of(triple)
        if name in FILES:
            found[Triple(triple.subject, download, NamedNode(f"{site}/{name}"))] = None
    document = NamedNode(site + VOID_PATH)
    for subject, predicate, value in (
        (_DATASET, f"{_VOID}sparqlEndpoint", endpoint),
        (_DATASET, f"{_VOID}dataDump", NamedNode(f"{site}/{FILES[0]}")),
        (document, _TYPE.value, NamedNode(f"{_VOID}DatasetDescription")),
        (document, "http://xmlns.com/foaf/0.1/topic", _DATASET),
    ):
        found[Triple(subject, NamedNode(predicate), value)] = None
    return sorted(found, key=str)


def service(release: Iterable[Triple], site: str) -> list[Triple]:
    """The description of the endpoint (https://www.w3.org/TR/sparql11-service-description/), and its dataset in VoID.

    Args:
        release: as for :func:`with_addresses`; empty where there is none.
        site: likewise.
    """
    endpoint, union = NamedNode(f"{site}/sparql"), NamedNode(f"{site}/sparql#union")
    facts: list[tuple[NamedNode, str, NamedNode]] = [
        (endpoint, _TYPE.value, NamedNode(f"{_SD}Service")),
        (endpoint, f"{_SD}endpoint", endpoint),
        (endpoint, f"{_SD}supportedLanguage", NamedNode(f"{_SD}SPARQL11Query")),
        (endpoint, f"{_SD}feature", NamedNode(f"{_SD}UnionDefaultGraph")),
        *((endpoint, f"{_SD}resultFormat", NamedNode(_FORMATS + one)) for one in _RESULTS),
        (endpoint, f"{_SD}defaultDataset", _DATASET),
        (_DATASET, _TYPE.value, NamedNode(f"{_SD}Dataset")),
        (_DATASET, f"{_SD}defaultGraph", union),
        (union, _TYPE.value, NamedNode(f"{_SD}Graph")),
        (endpoint, "http://www.w3.org/2000/01/rdf-schema#seeAlso", NamedNode(site + VOID_PATH)),
    ]
    known = {Triple(subject, NamedNode(predicate), value) for subject, predicate, value in facts}
    known.update(_void(with_addresses(release, site)))
    known.update(
        Triple(union, one.predicate, one.object)
        for one in list(known)
        if one.subject == _DATASET and one.predicate.value in (f"{_VOID}triples", f"{_VOID}distinctSubjects")
    )
    return sorted(known, key=str)


def _void(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The part that counts: the dataset and its partitions, without example queries and the run."""
    for triple in triples:
        subject = triple.subject
        if isinstance(subject, NamedNode) and (subject == _DATASET or subject.value.startswith(f"{BASE}dataset/")):
            yield triple


def _file_of(triple: Triple) -> str:
    """The name of the file whose distribution a triple introduces, or nothing."""
    distribution = triple.predicate == _TYPE and triple.object == NamedNode(f"{_DCAT}Distribution")
    return triple.subject.value.rpartition("/")[2] if distribution and isinstance(triple.subject, NamedNode) else ""


def read_triples(content: bytes) -> list[Triple]:
    """Triples from N-Triples."""
    return [quad.triple for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_TRIPLES)]


def serialize(triples: Iterable[Triple], media_type: str) -> bytes:
    """Triples in one of :data:`RDF_FORMATS`."""
    form = RDF_FORMATS[media_type]
    prefixes = {"void": _VOID, "dcat": _DCAT, "sd": _SD}
    named = None if form == pyoxigraph.RdfFormat.N_TRIPLES else prefixes
    content = pyoxigraph.serialize(triples, format=form, prefixes=named)
    assert content is not None
    return well_formed(content) if form == pyoxigraph.RdfFormat.RDF_XML else content
