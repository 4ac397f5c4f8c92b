"""Grounded figures and assertions into RDF."""

from flows.emit.assemble import EdgeCounts, Gathered, assemble, derive, enter, gather
from flows.emit.figure_graph import figure_triples, quad_lines
from flows.emit.ledger import Ledger
from flows.emit.vocabulary import Vocabulary

__all__ = [
    "EdgeCounts",
    "Gathered",
    "Ledger",
    "Vocabulary",
    "assemble",
    "derive",
    "enter",
    "figure_triples",
    "gather",
    "quad_lines",
]
