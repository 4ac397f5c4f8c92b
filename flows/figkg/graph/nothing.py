"""Why a query may have found nothing, in words."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph

from figkg.base.errors import FigkgError
from figkg.base.iris import Shortener, read_curie, split_curie
from figkg.base.near import nearest, or_list
from figkg.graph.built import Graph
from figkg.graph.named_queries import declared_prefixes, used_curies, used_iris, used_texts
from figkg.graph.resolve import NothingFoundError, Resolver

_VOCABULARY = "SELECT DISTINCT ?term { [] void:property|void:class ?term }"


def why_nothing(text: str, graph: Graph, resolver: Resolver) -> list[str]:
    """What of a query's terms and strings is nowhere in the graph, and what is near, in words.

    Args:
        text: a query that found nothing.
        graph: the graph that was asked.
        resolver: of that graph.
    """
    return [*_unknown_terms(text, graph), *_unknown_labels(text, graph, resolver)]


def _unknown_terms(text: str, graph: Graph) -> Iterator[str]:
    short, declared = Shortener(graph.prefixes), declared_prefixes(text)
    known: list[str] | None = None
    curies = [one for one in used_curies(text) if split_curie(one).prefix not in declared]
    for curie in dict.fromkeys([*curies, *map(short, used_iris(text))]):
        iri = read_curie(curie.rstrip("."), graph.prefixes)
        if iri is None or _stands_in(graph, iri):
            continue
        if known is None:
            known = [short(row["term"]) for row in graph.rows(_VOCABULARY)]
        prefix = split_curie(curie).prefix
        near = nearest(curie, [one for one in known if one.startswith(f"{prefix}:")]) or nearest(curie, known)
        yield f"{curie} is nowhere in this graph" + (f"; {or_list(near)}" if near else "")


def _unknown_labels(text: str, graph: Graph, resolver: Resolver) -> Iterator[str]:
    for one in used_texts(text):
        literal = pyoxigraph.Literal(one)
        if one and next(graph.store.quads_for_pattern(None, None, literal), None) is None:
            try:
                meant = resolver.find(one)
            except NothingFoundError as error:
                if error.near:
                    yield f'nothing is called "{one}"; near: {", ".join(map(str, error.near))}'
                continue
            except FigkgError:
                continue
            if meant.label != one:
                yield f'nothing is called "{one}", letter by letter; {meant}?'


def _stands_in(graph: Graph, iri: str) -> bool:
    node, store = pyoxigraph.NamedNode(iri), graph.store
    places = ((node, None, None, None), (None, node, None, None), (None, None, node, None), (None, None, None, node))
    return any(next(store.quads_for_pattern(*place), None) is not None for place in places)
