"""Constructions: the ways in which a sentence says that one entity raises or lowers another."""

from figkg.relate.constructions.candidate import Candidate
from figkg.relate.constructions.finder import find_candidates

__all__ = ["Candidate", "find_candidates"]
