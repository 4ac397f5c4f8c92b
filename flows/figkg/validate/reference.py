"""The reference: pyshacl over a sample of figures, and over the description of the dataset."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph

from figkg.base.errors import OutputError
from figkg.base.iris import DERIVED_GRAPHS, GRAPHS
from figkg.validate.shapes import SHAPE, Violation

_DERIVED = frozenset(GRAPHS + name for name in DERIVED_GRAPHS)


def check_sample(store: pyoxigraph.Store, shapes: Path, size: int, seed: int = 0) -> tuple[list[Violation], int]:
    """Check some figures and the description of the dataset.

    Args:
        store: the store of a build.
        shapes: the shapes, a Turtle file.
        size: number of figures.
        seed: of the draw.

    Returns:
        The faults, sorted, and how many figures were drawn.
    """
    names = sorted(
        graph.value
        for graph in store.named_graphs()
        if isinstance(graph, pyoxigraph.NamedNode) and graph.value not in _DERIVED
    )
    drawn = random.Random(seed).sample(names, min(size, len(names)))  # noqa: S311 (no secret)
    graphs = [*(pyoxigraph.NamedNode(name) for name in sorted(drawn)), pyoxigraph.NamedNode(GRAPHS + "dataset")]
    quads = [quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)]
    return check_quads(quads, shapes), len(drawn)


def check_quads(quads: Sequence[pyoxigraph.Quad], shapes: Path) -> list[Violation]:
    """Check quads, their graphs merged.

    Raises:
        OutputError: pyshacl cannot read them.
    """
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    text = pyoxigraph.serialize((quad.triple for quad in quads), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert text is not None
    data = rdflib.Graph().parse(data=text, format="nt")
    try:
        conforms, report, _ = pyshacl.validate(data, shacl_graph=str(shapes), shacl_graph_format="turtle")
    except (ValueError, RuntimeError) as error:
        raise OutputError(str(shapes), f"pyshacl: {error}") from error
    if conforms:
        return []
    assert isinstance(report, rdflib.Graph)
    graphs = {str(quad.subject): str(quad.graph_name) for quad in quads}
    found: set[Violation] = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = str(report.value(result, SH.focusNode))
        value = report.value(result, SH.value)
        found.add(
            Violation(
                str(report.value(result, SH.sourceShape)).removeprefix(SHAPE),
                node,
                graphs.get(f"<{node}>", "").strip("<>").removeprefix(GRAPHS),
                str(report.value(result, SH.resultMessage)),
                "" if value is None else value.n3(),
            )
        )
    return sorted(found)
