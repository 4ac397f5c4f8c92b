"""The dictionary pass: every name of the reference tables that a caption holds, found at once, judged strictly.

The search is Aho and Corasick's (Communications of the ACM 18:333, 1975) over all phrases; what it finds is kept only
when it is written as a name: a symbol that is also an English word must stand in capitals, a short alias must be
confirmed by the figure itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

import ahocorasick_rs
from msgspec import Struct

from figkg.base.memo import Memo
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
_LONG_NAME = 5
_REMEMBERED = 200_000
_SPACE, _PLURAL = b" s"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_INSIDE = frozenset(" -\u2010\u2011\u2012\u2013\u2014\u2212/'\u2019\u00a0+\u00ad")
"""What may stand inside a name beside letters and digits."""


class Spelling(Struct, frozen=True, gc=False):
    """A piece of text as names are compared.

    Attributes:
        keys: the piece folded, and with short Greek letters where that differs.
        may_be_name: whether it is written as a name of what its figure shows; a short word in small letters is an
            English word rather than a gene.
    """

    keys: tuple[str, ...]
    may_be_name: bool


class Word(Struct, frozen=True, gc=False):
    """A word of a figure as captions are searched for it.

    Attributes:
        key: the word folded.
        phrase: what to look for beside the names of the tables, flat and in UTF-8; nothing where they hold the word.
    """

    key: str
    phrase: bytes


class CaptionDictionary:
    """Finds names in captions; one per process, since building the search takes half a second."""

    def __init__(self, phrases: Iterable[str], lookup: Lookup, unlikely: UnlikelyWords) -> None:
        self.tables = lookup.tables
        self._lookup = lookup
        self._ordinary = unlikely.ordinary
        self._unlikely = unlikely
        self._flat = flattener()
        self._flat_ascii = bytes(ord(self._flat[code]) for code in range(128)) + bytes(range(128, 256))
        self._search = ahocorasick_rs.BytesAhoCorasick([phrase.encode() for phrase in phrases])
        self._judge = Memo(self._judged, most=_REMEMBERED)
        self.words = Memo(self._word, most=_REMEMBERED)
        """How captions are searched for a word of a figure."""
        self.spellings = Memo(_spelling, most=_REMEMBERED)
        """A piece of text as names are compared."""
        self.curies = Memo(self._curies_of, most=_REMEMBERED)
        """CURIEs of all entities that have one of the keys of a spelling as a name."""

    def flatten(self, text: str) -> str:
        """A text made flat."""
        return self._letters(text).decode()

    def _letters(self, text: str) -> bytes:
        plain = text if text.isascii() else _BEYOND_ASCII.sub(lambda found: self._flat[ord(found[0])], text)
        return plain.encode().translate(self._flat_ascii)

    def spans(self, text: str, phrases: Iterable[bytes]) -> list[tuple[int, int]]:
        """Places where a name may stand, from the left, of those that begin at the same place the longest first.

        Args:
            text: the text.
            phrases: what counts where it stands as it is, beside what the tables know: :attr:`Word.phrase`.

        Returns:
            For each place the offset of its first character, in Unicode code points, and what the offset of its last
            character lacks to -1, so that they are in order.
        """
        letters = b" %b  " % self._letters(text)
        found: set[tuple[int, int]] = set()
        matches = self._search.find_matches_as_indexes(letters, overlapping=True)
        for _, start, end in matches:
            following = letters[end]
            if following == _SPACE:
                found.add((start, -end))
            elif following == _PLURAL and letters[end + 1] == _SPACE:
                found.add((start, ~end))
        for phrase in phrases:
            start = letters.find(phrase)
            while start >= 0:
                found.add((start, 1 - start - len(phrase)))
                start = letters.find(phrase, start + 1)
        if not letters.isascii():  # places in bytes become places in the text
            places = [place for place, letter in enumerate(letters.decode()) for _ in letter.encode()]
            found = {(places[start], -places[-end]) for start, end in found}
        return sorted(found)

    def _word(self, word: str) -> Word:
        phrase = f" {' '.join(word.translate(self._flat).split())} ".encode()
        matches = self._search.find_matches_as_indexes(phrase, overlapping=True)
        known = any((start, end) == (0, len(phrase) - 1) for _, start, end in matches)
        return Word(fold(word), b"" if known or len(phrase) <= _SHORTEST else phrase)

    def judge(self, written: str, following: str) -> Candidate | None:
        """What a piece of a caption names for sure, or None.

        Args:
            written: the piece.
            following: the character behind it, or nothing at the end.
        """
        return self._judge[written + "+" if following == "+" else written]  # the CD4 of CD4+ cells does nothing

    def exact(self, name: str) -> Candidate | None:
        """What a name stands for as it is written, or None."""
        return self._lookup.exact(name).best

    def _curies_of(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        curies = [name.curie for key in keys for name in self._lookup.names(key)]
        return tuple(dict.fromkeys(curies))

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


def _spelling(written: str) -> Spelling:
    key = fold(written)
    long = len(key) > _LONG_NAME
    may_be_name = len(key) > 1 and (
        long or not written.islower() or not written.isascii() or any(map(str.isdigit, written))
    )
    return Spelling((key,) if (short := shorten(key)) == key else (key, short), may_be_name)


def build_dictionary(
    tables: ReferenceTables, lookup: Lookup, corrections: Corrections, unlikely: UnlikelyWords
) -> CaptionDictionary:
    """Build the search over all names of the tables and all words of the curators."""
    flat = flattener()
    curated = {phrase for word in corrections.words for phrase in phrases(word, flat)}
    return CaptionDictionary((f" {phrase}" for phrase in chain(tables.phrases(), curated)), lookup, unlikely)
