"""Names and numbers into one checked identifier: genes, families, diseases and chemicals."""

from flows.ground.figure import Entity, GroundedFigure, Grounding, Mention
from flows.ground.grounder import Grounder, load_grounder

__all__ = ["Entity", "GroundedFigure", "Grounder", "Grounding", "Mention", "load_grounder"]
