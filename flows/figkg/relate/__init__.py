"""Captions into signed assertions with the words that say so."""

from figkg.relate.assertion import Assertion, Evidence
from figkg.relate.relator import Relator, load_relator

__all__ = ["Assertion", "Evidence", "Relator", "load_relator"]
