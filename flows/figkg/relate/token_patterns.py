"""Regular expressions over the classes of a sentence's tokens, written with the names of the classes."""

from __future__ import annotations

import re

from figkg.relate.token_classes import named

_CLASSES = {name: "".join(sorted(classes)) for name, classes in named()}
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_NAME = re.compile(r"[A-Z][A-Z_]+")


def pattern(text: str) -> re.Pattern[str]:
    r"""A regular expression over tokens.

    Names of :mod:`figkg.relate.token_classes` stand for one token of the class, or of one of the set's classes;
    ``[ACT LOSS]`` for one of either, ``[^ ACT LOSS]`` for one of neither. All else is as in any regular expression,
    and spaces count for nothing.

    >>> pattern("COMMA? EXCLUSION DETERMINER* ENTITY").pattern
    ',?XD*E'
    >>> pattern("ADVERB* [VERB PARTICIPLE] (?= OPEN)").pattern
    'h*[vp](?=\\()'

    Raises:
        KeyError: it has a name that is none.
    """
    inside = _BRACKETS.sub(lambda match: f"[{_letters(match[1])}]", text)
    return re.compile("".join(_outside(part) for part in re.split(r"(\[[^\]]*\])", inside)))


def _letters(names: str) -> str:
    others = "^" if names.startswith("^") else ""
    return others + "".join(
        map(re.escape, dict.fromkeys("".join(_CLASSES[name] for name in names.split() if name != "^")))
    )


def _outside(part: str) -> str:
    """A part of an expression with names outside brackets replaced; a part in brackets stays."""
    if part.startswith("["):
        return part
    return "".join(_NAME.sub(lambda match: _one(_CLASSES[match[0]]), part).split())


def _one(letters: str) -> str:
    escaped = "".join(map(re.escape, letters))
    return escaped if len(letters) == 1 else f"[{escaped}]"
