"""Reading a release back, graph by graph: figkg.nq holds the graphs one after the other, each sorted."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Literal

import pyoxigraph

from figkg.base.errors import OutputError
from figkg.emit.vocabulary import DERIVED_GRAPHS, GRAPHS

FKG = "https://w3id.org/figkg/vocab#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

Node = dict[str, list[str]]
"""Values of one subject by predicate: IRIs and the text of literals."""


def quads(release: Path) -> Iterator[pyoxigraph.Quad]:
    """All quads of a release in their order.

    Raises:
        OutputError: the file is missing or not N-Quads.
    """
    try:
        yield from pyoxigraph.parse(path=str(release), format=pyoxigraph.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise OutputError(str(release), f"cannot be read: {error}") from error


def derived(release: Path, name: Literal["edges", "entities", "dataset"]) -> Iterator[tuple[str, Node]]:
    """Subjects of a derived graph with their values, in order.

    Args:
        release: ``figkg.nq``.
        name: the graph.

    Raises:
        OutputError: the file cannot be read.
    """
    graph = GRAPHS + name
    for subject, group in groupby(_from(release, graph), key=lambda quad: quad.subject):
        node: Node = {}
        for quad in group:
            node.setdefault(quad.predicate.value, []).append(value(quad.object))
        yield str(subject).strip("<>"), node


def figures(release: Path) -> Iterator[tuple[str, list[pyoxigraph.Quad]]]:
    """Names of the graphs of figures with their quads, in order."""
    for name, group in groupby(quads(release), key=lambda quad: str(quad.graph_name).strip("<>").removeprefix(GRAPHS)):
        if name in DERIVED_GRAPHS:
            return
        yield name, list(group)


def nodes_of(group: Iterable[pyoxigraph.Quad]) -> dict[str, Node]:
    """Quads as values by subject and predicate."""
    nodes: dict[str, Node] = {}
    for quad in group:
        subject = nodes.setdefault(str(quad.subject).strip("<>"), {})
        subject.setdefault(quad.predicate.value, []).append(value(quad.object))
    return nodes


def value(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple) -> str:
    """An IRI, or the text of a literal."""
    assert isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal)
    return term.value


def _from(release: Path, graph: str) -> Iterator[pyoxigraph.Quad]:
    """The quads of a graph, found without reading what stands before it."""
    try:
        with release.open("rb") as content:
            with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as view:
                end = view.find(f" <{graph}> .\n".encode())
                if end < 0:
                    return
                start = view.rfind(b"\n", 0, end) + 1
            content.seek(start)
            for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_QUADS):
                if str(quad.graph_name) != f"<{graph}>":
                    return
                yield quad
    except (OSError, ValueError, SyntaxError) as error:
        raise OutputError(str(release), f"cannot be read: {error}") from error


def said_by(nodes: Mapping[str, Node], evidence: Node) -> str:
    """What an evidence says: the sentence, or what is drawn."""
    selector = evidence.get("http://www.w3.org/ns/oa#hasSelector")
    if selector:
        return nodes[selector[0]]["http://www.w3.org/ns/oa#exact"][0]
    subject, type_, object_, by = (
        evidence[FKG + name][0] for name in ("drawnSubject", "drawnAs", "drawnObject", "readBy")
    )
    return f"{subject} {type_} {object_} (drawn in the figure, read by {by})"
