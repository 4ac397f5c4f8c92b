"""Corrections by curators: mappings/*.sssom.tsv, which override everything else.

The files are in the Simple Standard for Sharing Ontology Mappings (https://w3id.org/sssom/): a row says that a word
(``subject_label``) or an identifier (``subject_id``) means ``object_id``, or, with ``predicate_modifier`` ``Not``,
that it does not.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.ground.entities import entity_of
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

PATTERN = "*.sssom.tsv"
REQUIRED = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification")
PREDICATES = frozenset({"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "IAO:0100001"})
"""What a row may say; ``IAO:0100001`` is *term replaced by*."""

_ANY_CASE_FROM = 3


class Corrections(Struct, frozen=True):
    """What curators decided.

    Attributes:
        words: CURIE by word, spelt exactly.
        folded: CURIE by folded word, for words in capitals that mean the same in any case.
        identifiers: CURIE by CURIE that it replaces.
        refused: CURIEs that a folded word does not mean.
    """

    words: Mapping[str, str] = {}
    folded: Mapping[str, str] = {}
    identifiers: Mapping[str, str] = {}
    refused: Mapping[str, frozenset[str]] = {}

    def of_word(self, word: str) -> str | None:
        """What a curator says that a word means."""
        stripped = word.strip(" .,;:()[]*/|")
        found = self.words.get(stripped)
        if found is None and _is_in_some_case(stripped):
            found = self.folded.get(fold(stripped))
        return found

    def of_identifier(self, curie: str) -> str | None:
        """What a curator says that an identifier is to be replaced by."""
        return self.identifiers.get(curie)

    def refuses(self, word: str, curie: str) -> bool:
        """Whether a curator says that a word does not mean this."""
        return bool(self.refused) and curie in self.refused.get(fold(word), ())


def _is_in_some_case(word: str) -> bool:
    """``RAGE``, ``Rage``, ``cdc2``; neither ``rage``, a word, nor ``pTHR``, which says something else."""
    if word.islower():
        return not word.isalpha()
    return word.isupper() or word == word.capitalize()


def load_corrections(mappings: Path, tables: ReferenceTables) -> Corrections:
    """Read all correction tables of a mappings folder.

    Args:
        mappings: the mappings folder.
        tables: the reference tables, in which every object must be.

    Raises:
        MappingError: a file lacks a column; a row names an identifier that is in no table, gives it another label,
            has no known predicate, or contradicts another row.
    """
    words: dict[str, str] = {}
    folded: dict[str, str] = {}
    identifiers: dict[str, str] = {}
    refused: dict[str, set[str]] = defaultdict(set)
    for path in sorted(mappings.glob(PATTERN)):
        for line, row in _rows(path):
            target = _target(path, line, row, tables)
            word, identifier = row["subject_label"], row["subject_id"]
            if row.get("predicate_modifier") == "Not":
                refused[fold(word)].add(target)
                continue
            if identifier:
                _enter(identifiers, identifier, target, path, line)
                continue
            if not word:
                raise MappingError(path.name, line, "neither subject_id nor subject_label")
            _enter(words, word, target, path, line)
            if word.upper() == word and len(word) >= _ANY_CASE_FROM and not _is_symbol(fold(word), target, tables):
                _enter(folded, fold(word), target, path, line)
    return Corrections(words, folded, identifiers, {word: frozenset(some) for word, some in refused.items()})


def _is_symbol(key: str, target: str, tables: ReferenceTables) -> bool:
    """Whether another gene has this as its approved symbol."""
    return any(name.status == "a" and name.curie != target for name in tables.lookup(key))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[start:], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
    if missing:
        raise MappingError(path.name, start + 1, f"no column {', '.join(missing)}")
    for number, row in enumerate(reader, start=start + 2):
        if None in row or None in row.values():
            raise MappingError(path.name, number, f"not {len(reader.fieldnames or ())} cells")
        yield number, {column: cell.strip() for column, cell in row.items()}


def _target(path: Path, line: int, row: Mapping[str, str], tables: ReferenceTables) -> str:
    curie, label = row["object_id"], row["object_label"]
    if row["predicate_id"] not in PREDICATES:
        raise MappingError(
            path.name, line, f"predicate_id {row['predicate_id']!r} is none of {', '.join(sorted(PREDICATES))}"
        )
    if not tables.exists(curie):
        raise MappingError(path.name, line, f"object_id {curie!r} is in no reference table")
    known = entity_of(curie, tables).label
    if label != known:
        raise MappingError(path.name, line, f"object_label {label!r}, but {curie} is {known!r}")
    return curie


def _enter(table: dict[str, str], key: str, target: str, path: Path, line: int) -> None:
    if table.setdefault(key, target) != target:
        raise MappingError(path.name, line, f"{key!r} is {table[key]} in another row and {target} here")
