"""Answers from a built graph."""

from flows.serve.page import EntityPage, FigurePage, entity_page, figure_page
from flows.serve.query import open_store, run_query

__all__ = [
    "EntityPage",
    "FigurePage",
    "entity_page",
    "figure_page",
    "open_store",
    "run_query",
]
