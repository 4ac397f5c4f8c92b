"""The statements of a graph that curators have judged, with what read them."""

from __future__ import annotations

from msgspec import Struct

from figkg.base.iris import Shortener
from figkg.graph.built import Graph

_JUDGED = """
SELECT DISTINCT ?statement ?right ?rule ?byRules ?byReader ?by WHERE {
  ?statement fkg:verdict/fkg:right ?right ; fkg:evidence ?evidence .
  OPTIONAL { ?evidence fkg:rule ?rule ; fkg:byRules ?byRules ; fkg:byReader ?byReader }
  OPTIONAL { ?evidence fkg:readBy ?by }
} ORDER BY ?statement"""


class JudgedStatement(Struct, frozen=True):
    """A statement and what its curators say, who agree.

    Attributes:
        name: of the statement, ``assertion:…``.
        right: whether its figure really says so.
        rule: the construction that read it, ``passive/inhibit``; of what is drawn who read the image.
        by_rules: whether the rules read it.
        by_reader: whether the trained reader did.
    """

    name: str
    right: bool
    rule: str
    by_rules: bool
    by_reader: bool


def judged_statements(graph: Graph) -> list[JudgedStatement]:
    """The statements that verdicts of mappings/verdicts.tsv met at the last build, by name, each once.

    Args:
        graph: the graph.
    """
    short = Shortener(graph.prefixes)
    return [
        JudgedStatement(
            name=short(row["statement"]),
            right=row["right"] == "true",
            rule=row["rule"] or row["by"],
            by_rules=float(row["byRules"] or 0) > 0,
            by_reader=float(row["byReader"] or 0) > 0,
        )
        for row in graph.rows(_JUDGED)
    ]
