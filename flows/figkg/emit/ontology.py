"""The graph of the vocabulary: what the terms of the graph mean and are called, so that queries can ask it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from figkg.base.errors import MappingError, reason_of
from figkg.emit.figure_graph import quad_lines
from figkg.emit.vocabulary import Vocabulary

FILE = "figkg.ttl"


def vocabulary_quads(ontologies: Path, vocabulary: Vocabulary) -> list[str]:
    """The N-Quads lines of the ontology; lists, which would need blank nodes, are left out.

    Args:
        ontologies: the folder of the ontology.
        vocabulary: expands the name of the graph.

    Raises:
        MappingError: the ontology is missing or damaged.
    """
    return quad_lines(_triples(ontologies / FILE), vocabulary("graph:vocab"))


def _triples(path: Path) -> Iterator[tuple[str, str, str]]:
    try:
        for triple in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            if not any(isinstance(term, pyoxigraph.BlankNode) for term in (triple.subject, triple.object)):
                yield str(triple.subject), str(triple.predicate), str(triple.object)
    except OSError as error:
        raise MappingError(path.name, None, reason_of(error)) from error
    except SyntaxError as error:
        raise MappingError(path.name, error.lineno, f"not Turtle: {error.msg}") from error
