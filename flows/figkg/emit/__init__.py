"""Grounded figures and statements into RDF."""

from figkg.emit.figure_graph import figure_triples, quad_lines
from figkg.emit.vocabulary import Vocabulary

__all__ = ["Vocabulary", "figure_triples", "quad_lines"]
