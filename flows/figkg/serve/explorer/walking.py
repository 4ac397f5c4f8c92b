"""Pages for several things at once: paths from one to another, and what a pasted list has in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from figkg.base.errors import FigkgError
from figkg.base.iris import Shortener, read_curie
from figkg.graph.connections import Connections, connect
from figkg.graph.enrichment import Enriched, Enrichment, enrich
from figkg.graph.entities import read_entity
from figkg.graph.paths import LONGEST, CausalPath, find_paths
from figkg.graph.resolve import Meaning, NothingFoundError, SeveralMeaningsError
from figkg.graph.rows import EdgeRow
from figkg.serve.addresses import page_of
from figkg.serve.explorer.finding import LONGEST_SEARCH
from figkg.serve.explorer.graph import GraphInUse, ServedBuild
from figkg.serve.explorer.network import drawn_on_page, strongest
from figkg.serve.explorer.pages import Pages
from figkg.serve.protocol import ProtocolError

_PATHS, _MOST_STEPS = 10, 6
_MOST_NAMES, _LONGEST_LIST = 300, 20_000
_MOST_DRAWN = 60
_SETS = 10
_BETWEEN_NAMES = re.compile(r"[\n\r\t;,|]+")


class Asked(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What a page of paths is asked for.

    Attributes:
        from_: name of the first cause.
        to: name of the last effect.
        longest: steps of the longest path.
    """

    from_: str = ""
    to: str = ""
    longest: Annotated[int, Meta(ge=1, le=_MOST_STEPS)] = LONGEST


class Listed(Struct, frozen=True, kw_only=True):
    """What a page of a list is asked for.

    Attributes:
        names: as they were pasted.
        bridges: how many things between them are shown.
    """

    names: str = ""
    bridges: Annotated[int, Meta(ge=0, le=50)] = 5


_Form = TypeVar("_Form", Asked, Listed)


class Fault(Struct, frozen=True):
    """A name that means nothing here, or several things.

    Attributes:
        name: the name.
        meanings: what it may mean.
        near: what has a name that is near.
        known: what it means elsewhere, or empty.
    """

    name: str
    meanings: tuple[Meaning, ...] = ()
    near: tuple[Meaning, ...] = ()
    known: str = ""


class Walking:
    """Answers about several things; each method takes a request.

    Args:
        graph: the build in use.
        pages: writes pages.
    """

    def __init__(self, graph: GraphInUse, pages: Pages) -> None:
        self._graph = graph
        self._pages = pages

    def paths(self, request: Request) -> Response:
        """Paths from one thing to another, the shortest first."""
        asked = _read(request.query_params, Asked)
        build = self._graph()
        names = [one for one in (asked.from_, asked.to) if one]
        meant, faults = _resolve(build, names) if len(names) == 2 else ({}, ())
        found: tuple[CausalPath, ...] = ()
        backward = False
        if len(names) == 2 and not faults:
            first, last = meant[asked.from_], meant[asked.to]
            found = find_paths(build.graph, first.iri, last.iri, asked.longest, _PATHS, build.arcs)
            backward = not found and bool(find_paths(build.graph, last.iri, first.iri, asked.longest, 1, build.arcs))
        edges = list({step.key: step for path in found for step in path.steps}.values())
        return self._pages.page(
            "paths",
            404 if faults else 200,
            asked=asked,
            meant=meant,
            faults=faults,
            found=found,
            backward=backward,
            picture=drawn_on_page(edges, build.graph.kinds),
            most_steps=_MOST_STEPS,
        )

    def list(self, request: Request) -> Response:
        """What the things of a pasted list have in common."""
        asked = _read(request.query_params, Listed)
        build = self._graph()
        names = names_of(asked.names)
        meant, faults = _resolve(build, names)
        things = list({one.iri: one for one in meant.values()}.values())
        genes = _genes(build, things)
        connections = connect(build.graph, [one.iri for one in things], asked.bridges, build.arcs) if things else None
        enriched = enrich(build.graph, genes, "figures") if things else None
        joining = enrich(build.graph, genes, "nodes") if things else None
        edges = _edges_of(connections)
        return self._pages.page(
            "list",
            asked=asked,
            names=names,
            things=things,
            faults=faults,
            connections=connections,
            figures=_rows(build, enriched),
            nodes=_rows(build, joining),
            enriched=enriched,
            picture=drawn_on_page(strongest(edges, _MOST_DRAWN), build.graph.kinds),
            more=max(0, len(edges) - _MOST_DRAWN),
        )


def names_of(text: str) -> list[str]:
    r"""The names of a pasted list, each once: between lines, commas, semicolons and tabs, or else between spaces.

    >>> names_of("EGFR, MYC"), names_of("tumor necrosis factor\nMYC"), names_of("EGFR MYC EGFR")
    (['EGFR', 'MYC'], ['tumor necrosis factor', 'MYC'], ['EGFR', 'MYC'])
    """
    pieces = _BETWEEN_NAMES.split(text) if _BETWEEN_NAMES.search(text.strip()) else text.split()
    return list(dict.fromkeys(filter(None, (one.strip().strip("\"'")[:LONGEST_SEARCH] for one in pieces))))


def _read(given: Mapping[str, str], form: type[_Form]) -> _Form:
    values = {name: value.strip() for name, value in given.items() if value.strip()}
    if any(len(value) > _LONGEST_LIST for value in values.values()):
        raise ProtocolError(413, f"a list has at most {_LONGEST_LIST:,} characters")
    try:
        return msgspec.convert(values, form, strict=False)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$.")
        raise ProtocolError(400, f"{place.rstrip('`')}: {reason[:1].lower()}{reason[1:]}") from error


def _resolve(build: ServedBuild, names: Sequence[str]) -> tuple[dict[str, Meaning], tuple[Fault, ...]]:
    """What names mean, and those that mean nothing or several things."""
    if len(names) > _MOST_NAMES:
        raise ProtocolError(400, f"a list has at most {_MOST_NAMES} names, this one {len(names):,}")
    meant: dict[str, Meaning] = {}
    faults = []
    for name in names:
        try:
            meant[name] = build.resolver.entity(name[:LONGEST_SEARCH])
        except SeveralMeaningsError as error:
            faults.append(Fault(name, meanings=error.meanings))
        except NothingFoundError as error:
            faults.append(Fault(name, near=error.near, known=error.known))
        except FigkgError:
            faults.append(Fault(name))
    return meant, tuple(faults)


def _genes(build: ServedBuild, things: Iterable[Meaning]) -> set[str]:
    """IRIs of things, and of the members of those that are families."""
    found = set()
    for one in things:
        found.add(one.iri)
        entity = read_entity(build.graph, one.iri) if one.kind == "family" else None
        members = entity.members if entity is not None else ()
        found |= {iri for member in members if (iri := read_curie(member.curie, build.graph.prefixes)) is not None}
    return found


def _edges_of(connections: Connections | None) -> list[EdgeRow]:
    if connections is None:
        return []
    between = (edge for bridge in connections.bridges for edge in bridge.edges)
    return list({edge.key: edge for edge in (*connections.among, *between)}.values())


class SetRow(Struct, frozen=True):
    """An enriched set on a page.

    Attributes:
        address: of its page.
        found: the set.
        shared: labels of the genes that it shares with the list.
    """

    address: str
    found: Enriched
    shared: tuple[str, ...]


def _rows(build: ServedBuild, found: Enrichment | None) -> list[SetRow]:
    if found is None:
        return []
    short, kinds = Shortener(build.graph.prefixes), build.graph.kinds
    return [
        SetRow(
            page_of(one.iri, short, kinds.prefixes),
            one,
            tuple(entity.label if (entity := read_entity(build.graph, iri)) else short(iri) for iri in one.shared),
        )
        for one in found.found[:_SETS]
    ]
