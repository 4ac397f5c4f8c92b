"""The names of an entity as people write them, chosen among all that the tables have for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet

_CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")
_SMALL_WORD = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
_LONG = 12
"""Characters from which hyphen and space are one: *Ph1-Positive*, *Ph1 Positive*; but *NF-kB* is not *NF kB*."""
_WORDS = 3
"""A full name of a gene that people type has no more words: *interleukin 8*."""
_SEVERAL = (" complexes", " dimers", " factors", " family", " genes", " members", " proteins", " subunits", " tfs")
"""What names of families have behind the name that people type: *NF-kB dimers*."""
_FULL_NAME = "n"
_OF_TERMS = "t"
_OF_PROCESSES = "g"


def small_words(names: Iterable[str]) -> frozenset[str]:
    """Words that stand in small letters in names, so that a capital elsewhere is a matter of style.

    >>> sorted(small_words(["chronic myeloid leukemia", "Hodgkin disease"]))
    ['chronic', 'disease', 'leukemia', 'myeloid']
    """
    return frozenset(word for name in names for word in _SMALL_WORD.findall(name))


def as_written(entries: Iterable[tuple[str, str]], small: AbstractSet[str]) -> tuple[str, ...]:
    """The names of one entity that people write, each once.

    Left out are names turned round (*Leukemia, Chronic Myeloid*) and plurals beside the name itself, spellings that
    differ in case alone, long full names of genes, and the Gene Ontology's names where captions' names are known.

    Args:
        entries: letter of :data:`figkg.reference.entries.NAME_STATUS` and name, best first.
        small: words that are written in small letters.

    >>> as_written([("e", "Leukemia, Chronic Myeloid"), ("e", "Chronic Myeloid Leukemia")], {"chronic", "leukemia"})
    ('chronic Myeloid leukemia',)
    >>> as_written([("e", "Neoplasm"), ("e", "Neoplasms"), ("e", "CML"), ("e", "cml")], {"neoplasm"})
    ('neoplasm', 'CML')
    """
    found = list(entries)
    statuses = {status for status, _ in found}
    found = [(status, name) for status, name in found if _is_typed(status, name, statuses)]
    names: dict[str, str] = {}
    for _, name in found:
        written = _CAPITALISED.sub(lambda one: one[0].lower() if one[0].lower() in small else one[0], name)
        names.setdefault(_key(written), written)
    whole = {_turned(name) for name in names.values() if ", " not in name}
    kept = [(key, name) for key, name in names.items() if ", " not in name or _turned(name) not in whole]
    return tuple(name for key, name in kept if not (_is_plural(key, names) or _is_of_several(key, names)))


def _is_typed(status: str, name: str, statuses: AbstractSet[str]) -> bool:
    if status == _FULL_NAME:
        return "," not in name and len(name.split()) <= _WORDS
    return status != _OF_TERMS or _OF_PROCESSES not in statuses


def _key(name: str) -> str:
    return name.casefold().replace("-", " ") if len(name) >= _LONG else name.casefold()


def _turned(name: str) -> Sequence[str]:
    """The words of a name, whatever their order."""
    return tuple(sorted(_key(name).replace(",", "").split()))


def _is_plural(key: str, names: Collection[str]) -> bool:
    return len(key) > len("mRNAs") and key.endswith("s") and key[:-1] in names


def _is_of_several(key: str, names: Collection[str]) -> bool:
    return key.endswith(_SEVERAL) and key.rpartition(" ")[0] in names
