"""Grounded figures and statements into RDF."""

from figkg.emit.figure_graph import FigureGraph, FigureWriter
from figkg.emit.vocabulary import Vocabulary

__all__ = ["FigureGraph", "FigureWriter", "Vocabulary"]
