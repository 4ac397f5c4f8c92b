"""Which graphs a query is about (https://www.w3.org/TR/sparql11-query/#rdfDataset)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph

from figkg.graph.keywords import uses_keyword


def dataset_of(
    text: str,
    prefixes: Mapping[str, str],
    base: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> dict[str, Any]:
    """The dataset of a query, as arguments for :meth:`pyoxigraph.Store.query`.

    The graphs that come with the request are the dataset; without any, those that the query names by ``FROM`` and
    ``FROM NAMED``; without any either, the default graph is the union of all graphs, and every graph has its name.

    Args:
        text: the query.
        prefixes: prefixes that it need not declare.
        base: what relative IRIs are resolved against.
        default_graphs: IRIs of graphs whose union is the default graph.
        named_graphs: IRIs of graphs that ``GRAPH`` finds.

    Raises:
        SyntaxError: the text is no query.
        ValueError: a graph has no IRI.
    """
    if default_graphs or named_graphs:
        return {
            "default_graph": [pyoxigraph.NamedNode(one) for one in default_graphs],
            "named_graphs": [pyoxigraph.NamedNode(one) for one in named_graphs],
        }
    return {"use_default_graph_as_union": not uses_keyword(text, "FROM", prefixes, base)}
