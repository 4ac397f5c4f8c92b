"""The one reader of a built graph.

:func:`open_graph` opens what an output folder holds; of it are read figures, entities, edges, statements, names and
numbers, by look-ups or SPARQL. :func:`open_release` gives the same as one stream, for what is made of all of it.

What is named here is loaded when it is first used, so that a query starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figkg.graph.built import Graph, Release, open_graph, open_release
    from figkg.graph.edges import read_edges, touching
    from figkg.graph.entities import read_entity
    from figkg.graph.figures import read_figure
    from figkg.graph.names import read_names
    from figkg.graph.numbers import read_numbers
    from figkg.graph.release import stream_edges, stream_entities
    from figkg.graph.resolve import Resolver
    from figkg.graph.rows import EdgeRow, EntityRow
    from figkg.graph.statements import statements_about, statements_behind

__all__ = [
    "EdgeRow",
    "EntityRow",
    "Graph",
    "Release",
    "Resolver",
    "open_graph",
    "open_release",
    "read_edges",
    "read_entity",
    "read_figure",
    "read_names",
    "read_numbers",
    "statements_about",
    "statements_behind",
    "stream_edges",
    "stream_entities",
    "touching",
]

_MODULES = {
    "built": ("Graph", "Release", "open_graph", "open_release"),
    "edges": ("read_edges", "touching"),
    "entities": ("read_entity",),
    "figures": ("read_figure",),
    "names": ("read_names",),
    "numbers": ("read_numbers",),
    "resolve": ("Resolver",),
    "release": ("stream_edges", "stream_entities"),
    "rows": ("EdgeRow", "EntityRow"),
    "statements": ("statements_about", "statements_behind"),
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        for module, names in _MODULES.items():
            if name in names:
                return getattr(import_module(f"figkg.graph.{module}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
