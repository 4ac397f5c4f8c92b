"""Denial and hedging: whether the words before a statement say that it is not so, or that it may be so.

*TNF no longer induces IL6*, *the inability of TNF to induce IL6*, *no induction of IL6 by TNF*: meaning, not
statistics. What denies is listed in mappings/denials.yaml; it reaches to the end of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.relate.assertion import Span
from figkg.relate.lexicon import Lexicon
from figkg.relate.token_classes import ACT, SIGNED_VERBS

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[;:,]|[.?!](?=\s)")
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_FARTHEST = 160
"""So many characters before a trigger are searched."""
_VERB_REACH, _NOUN_REACH, _HEDGE_REACH = 14, 6, 6
"""So many words may stand between what denies and the verb or noun that it denies."""


_Phrases = Annotated[list[Annotated[str, Meta(pattern=r"\A[^|\s]+([| ][^|\s]+)*\Z")]], Meta(min_length=1)]


class _Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of mappings/denials.yaml."""

    verbs: _Phrases
    nouns: _Phrases
    ends: _Phrases
    open: _Phrases
    signed: _Phrases
    needed: _Phrases
    taking_part: _Phrases
    made: _Phrases


class _Phrase(Struct, frozen=True):
    """Words that deny what stands behind them.

    Attributes:
        choices: for each of its words, those of which one is there.
        denies: whether it denies a verb, or the noun of an act.
    """

    choices: tuple[frozenset[str], ...]
    denies: Literal["verb", "noun"]

    @property
    def reach(self) -> int:
        """How many words may stand between it and what it denies."""
        return _VERB_REACH if self.denies == "verb" else _NOUN_REACH

    def stands_at(self, words: Sequence[str], place: int) -> bool:
        """Whether it begins at a place."""
        if place + len(self.choices) > len(words):
            return False
        return all(words[at] in choice for at, choice in enumerate(self.choices, start=place))


class Denial:
    """Knows what denies a statement; immutable."""

    def __init__(self, lists: _Lists, lexicon: Lexicon) -> None:
        """Take phrases.

        Args:
            lists: what denies a verb or the noun of an act, what begins another clause, what leaves a sign open.
            lexicon: which words are verbs, and which nouns of acts.
        """
        self._denials = _by_first_word([*_of_kind("verb", lists.verbs), *_of_kind("noun", lists.nouns)])
        self._ends = frozenset(lists.ends) | set(";:.?!")
        self._open, self._signed = frozenset(lists.open), frozenset(lists.signed)
        self._taking_part, self._made = frozenset(lists.taking_part), frozenset(lists.made)
        self._needed = self._taking_part.union(lists.needed)
        self._signs = lexicon.signs
        self._hedges = tuple(tuple(phrase.split()) for phrase in lexicon.hedges)
        self._verbs_of_others = frozenset(form for form, word in lexicon.triggers.items() if word.cls in SIGNED_VERBS)
        self._acts = frozenset(form for form, word in lexicon.triggers.items() if word.cls == ACT)

    def denies(self, text: str, since: int, trigger: Span) -> bool:
        """Whether a statement is denied.

        Args:
            text: the text.
            since: offset of the sentence in it.
            trigger: the words that state the relation.
        """
        begin = max(since, trigger.start - _FARTHEST)
        before = _words(text[begin : trigger.start])
        words = before + _words(text[trigger.start : trigger.end])
        compound = text[max(0, trigger.start - 1) : trigger.start] in _HYPHENS
        for place in range(len(words) - 1, -1, -1):
            if words[place] in self._ends:
                return False
            for one in self._denials.get(words[place], ()):
                behind = place + len(one.choices)
                if not one.stands_at(words, place) or len(before) - behind > one.reach:
                    continue
                if one.denies == "verb":
                    return not compound and self._is_next(words[behind : len(before)])
                act = next((word for word in words[len(before) :] if word in self._acts), None)
                return act is not None and self._is_next(words[behind : len(before)])
        return False

    def hedges(self, text: str, since: int, trigger: Span) -> bool:
        """Whether a statement is hedged: ``TNF may induce IL6``.

        Args:
            text: the text.
            since: offset of the sentence in it.
            trigger: the words that state the relation.
        """
        before = _words(text[max(since, trigger.start - _FARTHEST) : trigger.start])[-_HEDGE_REACH:]
        ends = [place for place, word in enumerate(before) if word in self._ends]
        near = tuple(before[ends[-1] + 1 :] if ends else before)
        return any(near[at : at + len(one)] == one for one in self._hedges for at in range(len(near)))

    def leaves_open(self, text: str, since: int, trigger: Span, effect: Span) -> bool:
        """Whether words state that one thing acts on another, and not in which direction: ``MYC regulates CDK4``.

        Args:
            text: the text.
            since: offset of the sentence in it.
            trigger: the words.
            effect: where that what is acted on is named.
        """
        words = _words(text[trigger.start : trigger.end])
        last = {word: word.rpartition("-")[2] for word in words}  # MYC-dependent
        if self._signs(" ".join(word for word in words if last[word] not in self._needed)):
            return False
        if not self._open.isdisjoint(words):
            before = _words(text[max(since, trigger.start - _FARTHEST) : trigger.start])[-1:]
            return self._signed.isdisjoint([*before, *words])
        if self._needed.isdisjoint(last.values()) or effect.start < trigger.end:
            return False
        behind = _words(text[effect.end : effect.end + _FARTHEST])[:1]
        done = [*_words(text[trigger.end : effect.start]), *behind]
        if self._signs(" ".join(done)) or not self._signed.isdisjoint(done):
            return False
        made = not (self._made.isdisjoint(done) or self._taking_part.isdisjoint(words))
        return made or not self._open.isdisjoint(done)

    def _is_next(self, between: list[str]) -> bool:
        """Whether what is denied is the next act that is told of, or one beside it: ``not bind or activate``."""
        acts = any(word in self._verbs_of_others or word.endswith("ed") for word in between)
        return not acts or ("or" in between and "," not in between)


def _words(text: str) -> list[str]:
    """Words in lower case; the chemical NO is no word that denies."""
    return [match[0] if match[0] == "NO" else match[0].lower() for match in _WORD.finditer(text)]


def _of_kind(denies: Literal["verb", "noun"], phrases: Iterable[str]) -> Iterator[_Phrase]:
    for phrase in phrases:
        yield _Phrase(tuple(frozenset(word.split("|")) for word in phrase.lower().split()), denies)


def _by_first_word(phrases: Iterable[_Phrase]) -> dict[str, tuple[_Phrase, ...]]:
    """Phrases by each word that they may begin with, in their order: of a sentence's words, few begin one."""
    found: dict[str, tuple[_Phrase, ...]] = {}
    for one in phrases:
        for word in one.choices[0]:
            found[word] = (*found.get(word, ()), one)
    return found


def load_denial(mappings: Path, lexicon: Lexicon) -> Denial:
    """What denies, of a mappings folder.

    Raises:
        MappingError: the file is missing or not of its form.
    """
    lists = read_yaml(mappings / "denials.yaml", _Lists)
    return Denial(lists, lexicon)
