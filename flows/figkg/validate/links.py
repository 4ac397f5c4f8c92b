"""Links between graphs, which shapes over one graph cannot see: what is named must be described."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph

from figkg.validate.shapes import Violation

_MOST = 1000

_LINKS = {
    "Link-entity": (
        "what a figure or an edge names has a label",
        (
            "SELECT DISTINCT ?node ?graph WHERE { GRAPH ?graph { ?any fkg:depicts|fkg:mentions|fkg:inContextOf|"
            "fkg:memberOf|wp:source|wp:target|rdf:subject|rdf:object|fkg:entity ?node } "
            "FILTER NOT EXISTS { GRAPH graph:entities { ?node rdfs:label ?label } } }"
        ),
    ),
    "Link-paper": (
        "the paper of a figure is described",
        (
            "SELECT DISTINCT ?node ?graph WHERE { GRAPH ?graph { ?figure dcterms:isPartOf ?node } "
            "FILTER NOT EXISTS { GRAPH graph:entities { ?node rdf:type biolink:Article } } }"
        ),
    ),
    "Link-assertion": (
        "the assertions of an edge exist",
        (
            "SELECT DISTINCT ?node ?graph WHERE { GRAPH graph:edges { ?edge fkg:supportedBy ?node } "
            "BIND (graph:edges AS ?graph) FILTER NOT EXISTS { GRAPH ?other { ?node rdf:type fkg:Assertion } } }"
        ),
    ),
    "Link-edge": (
        "every assertion is behind an edge",
        (
            "SELECT DISTINCT ?node ?graph WHERE { GRAPH ?graph { ?node rdf:type fkg:Assertion } "
            "FILTER NOT EXISTS { GRAPH graph:edges { ?edge fkg:supportedBy ?node } } }"
        ),
    ),
    "Link-opposite": (
        "the edge that an edge contradicts exists",
        (
            "SELECT DISTINCT ?node ?graph WHERE { GRAPH graph:edges { ?edge fkg:contradicts ?node } "
            "BIND (graph:edges AS ?graph) FILTER NOT EXISTS { GRAPH graph:edges { ?node rdf:type fkg:Edge } } }"
        ),
    ),
    "Link-run": (
        "the run that made something is described",
        (
            "SELECT DISTINCT ?node ?graph WHERE { GRAPH graph:dataset { ?any prov:wasGeneratedBy ?node } "
            "BIND (graph:dataset AS ?graph) FILTER NOT EXISTS { GRAPH graph:run { ?node rdf:type prov:Activity } } }"
        ),
    ),
}
"""What must lead somewhere: the demand, and the query that finds what does not."""


def find_broken_links(store: pyoxigraph.Store, prefixes: Mapping[str, str]) -> Iterator[Violation]:
    """Find what is named in one graph and missing from the graph that should describe it.

    Args:
        store: the store of a build.
        prefixes: the prefix map.
    """
    for shape, (message, query) in _LINKS.items():
        rows = store.query(f"{query} LIMIT {_MOST}", prefixes=dict(prefixes))
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        for row in rows:
            node, graph = row["node"], row["graph"]
            assert isinstance(node, pyoxigraph.NamedNode)
            assert isinstance(graph, pyoxigraph.NamedNode)
            yield Violation(shape, node.value, graph.value.removeprefix(prefixes["graph"]), message)
