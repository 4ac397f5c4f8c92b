"""A graph in numbers: how much there is of everything that it shows, counted from its store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from figkg.base.iris import FKG, Shortener
from figkg.graph.built import Graph
from figkg.graph.rows import verb

NUMBERS_FILE = "numbers.json"
_BINS = 20
_TOP = 15

_TOTALS = """
SELECT (COUNT(?figure) AS ?figures) (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?figure rdf:type fkg:PathwayFigure ; dcterms:isPartOf ?paper }"""
_SIGNS = """
SELECT ?sign ?inferred (COUNT(?edge) AS ?count) WHERE { ?edge fkg:sign ?sign ; fkg:inferred ?inferred }
GROUP BY ?sign ?inferred"""
_CONTRADICTED = "SELECT (COUNT(?edge) AS ?count) WHERE { ?edge fkg:contradicts ?other }"
_YEARS = """
SELECT ?year ?sign (COUNT(?edge) AS ?count) WHERE { ?edge fkg:firstYear ?year ; fkg:sign ?sign } GROUP BY ?year ?sign"""
_CONFIDENCE = f"""
SELECT ?bin (COUNT(?assertion) AS ?count) WHERE {{
  ?assertion biolink:has_confidence_score ?confidence ; rdf:type fkg:Assertion .
  BIND (FLOOR(?confidence * {_BINS}) AS ?bin) }} GROUP BY ?bin"""
_DENIED = "SELECT (COUNT(?assertion) AS ?count) WHERE { ?assertion rdf:type fkg:NegatedAssertion }"
_REJECTED = "SELECT (COUNT(?assertion) AS ?count) WHERE { ?assertion rdf:type fkg:RejectedAssertion }"
_STATING = "SELECT (COUNT(DISTINCT ?figure) AS ?count) WHERE { ?assertion prov:wasDerivedFrom ?figure }"
_SHOWN = """
SELECT ?kind (COUNT(?entity) AS ?entities) (SUM(?figures) AS ?readings) WHERE {{
  {{ SELECT ?entity (COUNT(*) AS ?figures) WHERE {{ ?figure fkg:depicts|fkg:mentions ?entity }} GROUP BY ?entity }}
  VALUES ?kind {kinds} ?entity rdf:type ?kind }} GROUP BY ?kind"""
_UNIDENTIFIED = """
SELECT (COUNT(?grounding) AS ?count) WHERE {
  ?grounding rdf:type fkg:Grounding . FILTER NOT EXISTS { ?grounding fkg:entity ?entity } }"""
_DOUBTS = "SELECT ?doubt (COUNT(?grounding) AS ?count) WHERE { ?grounding fkg:doubt ?doubt } GROUP BY ?doubt"
_TOP_ENTITIES = f"""
SELECT ?entity ?label ?count WHERE {{
  {{ SELECT ?entity (COUNT(?edge) AS ?count) WHERE {{ ?edge wp:participants ?entity ; fkg:sign ?sign }}
    GROUP BY ?entity ORDER BY DESC(?count) ?entity LIMIT {_TOP} }}
  ?entity rdfs:label ?label }} ORDER BY DESC(?count) ?label"""
_TOP_DISEASES = f"""
SELECT ?entity ?label ?count WHERE {{
  {{ SELECT ?entity (COUNT(?edge) AS ?count) WHERE {{ ?edge fkg:inContextOf ?entity ; wp:source ?any }}
    GROUP BY ?entity ORDER BY DESC(?count) ?entity LIMIT {_TOP} }}
  ?entity rdfs:label ?label }} ORDER BY DESC(?count) ?label"""


class Part(Struct, frozen=True):
    """A piece of a bar.

    Attributes:
        role: what it counts, ``activates``.
        count: how many.
        start: where it begins, in percent of the longest bar.
        width: its length, in percent of the longest bar.
    """

    role: str
    count: int
    start: float
    width: float


class Bar(Struct, frozen=True):
    """A bar of a plot.

    Attributes:
        label: what it stands for.
        parts: its pieces from left to right.
        address: path of the page that it leads to, or empty.
    """

    label: str
    parts: tuple[Part, ...]
    address: str = ""

    @property
    def count(self) -> int:
        """Sum of its pieces."""
        return sum(part.count for part in self.parts)


class Numbers(Struct, frozen=True, kw_only=True):
    """A graph in numbers; members and families that no figure shows are not counted.

    Attributes:
        figures: figures in the graph.
        papers: papers they stand in.
        statements: statements of figures that are not denied.
        denied: denied statements.
        rejected: statements that curators reject.
        figures_with_statements: figures that make a statement, denied or not.
        edges: edges by sign, ``activates`` and ``inhibits``.
        inferred: edges that rest on the order of steps alone, among them.
        contradicted: edges whose opposite is stated too, among them.
        entities: distinct entities that figures depict or mention, by kind.
        identified: pairs of a figure and an entity that it depicts or mentions, by kind.
        unidentified: words that were read and not identified.
        doubts: groundings by doubt, ``retired-number``.
        years: edges by the year of their first paper and sign.
        confidence: statements by confidence.
        top_entities: entities with most edges.
        top_diseases: diseases whose figures state most edges.
    """

    figures: int
    papers: int
    statements: int
    denied: int
    figures_with_statements: int
    edges: dict[str, int]
    inferred: int
    contradicted: int
    entities: dict[str, int]
    identified: dict[str, int]
    unidentified: int
    doubts: dict[str, int]
    years: tuple[Bar, ...]
    confidence: tuple[Bar, ...]
    top_entities: tuple[Bar, ...]
    top_diseases: tuple[Bar, ...]
    rejected: int = 0

    @property
    def coverage(self) -> float:
        """Share of the words read that were identified."""
        known = sum(self.identified.values())
        return known / (known + self.unidentified) if known else 0.0

    @property
    def identified_bars(self) -> tuple[Bar, ...]:
        """Readings by kind, and those without an identifier, as a plot."""
        rows = [(kind, {"identified": count}, "") for kind, count in self.identified.items()]
        return bars([*rows, ("not identified", {"unidentified": self.unidentified}, "")])

    @property
    def doubt_bars(self) -> tuple[Bar, ...]:
        """Groundings by doubt as a plot, the most frequent first."""
        ordered = sorted(self.doubts.items(), key=lambda doubt: (-doubt[1], doubt[0]))
        return bars([(name.replace("-", " "), {"doubt": count}, "") for name, count in ordered])


def bars(rows: Sequence[tuple[str, Mapping[str, int], str]]) -> tuple[Bar, ...]:
    """Bars on a common scale.

    Args:
        rows: label, counts by role in the order in which they stand, address.

    >>> [(part.role, part.start, part.width) for part in bars([("a", {"x": 1, "y": 3}, "")])[0].parts]
    [('x', 0.0, 25.0), ('y', 25.0, 75.0)]
    """
    longest = max((sum(counts.values()) for _, counts, _ in rows), default=0) or 1
    drawn = []
    for label, counts, address in rows:
        parts, start = [], 0
        for role, count in counts.items():
            parts.append(Part(role, count, round(100 * start / longest, 2), round(100 * count / longest, 2)))
            start += count
        drawn.append(Bar(label, tuple(parts), address))
    return tuple(drawn)


def read_numbers(graph: Graph) -> Numbers:
    """Count a graph."""

    def count(query: str) -> int:
        return int(next(graph.rows(query))["count"])

    totals = next(graph.rows(_TOTALS))
    signs = [(verb(int(row["sign"])), row["inferred"] == "true", int(row["count"])) for row in graph.rows(_SIGNS)]
    shown = list(graph.rows(_SHOWN.format(kinds=graph.kinds.values)))
    confidence = _confidence(graph.rows(_CONFIDENCE))
    doubts = {_doubt_name(row["doubt"]): int(row["count"]) for row in graph.rows(_DOUBTS)}
    return Numbers(
        figures=int(totals["figures"]),
        papers=int(totals["papers"]),
        statements=sum(bar.count for bar in confidence),
        denied=count(_DENIED),
        figures_with_statements=count(_STATING),
        edges={word: sum(count for one, _, count in signs if one == word) for word in map(verb, (1, -1))},
        inferred=sum(count for _, inferred, count in signs if inferred),
        contradicted=count(_CONTRADICTED),
        entities=_by_kind(shown, "entities", graph),
        identified=_by_kind(shown, "readings", graph),
        unidentified=count(_UNIDENTIFIED),
        doubts=dict(sorted(doubts.items())),
        years=_years(graph.rows(_YEARS)),
        confidence=confidence,
        top_entities=_leading(graph, _TOP_ENTITIES),
        top_diseases=_leading(graph, _TOP_DISEASES),
        rejected=count(_REJECTED),
    )


def count_numbers(graph: Graph, build: Path) -> Numbers:
    """Count the graph of a build and write the numbers beside it, as ``numbers.json``.

    Args:
        graph: of the build.
        build: folder of the build.
    """
    numbers = read_numbers(graph)
    (build / NUMBERS_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(numbers)) + b"\n")
    return numbers


def known_numbers(build: Path) -> Numbers | None:
    """The numbers that were written beside a build, if they can be read."""
    try:
        return msgspec.json.decode((build / NUMBERS_FILE).read_bytes(), type=Numbers)
    except (OSError, msgspec.DecodeError):
        return None


def _doubt_name(iri: str) -> str:
    """The name of a doubt, ``SymbolNumberMismatch`` of the vocabulary: ``symbol-number-mismatch``."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in iri.removeprefix(FKG)).strip("-")


def _by_kind(rows: Iterable[Mapping[str, str]], name: str, graph: Graph) -> dict[str, int]:
    short = Shortener(graph.prefixes)
    counts = {graph.kinds.by_class[short(row["kind"])].name: int(row[name]) for row in rows}
    return {kind.name: counts[kind.name] for kind in graph.kinds if kind.name in counts}


def _years(rows: Iterable[Mapping[str, str]]) -> tuple[Bar, ...]:
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(int(row["year"]), {"activates": 0, "inhibits": 0})[verb(int(row["sign"]))] = int(row["count"])
    if not counts:
        return ()
    empty = {"activates": 0, "inhibits": 0}
    return bars([(str(year), counts.get(year, empty), "") for year in range(min(counts), max(counts) + 1)])


def _confidence(rows: Iterable[Mapping[str, str]]) -> tuple[Bar, ...]:
    counts = [0] * _BINS
    for row in rows:
        counts[min(_BINS - 1, int(float(row["bin"])))] += int(row["count"])
    first = next((number for number, count in enumerate(counts) if count), _BINS)
    return bars(
        [
            (f"{number / _BINS:.2f} – {(number + 1) / _BINS:.2f}", {"statements": counts[number]}, "")
            for number in range(first, _BINS)
        ]
    )


def _leading(graph: Graph, query: str) -> tuple[Bar, ...]:
    short = Shortener(graph.prefixes)
    rows = graph.rows(query)
    return bars([(row["label"], {"edges": int(row["count"])}, f"/entity/{short(row['entity'])}") for row in rows])
