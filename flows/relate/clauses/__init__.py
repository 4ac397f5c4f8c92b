"""Clauses: each verb of a sentence with who acts, what is acted on, and how it is said."""

from flows.relate.clauses.clause import Antecedent, Clause
from flows.relate.clauses.reader import read_clauses

__all__ = ["Antecedent", "Clause", "read_clauses"]
