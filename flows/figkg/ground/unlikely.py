"""Words that are hardly ever the gene they spell, as the lists in mappings/ say."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from figkg.base.configuration import read_lines, read_yaml
from figkg.base.errors import MappingError
from figkg.reference.names import fold

ORDINARY_FILE = "ordinary_words.txt"
UNLIKELY_FILE = "unlikely_mentions.yaml"


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    words: frozenset[str]
    exact: frozenset[str]
    captions: frozenset[str]


class UnlikelyWords(Struct, frozen=True):
    """The lists.

    Attributes:
        words: words compared without case unless they are written as symbols, in small letters.
        exact: words compared exactly.
        ordinary: English words that are also symbols of genes, in small letters.
        vague: names that say too little in a caption, folded.
    """

    words: frozenset[str]
    exact: frozenset[str]
    ordinary: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()

    def __contains__(self, word: str) -> bool:
        bare = word.strip(" .,;:()[]*")
        if len(bare) < 2 or bare in self.exact or bare in self.ordinary:
            return True
        return bare.lower() in self.words and not _is_symbol(bare)


def _is_symbol(word: str) -> bool:
    """All capitals and longer than two: WAS, SET and REST as symbols are written."""
    return len(word) > 2 and word.isupper()


def load_unlikely_words(mappings: Path) -> UnlikelyWords:
    """Read the lists.

    Raises:
        MappingError: one is missing or not of the form described in it.
    """
    lists = read_yaml(mappings / UNLIKELY_FILE, _File)
    ordinary = read_lines(mappings / ORDINARY_FILE)
    seen: dict[str, int] = {}
    for line, word in enumerate(ordinary, start=1):
        if word and not word.startswith("#") and seen.setdefault(word, line) != line:
            raise MappingError(ORDINARY_FILE, line, f"{word} stands in line {seen[word]} already")
    return UnlikelyWords(
        frozenset(word.lower() for word in lists.words),
        lists.exact,
        frozenset(word for word in ordinary if word and not word.startswith("#")),
        frozenset(map(fold, lists.captions)),
    )
