"""Answers from a built graph."""

from flows.serve.page import EntityPage, FigurePage, entity_page, figure_page
from flows.serve.query import NamedQuery, open_store, read_named_queries, read_named_query, run_query

__all__ = [
    "EntityPage",
    "FigurePage",
    "NamedQuery",
    "entity_page",
    "figure_page",
    "open_store",
    "read_named_queries",
    "read_named_query",
    "run_query",
]
