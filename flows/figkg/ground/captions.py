"""The dictionary pass: every name of the reference tables that a caption holds, found at once, judged strictly.

The search is Aho and Corasick's (Communications of the ACM 18:333, 1975) over all phrases; what it finds is kept only
when it is written as a name: a symbol that is also an English word must stand in capitals, a short alias must be
confirmed by the figure itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import ahocorasick_rs
from msgspec import Struct

from figkg.ground.curated import Corrections
from figkg.ground.lookup import Candidate, Lookup
from figkg.ground.unlikely import UnlikelyWords
from figkg.reference.names import fold, shorten
from figkg.reference.phrases import flattener, phrases
from figkg.reference.tables import ReferenceTables

_SYMBOLS = frozenset({"approved symbol", "previous symbol", "alias symbol"})
_SHORT_ALIAS = 4
_SHORTEST = 3
_SHORT_NAME = 5
_CACHED = 200_000
_INSIDE = frozenset(" -\u2010\u2011\u2012\u2013\u2014\u2212/'\u2019\u00a0+\u00ad")
"""What may stand inside a name beside letters and digits."""


class Span(NamedTuple):
    """A place in a text.

    Attributes:
        start: offset of the first character, in Unicode code points.
        end: offset behind the last.
    """

    start: int
    end: int


class Spelling(Struct, frozen=True):
    """A piece of text as the tables know it.

    Attributes:
        keys: the piece folded, and with short Greek letters where that differs.
        curies: every entity that has one of the keys as a name.
    """

    keys: tuple[str, ...]
    curies: tuple[str, ...]


class CaptionDictionary:
    """Finds names in captions; one per process, since building the search takes half a second."""

    def __init__(self, phrases: Iterable[str], lookup: Lookup, unlikely: UnlikelyWords) -> None:
        self.tables = lookup.tables
        self._lookup = lookup
        self._ordinary = unlikely.ordinary
        self._unlikely = unlikely
        self._flat = flattener()
        self._search = ahocorasick_rs.AhoCorasick(phrases, store_patterns=False)
        self._judge = lru_cache(_CACHED)(self._judged)
        self._phrase = lru_cache(_CACHED)(self._flat_phrase)
        self.spelling = lru_cache(_CACHED)(self._spelling)

    def flatten(self, text: str) -> str:
        """A text made flat, with one space before and two behind."""
        return f" {text.translate(self._flat)}  "

    def spans(self, flat: str, words: Iterable[str]) -> list[Span]:
        """Places where a name may stand, from the left, of those that begin at the same place the longest first.

        Args:
            flat: a text made flat.
            words: words that count where they stand as they are, whatever the tables know of them.
        """
        found: set[tuple[int, int]] = set()
        for _, start, end in self._search.find_matches_as_indexes(flat, overlapping=True):
            if flat[end] == " ":
                found.add((start, 1 - end))
            elif flat[end] == "s" and flat[end + 1] == " ":
                found.add((start, -end))
        for word in words:
            phrase = self._phrase(word)
            start = flat.find(phrase) if len(phrase) > _SHORTEST else -1
            while start >= 0:
                found.add((start, 2 - start - len(phrase)))
                start = flat.find(phrase, start + 1)
        return [Span(start, -end) for start, end in sorted(found)]

    def _flat_phrase(self, word: str) -> str:
        return f" {' '.join(word.translate(self._flat).split())} "

    def judge(self, written: str, following: str) -> Candidate | None:
        """What a piece of a caption names for sure, or None.

        Args:
            written: the piece.
            following: the character behind it, or nothing at the end.
        """
        return self._judge(written + "+" if following == "+" else written)  # the CD4 of CD4+ cells does nothing

    def exact(self, name: str) -> Candidate | None:
        """What a name stands for as it is written, or None."""
        return self._lookup.exact(name).best

    def _spelling(self, written: str) -> Spelling:
        """How a piece of text is spelt and what the tables have under it."""
        key = fold(written)
        keys = (key,) if (short := shorten(key)) == key else (key, short)
        curies = [name.curie for one in keys for name in self._lookup.names(one)]
        return Spelling(keys, tuple(dict.fromkeys(curies)))

    def _judged(self, written: str) -> Candidate | None:
        if written in self._unlikely or not _INSIDE.issuperset(letter for letter in written if not letter.isalnum()):
            return None
        singular = written[:-1] if written.endswith("s") else None
        if written.endswith("+"):
            return self._curated(written)
        if singular is not None and singular.isupper():  # FAs are several FA
            return self._named(singular)
        if singular is not None and fold(singular) in self._unlikely.vague:
            return None
        return self._named(written) or (self._named(singular) if singular else None)

    def _curated(self, written: str) -> Candidate | None:
        found = self._lookup.exact(written).best
        return found if found is not None and found.match == "curated" else None

    def _named(self, text: str) -> Candidate | None:
        if fold(text) in self._unlikely.vague:
            return None
        found = self._lookup.exact(text).best
        if found is None or self._lookup.is_protein(found.entity):
            return None
        return found if self._is_written_as_name(text, found) else None

    def _is_written_as_name(self, text: str, candidate: Candidate) -> bool:
        if candidate.match == "curated":
            return True
        letters = sum(map(str.isalnum, text))
        if letters < _SHORTEST or text.isdigit():
            return False
        if candidate.match in _SYMBOLS:
            return self._is_symbol(text, letters, candidate)
        if text.isalpha() and text[1:].islower() and not candidate.name.isalpha():
            return False  # "proteins" is no Protein S
        if letters < _SHORT_NAME:
            return not text.islower() and (text.isupper() or text.lower() not in self._ordinary)
        return True

    def _is_symbol(self, text: str, letters: int, candidate: Candidate) -> bool:
        has_digit = any(map(str.isdigit, text))
        if candidate.match != "approved symbol" and letters <= (_SHORTEST if has_digit else _SHORT_ALIAS):
            return False
        if text.islower():
            return has_digit or text == candidate.name
        return text.isupper() or text.lower() not in self._ordinary


def build_dictionary(
    tables: ReferenceTables, lookup: Lookup, corrections: Corrections, unlikely: UnlikelyWords
) -> CaptionDictionary:
    """Build the search over all names of the tables and all words of the curators."""
    flat = flattener()
    curated = {phrase for word in corrections.words for phrase in phrases(word, flat)}
    return CaptionDictionary((f" {phrase}" for phrase in chain(tables.phrases(), curated)), lookup, unlikely)
