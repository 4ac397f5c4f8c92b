"""Reading a release as a stream, graph by graph: the graphs stand one after the other, each sorted."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pyoxigraph

from figkg.base.errors import OutputError
from figkg.base.iris import BASE, DERIVED_GRAPHS, GRAPHS, DerivedGraph, Shortener
from figkg.graph.built import Release
from figkg.graph.nodes import Node, nodes_of
from figkg.graph.rows import EdgeRow, EntityRow, edge_row, entity_row


def quads(path: Path) -> Iterator[pyoxigraph.Quad]:
    """All quads of a file in their order.

    Raises:
        OutputError: the file is missing or not N-Quads.
    """
    try:
        yield from pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise OutputError(str(path), f"cannot be read: {error}") from error


def stream_figures(release: Release) -> Iterator[tuple[str, dict[str, Node]]]:
    """Names of the graphs of figures with their nodes by IRI, in order.

    Raises:
        OutputError: the file cannot be read.
    """
    short = Shortener(release.prefixes)
    for graph, group in groupby(quads(release.path), key=lambda quad: quad.graph_name):
        assert isinstance(graph, pyoxigraph.NamedNode)
        name = graph.value.removeprefix(GRAPHS)
        if name in DERIVED_GRAPHS:
            return
        yield name, nodes_of(group, short)


def stream_entities(release: Release) -> Iterator[EntityRow]:
    """The entities of a release, in the order of their IRIs; raises what :func:`stream_figures` raises."""
    short = Shortener(release.prefixes)
    for node in derived(release, "entities", short):
        entity = entity_row(node, release.kinds, short)
        if entity is not None:
            yield entity


def stream_edges(release: Release) -> Iterator[EdgeRow]:
    """The edges of a release, in the order of their keys; raises what :func:`stream_figures` raises."""
    short = Shortener(release.prefixes)
    entities = {entity.curie: entity for entity in stream_entities(release)}
    for node in derived(release, "edges", short):
        edge = edge_row(node, lambda iri: entities[short(iri)], short)
        if edge is not None:
            yield edge


def run_of(release: Release) -> str:
    """IRI of the run that made a release, as its description says; raises what :func:`stream_figures` raises.

    Raises:
        OutputError: nothing is said of the dataset.
    """
    for node in derived(release, "dataset", Shortener(release.prefixes)):
        if node.iri == BASE:
            return node["prov:wasGeneratedBy"]
    raise OutputError(str(release.path), "does not describe the dataset")


def derived(release: Release, name: DerivedGraph, short: Shortener) -> Iterator[Node]:
    """The nodes of a derived graph, in order; raises what :func:`stream_figures` raises."""
    for _, group in groupby(_from(release.path, GRAPHS + name), key=lambda quad: quad.subject):
        yield from nodes_of(group, short).values()


def _from(path: Path, graph: str) -> Iterator[pyoxigraph.Quad]:
    """The quads of a graph, found without reading what stands before it."""
    name = pyoxigraph.NamedNode(graph)
    try:
        with path.open("rb") as content:
            with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as view:
                end = view.find(f" {name} .\n".encode())
                if end < 0:
                    return
                start = view.rfind(b"\n", 0, end) + 1
            content.seek(start)
            for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_QUADS):
                if quad.graph_name != name:
                    return
                yield quad
    except (OSError, ValueError, SyntaxError) as error:
        raise OutputError(str(path), f"cannot be read: {error}") from error


def words_of(evidence: Node, nodes: Mapping[str, Node]) -> str:
    """What an evidence says: the sentence, or what is drawn.

    Args:
        evidence: the evidence.
        nodes: those of its figure.
    """
    if "fkg:drawnAs" not in evidence:
        return nodes[evidence["oa:hasSelector"]]["oa:exact"]
    subject, object_ = evidence["fkg:drawnSubject"], evidence["fkg:drawnObject"]
    return f"{subject} {evidence['fkg:drawnAs']} {object_} (drawn in the figure, read by {evidence['fkg:readBy']})"
