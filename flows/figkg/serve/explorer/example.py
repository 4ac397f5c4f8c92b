"""What the first page shows of a graph: how to read it, and where to begin, all from the graph itself."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from figkg.base.iris import OWN, read_curie
from figkg.graph.entities import Entity, read_entity
from figkg.graph.numbers import Numbers
from figkg.graph.rows import EdgeRow
from figkg.graph.statements import Statement, statements_behind
from figkg.serve.explorer.graph import ServedBuild
from figkg.serve.explorer.network import drawn_on_page, strongest

_EACH = 3
_LISTED = 6


class Example(Struct, frozen=True):
    """What the first page shows.

    Attributes:
        entity: what has most edges.
        edge: one of its edges, which is read aloud.
        statement: what a caption says of it, or None.
        picture: a few of its edges.
        path: names at the ends of a path, or nothing.
        names: a list of names to paste.
    """

    entity: Entity
    edge: EdgeRow
    statement: Statement | None
    picture: Markup
    path: tuple[str, str] | None
    names: tuple[str, ...]


def example_of(build: ServedBuild, numbers: Numbers) -> Example | None:
    """An example from a build, or None where it has no edges."""
    for bar in numbers.top_entities:
        iri = read_curie(bar.address.removeprefix("/entity/"), build.graph.prefixes)
        entity = read_entity(build.graph, iri) if iri is not None else None
        edges = strongest([one for one in build.edges_of(iri) if one.outright], 100) if iri is not None else []
        if entity is None or not edges:
            continue
        causes = _some([one for one in edges if one.object.curie == entity.curie])
        effects = _some([one for one in edges if one.subject.curie == entity.curie and one not in causes])
        edge = (causes or effects)[0]
        statement = next(iter(statements_behind(build.graph, OWN["edge"] + edge.key, 1)), None)
        return Example(
            entity,
            edge,
            statement,
            drawn_on_page([*causes, *effects], build.graph.kinds, (entity.curie,)),
            (causes[0].subject.label, effects[0].object.label) if causes and effects else None,
            tuple(dict.fromkeys(one.label for one in numbers.top_entities[:_LISTED])),
        )
    return None


def _some(edges: list[EdgeRow]) -> list[EdgeRow]:
    """A few edges of both signs."""
    return [edge for sign in (1, -1) for edge in [one for one in edges if one.sign == sign][:_EACH]]
