"""Constructions: the ways in which a sentence says that one entity raises or lowers another."""

from flows.relate.constructions.candidate import Candidate
from flows.relate.constructions.finder import find_candidates

__all__ = ["Candidate", "find_candidates"]
