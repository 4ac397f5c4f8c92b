"""Search by name, other name, number, or words of a title; for suggestions while somebody types.

The index is SQLite's full-text search in memory, filled from the graph when a build comes into use.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping

from msgspec import Struct

from figkg.base.iris import Shortener, split_curie
from figkg.graph.built import Graph
from figkg.reference.names import fold
from figkg.reference.names import shorten as shorten_greek

_WORD = re.compile(r"\w+")
_CANDIDATES = 400
_HUMAN = "9606"
_Order = tuple[int, bool, int, int]
_ENTITIES = """
SELECT ?thing ?label ?kind ?figures ?taxon ?organism WHERE {{
  ?thing rdfs:label ?label ; rdf:type ?kind .
  VALUES ?kind {kinds}
  OPTIONAL {{ ?thing biolink:in_taxon ?taxon . OPTIONAL {{ ?taxon rdfs:label ?organism }} }}
  OPTIONAL {{ SELECT ?thing (COUNT(*) AS ?figures) {{ ?figure fkg:depicts|fkg:mentions ?thing }} GROUP BY ?thing }}
}}"""
_OTHER_NAMES = "SELECT ?thing ?name WHERE { ?thing skos:altLabel ?name }"
_FIGURES = """
SELECT ?figure ?figid ?label WHERE {
  ?figure rdf:type fkg:PathwayFigure ; rdfs:label ?label ; dcterms:identifier ?figid }"""


class Hit(Struct, frozen=True):
    """Something that a search found.

    Attributes:
        name: CURIE of an entity, or figid of a figure.
        label: its label.
        kind: name of the kind of an entity, or ``figure``.
        matched: the name that fits, where it is not the label; else empty.
        figures: figures that show an entity; 1 for a figure.
        organism: name of the organism of a gene that is not of man, or empty.
    """

    name: str
    label: str
    kind: str
    matched: str
    figures: int
    organism: str = ""


class NameSearch:
    """An index of names; safe for threads.

    Args:
        things: what can be found, each with the names by which it can be found.
    """

    def __init__(self, things: Iterable[tuple[Hit, Iterable[str]]]) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.executescript(
            "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, label TEXT, kind TEXT, figures INTEGER,"
            " organism TEXT);"
            "CREATE TABLE key (key TEXT, thing INTEGER, matched TEXT);"
            "CREATE VIRTUAL TABLE word USING fts5 (matched, thing UNINDEXED,"
            " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');"
        )
        self._fill(things)
        self._base.execute("CREATE INDEX by_key ON key (key)")

    def find(self, text: str, most: int = 12) -> list[Hit]:
        """What fits a text: whole names first, then beginnings of names, then words; of equals those of man first.

        Args:
            text: what was typed.
            most: number of hits.
        """
        key, words = fold(text), _WORD.findall(text)
        found: dict[int, tuple[_Order, str]] = {}
        with self._lock:
            if key:
                self._note(found, key, "SELECT thing, matched FROM key WHERE key = ?", (key,), 0)
                beginnings = "key JOIN thing ON thing.id = key.thing WHERE key >= ? AND key < ?"
                query = f"SELECT thing, matched FROM {beginnings} ORDER BY figures DESC LIMIT {_CANDIDATES}"  # noqa: S608
                self._note(found, key, query, (key, key + "\uffff"), 1)
            if words:
                match = " ".join(f'"{word}"*' for word in words)
                query = f"SELECT thing, matched FROM word WHERE word MATCH ? ORDER BY rank LIMIT {_CANDIDATES}"  # noqa: S608
                self._note(found, key, query, (match,), 2)
            best = sorted(found, key=lambda one: (*found[one][0], one))[:most]
            return [self._hit(one, found[one][1]) for one in best]

    def _note(
        self,
        found: dict[int, tuple[_Order, str]],
        key: str,
        query: str,
        values: tuple[str, ...],
        rank: int,
    ) -> None:
        for thing, matched in self._base.execute(query, values):
            asked = "SELECT label, figures, organism FROM thing WHERE id = ?"
            label, figures, organism = self._base.execute(asked, (thing,)).fetchone()
            order = (rank, organism != "", 0 if rank == 0 and key in keys_of(label) else 1, -figures)
            if thing not in found or order < found[thing][0]:
                found[thing] = (order, "" if matched == label else matched)

    def _hit(self, thing: int, matched: str) -> Hit:
        query = "SELECT name, label, kind, figures, organism FROM thing WHERE id = ?"
        name, label, kind, figures, organism = self._base.execute(query, (thing,)).fetchone()
        return Hit(name, label, kind, matched, figures, organism)

    def _fill(self, things: Iterable[tuple[Hit, Iterable[str]]]) -> None:
        with self._base:
            for number, (hit, names) in enumerate(things):
                row = (number, hit.name, hit.label, hit.kind, hit.figures, hit.organism)
                self._base.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", row)
                for name in dict.fromkeys((hit.label, *names)):
                    self._base.execute("INSERT INTO word VALUES (?, ?)", (name, number))
                    if hit.kind != "figure" or name != hit.label:
                        for key in keys_of(name):
                            self._base.execute("INSERT INTO key VALUES (?, ?, ?)", (key, number, name))


def keys_of(name: str) -> set[str]:
    """The keys of a name: with Greek letters spelt out, and as single Latin ones."""
    return {fold(name), shorten_greek(fold(name))} - {""}


def read_names(graph: Graph) -> NameSearch:
    """The index of a graph: entities by label, other names, CURIE and number; figures by identifier, paper, title."""
    return NameSearch([*_entities(graph), *_figures(graph)])


def _entities(graph: Graph) -> Iterable[tuple[Hit, Iterable[str]]]:
    short = Shortener(graph.prefixes)
    others: dict[str, list[str]] = {}
    for row in graph.rows(_OTHER_NAMES):
        others.setdefault(row["thing"], []).append(row["name"])
    for row in graph.rows(_ENTITIES.format(kinds=graph.kinds.values)):
        curie = short(row["thing"])
        kind = graph.kinds.by_class[short.term(row["kind"])].name
        names = (*others.get(row["thing"], ()), curie, split_curie(curie).local)
        yield Hit(curie, row["label"], kind, "", int(row["figures"] or 0), _organism(row, short)), names


def _organism(row: Mapping[str, str], short: Shortener) -> str:
    """The organism of a gene, where that is not man."""
    taxon = split_curie(short(row["taxon"])).local if row["taxon"] else ""
    return "" if taxon in ("", _HUMAN) else row["organism"] or f"organism {taxon}"


def _figures(graph: Graph) -> Iterable[tuple[Hit, Iterable[str]]]:
    names: dict[tuple[str, str], list[str]] = {}
    for row in graph.rows(_FIGURES):
        names.setdefault((row["figure"], row["label"]), []).append(row["figid"])
    base = graph.prefixes["figure"]
    for (figure, label), figids in sorted(names.items()):
        figid = next((one for one in figids if figure == f"{base}{one}.html"), figids[0])
        yield Hit(figid, label, "figure", "", 1), figids
