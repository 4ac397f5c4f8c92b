"""The description of the dataset: its numbers are those of the graph, and generic clients can use it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest

from figkg.base.resources import ontologies_folder
from figkg.emit.dataset import ReleaseFile, Run, run_quads
from figkg.emit.statistics import Statistics, measure, measured
from figkg.emit.vocabulary import Vocabulary

UNCOUNTED = {f"<https://w3id.org/figkg/graph/{name}>" for name in ("dataset", "vocab")}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def counted(release: Path) -> list[pyoxigraph.Quad]:
    """The quads that the description counts: all but its own and the vocabulary's."""
    quads = pyoxigraph.parse(path=str(release / "figkg.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    return [quad for quad in quads if str(quad.graph_name) not in UNCOUNTED]


def ask(store: pyoxigraph.Store, prefixes: dict[str, str], query: str) -> list[list[str]]:
    rows = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return [[term.value for term in row] for row in rows]


def test_triples_and_subjects(
    store: pyoxigraph.Store, prefixes: dict[str, str], counted: list[pyoxigraph.Quad]
) -> None:
    query = "SELECT ?n ?subjects { ?d void:sparqlEndpoint ?e ; void:triples ?n ; void:distinctSubjects ?subjects }"
    subjects = {str(quad.subject) for quad in counted}
    assert ask(store, prefixes, query) == [[str(len({quad.triple for quad in counted})), str(len(subjects))]]


def test_classes_and_properties(
    store: pyoxigraph.Store, prefixes: dict[str, str], counted: list[pyoxigraph.Quad]
) -> None:
    classes = Counter(str(quad.object).strip("<>") for quad in counted if quad.predicate.value == RDF_TYPE)
    query = "SELECT ?class ?n { ?d void:classPartition ?p . ?p void:class ?class ; void:entities ?n }"
    assert {name: int(number) for name, number in ask(store, prefixes, query)} == classes
    properties = Counter(quad.predicate.value for quad in counted)
    query = "SELECT ?property ?n { ?d void:propertyPartition ?p . ?p void:property ?property ; void:triples ?n }"
    assert {name: int(number) for name, number in ask(store, prefixes, query)} == properties


def test_links_to_other_datasets(
    store: pyoxigraph.Store, prefixes: dict[str, str], counted: list[pyoxigraph.Quad]
) -> None:
    query = """SELECT ?name ?space ?n { ?set rdf:type void:Linkset ; void:objectsTarget ?target ; void:triples ?n .
      ?target rdfs:label ?name ; void:uriSpace ?space }"""
    found = {name: (space, int(triples)) for name, space, triples in ask(store, prefixes, query)}
    assert {"NCBI Gene", "HGNC", "MeSH", "FamPlex", "Disease Ontology"} <= found.keys()
    shown = ("depicts", "mentions")
    for name, properties in (("NCBI Gene", shown), ("HGNC", ("exactMatch",)), ("MeSH", shown)):
        space, triples = found[name]
        linking = [quad for quad in counted if quad.predicate.value.rpartition("#")[2] in properties]
        assert triples == sum(str(quad.object).startswith(f"<{space}") for quad in linking), name


def test_example_resources_exist(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    query = "SELECT ?example ?label { ?d void:exampleResource ?example . ?example rdfs:label ?label }"
    assert len(ask(store, prefixes, query)) == 3


def test_every_named_query_is_there_for_generic_clients(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    query = "SELECT ?title ?text { ?q rdf:type sh:SPARQLExecutable ; rdfs:label ?title ; sh:select ?text }"
    rows = ask(store, prefixes, query)
    assert len(rows) == len(list((ontologies_folder() / "queries").glob("*.rq")))
    for title, text in rows:
        if "SERVICE" not in text:
            assert isinstance(store.query(text, use_default_graph_as_union=True), pyoxigraph.QuerySolutions), title


def test_a_run_describes_its_release_and_its_files(vocabulary: Vocabulary) -> None:
    run = Run(
        key="ef" * 12,
        version="0.1.0",
        started="2026-11-23T09:00:00+00:00",
        ended="2026-11-24T09:01:00+00:00",
        parameters={"sources": "records"},
        mappings={"hgnc": {"sha256": "ab" * 32, "released": "2024-10-18", "source": "HGNC"}},
        files=[ReleaseFile("figkg.nq", "application/n-quads", 12, "cd" * 32)],
    )
    lines = run_quads(run, vocabulary)
    start = "<https://w3id.org/figkg/release/2026-11-24-efefefef"
    issued = '<http://purl.org/dc/terms/issued> "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date>'
    graph = "<https://w3id.org/figkg/graph/run> .\n"
    assert f"{start}> {issued} {graph}" in lines
    assert f'{start}/figkg.nq#sha256> <http://spdx.org/rdf/terms#checksumValue> "{"cd" * 32}" {graph}' in lines
    assert lines == sorted(lines)


def test_lines_and_triples_are_counted_alike(vocabulary: Vocabulary) -> None:
    v = vocabulary
    nodes = {
        v("ncbigene:1"): [f"{v('rdf:type')} {v('fkg:Gene')}", f'{v("rdfs:label")} "A > B"'],
        v("ncbigene:2"): [f"{v('rdf:type')} {v('fkg:Gene')}"],
    }
    wanted = Statistics(3, 2, {"fkg:Gene": 2}, {"rdf:type": 2, "rdfs:label": 1})
    total = Statistics()
    lines = [f"{node} {said} {v('graph:edges')} .\n" for node, some in nodes.items() for said in some]
    assert list(measured([lines[:2], lines[2:]], total, v)) == [lines[:2], lines[2:]]
    assert measure(nodes, v) == total == wanted
    total.add(wanted)
    assert total == Statistics(6, 4, {"fkg:Gene": 4}, {"rdf:type": 4, "rdfs:label": 2})
