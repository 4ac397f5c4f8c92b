"""What the server says of itself and of what it serves: a release knows no address, the server does."""

from __future__ import annotations

import pyoxigraph
from pyoxigraph import NamedNode, Triple

from figkg.serve.description import service, with_addresses

RELEASE = [
    quad.triple
    for quad in pyoxigraph.parse(
        b"""
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX void: <http://rdfs.org/ns/void#>
        BASE <https://w3id.org/figkg/>
        <> a void:Dataset ; void:sparqlEndpoint <sparql> ; void:triples 7 .
        <dataset/property/x> void:triples 3 .
        <query/x> <https://schema.org/target> <sparql> .
        <release/1/figkg.nq> a dcat:Distribution .
        <release/1/other.txt> a dcat:Distribution .
        """,
        format=pyoxigraph.RdfFormat.TURTLE,
    )
]
SITE = "http://127.0.0.1:8765"
BASE = "https://w3id.org/figkg/"


def objects(triples: list[Triple], subject: str, name: str) -> list[str]:
    """IRIs and values of a property, by the last part of its name."""
    return [
        one.object.value  # type: ignore[union-attr]
        for one in triples
        if one.subject == NamedNode(subject) and one.predicate.value.endswith(f"#{name}")
    ]


def test_the_dataset_is_where_it_is_asked_for() -> None:
    told = with_addresses(RELEASE, SITE)
    assert objects(told, BASE, "sparqlEndpoint") == [f"{SITE}/sparql"]
    assert objects(told, BASE, "dataDump") == [f"{SITE}/figkg.nq"]
    assert objects(told, f"{BASE}release/1/figkg.nq", "downloadURL") == [f"{SITE}/figkg.nq"]
    assert objects(told, f"{BASE}release/1/other.txt", "downloadURL") == []
    assert f"<{BASE}sparql>" not in " ".join(map(str, told))
    assert with_addresses(told, SITE) == told


def test_the_service_leads_to_the_dataset_and_its_numbers() -> None:
    told = service(RELEASE, SITE)
    endpoint = f"{SITE}/sparql"
    assert objects(told, endpoint, "endpoint") == [endpoint]
    assert objects(told, endpoint, "defaultDataset") == [BASE]
    assert objects(told, endpoint, "seeAlso") == [f"{SITE}/.well-known/void"]
    assert objects(told, BASE, "sparqlEndpoint") == [endpoint]
    assert objects(told, objects(told, BASE, "defaultGraph")[0], "triples") == ["7"]
    assert objects(told, f"{BASE}dataset/property/x", "triples") == ["3"]
    assert objects(told, f"{BASE}query/x", "target") == []


def test_a_service_without_a_release_is_described_all_the_same() -> None:
    assert objects(service([], SITE), f"{SITE}/sparql", "endpoint") == [f"{SITE}/sparql"]
