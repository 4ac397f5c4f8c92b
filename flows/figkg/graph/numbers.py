"""The numbers of the statistics page, counted from the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import pyoxigraph
from msgspec import Struct

from figkg.base.iris import Shortener
from figkg.graph.edges import KINDS
from figkg.graph.query import iterate, open_store

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
_KINDS = """
SELECT ?kind (COUNT(?entity) AS ?count) WHERE {
  VALUES ?kind { fkg:Gene fkg:GeneFamily fkg:Chemical fkg:Disease fkg:Process } ?entity rdf:type ?kind
} GROUP BY ?kind"""
_IDENTIFIED = """
SELECT ?kind (COUNT(*) AS ?count) WHERE {
  VALUES ?kind { fkg:Gene fkg:GeneFamily fkg:Chemical fkg:Disease fkg:Process }
  ?entity rdf:type ?kind . ?figure fkg:depicts|fkg:mentions ?entity } GROUP BY ?kind"""
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
    """What the statistics page shows.

    Attributes:
        figures: figures in the graph.
        papers: papers they stand in.
        edges: edges by sign, ``activates`` and ``inhibits``.
        inferred: edges that rest on the order of steps alone, among them.
        contradicted: edges whose opposite is stated too, among them.
        entities: distinct entities by kind.
        identified: readings of an entity in a figure or caption, by kind.
        unidentified: words that were read and not identified.
        years: edges by the year of their first paper and sign.
        confidence: statements by confidence.
        doubts: groundings by doubt.
        top_entities: entities with most edges.
        top_diseases: diseases whose figures state most edges.
    """

    figures: int
    papers: int
    edges: dict[str, int]
    inferred: int
    contradicted: int
    entities: dict[str, int]
    identified: dict[str, int]
    unidentified: int
    years: tuple[Bar, ...]
    confidence: tuple[Bar, ...]
    doubts: tuple[Bar, ...]
    top_entities: tuple[Bar, ...]
    top_diseases: tuple[Bar, ...]

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


def read_numbers(store: pyoxigraph.Store, prefixes: Mapping[str, str]) -> Numbers:
    """Count the graph."""

    def rows(query: str) -> list[dict[str, str]]:
        return list(iterate(store, query, prefixes))

    totals = rows(_TOTALS)[0]
    signs = [(_word(row["sign"]), row["inferred"] == "true", int(row["count"])) for row in rows(_SIGNS)]
    return Numbers(
        figures=int(totals["figures"]),
        papers=int(totals["papers"]),
        edges={word: sum(count for one, _, count in signs if one == word) for word in ("activates", "inhibits")},
        inferred=sum(count for _, inferred, count in signs if inferred),
        contradicted=int(rows(_CONTRADICTED)[0]["count"]),
        entities=_by_kind(rows(_KINDS)),
        identified=_by_kind(rows(_IDENTIFIED)),
        unidentified=int(rows(_UNIDENTIFIED)[0]["count"]),
        years=_years(rows(_YEARS)),
        confidence=_confidence(rows(_CONFIDENCE)),
        doubts=bars(
            sorted(
                ((_words(row["doubt"]), {"doubt": int(row["count"])}, "") for row in rows(_DOUBTS)),
                key=lambda row: (-row[1]["doubt"], row[0]),
            )
        ),
        top_entities=_leading(rows(_TOP_ENTITIES), prefixes),
        top_diseases=_leading(rows(_TOP_DISEASES), prefixes),
    )


def count_numbers(build: Path, prefixes: Mapping[str, str], store: pyoxigraph.Store | None = None) -> Numbers:
    """Count the graph of a build and write the numbers beside it, as ``numbers.json``.

    Args:
        build: folder of the build.
        prefixes: the prefix map.
        store: its store, where it is open already.
    """
    numbers = read_numbers(store or open_store(build / "store"), prefixes)
    (build / NUMBERS_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(numbers)) + b"\n")
    return numbers


def known_numbers(build: Path) -> Numbers | None:
    """The numbers that were written beside a build, if they can be read."""
    try:
        return msgspec.json.decode((build / NUMBERS_FILE).read_bytes(), type=Numbers)
    except (OSError, msgspec.DecodeError):
        return None


def _word(sign: str) -> str:
    return "inhibits" if sign.startswith("-") else "activates"


def _words(doubt: str) -> str:
    """The name of a doubt in words: ``SymbolNumberMismatch`` is ``symbol number mismatch``."""
    name = doubt.rpartition("#")[2]
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _by_kind(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    counts = {KINDS[row["kind"].rpartition("#")[2]]: int(row["count"]) for row in rows}
    return {kind: counts[kind] for kind in KINDS.values() if kind in counts}


def _years(rows: Sequence[Mapping[str, str]]) -> tuple[Bar, ...]:
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(int(row["year"]), {"activates": 0, "inhibits": 0})[_word(row["sign"])] = int(row["count"])
    if not counts:
        return ()
    empty = {"activates": 0, "inhibits": 0}
    return bars([(str(year), counts.get(year, empty), "") for year in range(min(counts), max(counts) + 1)])


def _confidence(rows: Sequence[Mapping[str, str]]) -> tuple[Bar, ...]:
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


def _leading(rows: Sequence[Mapping[str, str]], prefixes: Mapping[str, str]) -> tuple[Bar, ...]:
    short = Shortener(prefixes)
    return bars([(row["label"], {"edges": int(row["count"])}, f"/entity/{short(row['entity'])}") for row in rows])
