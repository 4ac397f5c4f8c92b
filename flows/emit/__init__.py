"""Grounded figures and assertions into RDF."""

from flows.emit.assemble import EdgeCounts, assemble, enter
from flows.emit.figure_graph import figure_triples, quad_lines
from flows.emit.ledger import Ledger
from flows.emit.vocabulary import Vocabulary

__all__ = ["EdgeCounts", "Ledger", "Vocabulary", "assemble", "enter", "figure_triples", "quad_lines"]
