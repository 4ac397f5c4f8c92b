"""Wordings: the names that a piece of running text may be a wording of, as mappings/wordings.yaml states it.

``phosphorylated STAT3`` is STAT3, ``Toll-like receptors (TLRs)`` is Toll-like receptor or TLR, ``succinate`` is
succinic acid, ``lung cancer cell death`` is cell death. Unlike :mod:`figkg.ground.readings`, which repairs what OCR
read off an image, nothing here changes a letter that the text has.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from figkg.base.configuration import read_yaml

FILE = "wordings.yaml"

Sort = Literal["gene", "chemical", "process", "disease", "other"]
"""Kinds as far as they are worded alike: families and complexes are worded as genes are."""

Spelling = tuple[tuple[re.Pattern[str], str], ...]
"""Pieces of words, with how the tables spell them."""

_BRACKETS = re.compile(r"(?P<before>.*\S)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*(?P<behind>.*)")
_MICRORNA = re.compile(
    r"(?:hsa-)?(?P<kind>mir|let|microRNA)-?(?P<number>\d+[a-z]?(?:-\d)?)(?:-[35]p)?\*?", re.IGNORECASE
)
_NUMERAL = re.compile(r"(?<=[A-Za-z\u0370-\u03ff])[\s-]?(?P<numeral>III|II|IV|VI|I|V)$")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_CHARGE = re.compile(r"(?:\d?[+\u207a\u2212-]|[\u00b2\u2022\u00b7\u2219])+$")
_STRIPPED = " .,;:'\"\u2018\u2019\u201c\u201d*"
_OF = re.compile(r"(?P<what>[\w-]+(?: [\w-]+)?) (?:of|in) (?:the )?(?P<of>[^,;()]+)")
_SHORTEST_SINGULAR = 3
_MOST = 100
"""So many wordings of one name are tried, besides what is put behind each."""
_NO_PLURALS = ("species", "series", "herpes", "diabetes")


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    before: dict[Sort, frozenset[str]]
    behind: dict[Sort, frozenset[str]]
    joined: tuple[str, ...]
    glued: tuple[str, ...]
    vague: frozenset[str]
    open: frozenset[str]
    spelling: dict[str, str]
    meant: dict[Sort, dict[str, tuple[str, ...]]]
    added: dict[Sort, tuple[str, ...]]


class Wordings(Struct, frozen=True):
    """The wordings.

    Attributes:
        before: what stands before a name, by kind.
        behind: what stands behind it.
        joined: what is written together with it, before, with or without a hyphen.
        vague: words that alone say too little, in small letters.
        open: names of several things, as they are written.
        spelling: pieces of words as other spellings have them.
        meant: words of names, by kind, with what the tables say instead.
        added: what the tables have behind names, by kind.
    """

    before: dict[Sort, re.Pattern[str]]
    behind: dict[Sort, re.Pattern[str]]
    joined: re.Pattern[str]
    vague: frozenset[str]
    open: frozenset[str]
    spelling: Spelling
    meant: dict[Sort, tuple[re.Pattern[str], dict[str, tuple[str, ...]]]]
    added: dict[Sort, tuple[str, ...]]

    def names(self, text: str, sort: Sort) -> Iterator[str]:
        """The names that a text may be a wording of, the text itself first.

        Args:
            text: a mention, as it is written.
            sort: what it names.
        """
        seen: set[str] = set()
        forms = deque([text])
        less = deque[str]()  # what says less comes when all else is tried
        while (forms or less) and len(seen) < _MOST:
            form = (forms or less).popleft().strip(_STRIPPED)
            if form and form not in seen:
                seen.add(form)
                if not self.is_vague(form):
                    yield form
                    yield from self._longer(form, sort)
                forms += self._simpler(form, sort)
                if sort in self.meant and (rest := form.partition(" ")[2]):
                    less.append(rest)  # a process, disease or condition without its first word

    def is_vague(self, form: str) -> bool:
        """Whether a name alone says too little."""
        return form.casefold() in self.vague

    def _simpler(self, form: str, sort: Sort) -> Iterator[str]:
        brackets = _BRACKETS.fullmatch(form)
        if brackets is not None:
            yield f"{brackets['before']} {brackets['behind']}"
            yield brackets["inside"]
        if (usual := respelt(form, self.spelling)) != form:
            yield usual
        if singular := singular_of(form):
            yield singular
        for shorter in (self.behind[sort].sub("", form), self.before[sort].sub("", form)):
            if shorter != form:
                yield shorter
        if sort == "gene":
            yield from self._gene(form)
        elif sort == "chemical":
            yield from _chemical(form)
        else:
            yield from self._in_other_words(form, sort)

    def _longer(self, form: str, sort: Sort) -> Iterator[str]:
        """A name with what the tables have behind it: *apoptotic signaling* is a pathway there."""
        added = self.added.get(sort, ())
        if not form.endswith(added):
            yield from (f"{form} {word}" for word in added)

    def _in_other_words(self, form: str, sort: Sort) -> Iterator[str]:
        """A process or disease as the tables have it: *lung cancer* is Lung Neoplasms."""
        turned = _OF.fullmatch(form)
        if turned is not None:
            yield f"{turned['of']} {turned['what']}"
        if self.is_vague(form):
            return  # metabolism says too little, and so does metabolic process
        pattern, instead = self.meant[sort]
        for match in pattern.finditer(form):
            for word in instead[match.group().casefold()] if match.group() != form else ():
                yield f"{form[: match.start()]}{word}{form[match.end() :]}"

    def _gene(self, form: str) -> Iterator[str]:
        shorter = self.joined.sub("", form, count=1)
        if shorter != form:
            yield shorter
        if (micro := _MICRORNA.fullmatch(form)) is not None:
            yield f"{'MIRLET' if micro['kind'].lower() == 'let' else 'MIR'}{micro['number'].upper()}"
        numbered = _NUMERAL.sub(lambda match: _ROMAN[match["numeral"]], form)
        if numbered != form:
            yield numbered


def _chemical(form: str) -> Iterator[str]:
    """A chemical without its charge; a salt as its acid."""
    uncharged = _CHARGE.sub("", form)
    if uncharged != form:
        yield uncharged
    if form.endswith("ate"):
        yield f"{form[:-3]}ic acid"


def singular_of(form: str) -> str | None:
    """The singular of what is written as a plural, or None.

    >>> singular_of("TLRs"), singular_of("kinase families"), singular_of("stress"), singular_of("Wnts")
    ('TLR', 'kinase family', None, 'Wnt')
    """
    if len(form) <= _SHORTEST_SINGULAR or not form.endswith("s") or form[-2] in "suiS" or form.endswith(_NO_PLURALS):
        return None
    return f"{form[:-3]}y" if form.endswith("ies") else form[:-1]


def respelt(form: str, spelling: Spelling) -> str:
    """A name as the tables spell it.

    >>> respelt("leukaemia", ((re.compile("leukaem"), "leukem"),))
    'leukemia'
    """
    for pattern, usual in spelling:
        form = pattern.sub(usual, form)
    return form


def load_spelling(mappings: Path) -> Spelling:
    """The spellings of the file alone.

    Raises:
        MappingError: it is missing or not of the form that its comments describe.
    """
    return _spelling(read_yaml(mappings / FILE, _File))


def _spelling(file: _File) -> Spelling:
    return tuple((re.compile(piece, re.IGNORECASE), usual) for piece, usual in file.spelling.items())


def load_wordings(mappings: Path) -> Wordings:
    """Read the file.

    Raises:
        MappingError: it is missing or not of the form that its comments describe.
    """
    file = read_yaml(mappings / FILE, _File)
    return Wordings(
        {sort: re.compile(rf"^(?:{_any(words)})[\s-]+", re.IGNORECASE) for sort, words in file.before.items()},
        {sort: re.compile(rf"[\s-]+(?:{_any(words)})$", re.IGNORECASE) for sort, words in file.behind.items()},
        re.compile(
            rf"^(?:(?:{_any(file.joined)})(?=[A-Za-z\u0370-\u03ff])|(?:{_any(file.glued)})(?=[A-Z][A-Za-z0-9]))"
        ),
        frozenset(word.casefold() for word in file.vague),
        file.open,
        _spelling(file),
        {
            sort: (
                re.compile(rf"(?<![\w-])(?:{_any(tuple(words)) or '(?!)'})(?![\w-])", re.IGNORECASE),
                {word.casefold(): instead for word, instead in words.items()},
            )
            for sort, words in file.meant.items()
        },
        file.added,
    )


def _any(words: frozenset[str] | tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
