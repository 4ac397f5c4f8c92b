"""The one resolver: from any name that people type to its node of the graph.

Symbols in any case, other names, numbers of NCBI Gene, HGNC, MeSH, GO, Ensembl and UniProt, CURIEs and IRIs lead to an
entity; identifiers of figures and papers to figures. What a name means is asked of the graph's own labels first, then
of the reference tables (as ``figkg ground`` does), then of all other names in the graph. Several meanings are never
chosen from in silence, and a name that is unknown is answered with what is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

import pyoxigraph
from msgspec import Struct

from figkg.base.errors import FigkgError
from figkg.base.iris import Shortener, expand, read_curie, split_curie
from figkg.base.kinds import Kinds
from figkg.base.near import nearest, or_list
from figkg.base.resources import mappings_folder
from figkg.graph.built import Graph
from figkg.graph.names import keys_of
from figkg.ground.lookup import Lookup
from figkg.reference.official.files import split
from figkg.reference.snapshots import read_snapshot

_ENSEMBL = re.compile(r"(?:ensembl:)?(ENSG\d{11})(?:\.\d+)?", re.IGNORECASE)
_UNIPROT = re.compile(
    r"(?:uniprot(?:kb)?:)?([OPQ]\d[A-Z\d]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z\d]{2}\d){1,2})(?:-\d+)?", re.IGNORECASE
)
_PAPER = re.compile(r"(?:pmc:)?(PMC\d+)", re.IGNORECASE)
_FIGURE_PAGE = re.compile(r"https?://pfocr\.wikipathways\.org/figures/(.+)\.html")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LIKE_FIGURE = re.compile(r"PMC\d+", re.IGNORECASE)
_LIKE_CURIE = re.compile(r"[A-Za-z][\w.-]*:\w\S*")
_HUMAN = "9606"
_SHOWN = 8
"""Meanings, or near names, that a message names."""

_ENTITIES = """
SELECT ?entity ?label ?kind ?taxon (COUNT(DISTINCT ?figure) AS ?figures) WHERE {{
  VALUES ?entity {{ {iris} }} VALUES ?kind {kinds}
  ?entity rdf:type ?kind ; rdfs:label ?label .
  OPTIONAL {{ ?entity biolink:in_taxon ?taxon }}
  OPTIONAL {{ ?figure fkg:depicts|fkg:mentions ?entity }}
}} GROUP BY ?entity ?label ?kind ?taxon"""
_FIGURES = """
SELECT DISTINCT ?figure ?figid ?label WHERE {{
  {pattern}
  ?figure rdf:type fkg:PathwayFigure ; rdfs:label ?label ; dcterms:identifier ?figid .
  FILTER (STRENDS(STR(?figure), CONCAT(ENCODE_FOR_URI(?figid), ".html")))
}} ORDER BY ?figid"""


class Meaning(Struct, frozen=True):
    """A node of the graph that a name means.

    Attributes:
        iri: its IRI.
        name: CURIE of an entity, identifier of a figure; each is a name that means this node alone.
        label: its label.
        kind: name of the kind of an entity, or ``figure``.
        figures: figures that show or name an entity; 1 for a figure.
        taxon: NCBI Taxonomy number of a gene, or empty.
    """

    iri: str
    name: str
    label: str
    kind: str
    figures: int
    taxon: str = ""

    def __str__(self) -> str:
        return self.name if self.kind == "figure" else f"{self.label} ({self.name})"


class NothingFoundError(FigkgError):
    """The graph has nothing of this name.

    Attributes:
        name: what was asked for.
        near: what has a name that is near, the nearest first.
        known: what the name means elsewhere, in words, where the reference tables know it.
        what: what was looked for, ``figure and no entity``.
        hint: what may be wrong with the name itself, in words, or empty.
    """

    def __init__(
        self,
        name: str,
        near: Sequence[Meaning] = (),
        known: str = "",
        what: str = "figure and no entity",
        hint: str = "",
    ) -> None:
        super().__init__(name, tuple(near), known, what, hint)
        self.name, self.near, self.known, self.what, self.hint = name, tuple(near), known, what, hint

    def __str__(self) -> str:
        told = [f"no {self.what} is called {self.name!r} in this graph"]
        if self.known:
            told.append(f"it is {self.known}, which no figure here shows")
        if self.hint:
            told.append(self.hint)
        if self.near:
            told.append(f"near: {', '.join(map(str, self.near))}")
        return "; ".join(told)


class SeveralMeaningsError(FigkgError):
    """A name that means several things in the graph.

    Attributes:
        name: what was asked for.
        meanings: what it means, those in most figures first.
    """

    def __init__(self, name: str, meanings: Sequence[Meaning]) -> None:
        super().__init__(name, tuple(meanings))
        self.name, self.meanings = name, tuple(meanings)

    def __str__(self) -> str:
        shown = "; ".join(_with_kind(one) for one in self.meanings[:_SHOWN])
        rest = len(self.meanings) - _SHOWN
        more = f" and {rest:,} more" if rest > 0 else ""
        return f"{self.name!r} means several things here: {shown}{more}; say which by the name in brackets"


class Resolver:
    """Finds what names mean in one graph; reads the reference tables when they are first needed.

    Args:
        graph: the graph.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._short = Shortener(graph.prefixes)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefix map of the graph."""
        return self._graph.prefixes

    @property
    def kinds(self) -> Kinds:
        """The kinds of entities of the graph."""
        return self._graph.kinds

    def find(self, name: str) -> Meaning:
        """What a name means, a figure or an entity.

        Args:
            name: identifier of a figure or paper, or what :meth:`entity` takes.

        Raises:
            NothingFoundError: nothing has this name.
            SeveralMeaningsError: several things have it.
        """
        figures = self.figures(name)
        if len(figures) > 1:
            raise SeveralMeaningsError(name, figures)
        return figures[0] if figures else self.entity(name)

    def figures(self, name: str) -> list[Meaning]:
        """The figures that a name means: one by its identifier, alias or page, all of a paper by its PMC number."""
        name = name.strip()
        page = _FIGURE_PAGE.fullmatch(name)
        literal = pyoxigraph.Literal(unquote(page[1]) if page else name.removeprefix("figure:").removesuffix(".html"))
        pattern = f"?figure dcterms:identifier {literal} ."
        if (paper := _PAPER.fullmatch(name)) is not None:
            pattern = f"?figure dcterms:isPartOf <{expand(f'pmc:{paper[1].upper()}', self._graph.prefixes)}> ."
        rows = self._graph.rows(_FIGURES.format(pattern=pattern))
        return [Meaning(row["figure"], row["figid"], row["label"], "figure", 1) for row in rows]

    def figure(self, name: str) -> Meaning:
        """The one figure that a name means; raises what :meth:`find` raises."""
        figures = self.figures(name)
        if len(figures) > 1:
            raise SeveralMeaningsError(name, figures)
        if not figures:
            raise NothingFoundError(name, self.near_figures(name), what="figure")
        return figures[0]

    def entity(self, name: str) -> Meaning:
        """The entity that a name means.

        Args:
            name: symbol or other name in any case, number, CURIE or IRI.

        Raises:
            NothingFoundError: no entity has this name.
            SeveralMeaningsError: several have it.
        """
        name = name.strip()
        for choose in (self._by_identifier, self._by_label, self._by_tables, self._by_names):
            found = choose(name)
            if len(found) == 1:
                return found[0]
            if found:
                raise SeveralMeaningsError(name, found)
        hint = self._prefix_fault(name)
        near = [] if hint else self.near_figures(name) if _LIKE_FIGURE.match(name) else self.near(name)
        raise NothingFoundError(name, near, self._known(name), hint=hint)

    def outside(self, name: str) -> str | None:
        """The CURIE of what the reference tables take a name for, whether the graph has it or not."""
        best = self._lookup.find(self._updated(name.strip())).best
        return None if best is None else best.entity.curie

    def heading(self, name: str) -> str | None:
        """The IRI of what is no entity of a figure but stands in the graph, as a broader term does; or None.

        Args:
            name: identifier, or a name that the reference tables know.
        """
        iris = [read_curie(name, self.prefixes)]
        iris += [read_curie(curie, self.prefixes)] if (curie := self.outside(name)) is not None else []
        for iri in filter(None, iris):
            if _is_iri(iri) and any(self._graph.store.quads_for_pattern(pyoxigraph.NamedNode(iri), None, None)):
                return iri
        return None

    def near(self, name: str) -> list[Meaning]:
        """Entities whose names are near one that nothing has, the nearest first."""
        by_key: dict[str, list[str]] = {}
        curie = read_curie(name, self.prefixes) is not None
        for known, iri in self._all_names:
            by_key.setdefault(self._short(iri) if curie else known, []).append(iri)
        close = [iri for known in nearest(name, by_key, _SHOWN) for iri in by_key[known]]
        ranked = {iri: place for place, iri in reversed(list(enumerate(dict.fromkeys(close))))}
        return sorted(self._meanings(ranked), key=lambda one: ranked[one.iri])[:3]

    @cached_property
    def _lookup(self) -> Lookup:
        from figkg.ground import load_lookup

        return load_lookup(mappings_folder())

    @cached_property
    def _all_names(self) -> list[tuple[str, str]]:
        """All names of entities, with their IRIs."""
        return [(name, iri) for kind in ("rdfs:label", "skos:altLabel") for name, iri in self._names(kind)]

    def _names(self, property_: str) -> Iterator[tuple[str, str]]:
        node = pyoxigraph.NamedNode(expand(property_, self._graph.prefixes))
        entities = pyoxigraph.NamedNode(expand("graph:entities", self._graph.prefixes))
        for quad in self._graph.store.quads_for_pattern(None, node, None, entities):
            assert isinstance(quad.object, pyoxigraph.Literal)
            assert isinstance(quad.subject, pyoxigraph.NamedNode)
            yield quad.object.value, quad.subject.value

    def _by_identifier(self, name: str) -> list[Meaning]:
        """By IRI or CURIE, of the entity itself or of what it matches exactly."""
        iri = name if _IRI.fullmatch(name) else read_curie(name, self._graph.prefixes)
        if iri is None or not _is_iri(iri):
            return []
        match = pyoxigraph.NamedNode(expand("skos:exactMatch", self._graph.prefixes))
        matching = self._graph.store.quads_for_pattern(None, match, pyoxigraph.NamedNode(iri))
        own = self._meanings([iri])
        return own or self._meanings([quad.subject.value for quad in matching])  # type: ignore[union-attr]

    def _by_label(self, name: str) -> list[Meaning]:
        """By the label as it is written; beside a gene of another organism, the human one of that name is meant too."""
        label = pyoxigraph.NamedNode(expand("rdfs:label", self._graph.prefixes))
        quads = self._graph.store.quads_for_pattern(None, label, pyoxigraph.Literal(name))
        found = self._one_species(self._meanings([quad.subject.value for quad in quads]))  # type: ignore[union-attr]
        identified = [one for one in found if not one.name.startswith("name.")]
        if not identified or any(one.taxon in ("", _HUMAN) for one in identified):
            return identified
        human = [one for one in self._by_tables(name) if one.taxon == _HUMAN]
        return human if human and name.islower() else [*human, *identified]

    def _by_tables(self, name: str) -> list[Meaning]:
        """By the reference tables, which decide what a name stands for; or by the one alternative that is here."""
        answer = self._lookup.find(self._updated(name))
        best = [] if answer.best is None else self._of_curies([answer.best.entity.curie])
        if best or (answer.best is not None and answer.best.match in ("number", "curated")):
            return best
        return self._of_curies([one.entity.curie for one in answer.alternatives])

    def _by_names(self, name: str) -> list[Meaning]:
        """By labels and then all other names, whatever case, hyphens or Greek letters."""
        keys = keys_of(name)
        for property_ in ("rdfs:label", "skos:altLabel"):
            iris = [iri for known, iri in self._names(property_) if keys & keys_of(known)] if keys else []
            found = self._one_species(self._meanings(iris))
            identified = [one for one in found if not one.name.startswith("name.")]
            if identified or found:
                return identified or found
        return []

    def _updated(self, name: str) -> str:
        """A number of Ensembl or UniProt as the one of NCBI Gene, anything else as it is."""
        ensembl, uniprot = _ENSEMBL.fullmatch(name), _UNIPROT.fullmatch(name)
        wanted = ensembl or uniprot
        if wanted is None:
            return name
        column, number = (8 if ensembl else 9), wanted[1].upper()
        rows = read_snapshot(mappings_folder() / "snapshots", "hgnc")
        return next((f"ncbigene:{row[7]}" for row in rows if number in split(row[column]) and row[7]), name)

    def _of_curies(self, curies: Iterable[str]) -> list[Meaning]:
        return self._meanings([iri for one in curies if (iri := read_curie(one, self._graph.prefixes)) is not None])

    def _meanings(self, iris: Iterable[str]) -> list[Meaning]:
        """Those of some things that are entities, the best known first."""
        nodes = [str(pyoxigraph.NamedNode(iri)) for iri in dict.fromkeys(iris)]
        if not nodes:
            return []
        rows = self._graph.rows(_ENTITIES.format(iris=" ".join(nodes), kinds=self._graph.kinds.values))
        found = {
            row["entity"]: Meaning(
                row["entity"],
                self._short(row["entity"]),
                row["label"],
                self._graph.kinds.by_class[self._short.term(row["kind"])].name,
                int(row["figures"]),
                split_curie(self._short(row["taxon"])).local,
            )
            for row in rows
        }
        return sorted(found.values(), key=lambda one: (-one.figures, one.name))

    @staticmethod
    def _one_species(found: list[Meaning]) -> list[Meaning]:
        """Of genes of several organisms, those of man, or else of the organism in most figures."""
        genes = [one for one in found if one.kind == "gene" and one.taxon]
        if len({one.taxon for one in genes}) < 2:
            return found
        taxon = _HUMAN if any(one.taxon == _HUMAN for one in genes) else genes[0].taxon
        return [one for one in found if one not in genes or one.taxon == taxon]

    def _prefix_fault(self, name: str) -> str:
        """That the prefix of a CURIE is not known, and which is near, in words; or nothing."""
        prefix = split_curie(name).prefix
        if not _LIKE_CURIE.fullmatch(name) or prefix in self.prefixes:
            return ""
        near = nearest(prefix, self.prefixes)
        return f"the prefix {prefix}: is not known; {or_list([f'{one}:' for one in near])}" if near else ""

    def _known(self, name: str) -> str:
        answer = self._lookup.find(self._updated(name))
        return "" if answer.best is None else f"{answer.best.entity.label} ({answer.best.entity.curie})"

    def near_figures(self, name: str) -> list[Meaning]:
        """Figures whose identifiers are near one that no figure has, the nearest first."""
        rows = self._graph.rows(_FIGURES.format(pattern=""))
        figures = {row["figid"]: Meaning(row["figure"], row["figid"], row["label"], "figure", 1) for row in rows}
        return [figures[one] for one in nearest(name, figures, 3)]


def _is_iri(text: str) -> bool:
    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        return False
    return True


def _with_kind(one: Meaning) -> str:
    if one.kind == "figure":
        return one.name
    figures = f"{one.figures:,} figure{'' if one.figures == 1 else 's'}"
    organism = f" of organism {one.taxon}" if one.taxon not in ("", _HUMAN) else ""
    return f"{one.label} ({one.name}), {one.kind}{organism} in {figures}"
