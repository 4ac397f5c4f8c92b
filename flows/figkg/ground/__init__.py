"""Names and numbers into one checked identifier: genes, families, diseases and chemicals."""

from figkg.ground.figure import Entity, GroundedFigure, Grounding, Mention
from figkg.ground.grounder import Grounder, load_grounder, load_lookup
from figkg.ground.lookup import Answer, Candidate, Lookup

__all__ = [
    "Answer",
    "Candidate",
    "Entity",
    "GroundedFigure",
    "Grounder",
    "Grounding",
    "Lookup",
    "Mention",
    "load_grounder",
    "load_lookup",
]
