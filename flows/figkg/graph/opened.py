"""A built graph as Python programs ask it: ``figkg.open_graph``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pyoxigraph

from figkg.base.errors import QueryError
from figkg.base.iris import OWN
from figkg.graph.built import open_graph
from figkg.graph.connections import Connections, connect
from figkg.graph.drawing import MOST, draw
from figkg.graph.edge_set import Edges
from figkg.graph.edges import read_edges, touching
from figkg.graph.enrichment import Enrichment, SetKind, enrich
from figkg.graph.entities import Entity, read_entity
from figkg.graph.named_queries import NamedQuery
from figkg.graph.network import Network, read_network
from figkg.graph.parameters import fill
from figkg.graph.paths import LONGEST, CausalPath, find_paths
from figkg.graph.query import ResultTable, run_query, tabulate
from figkg.graph.resolve import Meaning, Resolver
from figkg.graph.rows import EdgeRow, key_of
from figkg.graph.statements import Statement, statements_about, statements_behind, statements_of_figure


class OpenedGraph:
    """The build in use of an output folder, read-only; builds that come later do not change it.

    Names may be any that a thing has: symbol, synonym, number, CURIE, IRI, in any case. Each method that takes one
    raises :class:`figkg.graph.resolve.NothingFoundError`, which says what is near, and
    :class:`figkg.graph.resolve.SeveralMeaningsError`, which says what it may mean.

    Args:
        out: the output folder.

    Raises:
        OutputError: there is no graph, or it cannot be opened.
    """

    def __init__(self, out: Path) -> None:
        self._graph = open_graph(out)
        self._resolver = Resolver(self._graph)

    def __len__(self) -> int:
        """Number of quads."""
        return len(self._graph.store)

    def resolve(self, name: str) -> Meaning:
        """What a name means in this graph, a figure or an entity."""
        return self._resolver.find(name)

    def edges(
        self,
        name: str | None = None,
        *,
        source: str | None = None,
        target: str | None = None,
        sign: int | None = None,
        least: float = 0.0,
        families: bool = True,
    ) -> Edges:
        """The edges that fit all that is given, the most believed first; without anything, all edges.

        Args:
            name: cause or effect.
            source: cause.
            target: effect.
            sign: 1 for activation, -1 for inhibition.
            least: the least belief.
            families: whether a gene stands for its families too, as in named queries.

        Raises:
            ValueError: the sign is another.
        """
        if sign not in (None, 1, -1):
            raise ValueError(f"a sign is 1 for activation or -1 for inhibition, not {sign!r}")
        wanted = [self._iris(one, families) for one in (name, source, target)]
        either, causes, effects = wanted
        given = next((one for one in wanted if one is not None), None)
        if given is None:
            iris: Iterable[str] = (arc.edge for arc in self._network.arcs())
        else:
            iris = (edge for one in given for edge in touching(self._graph, one))
        rows = (
            row
            for row in read_edges(self._graph, iris)
            if (sign is None or row.sign == sign)
            and row.belief >= least
            and (either is None or row.subject.curie in either.values() or row.object.curie in either.values())
            and (causes is None or row.subject.curie in causes.values())
            and (effects is None or row.object.curie in effects.values())
        )
        return Edges(sorted(rows, key=_believed_first))

    def sparql(self, query: str) -> ResultTable:
        """The rows of a SELECT query, over all graphs unless it names some by ``FROM``; all prefixes are known.

        Raises:
            QueryError: it is no SELECT query, or not valid SPARQL.
        """
        results = run_query(self._graph.store, query, self._graph.prefixes)
        if not isinstance(results, pyoxigraph.QuerySolutions):
            raise QueryError("query", "a SELECT query is expected; `figkg query` takes the others")
        return tabulate(results, self._graph.prefixes)

    def statements(self, name: str) -> tuple[Statement, ...]:
        """The statements of a figure, or those that an entity takes part in, with their words.

        Args:
            name: any name of a figure or an entity.
        """
        meant = self._resolver.find(name)
        if meant.kind == "figure":
            return statements_of_figure(self._graph, meant.iri)
        return statements_about(self._graph, meant.iri)

    def evidence(self, edge: EdgeRow, most: int = 10) -> tuple[Statement, ...]:
        """The statements that an edge rests on, with their words, the most confident first.

        Args:
            edge: one of :meth:`edges`.
            most: number of statements.
        """
        return statements_behind(self._graph, OWN["edge"] + edge.key, most)

    def titles(self, papers: Iterable[str]) -> dict[str, str]:
        """The titles of papers, as far as they are known, by PubMed Central identifier."""
        curies = " ".join(f"pmc:{one}" for one in sorted(set(papers)))
        if not curies:
            return {}
        rows = self._graph.rows(f"SELECT ?paper ?title {{ VALUES ?paper {{ {curies} }} ?paper rdfs:label ?title }}")
        return {key_of(row["paper"]): row["title"] for row in rows}

    def fill(self, query: NamedQuery, given: Sequence[tuple[str, str]]) -> str:
        """The text of a named query whose parameters are set; see :func:`figkg.graph.parameters.fill`."""
        return fill(query, given, self._resolver)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefix map of the graph."""
        return self._graph.prefixes

    def paths(self, source: str, target: str, *, longest: int = LONGEST, most: int = 10) -> tuple[CausalPath, ...]:
        """Paths from one entity to another, the shortest first, and of equally long ones the most believed.

        Args:
            source: where they begin; a gene stands for its families too.
            target: where they end.
            longest: steps of the longest.
            most: number of paths.
        """
        first, last = self._resolver.entity(source), self._resolver.entity(target)
        return find_paths(self._graph, first.iri, last.iri, longest, most, self._network)

    def connect(self, *names: str, bridges: int = 0) -> Connections:
        """The edges among some entities, and on request what lies between them.

        Args:
            names: of the entities; a gene stands for its families too.
            bridges: how many bridging nodes to give.
        """
        things = [self._resolver.entity(name).iri for name in names]
        return connect(self._graph, things, bridges, self._network)

    def enrich(self, names: Iterable[str], of: SetKind = "figures") -> Enrichment:
        """Figures, or things with edges, that a list of genes meets more often than chance would have it.

        Args:
            names: of genes; a family stands for those of its members that are here.
            of: what is tested.
        """
        entities = [self._entity(self._resolver.entity(name).iri) for name in names]
        members = (self._resolver.entity(member.curie).iri for one in entities for member in one.members)
        return enrich(self._graph, {*(one.iri for one in entities), *members}, of)

    def draw(self, name: str, *, most: int = MOST) -> str:
        """The edges of an entity as an SVG document.

        Args:
            name: of the entity; a gene stands for its families too.
            most: edges on each side.
        """
        entity = self._entity(self._resolver.entity(name).iri)
        return draw(self.edges(entity.curie), self._with_families(entity), self._graph.kinds, most)

    @cached_property
    def _network(self) -> Network:
        return read_network(self._graph)

    def _entity(self, iri: str) -> Entity:
        entity = read_entity(self._graph, iri)
        assert entity is not None
        return entity

    def _with_families(self, entity: Entity) -> list[Entity]:
        families = (self._resolver.entity(one.curie).iri for one in entity.families)
        return [entity, *map(self._entity, families)]

    def _iris(self, name: str | None, families: bool) -> dict[str, str] | None:
        """What a name stands for: IRIs, with their CURIEs."""
        if name is None:
            return None
        entity = self._entity(self._resolver.entity(name).iri)
        return {one.iri: one.curie for one in (self._with_families(entity) if families else [entity])}


def _believed_first(row: EdgeRow) -> tuple[float, str, str, int]:
    return -row.belief, row.subject.label, row.object.label, row.sign
