"""Corrections by curators: mappings/*.sssom.tsv, which override everything else.

The files are in the Simple Standard for Sharing Ontology Mappings (https://w3id.org/sssom/): a row says that a word
(``subject_label``) or an identifier (``subject_id``) means ``object_id``, or, with ``predicate_modifier`` ``Not``,
that it does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.tables import read_rows
from figkg.ground.entities import entity_of
from figkg.ground.figure import GroundedFigure
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

PATTERN = "*.sssom.tsv"
REQUIRED = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification")
PREDICATES = frozenset({"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "IAO:0100001"})
"""What a row may say; ``IAO:0100001`` is *term replaced by*."""

MODIFIERS = frozenset({"", "Not"})
JUSTIFIED = "semapv:"
"""How the reasons of rows begin."""
OPTIONAL = (
    *("comment", "predicate_modifier", "predicate_label", "confidence", "mapping_date", "mapping_tool"),
    *("author_id", "author_label", "reviewer_id", "reviewer_label", "creator_id", "creator_label"),
    *("subject_source", "object_source", "subject_category", "object_category", "match_string", "other"),
)
"""Columns of SSSOM that a row may have too."""

_ANY_CASE_FROM = 3


class Row(Struct, frozen=True):
    """One row about a word.

    Attributes:
        file: its file.
        line: its line there.
        word: the word.
        target: CURIE of what it means, or does not mean.
        refuses: whether it says that it does not.
    """

    file: str
    line: int
    word: str
    target: str
    refuses: bool

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.word} {'is not' if self.refuses else 'is'} {self.target}"

    @property
    def name(self) -> str:
        """What it says, wherever it stands."""
        return f"{self.word}\t{self.target}\t{self.refuses}"

    def is_met(self, words: Collection[str]) -> bool:
        """Whether it decides one of these words of figures, folded, that curators decide."""
        key = fold(self.word)
        return key in words or (not self.refuses and any(key in word for word in words))


class Corrections(Struct, frozen=True):
    """What curators decided.

    Attributes:
        words: CURIE by word, spelt exactly.
        folded: CURIE by folded word, for words in capitals that mean the same in any case.
        identifiers: CURIE by CURIE that it replaces.
        refused: CURIEs that a folded word does not mean.
        rows: those about words, in the order of the files.
    """

    words: Mapping[str, str] = {}
    folded: Mapping[str, str] = {}
    identifiers: Mapping[str, str] = {}
    refused: Mapping[str, frozenset[str]] = {}
    rows: tuple[Row, ...] = ()

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


def row_names(mappings: Path) -> frozenset[str]:
    """What the rows of a folder say of words (:attr:`Row.name`), unchecked."""
    return frozenset(
        Row(path.name, line, row["subject_label"], row["object_id"], row.get("predicate_modifier") == "Not").name
        for path in sorted(mappings.glob(PATTERN))
        for line, row in read_rows(path, REQUIRED, OPTIONAL)
        if row["subject_label"] and not row["subject_id"]
    )


def decided_words(figure: GroundedFigure, corrections: Corrections) -> tuple[str, ...]:
    """The folded words of a figure that rows of curators are about, sorted."""
    words = [(one.word, one.match) for one in figure.groundings] + [(one.text, one.match) for one in figure.mentions]
    keys = {(fold(word), match) for word, match in words}
    return tuple(sorted({key for key, match in keys if match == "curated" or key in corrections.refused}))


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
    rows: list[Row] = []
    for path in sorted(mappings.glob(PATTERN)):
        for line, row in read_rows(path, REQUIRED, OPTIONAL):
            target = _target(path, line, row, tables)
            word, identifier = row["subject_label"], row["subject_id"]
            refuses = row.get("predicate_modifier") == "Not"
            if word and not identifier:
                if target in refused.get(fold(word), ()) or (refuses and words.get(word) == target):
                    raise MappingError(path.name, line, f"{word!r} is {target} in one row and not in another")
                rows.append(Row(path.name, line, word, target, refuses))
            if refuses:
                if not word:
                    raise MappingError(path.name, line, "Not needs a word in subject_label")
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
    refusals = {word: frozenset(some) for word, some in refused.items()}
    return Corrections(words, folded, identifiers, refusals, tuple(rows))


def _is_symbol(key: str, target: str, tables: ReferenceTables) -> bool:
    """Whether another gene has this as its approved symbol."""
    return any(name.status == "a" and name.curie != target for name in tables.lookup(key))


def _target(path: Path, line: int, row: Mapping[str, str], tables: ReferenceTables) -> str:
    curie, label = row["object_id"], row["object_label"]
    if row["predicate_id"] not in PREDICATES:
        raise MappingError(
            path.name, line, f"predicate_id {row['predicate_id']!r} is none of {', '.join(sorted(PREDICATES))}"
        )
    modifier = row.get("predicate_modifier", "")
    if modifier not in MODIFIERS:
        raise MappingError(path.name, line, f"predicate_modifier {modifier!r} is neither empty nor Not")
    if not row["mapping_justification"].startswith(JUSTIFIED):
        raise MappingError(path.name, line, f"mapping_justification {row['mapping_justification']!r} is none of semapv")
    if not tables.exists(curie):
        raise MappingError(path.name, line, f"object_id {curie!r} is in no reference table")
    known = entity_of(curie, tables).label
    if label != known:
        raise MappingError(path.name, line, f"object_label {label!r}, but {curie} is {known!r}")
    return curie


def _enter(table: dict[str, str], key: str, target: str, path: Path, line: int) -> None:
    if table.setdefault(key, target) != target:
        raise MappingError(path.name, line, f"{key!r} is {table[key]} in another row and {target} here")
