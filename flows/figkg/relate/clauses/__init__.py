"""Clauses: each verb of a sentence with who acts, what is acted on, and how it is said."""

from figkg.relate.clauses.clause import Antecedent, Clause
from figkg.relate.clauses.reader import read_clauses

__all__ = ["Antecedent", "Clause", "read_clauses"]
