"""What language models get to know of a graph: small values of JSON, with words and sources, and what was left out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TextIO

from figkg.base.iris import Shortener
from figkg.graph.edge_set import Edges
from figkg.graph.named_queries import NamedQuery
from figkg.graph.paths import CausalPath
from figkg.graph.resolve import Meaning
from figkg.graph.rows import EdgeRow, EntityRow, verb
from figkg.graph.statements import Statement
from figkg.relate.texts import TextStatement

Answer = dict[str, Any]
"""A JSON object."""

LONGEST_TRIPLES = 20_000
"""Characters of triples that are given."""


def of_meaning(meant: Meaning) -> Answer:
    """What a name means: the name that means this alone, and what it is."""
    found: Answer = {"id": meant.name, "label": meant.label, "kind": meant.kind, "iri": meant.iri}
    if meant.kind != "figure":
        found["figures"] = meant.figures
    if meant.taxon:
        found["organism"] = f"ncbitaxon:{meant.taxon}"
    return found


def of_edges(edges: Edges, most: int, evidence: Mapping[str, Sequence[Statement]], titles: Mapping[str, str]) -> Answer:
    """Edges with their words.

    Args:
        edges: the most believed first.
        most: how many are given.
        evidence: statements by key of an edge.
        titles: of papers, by PubMed Central identifier.
    """
    given = [
        _edge(one) | {"evidence": [_words(said, titles) for said in evidence.get(one.key, ())]} for one in edges[:most]
    ]
    return {"edges": given, "total": len(edges), "left_out": len(edges) - len(given)}


def of_paths(paths: Iterable[CausalPath]) -> Answer:
    """Paths, each in a line and by its steps."""
    return {
        "paths": [
            {
                "path": str(one),
                "sign": verb(one.sign),
                "belief": round(one.belief, 4),
                "steps": [_edge(step) for step in one.steps],
            }
            for one in paths
        ]
    }


def of_text(found: Iterable[TextStatement]) -> Answer:
    """What a text states."""
    return {
        "statements": [
            {
                "cause": {"id": one.subject.curie, "label": one.subject.label, "called": one.names[0]},
                "sign": verb(one.sign),
                "effect": {"id": one.object.curie, "label": one.object.label, "called": one.names[1]},
                "confidence": round(one.confidence, 4),
                "denied": one.negated,
                "hedged": one.hedged,
                "trigger": one.trigger,
                "sentence": one.sentence,
            }
            for one in found
        ]
    }


def of_rows(answer: TextIO, media_type: str, most: int, shorten: Shortener) -> Answer:
    """The beginning of an answer to a query, of which no more is read than is given.

    Args:
        answer: CSV, or triples.
        media_type: what it is.
        most: rows that are given.
        shorten: IRIs into CURIEs.
    """
    if media_type != "text/csv":
        text = answer.read(LONGEST_TRIPLES + 1)
        return {"triples": text[:LONGEST_TRIPLES], "more": len(text) > LONGEST_TRIPLES}
    lines = csv.reader(answer)
    columns = next(lines, [])
    if columns in (["true"], ["false"]) and next(lines, None) is None:
        return {"answer": columns == ["true"]}
    rows = [[shorten(cell) if cell.startswith("http") else cell for cell in row] for row in islice(lines, most)]
    return {"columns": columns, "rows": rows, "more": next(lines, None) is not None}


def of_queries(queries: Iterable[NamedQuery]) -> Answer:
    """The named queries, with what each takes; not those that ask endpoints elsewhere."""
    return {
        "queries": [
            {"name": one.name, "question": one.question or one.title, "parameters": one.parameters}
            for one in queries
            if not one.endpoint
        ]
    }


def _edge(edge: EdgeRow) -> Answer:
    notes = {"inferred": edge.inferred, "hedged": edge.hedged, "disputed": edge.contradicted}
    return {
        "edge": f"edge:{edge.key}",
        "cause": _entity(edge.subject),
        "sign": edge.verb,
        "effect": _entity(edge.object),
        "belief": edge.belief,
        "figures": edge.figures,
        "papers": edge.papers,
        **{name: True for name, holds in notes.items() if holds},
    }


def _entity(one: EntityRow) -> Answer:
    return {"id": one.curie, "label": one.label, "kind": one.kind}


def _words(one: Statement, titles: Mapping[str, str]) -> Answer:
    said = {"sentence": one.sentence, "trigger": one.trigger}
    if one.drawn:
        said = {"drawn": f"{one.labels[0]} {one.drawn} {one.labels[1]}", "read_by": one.by}
    return {
        **said,
        "confidence": float(one.confidence),
        **({"hedged": True} if one.hedged else {}),
        "figure": one.figid,
        "page": one.figure_page,
        "paper": one.paper,
        "title": titles.get(one.paper, ""),
        "year": one.year,
    }
